import type { MonthDay } from "../calendar/month-day.ts";
import { WEEKDAYS } from "../calendar/names.ts";

/** The ordinals of the grammar, in order. */
export const ORDINALS = ["first", "second", "third", "fourth", "fifth"] as const;

/** A day of the month in its canonical words. */
export function formatMonthDay(monthDay: MonthDay): string {
  switch (monthDay.kind) {
    case "day":
      return `day ${monthDay.day}`;
    case "last-day":
      return "last day";
    case "business-day":
      return monthDay.nth === "last" ? "last business day" : `business day ${monthDay.nth}`;
    case "weekday": {
      const ordinal = monthDay.ordinal === "last" ? "last" : ORDINALS[monthDay.ordinal - 1];
      return `${ordinal} ${WEEKDAYS[monthDay.weekday - 1]}`;
    }
  }
}
