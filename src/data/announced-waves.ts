import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { AnnouncedWaves, SourcedDate, Track, TrackDates, Wave, WaveId } from "../model/wave.ts";
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
  // Most answers need none of them.
  get waves() {
    return (waves ??= written.waves.map(waveOf));
  },
};

let waves: readonly Wave[] | undefined;

/** The regions that the wave data knows. */
export const REGIONS: readonly string[] = Object.keys(ANNOUNCED_WAVES.regionOffsets);

function waveOf({ id, name, tracks }: (typeof written.waves)[number]): Wave {
  const dates = Object.entries(tracks as Partial<Record<Track, WrittenTrack>>);
  return {
    id: id as WaveId,
    name,
    tracks: Object.fromEntries(dates.map(([track, its]) => [track, trackDates(its)])),
  };
}

function trackDates({ groups = [], ...dates }: WrittenTrack): TrackDates {
  const regions = groups.flatMap(({ regions: ids, date, source }) => ids.map((id) => [id, { date, source }]));
  return { ...(dates as TrackDates), regions: Object.fromEntries(regions) as Record<string, SourcedDate> };
}
