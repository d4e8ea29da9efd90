import { type CalendarDate, toEpochDay, weekdayOf, yearMonthDayOf } from "../calendar/calendar-date.ts";
import type { Procedure } from "../model/procedure.ts";
import type { CadenceGroup } from "../model/trigger.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Assessed } from "./adherence.ts";

/** What was performed in a period and how long it took: completions that stand, done and failed ones. Sums add up. */
export interface Work {
  readonly completions: number;
  /** Those of them that say how long they took. */
  readonly timed: number;
  /** What the timed ones took together. */
  readonly recordedMinutes: number;
  /** What the procedures plan for the timed ones, and those took: of procedures that plan an effort. */
  readonly comparedPlannedMinutes: number;
  readonly comparedRecordedMinutes: number;
}

const NO_WORK: Work = {
  completions: 0,
  timed: 0,
  recordedMinutes: 0,
  comparedPlannedMinutes: 0,
  comparedRecordedMinutes: 0,
};

/** What was performed of a procedure from `first` to `last`, whichever occurrence it was for. */
export function workOf(procedure: Procedure, schedule: Schedule, first: CalendarDate, last: CalendarDate): Work {
  const planned = procedure.effortMinutes;
  const performed = schedule.history
    .of(procedure)
    .filter(({ record, on }) => record.outcome !== null && first <= on && on <= last && on <= schedule.asOf.date);
  const efforts = performed.flatMap(({ record }) => record.effortMinutes ?? []);
  const recordedMinutes = efforts.reduce((sum, minutes) => sum + minutes, 0);
  return {
    completions: performed.length,
    timed: efforts.length,
    recordedMinutes,
    comparedPlannedMinutes: planned === undefined ? 0 : planned * efforts.length,
    comparedRecordedMinutes: planned === undefined ? 0 : recordedMinutes,
  };
}

/** The work of several together. */
export function sumOfWork(all: readonly Work[]): Work {
  return all.reduce(
    (sum, work) => ({
      completions: sum.completions + work.completions,
      timed: sum.timed + work.timed,
      recordedMinutes: sum.recordedMinutes + work.recordedMinutes,
      comparedPlannedMinutes: sum.comparedPlannedMinutes + work.comparedPlannedMinutes,
      comparedRecordedMinutes: sum.comparedRecordedMinutes + work.comparedRecordedMinutes,
    }),
    NO_WORK,
  );
}

/** Planned minutes of what was owed; what plans no effort counts as 0. */
export function plannedMinutesOf(assessed: readonly Assessed[]): number {
  return assessed
    .filter(({ result }) => result !== "skipped" && result !== "not-yet-due")
    .reduce((sum, { occurrence }) => sum + (occurrence.procedure.effortMinutes ?? 0), 0);
}

/** A cadence's budget for a period. */
export interface Budget {
  /** The business days, local weeks, calendar months, fiscal quarters, halves or years that end in the period. */
  readonly count: number;
  /** The budget of one, times `count`. */
  readonly minutes: number;
}

/**
 * The budget of a cadence from `first` to `last`, but not before go-live and not after the day asked about; null where the
 * run book sets none, and for cadences that come at no fixed distance.
 */
export function budgetOf(
  cadence: CadenceGroup,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
): Budget | null {
  const minutes = schedule.book.settings.budgetMinutes[cadence];
  const endsOn = endOf(cadence, schedule);
  if (minutes === undefined || endsOn === undefined) return null;
  const { goLive } = schedule.book.settings;
  const from = toEpochDay(first > goLive ? first : goLive);
  const to = toEpochDay(last < schedule.asOf.date ? last : schedule.asOf.date);
  let count = 0;
  for (let day = from; day <= to; day += 1) count += endsOn(day) ? 1 : 0;
  return { count, minutes: count * minutes };
}

function endOf(
  cadence: CadenceGroup,
  { businessDays, fiscalYearStart }: Schedule,
): ((day: number) => boolean) | undefined {
  const lastWorkingDay = ((businessDays.weekStart - 1 + businessDays.lastWorkingOffset) % 7) + 1;
  const endsMonths = (length: number) => (day: number) => {
    const next = yearMonthDayOf(day + 1);
    return next.day === 1 && (next.month - fiscalYearStart + 12) % length === 0;
  };
  switch (cadence) {
    case "daily":
      return businessDays.isBusinessDay;
    case "weekly":
      return (day) => weekdayOf(day) === lastWorkingDay;
    case "monthly":
      return endsMonths(1);
    case "quarterly":
      return endsMonths(3);
    case "half-yearly":
      return endsMonths(6);
    case "annual":
      return endsMonths(12);
    case "wave":
    case "incident":
    case "event":
    case "other":
      return undefined;
  }
}
