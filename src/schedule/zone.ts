import { DateTime } from "luxon";
import type { CalendarDate } from "../calendar/calendar-date.ts";

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
  /** A civil time of day (`HH:MM` or `HH:MM:SS`) on a date; a time that a clock change skips moves forward. */
  readonly at: (date: CalendarDate, time: string) => Instant;
}

/** The zone of an IANA name that is known to exist. */
export function zoneOf(name: string): Zone {
  const local = (instant: Instant): DateTime => DateTime.fromMillis(instant, { zone: name });
  return {
    name,
    dateAt: (instant) => local(instant).toISODate() as CalendarDate,
    timestamp: (instant) => local(instant).toISO({ suppressMilliseconds: true }) as string,
    endOf: (date) => DateTime.fromISO(date, { zone: name }).endOf("day").toMillis(),
    at: (date, time) => DateTime.fromISO(`${date}T${time}`, { zone: name }).toMillis(),
  };
}
