import type { CalendarDate, EpochDay, Weekday } from "./calendar-date.ts";

/** An RFC 5545 recurrence rule (section 3.3.10) over dates; UNTIL is a date. */
export interface Recur {
  readonly freq: "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";
  readonly interval: number;
  readonly count?: number;
  readonly until?: CalendarDate;
  readonly byDay: readonly { readonly nth?: number; readonly weekday: Weekday }[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  readonly byWeekNo: readonly number[];
  readonly byMonth: readonly number[];
  readonly bySetPos: readonly number[];
  readonly weekStart: Weekday;
}
export type { EpochDay };
