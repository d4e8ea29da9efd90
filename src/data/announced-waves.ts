import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { SourcedDate, Track, TrackDates, Wave, WaveId } from "../model/wave.ts";
import written from "./waves.json" with { type: "json" };

interface WrittenTrack {
  readonly planPublished?: WrittenDate;
  readonly earlyAccess?: WrittenDate;
  readonly generalAvailability?: WrittenDate;
  readonly firstGroup?: WrittenDate;
  readonly groups?: readonly ({ readonly regions: readonly string[] } & WrittenDate)[];
  readonly regionOffsets?: Readonly<Record<string, number>>;
}

interface WrittenDate {
  readonly date: string;
  readonly source: string;
}

/** Weeks from a wave's first public deployment group to each region's, as in most waves. */
export const REGION_OFFSETS: Readonly<Record<string, number>> = written.regionOffsets;

/** The regions that the wave data knows. */
export const REGIONS: readonly string[] = Object.keys(REGION_OFFSETS);

/** The day on which the data was last compared with its sources. */
export const WAVES_CHECKED = written.checked as CalendarDate;

/** The waves that Microsoft has announced, each date with its source. */
export const ANNOUNCED_WAVES: readonly Wave[] = written.waves.map((wave) => ({
  id: wave.id as WaveId,
  name: wave.name,
  tracks: Object.fromEntries(
    Object.entries(wave.tracks as Partial<Record<Track, WrittenTrack>>).map(([track, dates]) => [
      track,
      trackDates(dates),
    ]),
  ),
}));

function trackDates({ groups = [], ...dates }: WrittenTrack): TrackDates {
  const regions = groups.flatMap(({ regions: ids, date, source }) => ids.map((id) => [id, { date, source }]));
  return { ...(dates as TrackDates), regions: Object.fromEntries(regions) as Record<string, SourcedDate> };
}
