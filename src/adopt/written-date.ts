import { type CalendarDate, addDays, isCalendarDate } from "../calendar/calendar-date.ts";
import { IMPORT_MONTHS } from "../data/import-months.ts";

const FORMS = [
  /(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})/,
  /\b(?<day>\d{1,2})\. ?(?<month>\d{1,2})\. ?(?<year>\d{4})\b/,
  /\b(?<day>\d{1,2})(?:st|nd|rd|th|er|\.)?[ -](?<month>\p{L}{3,})\.?,?[ -](?<year>\d{4})\b/iu,
  /(?<!\p{L})(?<month>\p{L}{3,})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?,? (?<year>\d{4})\b/iu,
];

/** The day that a text names where it has one meaning: not 3/4/2026, which is in March or in April. */
export function writtenDate(text: string): CalendarDate | undefined {
  // Excel counts days.
  if (/^[345]\d{4}$/.test(text)) return addDays("1970-01-01" as CalendarDate, Number(text) - 25_569);
  const composed = text.normalize("NFC");
  for (const form of FORMS) {
    const { year = "", month = "", day = "" } = form.exec(composed)?.groups ?? {};
    const number = /\d/.test(month) ? month : String(monthNamed(month.toLowerCase()));
    const date = `${year}-${number.padStart(2, "0")}-${day.padStart(2, "0")}`;
    if (isCalendarDate(date)) return date;
  }
  return undefined;
}

/** From 1; 0 where the word begins the name of no month, or of two, as the French "jui" does. */
function monthNamed(word: string): number {
  const isMeant = (names: readonly string[]): boolean => names.some((name) => name.startsWith(word));
  const first = IMPORT_MONTHS.findIndex(isMeant);
  return first === IMPORT_MONTHS.findLastIndex(isMeant) ? first + 1 : 0;
}
