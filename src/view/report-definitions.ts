import { TREND_HORIZON_DAYS, TREND_VALUES } from "../report/measure-trends.ts";

/** What the words of a report mean, printed under its figures. */
export const REPORT_DEFINITIONS: readonly (readonly [term: string, meaning: string])[] = [
  [
    "Period",
    "An occurrence belongs to the period in which it is due, by the run book as it stands now. Its status is that at the moment in the heading: work performed later does not count. Quarters and years are fiscal.",
  ],
  [
    "Owed",
    "What was due and is answered, or past its due date. Left out: what is not owed (before go-live, retired, frozen, its event ended before it was answered), what was skipped on time, what is not yet due, and events without a time limit.",
  ],
  [
    "Adherence",
    "Done on time divided by owed. Shares are rounded down, so that 100% means all; green from 95%, red under 80%.",
  ],
  ["On time", "Performed by the due date; with approval required, approved too."],
  ["Late", "Performed after the due date, before the occurrence closed."],
  ["Missed", "Without a record when it closed, even if it was done after that."],
  ["Waived, skipped", "Left out with a reason that was recorded after the due date, or by it."],
  ["Failed", "Performed, and validation has not passed since."],
  ["Overdue", "Past its due date, not closed, and still to be done."],
  ["Change", "Percentage points against the period before: the month, quarter or year before, or as many days."],
  [
    "Effort",
    "Planned: of what was owed. Recorded: what completions performed in the period say that they took, done or failed. Against plan: what those took that say so, by what is planned for the same.",
  ],
  [
    "Budget",
    "The run book's budget for each business day, week, month, quarter, half or year that ends in the period; for a release wave, one for its whole plan in each track.",
  ],
  [
    "Trend",
    `A straight line by the Theil-Sen method (median of all slopes) through the last ${TREND_VALUES} values up to the period's end, at least three; it reaches a threshold on the first day on which the line does, within ${Math.floor(TREND_HORIZON_DAYS / 365)} years. A threshold without a day is not in sight; one that the last value is at or over is reached.`,
  ],
  [
    "Reviewed, stale",
    "Reviewed: last_updated lies in the period (earlier reviews are not in the file). Stale: last_updated is older than the review interval at the moment in the heading.",
  ],
  [
    "Response",
    "From when the incident was opened, or took the severity that a procedure waits for, until that procedure was done; its target is the trigger's time limit. Closed after, answered after: the median of those that were.",
  ],
  [
    "Wave progress",
    "Milestones that are owed in each wave whose plan, from 8 weeks before wave week to 2 weeks after, touches the period.",
  ],
];
