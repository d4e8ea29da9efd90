import { type CalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { type Procedure, isRetired } from "../model/procedure.ts";
import { reviewByOf, reviewIntervalOf } from "../model/review-interval.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** When a procedure was last read through, and when it is to be read again. */
export interface NextReview {
  readonly procedure: Procedure;
  /** Days since the last review; below 0 where that is said to be in the future. */
  readonly ageDays: number;
  readonly intervalDays: number;
  /** The last day on which a review is in time. */
  readonly reviewBy: CalendarDate;
}

export interface Reviews {
  /** Procedures in use on the day asked about. */
  readonly procedures: number;
  /** Those whose last review lies in the period, up to the day asked about, latest first; of earlier reviews the files say nothing. */
  readonly reviewed: readonly Procedure[];
  /** Those that are stale on the day asked about, longest first. */
  readonly stale: readonly NextReview[];
}

/** What was reviewed from `first` to `last`, and what is stale on the day asked about. */
export function reviewsOf(schedule: Schedule, first: CalendarDate, last: CalendarDate): Reviews {
  const { date } = schedule.asOf;
  const procedures = inUse(schedule);
  const latest = last < date ? last : date;
  return {
    procedures: procedures.length,
    reviewed: procedures
      .filter(({ lastUpdated }) => first <= lastUpdated && lastUpdated <= latest)
      .toSorted((a, b) => compare(b.lastUpdated, a.lastUpdated)),
    stale: reviewQueue(schedule).filter(isStale),
  };
}

/** The procedures in use, in the order in which they are to be read: by the day, and what was read longest ago before the others. */
export function reviewQueue(schedule: Schedule): readonly NextReview[] {
  const { settings } = schedule.book;
  return inUse(schedule)
    .map((procedure) => ({
      procedure,
      ageDays: toEpochDay(schedule.asOf.date) - toEpochDay(procedure.lastUpdated),
      intervalDays: reviewIntervalOf(procedure, settings),
      reviewBy: reviewByOf(procedure, settings),
    }))
    .toSorted((a, b) => compare(a.reviewBy, b.reviewBy) || compare(a.procedure.lastUpdated, b.procedure.lastUpdated));
}

/** Whether a review is late on the day asked about. */
export function isStale({ ageDays, intervalDays }: NextReview): boolean {
  return ageDays > intervalDays;
}

function inUse({ book, asOf }: Schedule): readonly Procedure[] {
  return book.procedures.filter((procedure) => !isRetired(procedure, asOf.date));
}
