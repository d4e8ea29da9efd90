// What became of everything that was due, worked out once for all pages.

import { type CalendarDate, addDays, monthIndexOf, pad, yearMonthOf } from "../calendar/calendar-date.ts";
import {
  type Assessed,
  type Tally,
  adherenceOf,
  assessedItems,
  groupedBy,
  tallyOf,
  talliesByDay,
} from "../report/adherence.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { shareText } from "../view/report-words.ts";

/** Months before the one asked about that have a page, at the most. */
const MOST_MONTHS_BACK = 35;
/** What is due later may be done already. */
const AHEAD_DAYS = 40;

export interface Past {
  /** The first month with a page, `YYYY-MM`: that of go-live, or the oldest that is told. */
  readonly firstMonth: string;
  /** Whether go-live lies before the first month. */
  readonly isCut: boolean;
  readonly byDay: ReadonlyMap<CalendarDate, Tally>;
  readonly byMonth: ReadonlyMap<string, Tally>;
  /** By procedure, by due date. */
  readonly byProcedure: ReadonlyMap<string, readonly Assessed[]>;
}

/** Looks back from the day asked about. */
export function pastOf(schedule: Schedule): Past {
  const { date } = schedule.asOf;
  const goLive = monthOf(schedule.book.settings.goLive);
  const oldest = monthPlus(monthOf(date), -MOST_MONTHS_BACK);
  const firstMonth = goLive > monthOf(date) ? monthOf(date) : goLive > oldest ? goLive : oldest;
  const assessed = assessedItems(schedule, firstDayOf(firstMonth), addDays(date, AHEAD_DAYS));
  return {
    firstMonth,
    isCut: goLive < firstMonth,
    byDay: talliesByDay(assessed),
    byMonth: new Map(
      [...groupedBy(assessed, ({ occurrence }) => monthOf(occurrence.due))].map(([month, items]) => [
        month,
        tallyOf(items),
      ]),
    ),
    byProcedure: groupedBy(assessed, ({ occurrence }) => occurrence.procedure.id),
  };
}

/** `YYYY-MM` of a date. */
export function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}

/** The month so many months after another. */
export function monthPlus(month: string, months: number): string {
  const [year = 0, number = 1] = month.split("-").map(Number);
  const moved = yearMonthOf(monthIndexOf(year, number) + months);
  return `${pad(moved.year, 4)}-${pad(moved.month, 2)}`;
}

/** The months from one to another, both included. */
export function monthsFrom(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = first; month <= last; month = monthPlus(month, 1)) months.push(month);
  return months;
}

/** The first day of a month `YYYY-MM`. */
export function firstDayOf(month: string): CalendarDate {
  return `${month}-01` as CalendarDate;
}

/** The share that was done on time, `94%`; `–` where nothing was owed. */
export function percent(tally: Tally | undefined): string {
  return shareText(tally === undefined ? null : adherenceOf(tally));
}
