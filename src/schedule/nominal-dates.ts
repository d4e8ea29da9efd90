// The dates that a cadence names, before rolling, freezes and records.

import type { BusinessDays } from "../calendar/business-days.ts";
import {
  type EpochDay,
  daysInMonth,
  epochDayOf,
  isCalendarDate,
  isoWeekOf,
  mondayOfIsoWeek,
  monthIndexOf,
  pad,
  toCalendarDate,
  toEpochDay,
  weekdayOf,
  yearMonthDayOf,
  yearMonthOf,
} from "../calendar/calendar-date.ts";
import { type MonthDay, monthBounds, plainMonthDay } from "../calendar/month-day.ts";
import { recurDates } from "../calendar/recur.ts";
import type { CadenceTrigger, RecurTrigger } from "../model/trigger.ts";

/** One date that a rule names. */
export interface Nominal {
  readonly key: string;
  readonly date: EpochDay;
  /** First and last day of a bare period; undefined for a date that the rule pins to a day. */
  readonly period?: { readonly first: EpochDay; readonly last: EpochDay };
}

/** What the rules count with. */
export interface RuleCalendar {
  readonly businessDays: BusinessDays;
  /** Month in which fiscal quarter 1 begins, 1 to 12. */
  readonly fiscalYearStart: number;
}

/** The nominal dates of a rule from `first` to `last`, ascending; each counted from the rule's anchor. */
export function nominalDates(
  trigger: CadenceTrigger | RecurTrigger,
  calendar: RuleCalendar,
  first: EpochDay,
  last: EpochDay,
): Iterable<Nominal> {
  switch (trigger.kind) {
    case "daily":
      return daysWhere(() => true, first, last);
    case "business-daily":
      return daysWhere(calendar.businessDays.isBusinessDay, first, last);
    case "weekly":
      return trigger.weekdays.length === 0
        ? wholeWeeks(calendar.businessDays, first, last)
        : weekdays(trigger.weekdays, first, last);
    case "every-weeks":
      return everyWeeks(trigger.count, toEpochDay(trigger.from), first, last);
    case "monthly":
      return months({ every: 1, from: -Infinity, on: trigger.on }, calendar, first, last);
    case "every-months":
      return months(
        { every: trigger.count, from: monthIndexAt(toEpochDay(trigger.from)), on: trigger.on },
        calendar,
        first,
        last,
      );
    case "quarterly":
    case "half-yearly":
      return fiscalPeriods(trigger.kind === "quarterly" ? 3 : 6, trigger.on, calendar, first, last);
    case "annually":
      return trigger.on === undefined
        ? fiscalPeriods(12, undefined, calendar, first, last)
        : yearDays(trigger.on, first, last);
    case "rrule":
      return ruleDates(trigger, first, last);
  }
}

function* daysWhere(isWanted: (day: EpochDay) => boolean, first: EpochDay, last: EpochDay): Generator<Nominal> {
  for (let date = first; date <= last; date += 1) {
    if (isWanted(date)) yield { key: toCalendarDate(date), date };
  }
}

function* everyWeeks(count: number, from: EpochDay, first: EpochDay, last: EpochDay): Generator<Nominal> {
  const step = 7 * count;
  for (let date = from + Math.max(0, Math.ceil((first - from) / step)) * step; date <= last; date += step) {
    yield { key: isoWeekOf(date), date };
  }
}

function* ruleDates({ recur, from }: RecurTrigger, first: EpochDay, last: EpochDay): Generator<Nominal> {
  for (const date of recurDates(recur, toEpochDay(from), first, last)) yield { key: toCalendarDate(date), date };
}

function* weekdays(wanted: readonly number[], first: EpochDay, last: EpochDay): Generator<Nominal> {
  for (let date = first; date <= last; date += 1) {
    if (wanted.includes(weekdayOf(date))) {
      yield { key: wanted.length === 1 ? isoWeekOf(date) : toCalendarDate(date), date };
    }
  }
}

function* wholeWeeks(days: BusinessDays, first: EpochDay, last: EpochDay): Generator<Nominal> {
  const start = first + ((days.weekStart - weekdayOf(first) + 7) % 7);
  for (let date = start; date <= last; date += 7) {
    yield { key: isoWeekOf(date + days.lastWorkingOffset), date, period: { first: date, last: date + 6 } };
  }
}

function* months(
  rule: { every: number; from: number; on: MonthDay | undefined },
  calendar: RuleCalendar,
  first: EpochDay,
  last: EpochDay,
): Generator<Nominal> {
  const [firstMonth, lastMonth] = [monthIndexAt(first), monthIndexAt(last)];
  const start =
    rule.from === -Infinity
      ? firstMonth
      : rule.from + Math.max(0, Math.ceil((firstMonth - rule.from) / rule.every)) * rule.every;
  for (let index = start; index <= lastMonth; index += rule.every) {
    const { year, month } = yearMonthOf(index);
    const key = `${pad(year, 4)}-${pad(month, 2)}`;
    const nominal = inMonth(index, rule.on, calendar, key);
    if (nominal !== undefined && nominal.date >= first && nominal.date <= last) yield nominal;
  }
}

function inMonth(index: number, on: MonthDay | undefined, calendar: RuleCalendar, key: string): Nominal | undefined {
  if (on !== undefined) {
    const date = monthDayDate(index, on, calendar);
    return date === undefined ? undefined : { key, date };
  }
  const period = monthBounds(index);
  return { key, date: period.first, period };
}

function monthDayDate(index: number, on: MonthDay, calendar: RuleCalendar): EpochDay | undefined {
  if (on.kind !== "business-day") return plainMonthDay(index, on);
  const { first, last } = monthBounds(index);
  return on.nth === "last"
    ? calendar.businessDays.lastIn(first, last)
    : calendar.businessDays.nthIn(first, last, on.nth);
}

function* fiscalPeriods(
  length: 3 | 6 | 12,
  on: { month: number; day: MonthDay } | undefined,
  calendar: RuleCalendar,
  first: EpochDay,
  last: EpochDay,
): Generator<Nominal> {
  const shift = calendar.fiscalYearStart - 1;
  const firstPeriod = Math.floor((monthIndexAt(first) - shift) / length);
  const lastPeriod = Math.floor((monthIndexAt(last) - shift) / length);
  for (let index = firstPeriod; index <= lastPeriod; index += 1) {
    const firstMonth = index * length + shift;
    const key = fiscalKey(index, length);
    const nominal =
      on === undefined
        ? wholePeriod(firstMonth, length, key)
        : inMonth(firstMonth + on.month - 1, on.day, calendar, key);
    if (nominal !== undefined && nominal.date >= first && nominal.date <= last) yield nominal;
  }
}

function wholePeriod(firstMonth: number, length: number, key: string): Nominal {
  const period = { first: monthBounds(firstMonth).first, last: monthBounds(firstMonth + length - 1).last };
  return { key, date: period.first, period };
}

/** `2026-Q4`, `2026-H2`, `2026`: the calendar year in which the fiscal year starts. */
function fiscalKey(index: number, length: 3 | 6 | 12): string {
  const perYear = 12 / length;
  const year = pad(Math.floor(index / perYear), 4);
  const part = (index % perYear) + 1;
  if (length === 12) return year;
  return length === 3 ? `${year}-Q${part}` : `${year}-H${part}`;
}

function* yearDays(on: { month: number; day: number }, first: EpochDay, last: EpochDay): Generator<Nominal> {
  const [from, to] = [yearMonthDayOf(first).year, yearMonthDayOf(last).year];
  for (let year = from; year <= to; year += 1) {
    const date = epochDayOf(year, on.month, Math.min(on.day, daysInMonth(year, on.month)));
    if (date >= first && date <= last) yield { key: pad(year, 4), date };
  }
}

function monthIndexAt(day: EpochDay): number {
  const { year, month } = yearMonthDayOf(day);
  return monthIndexOf(year, month);
}

/** The nominal date with a key; undefined where the rule yields none such. */
export function nominalWithKey(
  trigger: CadenceTrigger | RecurTrigger,
  calendar: RuleCalendar,
  key: string,
): Nominal | undefined {
  const range = rangeOfKey(key);
  if (range === undefined) return undefined;
  for (const nominal of nominalDates(trigger, calendar, range.first, range.last)) {
    if (nominal.key === key) return nominal;
  }
  return undefined;
}

/** A range that holds every date whose key has this shape and value. */
function rangeOfKey(key: string): { first: EpochDay; last: EpochDay } | undefined {
  if (isCalendarDate(key)) return { first: toEpochDay(key), last: toEpochDay(key) };
  const monday = mondayOfIsoWeek(key);
  // A local week may begin up to six days before or after the ISO week that names it.
  if (monday !== undefined) return { first: monday - 6, last: monday + 12 };
  const month = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(key);
  if (month !== null) return monthBounds(monthIndexOf(Number(month[1]), Number(month[2])));
  const year = /^([1-9]\d{3})(?:-(?:Q[1-4]|H[12]))?$/.exec(key);
  if (year === null) return undefined;
  return { first: epochDayOf(Number(year[1]), 1, 1), last: epochDayOf(Number(year[1]) + 1, 12, 31) };
}
