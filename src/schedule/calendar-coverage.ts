import type { Diagnostic } from "../model/diagnostic.ts";
import type { RunBook } from "../model/runbook.ts";

type Holidays = Pick<RunBook, "holidays">;

/** Whether holidays.yml has a date in each of these years. */
export function areYearsCovered({ holidays }: Holidays, years: readonly number[]): boolean {
  const covered = coveredYears(holidays);
  return years.every((year) => covered.has(year));
}

/**
 * A warning for each year asked for in which holidays.yml has no date: business days of that year would be counted
 * without holidays.
 */
export function calendarWarnings({ holidays }: Holidays, years: readonly number[]): Diagnostic[] {
  const covered = coveredYears(holidays);
  return [...new Set(years)]
    .toSorted((a, b) => a - b)
    .filter((year) => !covered.has(year))
    .map((year) => ({
      rule: "calendar",
      severity: "warning",
      path: "holidays.yml",
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 1,
      message: `No holiday of ${year} is known, expected the public holidays of every year that is planned.`,
      hint: `Add them: runbook holidays update${covered.size === 0 ? " --country CODE" : ""} --years ${year}`,
    }));
}

function coveredYears(holidays: RunBook["holidays"]): ReadonlySet<number> {
  return new Set(holidays.map(({ date }) => Number(date.slice(0, 4))));
}
