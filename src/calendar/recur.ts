// Recurrence rules of RFC 5545, section 3.3.10, over civil dates: a rule's times of day and time zones play no part.

import {
  type CalendarDate,
  type EpochDay,
  type Weekday,
  daysInMonth,
  epochDayOf,
  isCalendarDate,
  isLeapYear,
  monthIndexOf,
  toEpochDay,
  weekdayOf,
  yearMonthDayOf,
} from "./calendar-date.ts";
import { monthBounds } from "./month-day.ts";

const FREQUENCIES = ["DAILY", "WEEKLY", "MONTHLY", "YEARLY"] as const;
const WEEKDAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const NAMES = [
  "FREQ",
  "INTERVAL",
  "COUNT",
  "UNTIL",
  "BYMONTH",
  "BYWEEKNO",
  "BYYEARDAY",
  "BYMONTHDAY",
  "BYDAY",
  "BYSETPOS",
  "WKST",
] as const;
const TIME_NAMES = ["BYHOUR", "BYMINUTE", "BYSECOND"];
/** Greatest INTERVAL and COUNT: more days than two centuries have. */
const LARGEST = 99_999;

/**
 * A recurrence rule (RFC 5545, section 3.3.10) over dates; UNTIL is a date. A BYxxx part that the rule lacks is an
 * empty list; `nth` is the number before a weekday, negative from the end. `parseRecur` makes valid ones.
 */
export interface Recur {
  readonly freq: (typeof FREQUENCIES)[number];
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

/** Why a text is no rule; `offset` and `length` count UTF-16 units. */
export interface RecurError {
  readonly offset: number;
  readonly length: number;
  readonly message: string;
}

type PartName = (typeof NAMES)[number];

interface Part {
  readonly text: string;
  readonly offset: number;
  readonly name: string;
  readonly value: string;
}

/**
 * Reads a rule strictly (RFC 5545, section 3.3.10): letters of either case, parts in any order, no white space. Of
 * UNTIL only the date is kept, as written. The error is the earliest part that the RFC does not allow, or that says
 * more than dates can follow: a sub-daily part, an extension such as RFC 7529.
 */
export function parseRecur(text: string): { recur: Recur } | { error: RecurError } {
  const problems: RecurError[] = [];
  const refuse = ({ text: found, offset }: Part, expected: string): void => {
    const message = `Unexpected ${found === "" ? "empty part" : `\`${found}\``}, expected ${expected}.`;
    problems.push({ offset, length: found.length, message });
  };

  const parts = new Map<string, Part>();
  for (const part of partsOf(text)) {
    const { name } = part;
    if (TIME_NAMES.includes(name)) refuse(part, "no time of day (dates only)");
    else if (!NAMES.some((known) => known === name)) refuse(part, `a part named ${alternatives(NAMES)}`);
    else if (parts.has(name)) refuse(part, `${name} only once`);
    else parts.set(name, part);
  }

  const read = <T>(name: PartName, absent: T, valueOf: (text: string) => T | undefined, expected: string): T => {
    const part = parts.get(name);
    if (part === undefined) return absent;
    const value = valueOf(part.value);
    if (value === undefined) refuse(part, expected);
    return value ?? absent;
  };
  const readList = (name: PartName, largest: number): readonly number[] =>
    read(name, [], listOf(signedNumber(largest)), `1 to ${largest} or -${largest} to -1`);
  const count = read<number | undefined>("COUNT", undefined, number(LARGEST), `1 to ${LARGEST}`);
  const until = read<CalendarDate | undefined>("UNTIL", undefined, untilDate, "a date that exists, as YYYYMMDD");
  const recur: Recur = {
    freq: read("FREQ", "DAILY", oneOf(FREQUENCIES), `${alternatives(FREQUENCIES)} (dates only)`),
    interval: read("INTERVAL", 1, number(LARGEST), `1 to ${LARGEST}`),
    ...(count === undefined ? {} : { count }),
    ...(until === undefined ? {} : { until }),
    byMonth: read("BYMONTH", [], listOf(number(12, 2)), "1 to 12"),
    byWeekNo: readList("BYWEEKNO", 53),
    byYearDay: readList("BYYEARDAY", 366),
    byMonthDay: readList("BYMONTHDAY", 31),
    byDay: read("BYDAY", [], listOf(numberedWeekday), "weekdays such as MO, 1MO or -1MO (numbers 1 to 53)"),
    bySetPos: readList("BYSETPOS", 366),
    weekStart: read("WKST", 1, weekdayNamed, alternatives(WEEKDAYS)),
  };

  if (problems.length === 0 && !parts.has("FREQ")) {
    const message = `Missing FREQ, expected FREQ with ${alternatives(FREQUENCIES)}.`;
    problems.push({ offset: 0, length: text.length, message });
  } else if (problems.length === 0) {
    for (const [name, expected] of brokenRestrictions(recur)) {
      const part = parts.get(name);
      if (part !== undefined) refuse(part, expected);
    }
  }
  const error = problems.toSorted((a, b) => a.offset - b.offset)[0];
  return error === undefined ? { recur } : { error };
}

/**
 * The dates of a rule that starts on `start` (DTSTART), ascending, from `first` to `last` inclusive (RFC 5545, section
 * 3.3.10). Only dates that the rule yields: a start that does not match is none and does not count. Work is bounded by
 * the range, or with COUNT by the time from `start` to `last`.
 */
export function* recurDates(
  recur: Recur,
  start: EpochDay,
  first: EpochDay,
  last: EpochDay,
): Generator<EpochDay, void, undefined> {
  const rule = completed(recur, start);
  const { count, interval, bySetPos } = rule;
  const { indexOf, firstDayOf } = periodsOf(rule);
  const end = rule.until === undefined ? last : Math.min(last, toEpochDay(rule.until));
  const origin = indexOf(start);
  const skipped = count === undefined ? Math.max(0, Math.ceil((indexOf(first) - origin) / interval)) : 0;
  let found = 0;
  for (let index = origin + skipped * interval; firstDayOf(index) <= end; index += interval) {
    const [from, next] = [firstDayOf(index), firstDayOf(index + 1)];
    const days: EpochDay[] = [];
    for (let day = from; day < next; day += 1) if (isAllowed(rule, day, from, next)) days.push(day);
    // BYSETPOS counts from the beginning of the period, which may lie before the start.
    for (const day of days.filter((_, position) => isListed(bySetPos, position + 1, days.length))) {
      if (day < start) continue;
      if (day > end) return;
      if (day >= first) yield day;
      found += 1;
      if (found === count) return;
    }
  }
}

/** The rule with what it leaves open taken from its start ("Information, not contained in the rule"). */
function completed(recur: Recur, start: EpochDay): Recur {
  const { freq, byDay, byMonthDay, byYearDay, byWeekNo, byMonth } = recur;
  if (freq === "DAILY" || byDay.length + byMonthDay.length + byYearDay.length > 0) return recur;
  if (freq === "WEEKLY" || byWeekNo.length > 0) return { ...recur, byDay: [{ weekday: weekdayOf(start) }] };
  const { month, day } = yearMonthDayOf(start);
  return { ...recur, byMonthDay: [day], byMonth: freq === "MONTHLY" || byMonth.length > 0 ? byMonth : [month] };
}

interface Periods {
  /** Number of the period that holds the day. */
  readonly indexOf: (day: EpochDay) => number;
  readonly firstDayOf: (index: number) => EpochDay;
}

/** The periods that FREQ names and INTERVAL counts; they follow each other without gaps. */
function periodsOf({ freq, weekStart, byWeekNo }: Recur): Periods {
  const weekOf = (day: EpochDay): EpochDay => day - ((weekdayOf(day) - weekStart + 7) % 7);
  switch (freq) {
    case "DAILY":
      return { indexOf: (day) => day, firstDayOf: (index) => index };
    case "WEEKLY":
      return { indexOf: (day) => Math.floor((day - weekOf(0)) / 7), firstDayOf: (index) => index * 7 + weekOf(0) };
    case "MONTHLY":
      return { indexOf: monthIndexOfDay, firstDayOf: (index) => monthBounds(index).first };
    case "YEARLY":
      if (byWeekNo.length === 0) {
        return { indexOf: (day) => yearMonthDayOf(day).year, firstDayOf: (year) => epochDayOf(year, 1, 1) };
      }
      // Week 1, the first with four days in its year, holds 4 January. A week belongs whole to the year that numbers
      // it, even with days in the year before or after: so the year of a day is that of its week's fourth day.
      return {
        indexOf: (day) => yearMonthDayOf(weekOf(day) + 3).year,
        firstDayOf: (year) => weekOf(epochDayOf(year, 1, 4)),
      };
  }
}

/**
 * Whether every BYxxx part but BYSETPOS allows a day of the period from `first` to before `next`. In the RFC's table
 * some parts expand a period's dates and some limit them; over the period's days both come to this test.
 */
function isAllowed(rule: Recur, epochDay: EpochDay, first: EpochDay, next: EpochDay): boolean {
  const weekday = weekdayOf(epochDay);
  if (rule.byDay.length > 0 && !rule.byDay.some((on) => on.weekday === weekday)) return false;
  const { year, month, day } = yearMonthDayOf(epochDay);
  if (rule.byMonth.length > 0 && !rule.byMonth.includes(month)) return false;
  const monthLength = daysInMonth(year, month);
  if (!isListed(rule.byMonthDay, day, monthLength)) return false;
  if (!isListed(rule.byWeekNo, Math.floor((epochDay - first) / 7) + 1, (next - first) / 7)) return false;
  const yearDay = epochDay - epochDayOf(year, 1, 1) + 1;
  const yearLength = isLeapYear(year) ? 366 : 365;
  if (!isListed(rule.byYearDay, yearDay, yearLength)) return false;
  const isWithinMonth = rule.freq === "MONTHLY" || rule.byMonth.length > 0;
  const [position, length] = isWithinMonth ? [day, monthLength] : [yearDay, yearLength];
  const numbers = [undefined, Math.ceil(position / 7), -Math.ceil((length - position + 1) / 7)];
  return rule.byDay.length === 0 || rule.byDay.some((on) => on.weekday === weekday && numbers.includes(on.nth));
}

/** True if a list is absent or names a position, counted from 1 or from the end by -1. */
function isListed(list: readonly number[], position: number, length: number): boolean {
  return list.length === 0 || list.includes(position) || list.includes(position - length - 1);
}

function monthIndexOfDay(epochDay: EpochDay): number {
  const { year, month } = yearMonthDayOf(epochDay);
  return monthIndexOf(year, month);
}

function partsOf(text: string): Part[] {
  let offset = 0;
  return text.split(";").map((part) => {
    const [name = "", ...value] = upperCase(part).split("=");
    const start = offset;
    offset += part.length + 1;
    return { text: part, offset: start, name, value: value.join("=") };
  });
}

/** The restrictions in the prose of RFC 5545, section 3.3.10, that a rule breaks. */
function brokenRestrictions(recur: Recur): [PartName, string][] {
  const { freq, byWeekNo, byDay } = recur;
  const isNumbered = byDay.some(({ nth }) => nth !== undefined);
  const lists = [recur.byMonth, byWeekNo, recur.byYearDay, recur.byMonthDay, byDay];
  const restrictions: readonly [PartName, boolean, string][] = [
    ["UNTIL", recur.count !== undefined, "either COUNT or UNTIL"],
    ["BYWEEKNO", freq !== "YEARLY", "BYWEEKNO only with FREQ=YEARLY"],
    ["BYYEARDAY", freq !== "YEARLY", "BYYEARDAY only with FREQ=YEARLY"],
    ["BYMONTHDAY", freq === "WEEKLY", "no BYMONTHDAY with FREQ=WEEKLY"],
    ["BYDAY", isNumbered && (freq === "DAILY" || freq === "WEEKLY"), `weekdays without a number with FREQ=${freq}`],
    ["BYDAY", isNumbered && byWeekNo.length > 0, "weekdays without a number with BYWEEKNO"],
    ["BYSETPOS", lists.every((list) => list.length === 0), "BYSETPOS only with another BYxxx part"],
  ];
  return restrictions.filter(([, isBroken]) => isBroken).map(([name, , expected]) => [name, expected]);
}

type Reader<T> = (text: string) => T | undefined;

function listOf<T>(read: Reader<T>): Reader<readonly T[]> {
  return (text) => {
    const items = text.split(",").map(read);
    return items.every((item) => item !== undefined) ? items : undefined;
  };
}

function oneOf<T extends string>(names: readonly T[]): Reader<T> {
  return (text) => names.find((name) => name === text);
}

/** A number from 1 to `largest`; lists allow no more digits than it has. */
function number(largest: number, digits = Number.POSITIVE_INFINITY): Reader<number> {
  return (text) => {
    const value = /^\d+$/.test(text) && text.length <= digits ? Number(text) : 0;
    return value >= 1 && value <= largest ? value : undefined;
  };
}

function signedNumber(largest: number): Reader<number> {
  const magnitudeOf = number(largest, String(largest).length);
  return (text) => {
    const magnitude = magnitudeOf(text.replace(/^[+-]/, ""));
    return magnitude !== undefined && text.startsWith("-") ? -magnitude : magnitude;
  };
}

function weekdayNamed(text: string): Weekday | undefined {
  const index = WEEKDAYS.indexOf(text);
  return index < 0 ? undefined : ((index + 1) as Weekday);
}

function numberedWeekday(text: string): Recur["byDay"][number] | undefined {
  const weekday = weekdayNamed(text.slice(-2));
  if (weekday === undefined || text.length === 2) return weekday && { weekday };
  const nth = signedNumber(53)(text.slice(0, -2));
  return nth === undefined ? undefined : { nth, weekday };
}

function untilDate(text: string): CalendarDate | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})(?:T(?:[01]\d|2[0-3])[0-5]\d(?:[0-5]\d|60)Z?)?$/.exec(text);
  const date = parts?.slice(1).join("-") ?? "";
  return isCalendarDate(date) ? date : undefined;
}

/** ASCII only: other letters must neither change the length nor become ASCII letters. */
function upperCase(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

function alternatives(words: readonly string[]): string {
  return `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}
