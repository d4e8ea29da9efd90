import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { AnnouncedWaves, SourcedDate, Track, TrackDates, WaveId } from "../model/wave.ts";
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

/** The waves that Microsoft has announced, each date with its source, and what they have in common. */
export const ANNOUNCED_WAVES: AnnouncedWaves = {
  checked: written.checked as CalendarDate,
  regionOffsets: written.regionOffsets,
  waves: written.waves.map((wave) => ({
    id: wave.id as WaveId,
    name: wave.name,
    tracks: Object.fromEntries(
      Object.entries(wave.tracks as Partial<Record<Track, WrittenTrack>>).map(([track, dates]) => [
        track,
        trackDates(dates),
      ]),
    ),
  })),
};

/** The regions that the wave data knows. */
export const REGIONS: readonly string[] = Object.keys(ANNOUNCED_WAVES.regionOffsets);

function trackDates({ groups = [], ...dates }: WrittenTrack): TrackDates {
  const regions = groups.flatMap(({ regions: ids, date, source }) => ids.map((id) => [id, { date, source }]));
  return { ...(dates as TrackDates), regions: Object.fromEntries(regions) as Record<string, SourcedDate> };
}
