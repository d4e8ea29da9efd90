import { severitiesOf } from "../lint/severities.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { RunBook } from "../model/runbook.ts";
import { calendarWarnings } from "../schedule/calendar-coverage.ts";

/** A warning for each of these years without holidays, with the severity that rule `calendar` has in holidays.yml. */
export function calendarWarningsOf(book: RunBook, years: readonly number[]): Diagnostic[] {
  const severity = severitiesOf(book.settings)("calendar", "holidays.yml") ?? "warning";
  return severity === "off" ? [] : calendarWarnings(book, years).map((warning) => ({ ...warning, severity }));
}
