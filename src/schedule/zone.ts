import { DateTime, IANAZone } from "luxon";
import { type CalendarDate, addDays, toCalendarDate, toEpochDay } from "../calendar/calendar-date.ts";

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

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
}

const SECOND = 1000;
const MINUTE = 60_000;
const DAY = 86_400_000;

/** The zone of an IANA name that is known to exist. */
export function zoneOf(name: string): Zone {
  const zone = IANAZone.create(name);
  const local = (instant: Instant): DateTime => DateTime.fromMillis(instant, { zone });
  // luxon itself would settle a time that comes twice by the offset that the zone has today.
  const at = (date: CalendarDate, time: string): Instant => {
    const [hours = 0, minutes = 0, seconds = 0] = time.split(":").map(Number);
    const wall = toEpochDay(date) * DAY + ((hours * 60 + minutes) * 60 + seconds) * 1000;
    const offsets = [zone.offset(wall - DAY), zone.offset(wall + DAY)];
    const instants = offsets.map((offset) => wall - offset * MINUTE);
    const real = instants.filter((instant) => instant + zone.offset(instant) * MINUTE === wall);
    return real.length > 0 ? Math.min(...real) : (instants[0] ?? wall);
  };
  const offsetAt = offsetCache(zone);
  return {
    name,
    dateAt: (instant) => toCalendarDate(Math.floor((instant + offsetAt(instant) * MINUTE) / DAY)),
    timestamp: (instant) =>
      local(Math.floor(instant / SECOND) * SECOND).toISO({ suppressMilliseconds: true }) as string,
    endOf: (date) => at(addDays(date, 1), "00:00") - 1,
    at,
  };
}

/** Clocks change on quarters of an hour, so that each has one offset; asking Intl for each record would take seconds. */
function offsetCache(zone: IANAZone): (instant: Instant) => number {
  const offsets = new Map<number, number>();
  return (instant) => {
    const quarter = Math.floor(instant / (15 * MINUTE));
    const known = offsets.get(quarter);
    if (known !== undefined) return known;
    const offset = zone.offset(instant);
    offsets.set(quarter, offset);
    return offset;
  };
}
