// The dates and statuses of a procedure, worked out a second time: a day at a time from the table of triggers and the words
// of the README, with none of the program's own arithmetic. Slow and plain, so that it can be compared with by reading.

/** A day, counted from 1970-01-01. */
type Day = number;

export type MonthDay =
  | { readonly on: "day" | "business day"; readonly count: number }
  | { readonly on: "last day" | "last business day" }
  /** `count` 0 is the last one; weekdays count from Monday as 0. */
  | { readonly on: "weekday"; readonly count: number; readonly weekday: number };

export type Rule =
  | { readonly every: "day" | "business day" | "week" | "month" | "quarter" | "half-year" | "year" }
  | { readonly every: "weekdays"; readonly weekdays: readonly number[] }
  | { readonly every: "weeks"; readonly count: number; readonly from: Day }
  | { readonly every: "month on"; readonly monthDay: MonthDay }
  | { readonly every: "months"; readonly count: number; readonly monthDay: MonthDay; readonly from: Day }
  | { readonly every: "quarter on" | "half-year on"; readonly month: number; readonly monthDay: MonthDay }
  | { readonly every: "year on"; readonly day: number; readonly month: number }
  | { readonly every: "wave"; readonly weeks: number };

export interface Span {
  readonly count: number;
  readonly unit: "days" | "business days" | "weeks";
}

export interface PlainBook {
  /** In the order of the run book's week; from Monday as 0. */
  readonly workingWeek: readonly number[];
  readonly holidays: readonly Day[];
  readonly closures: readonly (readonly [from: Day, to: Day])[];
  readonly freezes: readonly (readonly [from: Day, to: Day])[];
  readonly fiscalYearStart: number;
  readonly goLive: Day;
  /** The Monday of each wave's week, by its id. */
  readonly waves: readonly (readonly [id: string, monday: Day])[];
}

export interface PlainProcedure {
  readonly rule: Rule;
  readonly within?: Span | undefined;
  readonly roll?: "next" | "previous" | "skip" | "none" | undefined;
  readonly catchUp?: "latest" | "each" | undefined;
  readonly effective?: Day | undefined;
  readonly retired?: Day | undefined;
}

export interface PlainOccurrence {
  readonly key: string;
  readonly nominal: Day;
  readonly scheduled: Day;
  readonly due: Day;
  /** Undefined where it never closes. */
  readonly closes: Day | undefined;
  readonly isOwed: boolean;
}

export interface PlainRecord {
  readonly key: string;
  readonly outcome: "done" | "failed" | "skipped";
  readonly day: Day;
}

const DAY = 86_400_000;
/** Days around those asked for in which a neighbour of theirs lies: of a rule for every 18 months, or a fifth Friday. */
const AROUND = 1600;

export const dayOf = (date: string): Day => Date.parse(date) / DAY;
export const dateOf = (day: Day): string => new Date(day * DAY).toISOString().slice(0, 10);
/** From Monday as 0; 1970-01-01 was a Thursday. */
export const weekdayIn = (day: Day): number => (((day + 3) % 7) + 7) % 7;

const yearOf = (day: Day): number => new Date(day * DAY).getUTCFullYear();
/** From January as 1. */
const monthOf = (day: Day): number => new Date(day * DAY).getUTCMonth() + 1;
/** The day of a month that may be counted past a year's end. */
const dayIn = (year: number, month: number, day: number): Day => Date.UTC(year, month - 1, day) / DAY;
const daysIn = (year: number, month: number): Day[] => range(dayIn(year, month, 1), dayIn(year, month + 1, 1) - 1);

function range(first: Day, last: Day): Day[] {
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
}

/** The week that holds the Thursday between its Monday and its Sunday: ISO 8601. */
function isoWeek(day: Day): string {
  const thursday = day - weekdayIn(day) + 3;
  const week = Math.floor((thursday - dayIn(yearOf(thursday), 1, 1)) / 7) + 1;
  return `${yearOf(thursday)}-W${String(week).padStart(2, "0")}`;
}

export function isBusinessDay({ workingWeek, holidays, closures }: PlainBook, day: Day): boolean {
  const isClosed = closures.some(([from, to]) => from <= day && day <= to);
  return workingWeek.includes(weekdayIn(day)) && !holidays.includes(day) && !isClosed;
}

function nextBusinessDay(book: PlainBook, day: Day, step: 1 | -1 = 1): Day {
  let at = day;
  while (!isBusinessDay(book, at)) at += step;
  return at;
}

function lastBusinessDay(book: PlainBook, first: Day, last: Day): Day {
  return range(first, last).findLast((day) => isBusinessDay(book, day)) ?? last;
}

function after(book: PlainBook, day: Day, { count, unit }: Span): Day {
  if (unit !== "business days") return day + count * (unit === "weeks" ? 7 : 1);
  let at = day;
  for (let left = count; left > 0; left -= isBusinessDay(book, at) ? 1 : 0) at += 1;
  return at;
}

function monthDayIn(book: PlainBook, year: number, month: number, monthDay: MonthDay): Day | undefined {
  const days = daysIn(year, month);
  const business = days.filter((day) => isBusinessDay(book, day));
  switch (monthDay.on) {
    case "day":
      return days[Math.min(monthDay.count, days.length) - 1];
    case "last day":
      return days.at(-1);
    case "business day":
      return business[monthDay.count - 1];
    case "last business day":
      return business.at(-1);
    case "weekday":
      return days.filter((day) => weekdayIn(day) === monthDay.weekday).at(monthDay.count - 1);
  }
}

interface Nominal {
  readonly key: string;
  readonly day: Day;
  /** Of a bare period. */
  readonly last?: Day;
  /** Whether it is a pinned date, which rolls. */
  readonly isPinned: boolean;
}

/** What a rule names from one day to another, by trying each of them. */
function nominals(book: PlainBook, rule: Rule, first: Day, last: Day): Nominal[] {
  return range(first, last).flatMap((day) => nominalsOn(book, rule, day));
}

function nominalsOn(book: PlainBook, rule: Rule, day: Day): Nominal[] {
  const [year, month] = [yearOf(day), monthOf(day)];
  const monthKey = dateOf(day).slice(0, 7);
  const pinned = (key: string, isThere: boolean): Nominal[] => (isThere ? [{ key, day, isPinned: true }] : []);
  const inMonth = (key: string, monthDay: MonthDay): Nominal[] =>
    monthDayIn(book, year, month, monthDay) === day ? [{ key, day, isPinned: !monthDay.on.includes("business") }] : [];
  const fiscal = (size: 3 | 6 | 12): { readonly key: string; readonly monthInPeriod: number } => {
    const monthInYear = (month - book.fiscalYearStart + 12) % 12;
    const fiscalYear = month < book.fiscalYearStart ? year - 1 : year;
    const part = Math.floor(monthInYear / size) + 1;
    const key = size === 12 ? `${fiscalYear}` : `${fiscalYear}-${size === 3 ? "Q" : "H"}${part}`;
    return { key, monthInPeriod: (monthInYear % size) + 1 };
  };
  const bare = (key: string, months: number): Nominal => ({
    key,
    day,
    last: dayIn(year, month + months, 1) - 1,
    isPinned: false,
  });
  const isFirst = day === dayIn(year, month, 1);
  switch (rule.every) {
    case "day":
      return pinned(dateOf(day), true);
    case "business day":
      return isBusinessDay(book, day) ? [{ key: dateOf(day), day, isPinned: false }] : [];
    case "week": {
      if (weekdayIn(day) !== book.workingWeek[0]) return [];
      const lastWorking = range(day, day + 6).findLast((it) => book.workingWeek.includes(weekdayIn(it))) ?? day;
      return [{ key: isoWeek(lastWorking), day, last: day + 6, isPinned: false }];
    }
    case "weekdays":
      return pinned(rule.weekdays.length === 1 ? isoWeek(day) : dateOf(day), rule.weekdays.includes(weekdayIn(day)));
    case "weeks":
      return pinned(isoWeek(day), day >= rule.from && (day - rule.from) % (7 * rule.count) === 0);
    case "month":
      return isFirst ? [bare(monthKey, 1)] : [];
    case "month on":
      return inMonth(monthKey, rule.monthDay);
    case "months": {
      const months = (year - yearOf(rule.from)) * 12 + month - monthOf(rule.from);
      return months >= 0 && months % rule.count === 0 ? inMonth(monthKey, rule.monthDay) : [];
    }
    case "quarter":
    case "half-year":
    case "year": {
      const size = { quarter: 3, "half-year": 6, year: 12 }[rule.every] as 3 | 6 | 12;
      const { key, monthInPeriod } = fiscal(size);
      return isFirst && monthInPeriod === 1 ? [bare(key, size)] : [];
    }
    case "quarter on":
    case "half-year on": {
      const { key, monthInPeriod } = fiscal(rule.every === "quarter on" ? 3 : 6);
      return monthInPeriod === rule.month ? inMonth(key, rule.monthDay) : [];
    }
    case "year on": {
      const days = daysIn(year, month);
      return pinned(`${year}`, month === rule.month && day === days[Math.min(rule.day, days.length) - 1]);
    }
    case "wave":
      return book.waves.flatMap(([id, monday]) =>
        monday + 7 * rule.weeks === day ? [{ key: `wave-${id}.customer-engagement`, day, isPinned: false }] : [],
      );
  }
}

/** Whether an occurrence gives way to the next one. */
export function isDropped({ rule, catchUp }: PlainProcedure): boolean {
  if (rule.every === "wave") return false;
  const isShort = ["day", "business day", "week", "weekdays", "weeks"].includes(rule.every);
  return (catchUp ?? (isShort ? "latest" : "each")) === "latest";
}

/** The occurrences of a procedure that are named for a day from `first` to `last`. */
export function plainOccurrences(
  book: PlainBook,
  procedure: PlainProcedure,
  first: Day,
  last: Day,
): readonly PlainOccurrence[] {
  const { rule, within, retired } = procedure;
  const start = Math.max(book.goLive, procedure.effective ?? book.goLive);
  const isLatest = isDropped(procedure);
  const roll = procedure.roll ?? (rule.every === "day" ? "none" : "next");
  const found = nominals(book, rule, first - AROUND, last + AROUND).flatMap((nominal) => {
    const { day, isPinned } = nominal;
    if (!isPinned || isBusinessDay(book, day) || roll === "none") return { ...nominal, scheduled: day };
    return roll === "skip" ? [] : { ...nominal, scheduled: nextBusinessDay(book, day, roll === "next" ? 1 : -1) };
  });
  const all = found.map((nominal, index): PlainOccurrence => {
    const { key, day, last: end } = nominal;
    let { scheduled } = nominal;
    let due = scheduled;
    if (rule.every === "wave") {
      due = range(day, day + 4).findLast((it) => isBusinessDay(book, it)) ?? day + 4;
    } else if (end !== undefined) {
      due = lastBusinessDay(book, day, end);
    }
    const isInside = end !== undefined && day < start && start <= end && 2 * (end - start + 1) >= end - day + 1;
    const begun = isInside ? start : scheduled;
    const dueThen = within === undefined ? due : after(book, begun, within);
    const isBegun = isInside && start <= dueThen;
    if (isBegun) scheduled = start;
    if (within !== undefined) due = after(book, scheduled, within);
    const isFrozen = joined(book.freezes).some(([from, to]) => from <= scheduled && due <= to);
    const isOwed =
      (isBegun || (day >= start && scheduled >= start)) && (retired === undefined || due < retired) && !isFrozen;
    const next = found[index + 1]?.scheduled;
    const closings = [
      ...(rule.every === "wave" ? [Math.max(due + 1, day - 7 * rule.weeks + 28)] : []),
      ...(isLatest ? [Math.max(due + 1, next ?? 0)] : []),
      ...(retired === undefined ? [] : [retired]),
    ];
    const closes = closings.length === 0 ? undefined : Math.min(...closings);
    return { key, nominal: day, scheduled, due, closes, isOwed };
  });
  return all.filter(({ nominal }) => first <= nominal && nominal <= last);
}

/** Freezes of which one begins on the day after another ends are one. */
function joined(freezes: PlainBook["freezes"]): [from: Day, to: Day][] {
  const result: [Day, Day][] = [];
  for (const [from, to] of freezes.toSorted(([a], [b]) => a - b)) {
    const before = result.at(-1);
    if (before !== undefined && from <= before[1] + 1) before[1] = Math.max(before[1], to);
    else result.push([from, to]);
  }
  return result;
}

/** The status of an occurrence at the end of a day, by the records of its procedure, in the order of their time. */
export function plainStatus(occurrence: PlainOccurrence, records: readonly PlainRecord[], asOf: Day): string {
  const { key, scheduled, due, closes, isOwed } = occurrence;
  const own = records.filter((it) => it.key === key && it.day <= asOf);
  const since = own.slice(own.findLastIndex(({ outcome }) => outcome === "failed") + 1);
  const done = since.find(({ outcome }) => outcome === "done");
  const skip = since.find(({ outcome }) => outcome === "skipped");
  if (done !== undefined) return done.day <= due ? "done" : "done-late";
  if (skip !== undefined) return skip.day <= due ? "skipped" : "waived";
  if (own.length > 0) return "failed";
  if (!isOwed) return "not-owed";
  if (asOf < scheduled) return "upcoming";
  if (closes !== undefined && closes <= asOf) return "missed";
  if (asOf < due) return "open";
  return asOf === due ? "due" : "overdue";
}
