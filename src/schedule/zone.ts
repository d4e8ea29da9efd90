import { IANAZone } from "luxon";
import { type CalendarDate, addDays, pad, toCalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { wallClock } from "../calendar/timestamp.ts";

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

/** Offsets from UTC in minutes, each from one instant until another, in order. */
export type ZoneOffsets = readonly (readonly [from: Instant, until: Instant, minutes: number])[];

/** Civil time in one IANA zone. */
export interface Zone {
  readonly name: string;
  /** The civil date at an instant. */
  readonly dateAt: (instant: Instant) => CalendarDate;
  /** RFC 3339 with the zone's offset at that instant, whole seconds. */
  readonly timestamp: (instant: Instant) => string;
  /** The last millisecond of a civil date. */
  readonly endOf: (date: CalendarDate) => Instant;
  /**
   * A civil time of day (`HH:MM` or `HH:MM:SS`) on a date. Of a time that comes twice when clocks go back, the first; one
   * that is left out when they go forward moves forward by as much.
   */
  readonly at: (date: CalendarDate, time: string) => Instant;
  /** The instants of a civil time, in order: two of one that comes twice, none of one that is left out. */
  readonly instantsOf: (date: CalendarDate, time: string) => readonly Instant[];
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Of all zones since 1990, the clocks of none were changed twice within less than a week (Recife and others, October 2000). */
const STEP = 4 * DAY;

/**
 * The zone of an IANA name that is known to exist. `known` are offsets of it, from `offsetsOf`: what they cover is answered
 * without Intl, which takes half as long to begin with as Node does to start.
 */
export function zoneOf(name: string, known: ZoneOffsets = []): Zone {
  let iana: IANAZone | undefined;
  const offsetAt = offsetCache((instant) => (iana ??= IANAZone.create(name)).offset(instant), known);
  // luxon itself would settle a time that comes twice by the offset that the zone has today.
  const at = (date: CalendarDate, time: string): Instant => {
    const wall = wallOf(date, time);
    return instantsAt(wall)[0] ?? wall - offsetAt(wall - DAY) * MINUTE;
  };
  const instantsAt = (wall: number): readonly Instant[] => {
    const [before, after] = [wall - offsetAt(wall - DAY) * MINUTE, wall - offsetAt(wall + DAY) * MINUTE];
    const instants = before === after ? [before] : [Math.min(before, after), Math.max(before, after)];
    return instants.filter((instant) => instant + offsetAt(instant) * MINUTE === wall);
  };
  return {
    name,
    dateAt: (instant) => toCalendarDate(Math.floor((instant + offsetAt(instant) * MINUTE) / DAY)),
    timestamp: (instant) => {
      const offset = offsetAt(instant);
      return `${wallClock(instant + offset * MINUTE)}${offsetText(offset)}`;
    },
    endOf: (date) => at(addDays(date, 1), "00:00") - 1,
    at,
    instantsOf: (date, time) => instantsAt(wallOf(date, time)),
  };
}

/** Milliseconds that a clock which is never changed would show. */
function wallOf(date: CalendarDate, time: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
  return toEpochDay(date) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/** The offsets of a zone from one instant to another, for `zoneOf`. */
export function offsetsOf(name: string, from: Instant, to: Instant): ZoneOffsets {
  const zone = IANAZone.create(name);
  const found: [Instant, Instant, number][] = [];
  const add = (start: Instant, end: Instant, offset: number): void => {
    const last = found.at(-1);
    if (last !== undefined && last[2] === offset) last[1] = end;
    else found.push([start, end, offset]);
  };
  const last = Math.ceil(to / DAY) * DAY;
  let start = Math.floor(from / DAY) * DAY;
  let before = zone.offset(start);
  while (start < last) {
    const end = Math.min(start + STEP, last);
    const after = zone.offset(end);
    const change = before === after ? start : changeIn(zone, start, end);
    add(start, change, before);
    add(change, end, after);
    [start, before] = [end, after];
  }
  return found;
}

/** The minute at which the clocks of a zone are changed between two instants, found by halves. */
function changeIn(zone: IANAZone, start: Instant, end: Instant): Instant {
  let [low, high] = [start, end];
  while (high - low > MINUTE) {
    const middle = low + Math.floor((high - low) / MINUTE / 2) * MINUTE;
    if (zone.offset(middle) === zone.offset(start)) low = middle;
    else high = middle;
  }
  return high;
}

function offsetText(offset: number): string {
  const minutes = Math.abs(offset);
  return `${offset < 0 ? "-" : "+"}${pad(Math.floor(minutes / 60), 2)}:${pad(Math.floor(minutes % 60), 2)}`;
}

/**
 * An offset that holds at both ends of a UTC day holds in between: clocks are not put forward and back within a day. On the
 * few days on which they change, they do so at a whole minute (in St. John's at 00:01 until 2011). Asking Intl for each record would take seconds.
 */
function offsetCache(ask: (instant: Instant) => number, known: ZoneOffsets): (instant: Instant) => number {
  const offsets = new Map<number, number>();
  const offsetAt = (instant: Instant): number => {
    const before = offsets.get(instant);
    if (before !== undefined) return before;
    const offset = ask(instant);
    offsets.set(instant, offset);
    return offset;
  };
  // Of thousands of instants in a row most lie where the last one did.
  let latest = known[0];
  return (instant) => {
    if (latest === undefined || instant < latest[0] || instant >= latest[1]) {
      latest = known.find((range) => range[0] <= instant && instant < range[1]);
    }
    if (latest !== undefined) return latest[2];
    const day = Math.floor(instant / DAY) * DAY;
    const offset = offsetAt(day);
    return offset === offsetAt(day + DAY) ? offset : offsetAt(Math.floor(instant / MINUTE) * MINUTE);
  };
}
