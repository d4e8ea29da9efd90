import type { Diagnostic } from "../model/diagnostic.ts";
import type { RunBook } from "../model/runbook.ts";
import type { Item } from "../schedule/due-list.ts";
import { areYearsCovered } from "../schedule/calendar-coverage.ts";

/** The years without holidays, as the run book sets the severity for holidays.yml. */
export async function calendarNotes(book: RunBook, firstYear: number, lastYear: number): Promise<Diagnostic[]> {
  return notesOf(
    book,
    Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index),
  );
}

/** The same for the years of single dates. */
export async function calendarNotesFor(book: RunBook, dates: readonly string[]): Promise<Diagnostic[]> {
  return notesOf(
    book,
    dates.map((date) => Number(date.slice(0, 4))),
  );
}

/** The same for the years in which occurrences lie: when they are due hangs on holidays. */
export async function calendarNotesAbout(book: RunBook, items: readonly Item[]): Promise<Diagnostic[]> {
  return calendarNotesFor(
    book,
    items.flatMap(({ occurrence: { scheduled, due } }) => (due === null ? [] : [scheduled, due])),
  );
}

async function notesOf(book: RunBook, years: readonly number[]): Promise<Diagnostic[]> {
  return areYearsCovered(book, years) ? [] : (await import("./calendar-warnings.ts")).calendarWarningsOf(book, years);
}
