import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import type { Procedure } from "./procedure.ts";
import type { Settings } from "./runbook.ts";

/** Days between reviews where neither the procedure nor the run book says. */
const DEFAULT_REVIEW_DAYS = 180;

/** Days within which a procedure is to be read again. */
export function reviewIntervalOf(procedure: Procedure, { reviewEveryDays }: Settings): number {
  return (
    procedure.reviewEveryDays ?? reviewEveryDays[procedure.cadence] ?? reviewEveryDays.default ?? DEFAULT_REVIEW_DAYS
  );
}

/** The last day on which a review is in time. */
export function reviewByOf(procedure: Procedure, settings: Settings): CalendarDate {
  return addDays(procedure.lastUpdated, reviewIntervalOf(procedure, settings));
}
