import type { CalendarDate } from "../calendar/calendar-date.ts";
import { type Item, byScheduled, itemOf } from "./due-list.ts";
import { occurrencesScheduled } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";

/** Every occurrence scheduled from one date to another, of every status, by scheduled date. */
export function agendaItems(schedule: Schedule, first: CalendarDate, last: CalendarDate): Item[] {
  return schedule.book.procedures
    .flatMap((procedure) => occurrencesScheduled(procedure, schedule, first, last))
    .map((occurrence) => itemOf(occurrence, schedule))
    .toSorted(byScheduled);
}
