import { type CalendarDate, isCalendarDate } from "../calendar/calendar-date.ts";
import type { Instant, Zone } from "./zone.ts";

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/i;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/**
 * A moment as people type it: civil time in the zone unless it carries an offset; a bare date means noon, a bare time
 * today. Undefined for anything else, and for dates and times that do not exist.
 */
export function parseMoment(text: string, zone: Zone, today: CalendarDate): Instant | undefined {
  const trimmed = text.trim();
  if (TIME.test(trimmed)) return zone.at(today, trimmed);
  const [, date = "", time = "12:00", offset] = MOMENT.exec(trimmed) ?? [];
  if (!isCalendarDate(date) || !TIME.test(time)) return undefined;
  if (offset === undefined) return zone.at(date, time);
  const instant = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(instant) ? undefined : instant;
}
