import { type CalendarDate, type DateSpan, addDays, toEpochDay } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";

/** More nobody reads, and a slip in a year would take minutes. */
const MOST_YEARS = 10;
const DAYS_PER_YEAR = 366;

/** Throws RunbookError `usage` where the first day asked about lies after the last. */
export function requireOrder(from: CalendarDate, to: CalendarDate): void {
  if (from <= to) return;
  throw new RunbookError("usage", `--from ${from} lies after --to ${to}`, "Name the earlier day first.");
}

/** As `requireOrder`, and where there are more days than so many years have. */
export function requirePeriod(from: CalendarDate, to: CalendarDate, mostYears: number = MOST_YEARS): void {
  requireOrder(from, to);
  if (toEpochDay(to) - toEpochDay(from) <= mostYears * DAYS_PER_YEAR) return;
  throw new RunbookError("usage", `The period is longer than ${mostYears} years`, "Ask for a shorter one.");
}

/** What is to come: from the day asked about unless `from` says otherwise, for so many days unless `to` does. */
export function periodAhead(
  { from, to }: Partial<DateSpan>,
  today: CalendarDate,
  days: number,
  mostYears?: number,
): DateSpan {
  const period = { from: from ?? today, to: to ?? addDays(from ?? today, days) };
  if (from === undefined && period.to < today) {
    throw new RunbookError(
      "usage",
      `--to ${period.to} lies before ${today}, the first day without --from`,
      "Say where the period begins: --from DATE",
    );
  }
  requirePeriod(period.from, period.to, mostYears);
  return period;
}
