import {
  type CalendarDate,
  addDays,
  monthIndexOf,
  toCalendarDate,
  toEpochDay,
  yearMonthDayOf,
  yearMonthOf,
} from "../calendar/calendar-date.ts";
import { monthBounds } from "../calendar/month-day.ts";
import { MONTHS } from "../calendar/names.ts";

export const PERIOD_KINDS = ["month", "quarter", "year", "days"] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

/** The days that a report is about. */
export interface Period {
  readonly kind: PeriodKind;
  /** `October 2026`, `2026-Q4`, `2026`, `2026-10-05 to 2026-10-18`; quarters and years are fiscal. */
  readonly name: string;
  /** First and last day, both included. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Months of each kind of period. */
const MONTHS_IN = { month: 1, quarter: 3, year: 12 } as const;
export type NamedKind = keyof typeof MONTHS_IN;

/** A period of named days. */
export function daysPeriod(from: CalendarDate, to: CalendarDate): Period {
  return { kind: "days", name: `${from} to ${to}`, from, to };
}

/** The last month, fiscal quarter or fiscal year that is over on a day. */
export function lastFull(kind: NamedKind, today: CalendarDate, fiscalYearStart: number): Period {
  const shift = kind === "month" ? 0 : fiscalYearStart - 1;
  const { year, month } = yearMonthDayOf(toEpochDay(today));
  const length = MONTHS_IN[kind];
  const current = Math.floor((monthIndexOf(year, month) - shift) / length);
  return monthsPeriod(kind, (current - 1) * length + shift, fiscalYearStart);
}

/**
 * The period that a text names: `2026-10` (month), `2026-Q4` (quarter), `2026` (year); a fiscal year has the number of the
 * calendar year in which it begins. Undefined for any other text.
 */
export function namedPeriod(kind: NamedKind, text: string, fiscalYearStart: number): Period | undefined {
  const pattern = { month: /^(\d{4})-(0[1-9]|1[0-2])$/, quarter: /^(\d{4})-?Q([1-4])$/i, year: /^(\d{4})$/ }[kind];
  const [, year, part = "1"] = pattern.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  const first = kind === "month" ? 1 : fiscalYearStart;
  return monthsPeriod(kind, monthIndexOf(Number(year), first) + (Number(part) - 1) * MONTHS_IN[kind], fiscalYearStart);
}

/** The period before: the calendar or fiscal one, or as many days. */
export function periodBefore({ kind, from, to }: Period, fiscalYearStart: number): Period {
  if (kind === "days") {
    const length = toEpochDay(to) - toEpochDay(from) + 1;
    return daysPeriod(addDays(from, -length), addDays(from, -1));
  }
  const { year, month } = yearMonthDayOf(toEpochDay(from));
  return monthsPeriod(kind, monthIndexOf(year, month) - MONTHS_IN[kind], fiscalYearStart);
}

/** The calendar months of a period, cut to it; none where it does not go beyond one. */
export function monthsOf({ from, to }: Period): Period[] {
  const [first, last] = [from, to].map((date) => {
    const { year, month } = yearMonthDayOf(toEpochDay(date));
    return monthIndexOf(year, month);
  });
  if (first === undefined || last === undefined || first === last) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const month = monthsPeriod("month", first + index, 1);
    return { ...month, from: month.from < from ? from : month.from, to: month.to > to ? to : month.to };
  });
}

function monthsPeriod(kind: NamedKind, firstMonth: number, fiscalYearStart: number): Period {
  const [from, to] = [monthBounds(firstMonth).first, monthBounds(firstMonth + MONTHS_IN[kind] - 1).last];
  const name = nameOf(kind, firstMonth, fiscalYearStart);
  return { kind, name, from: toCalendarDate(from), to: toCalendarDate(to) };
}

function nameOf(kind: NamedKind, firstMonth: number, fiscalYearStart: number): string {
  const { year, month } = yearMonthOf(firstMonth);
  if (kind === "month") return `${MONTHS[month - 1]} ${year}`;
  const sinceStart = firstMonth - (fiscalYearStart - 1);
  const fiscalYear = Math.floor(sinceStart / 12);
  return kind === "year" ? String(fiscalYear) : `${fiscalYear}-Q${Math.floor((sinceStart % 12) / 3) + 1}`;
}
