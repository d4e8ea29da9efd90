import { type CalendarDate, addDays, toEpochDay, weekdayOf } from "../calendar/calendar-date.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { longDate } from "./words.ts";

/** Why a day is not worked, to follow "is". */
export function dayOffReason(date: CalendarDate, schedule: Schedule): string {
  const named = namedDayOff(date, schedule);
  if (named !== undefined) return `a ${named.kind} (${named.name})`;
  return isInWorkingWeek(date, schedule) ? "not worked" : "outside the working week";
}

/** The days of the working week from one date to another that are off, by name: `Thursday 1 Jan 2026 (New Year's Day)`. */
export function daysOffBetween(first: CalendarDate, last: CalendarDate, schedule: Schedule): string[] {
  const found: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const named = namedDayOff(date, schedule);
    if (named !== undefined && isInWorkingWeek(date, schedule)) found.push(`${longDate(date)} (${named.name})`);
  }
  return found;
}

function namedDayOff(date: CalendarDate, { book }: Schedule): { kind: string; name: string } | undefined {
  const holiday = book.holidays.find((it) => it.date === date);
  if (holiday !== undefined) return { kind: "holiday", name: holiday.name };
  const closure = book.settings.closures.find(({ from, to }) => from <= date && date <= to);
  return closure && { kind: "closure", name: closure.reason };
}

function isInWorkingWeek(date: CalendarDate, { book }: Schedule): boolean {
  return book.settings.workingWeek.includes(weekdayOf(toEpochDay(date)));
}
