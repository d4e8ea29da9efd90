import { type CalendarDate, isCalendarDate } from "../calendar/calendar-date.ts";
import type { Instant, Zone } from "./zone.ts";

const MOMENT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?$/i;
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?$/;

/**
 * A moment as people type it: civil time in the zone unless it carries an offset; a bare date means noon, a bare time
 * today. Of a time that comes twice the first, one that is left out moves forward. Undefined for anything else, and for
 * dates and times that do not exist.
 */
export function parseMoment(text: string, zone: Zone, today: CalendarDate): Instant | undefined {
  const typed = typedMoment(text, today);
  if (typed === undefined) return undefined;
  const { date, time, offset } = typed;
  if (offset === undefined) return zone.at(date, time);
  const instant = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
  return Number.isNaN(instant) ? undefined : instant;
}

/** The instants that a moment may mean, as it is typed: two where clocks went back, none where they skipped it. */
export function momentsOf(text: string, zone: Zone, today: CalendarDate): readonly Instant[] {
  const typed = typedMoment(text, today);
  if (typed !== undefined && typed.offset === undefined) return zone.instantsOf(typed.date, typed.time);
  const instant = parseMoment(text, zone, today);
  return instant === undefined ? [] : [instant];
}

interface TypedMoment {
  readonly date: CalendarDate;
  readonly time: string;
  readonly offset: string | undefined;
}

function typedMoment(text: string, today: CalendarDate): TypedMoment | undefined {
  const trimmed = text.trim();
  if (TIME.test(trimmed)) return { date: today, time: trimmed, offset: undefined };
  const [, date = "", time = "12:00", offset] = MOMENT.exec(trimmed) ?? [];
  return isCalendarDate(date) && TIME.test(time) ? { date, time, offset } : undefined;
}
