import type { Diagnostic } from "../model/diagnostic.ts";
import type { RunBook } from "../model/runbook.ts";
import { calendarWarnings, calendarWarningsFor } from "../schedule/calendar-coverage.ts";

/** The years without holidays, as `lint.overrides` sets the severity for holidays.yml. */
export async function calendarNotes(book: RunBook, firstYear: number, lastYear: number): Promise<Diagnostic[]> {
  return calendarWarnings(await withOverrides(book), firstYear, lastYear);
}

/** The same for the years of single dates. */
export async function calendarNotesFor(book: RunBook, dates: readonly string[]): Promise<Diagnostic[]> {
  return calendarWarningsFor(await withOverrides(book), dates);
}

async function withOverrides(book: RunBook): Promise<RunBook> {
  if (!book.settings.lintOverrides.some(({ rules }) => rules["calendar"] !== undefined)) return book;
  return (await import("./calendar-severity.ts")).withCalendarSeverity(book);
}
