import type { RunBook } from "../model/runbook.ts";
import type { Diagnostic } from "../model/diagnostic.ts";

/**
 * A warning for each year asked for in which holidays.yml has no date: business days of that year would be counted
 * without holidays. Its severity follows `lint.rules.calendar`.
 */
export function calendarWarnings(book: RunBook, firstYear: number, lastYear: number): Diagnostic[] {
  const severity = book.settings.lintRules["calendar"] ?? "warning";
  if (severity === "off") return [];
  const covered = new Set(book.holidays.map(({ date }) => Number(date.slice(0, 4))));
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, index) => firstYear + index);
  return years
    .filter((year) => !covered.has(year))
    .map((year) => ({
      rule: "calendar",
      severity,
      path: "holidays.yml",
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 1,
      message: `No holiday of ${year} is known, expected the public holidays of every year that is planned.`,
      hint: `Add them: runbook holidays update${covered.size === 0 ? " --country CODE" : ""} --years ${year}`,
    }));
}

/** The same for the years of single dates. */
export function calendarWarningsFor(book: RunBook, dates: readonly string[]): Diagnostic[] {
  const years = [...new Set(dates.map((date) => Number(date.slice(0, 4))))].toSorted((a, b) => a - b);
  return years.flatMap((year) => calendarWarnings(book, year, year));
}
