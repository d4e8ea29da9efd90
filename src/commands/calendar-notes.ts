import type { Diagnostic } from "../model/diagnostic.ts";
import type { RunBook } from "../model/runbook.ts";
import type { Item } from "../schedule/due-list.ts";
import { areYearsCovered } from "../schedule/calendar-coverage.ts";

/** The years without holidays from one day to another, as the run book sets the severity for holidays.yml. */
export async function calendarNotes(book: RunBook, from: string, to: string): Promise<Diagnostic[]> {
  const [first, last] = [yearOf(from), yearOf(to)];
  return notesOf(
    book,
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
}

/** The same for the years of single dates. */
export async function calendarNotesFor(book: RunBook, dates: readonly string[]): Promise<Diagnostic[]> {
  return notesOf(book, dates.map(yearOf));
}

/** The same for the years in which occurrences lie: when they are due hangs on holidays. */
export async function calendarNotesAbout(book: RunBook, items: readonly Item[]): Promise<Diagnostic[]> {
  return calendarNotesFor(
    book,
    items.flatMap(({ occurrence: { scheduled, due } }) => (due === null ? [] : [scheduled, due])),
  );
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}

async function notesOf(book: RunBook, years: readonly number[]): Promise<Diagnostic[]> {
  return areYearsCovered(book, years) ? [] : (await import("./calendar-warnings.ts")).calendarWarningsOf(book, years);
}
