import { severitiesOf } from "../lint/severities.ts";
import type { RunBook } from "../model/runbook.ts";

/** The book with the severity that rule `calendar` has in holidays.yml as that of the rule. */
export function withCalendarSeverity(book: RunBook): RunBook {
  const { settings } = book;
  const calendar = severitiesOf(settings)("calendar", "holidays.yml");
  const lintRules = { ...settings.lintRules, ...(calendar !== undefined && { calendar }) };
  return { ...book, settings: { ...settings, lintRules } };
}
