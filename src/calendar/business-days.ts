import { type EpochDay, type Weekday, weekdayOf } from "./calendar-date.ts";

/** Which days are worked, as questions over epoch days. */
export interface BusinessDays {
  /** The first day of the working week; the local week runs from it. */
  readonly weekStart: Weekday;
  /** Days from the local week's first day to its last working day, holidays left aside. */
  readonly lastWorkingOffset: number;
  readonly isBusinessDay: (day: EpochDay) => boolean;
  /** The first business day on or after the day. */
  readonly next: (day: EpochDay) => EpochDay;
  /** The last business day on or before the day. */
  readonly previous: (day: EpochDay) => EpochDay;
  /** The n-th business day after the day (n >= 1), which itself does not count. */
  readonly add: (day: EpochDay, count: number) => EpochDay;
  /** The last business day of a range; undefined where it has none. */
  readonly lastIn: (first: EpochDay, last: EpochDay) => EpochDay | undefined;
  /** The n-th business day (n >= 1) of a range; undefined where it has fewer. */
  readonly nthIn: (first: EpochDay, last: EpochDay, nth: number) => EpochDay | undefined;
}

/**
 * Business days from a working week (not empty, its first day begins the local week) and the days off in it:
 * a finite set, so that every search for a business day ends.
 */
export function businessDays(workingWeek: readonly Weekday[], daysOff: ReadonlySet<EpochDay>): BusinessDays {
  const weekStart = workingWeek[0];
  if (weekStart === undefined) throw new RangeError("A working week has at least one day.");
  const isBusinessDay = (day: EpochDay): boolean => workingWeek.includes(weekdayOf(day)) && !daysOff.has(day);
  const next = (day: EpochDay): EpochDay => {
    let found = day;
    while (!isBusinessDay(found)) found += 1;
    return found;
  };
  const previous = (day: EpochDay): EpochDay => {
    let found = day;
    while (!isBusinessDay(found)) found -= 1;
    return found;
  };
  return {
    weekStart,
    lastWorkingOffset: Math.max(...workingWeek.map((weekday) => (weekday - weekStart + 7) % 7)),
    isBusinessDay,
    next,
    previous,
    add: (day, count) => {
      let found = day;
      for (let n = 0; n < count; n += 1) found = next(found + 1);
      return found;
    },
    lastIn: (first, last) => {
      for (let day = last; day >= first; day -= 1) if (isBusinessDay(day)) return day;
      return undefined;
    },
    nthIn: (first, last, nth) => {
      let seen = 0;
      for (let day = first; day <= last; day += 1) {
        if (isBusinessDay(day)) seen += 1;
        if (seen === nth) return day;
      }
      return undefined;
    },
  };
}
