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
  [
    "Late",
    "Performed after the due date, before the occurrence closed; after that, too, where a record was there when it closed, such as a failure.",
  ],
  ["Missed", "Without a record when it closed, even if it was done after that (done later)."],
  ["Waived, skipped", "Left out with a reason that was recorded after the due date, or by it."],
  ["Failed", "Performed, and validation has not passed since."],
  [
    "Overdue",
    "Past its due date, not closed, and still to be done. Longest overdue: what was due by the period's end, in it or before, and is overdue or failed at the moment in the heading, with the days since.",
  ],
  ["Awaiting approval", "Performed, on time or late, and not approved yet by one who may."],
  ["Not yet due", "Nothing is recorded, and its due date has not passed at the moment in the heading."],
  [
    "Change",
    "Percentage points against the period before: the month, quarter or year before, or as many days; by month, against the row above. Empty where nothing was owed in one of the two.",
  ],
  [
    "Effort",
    "Planned: of what was owed; what names no effort counts as none. Recorded: what completions performed in the period say that they took, done or failed; 9 of 12 completions: 9 of them say it. Against plan: what those took that say so, by what is planned for the same.",
  ],
  [
    "Budget",
    "The run book's budget for each business day, week, month, quarter, half or year that ends in the period, from go-live to the moment in the heading; a week ends with its last working day. Used: recorded of it. For a release wave, one for its whole plan in each track.",
  ],
  [
    "Trend",
    `A straight line by the Theil-Sen method (median of all slopes) through the last ${TREND_VALUES} values up to the period's end, at least three; it reaches a threshold on the first day after the last value on which the line does (any day now, where that is past), within ${Math.floor(TREND_HORIZON_DAYS / 365)} years. A threshold without a day is not in sight; one that the last value is at or over is reached.`,
  ],
  [
    "Reviewed, stale",
    "Of procedures that are not retired. Reviewed: last_updated lies in the period (earlier reviews are not in the file). Stale: last_updated is older than the review interval at the moment in the heading.",
  ],
  [
    "Incidents",
    "Those that were opened in the period, under the last severity that each had, as they stand at the moment in the heading. Closed after: the median of those that are closed.",
  ],
  [
    "Response",
    "From when the incident was opened, or took the severity that a procedure waits for, until that procedure was done; its target is the trigger's time limit. On target, late: done by then, or after it. Unanswered: not done by then, nor since. Answered after: the median of those that were done and have a target.",
  ],
  [
    "Wave progress",
    "Milestones that are owed in each wave whose plan, from 8 weeks before wave week to 2 weeks after, touches the period. Settled: the share of them that is done, skipped or waived. Recorded: what completions of them took, whenever they were performed.",
  ],
];
