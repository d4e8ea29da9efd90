// Civil dates of the proleptic Gregorian calendar (ISO 8601), without clocks and zones.

/** A civil date `YYYY-MM-DD` (ISO 8601 calendar date, years 0001 to 9999). Compare with `<`. */
export type CalendarDate = `${number}-${number}-${number}` & { readonly calendarDate: true };

/** First and last day, both included. */
export interface DateSpan {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** Days since 1970-01-01; the form in which the schedule counts. */
export type EpochDay = number;

/** ISO 8601 weekday number: 1 is Monday, 7 is Sunday. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface YearMonthDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** The weekdays' three-letter names, Monday first. */
export const WEEKDAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** True for `YYYY-MM-DD` that names a day that exists. */
export function isCalendarDate(text: string): text is CalendarDate {
  const parts = DATE.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

/** Gregorian leap year. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Length of a month in days; `month` is 1 to 12. */
export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_LENGTHS[month - 1] ?? Number.NaN);
}

/** Epoch day of a civil date (Hinnant's days_from_civil). */
export function epochDayOf(year: number, month: number, day: number): EpochDay {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Year, month and day of an epoch day (Hinnant's civil_from_days). */
export function yearMonthDayOf(epochDay: EpochDay): YearMonthDay {
  const z = epochDay + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/** `YYYY-MM-DD` to epoch day. */
export function toEpochDay(date: CalendarDate): EpochDay {
  return epochDayOf(digitsIn(date, 0, 4), digitsIn(date, 5, 7), digitsIn(date, 8, 10));
}

/** The number that the decimal digits from one place to before another spell, without a text for each. */
function digitsIn(text: string, start: number, end: number): number {
  let value = 0;
  for (let at = start; at < end; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

/** One text for each day, since a year's work of many procedures names the same days again and again. */
const texts = new Map<EpochDay, CalendarDate>();

/** Epoch day to `YYYY-MM-DD`. */
export function toCalendarDate(epochDay: EpochDay): CalendarDate {
  const known = texts.get(epochDay);
  if (known !== undefined) return known;
  const { year, month, day } = yearMonthDayOf(epochDay);
  const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as CalendarDate;
  texts.set(epochDay, text);
  return text;
}

/** A date moved by whole days. */
export function addDays(date: CalendarDate, days: number): CalendarDate {
  return toCalendarDate(toEpochDay(date) + days);
}

/** ISO 8601 weekday of an epoch day. */
export function weekdayOf(epochDay: EpochDay): Weekday {
  return (((((epochDay + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** Monday of the ISO week that holds the day. */
export function mondayOf(epochDay: EpochDay): EpochDay {
  return epochDay - weekdayOf(epochDay) + 1;
}

/** ISO 8601 week date `YYYY-Www` of a day: the week belongs to the year that holds its Thursday. */
export function isoWeekOf(epochDay: EpochDay): string {
  const thursday = mondayOf(epochDay) + 3;
  const { year } = yearMonthDayOf(thursday);
  const week = Math.floor((thursday - epochDayOf(year, 1, 1)) / 7) + 1;
  return `${pad(year, 4)}-W${pad(week, 2)}`;
}

/** Monday of an ISO week `YYYY-Www`; undefined where the text is none or the year has no such week. */
export function mondayOfIsoWeek(text: string): EpochDay | undefined {
  const parts = /^(\d{4})-W(\d{2})$/.exec(text);
  if (parts === null) return undefined;
  const monday = mondayOf(epochDayOf(Number(parts[1]), 1, 4)) + (Number(parts[2]) - 1) * 7;
  return isoWeekOf(monday) === text ? monday : undefined;
}

/** Months since year 0, so that month arithmetic is integer arithmetic. */
export function monthIndexOf(year: number, month: number): number {
  return year * 12 + month - 1;
}

/** Year and month (1 to 12) of a month index. */
export function yearMonthOf(monthIndex: number): { year: number; month: number } {
  return { year: Math.floor(monthIndex / 12), month: (((monthIndex % 12) + 12) % 12) + 1 };
}

/** A decimal number with leading zeros. */
export function pad(value: number, width: number): string {
  return String(value).padStart(width, "0");
}
