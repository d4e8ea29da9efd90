import { type CalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { type Procedure, isRetired } from "../model/procedure.ts";
import { reviewIntervalOf } from "../model/review-interval.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** A procedure that was last read longer ago than it should be. */
export interface StaleProcedure {
  readonly procedure: Procedure;
  readonly ageDays: number;
  readonly intervalDays: number;
}

export interface Reviews {
  /** Procedures in use on the day asked about. */
  readonly procedures: number;
  /** Those whose last review lies in the period, up to the day asked about, latest first; of earlier reviews the files say nothing. */
  readonly reviewed: readonly Procedure[];
  /** Those that are stale on the day asked about, longest first. */
  readonly stale: readonly StaleProcedure[];
}

/** What was reviewed from `first` to `last`, and what is stale on the day asked about. */
export function reviewsOf({ book, asOf }: Schedule, first: CalendarDate, last: CalendarDate): Reviews {
  const procedures = book.procedures.filter((procedure) => !isRetired(procedure, asOf.date));
  const latest = last < asOf.date ? last : asOf.date;
  const ages = procedures.map((procedure) => ({
    procedure,
    ageDays: toEpochDay(asOf.date) - toEpochDay(procedure.lastUpdated),
    intervalDays: reviewIntervalOf(procedure, book.settings),
  }));
  return {
    procedures: procedures.length,
    reviewed: procedures
      .filter(({ lastUpdated }) => first <= lastUpdated && lastUpdated <= latest)
      .toSorted((a, b) => (a.lastUpdated > b.lastUpdated ? -1 : a.lastUpdated < b.lastUpdated ? 1 : 0)),
    stale: ages
      .filter(({ ageDays, intervalDays }) => ageDays > intervalDays)
      .toSorted((a, b) => b.ageDays - b.intervalDays - (a.ageDays - a.intervalDays)),
  };
}
