import { type CalendarDate, addDays, isCalendarDate } from "../calendar/calendar-date.ts";
import { MONTHS } from "../calendar/names.ts";

const SHORT_MONTHS = MONTHS.map((name) => name.slice(0, 3).toLowerCase());
const FORMS = [
  /(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})/,
  /\b(?<day>\d{1,2})\. ?(?<month>\d{1,2})\. ?(?<year>\d{4})\b/,
  /\b(?<day>\d{1,2})(?:st|nd|rd|th)?[ -](?<month>[a-z]{3})[a-z]*\.?,?[ -](?<year>\d{4})\b/i,
  /\b(?<month>[a-z]{3})[a-z]*\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})\b/i,
];

/** The day that a text names where it has one meaning: not 3/4/2026, which is in March or in April. */
export function writtenDate(text: string): CalendarDate | undefined {
  // Excel counts days.
  if (/^[345]\d{4}$/.test(text)) return addDays("1970-01-01" as CalendarDate, Number(text) - 25_569);
  for (const form of FORMS) {
    const { year = "", month = "", day = "" } = form.exec(text)?.groups ?? {};
    const number = /\d/.test(month) ? month : String(SHORT_MONTHS.indexOf(month.toLowerCase()) + 1);
    const date = `${year}-${number.padStart(2, "0")}-${day.padStart(2, "0")}`;
    if (isCalendarDate(date)) return date;
  }
  return undefined;
}
