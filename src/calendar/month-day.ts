import { type EpochDay, type Weekday, daysInMonth, epochDayOf, weekdayOf, yearMonthOf } from "./calendar-date.ts";

/** A day named within a month. `ordinal` and `nth` count from 1; `"last"` counts from the end. */
export type MonthDay =
  | { readonly kind: "day"; readonly day: number }
  | { readonly kind: "last-day" }
  | { readonly kind: "business-day"; readonly nth: number | "last" }
  | { readonly kind: "weekday"; readonly ordinal: 1 | 2 | 3 | 4 | 5 | "last"; readonly weekday: Weekday };

/** First and last epoch day of a month given by its index (see `monthIndexOf`). */
export function monthBounds(monthIndex: number): { first: EpochDay; last: EpochDay } {
  const { year, month } = yearMonthOf(monthIndex);
  const first = epochDayOf(year, month, 1);
  return { first, last: first + daysInMonth(year, month) - 1 };
}

/**
 * The date of a month day that needs no business calendar; a day past the month's end is clamped to it.
 * Undefined for a fifth weekday that the month lacks.
 */
export function plainMonthDay(
  monthIndex: number,
  monthDay: Exclude<MonthDay, { kind: "business-day" }>,
): EpochDay | undefined {
  const { first, last } = monthBounds(monthIndex);
  switch (monthDay.kind) {
    case "day":
      return Math.min(first + monthDay.day - 1, last);
    case "last-day":
      return last;
    case "weekday": {
      if (monthDay.ordinal === "last") return last - ((weekdayOf(last) - monthDay.weekday + 7) % 7);
      const day = first + ((monthDay.weekday - weekdayOf(first) + 7) % 7) + (monthDay.ordinal - 1) * 7;
      return day <= last ? day : undefined;
    }
  }
}
