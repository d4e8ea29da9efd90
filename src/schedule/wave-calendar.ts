import {
  type CalendarDate,
  type EpochDay,
  epochDayOf,
  mondayOf,
  toCalendarDate,
  toEpochDay,
  weekdayOf,
} from "../calendar/calendar-date.ts";
import type { AnnouncedWaves, Track, TrackDates, Wave, WaveId } from "../model/wave.ts";

/** Where an anchor comes from, best first. */
export type AnchorSource = "tenant" | "region" | "published" | "estimated";

export interface Anchor {
  readonly date: CalendarDate;
  readonly source: AnchorSource;
  /** The document in which the date (or the one that it was counted from) was read. */
  readonly document: string | null;
  /** Whole weeks from the first public group that were added for the region. */
  readonly regionOffsetWeeks: number;
}

/** What the run book and Microsoft say of the waves. */
export interface WaveCalendar {
  /** The day on which the announced dates were last compared with their sources. */
  readonly checked: CalendarDate;
  readonly nameOf: (id: WaveId) => string;
  readonly datesOf: (id: WaveId, track: Track) => TrackDates;
  readonly anchorOf: (id: WaveId, track: Track) => Anchor;
  /** Monday of wave week. */
  readonly waveWeekOf: (id: WaveId, track: Track) => EpochDay;
}

const FRIDAY = 5;

/**
 * The waves as announced, overridden and extended by the run book's own (`own`).
 * Without a region offset 0 is used.
 */
export function waveCalendar(
  announced: AnnouncedWaves,
  own: readonly Wave[],
  region: string | undefined,
): WaveCalendar {
  const find = (waves: readonly Wave[], id: WaveId): Wave | undefined => waves.find((wave) => wave.id === id);
  const datesOf = (id: WaveId, track: Track): TrackDates => {
    const [theirs, ours] = [find(announced.waves, id)?.tracks[track], find(own, id)?.tracks[track]];
    return { ...theirs, ...ours, regions: { ...theirs?.regions, ...ours?.regions } };
  };
  const anchors = new Map<string, Anchor>();
  const anchorOf = (id: WaveId, track: Track): Anchor => {
    const key = `${id}.${track}`;
    const known = anchors.get(key) ?? anchor(id, track, datesOf(id, track), announced.regionOffsets, region);
    anchors.set(key, known);
    return known;
  };
  return {
    checked: announced.checked,
    nameOf: (id) => find(own, id)?.name ?? find(announced.waves, id)?.name ?? defaultName(id),
    datesOf,
    anchorOf,
    waveWeekOf: (id, track) => waveWeekOf(toEpochDay(anchorOf(id, track).date)),
  };
}

function defaultName(id: WaveId): string {
  return `${id.slice(0, 4)} release wave ${id.endsWith("-04") ? 1 : 2}`;
}

function anchor(
  id: WaveId,
  track: Track,
  dates: TrackDates,
  offsets: AnnouncedWaves["regionOffsets"],
  region: string | undefined,
): Anchor {
  if (dates.productionUpdate !== undefined) {
    return { date: dates.productionUpdate, source: "tenant", document: "waves.yml", regionOffsetWeeks: 0 };
  }
  const ofRegion = region === undefined ? undefined : dates.regions?.[region];
  if (ofRegion !== undefined) {
    return { date: ofRegion.date, source: "region", document: ofRegion.source, regionOffsetWeeks: 0 };
  }
  // Only customer engagement is deployed region by region on the wave's own dates.
  const weeks =
    track === "customer-engagement" && region !== undefined
      ? (dates.regionOffsets?.[region] ?? offsets[region] ?? 0)
      : 0;
  const published = dates.firstGroup ?? dates.generalAvailability;
  const first = published === undefined ? estimatedFirstGroup(id, track) : toEpochDay(published.date);
  return {
    date: toCalendarDate(first + weeks * 7),
    source: published === undefined ? "estimated" : "published",
    document: published?.source ?? null,
    regionOffsetWeeks: weeks,
  };
}

/**
 * Customer engagement: the Monday nearest to the 1st of April or October. Business Central: the first weekday of
 * the month. Finance and operations: its first Friday. Checked against the documented waves of 2023 to 2026.
 */
function estimatedFirstGroup(id: WaveId, track: Track): EpochDay {
  const first = epochDayOf(Number(id.slice(0, 4)), Number(id.slice(5)), 1);
  switch (track) {
    case "customer-engagement":
      return mondayOf(first + 3);
    case "business-central":
      return weekdayOf(first) > FRIDAY ? mondayOf(first) + 7 : first;
    case "finance-operations":
      return first + ((FRIDAY - weekdayOf(first) + 7) % 7);
  }
}

/**
 * Monday of the anchor's week; for an anchor on Friday, Saturday or Sunday the Monday after it, since deployments
 * run over the weekend.
 */
export function waveWeekOf(anchorDay: EpochDay): EpochDay {
  return mondayOf(anchorDay) + (weekdayOf(anchorDay) >= FRIDAY ? 7 : 0);
}

/** The ids of all waves from one year to another, ascending. */
export function waveIds(firstYear: number, lastYear: number): WaveId[] {
  const ids: WaveId[] = [];
  for (let year = firstYear; year <= lastYear; year += 1) {
    ids.push(`${year}-04` as WaveId, `${year}-10` as WaveId);
  }
  return ids;
}
