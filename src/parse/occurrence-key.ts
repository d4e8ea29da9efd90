import { isCalendarDate, mondayOfIsoWeek } from "../calendar/calendar-date.ts";
import { TRACKS } from "../model/wave.ts";

const PERIOD = /^\d{4}(?:-(?:0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/;
const WAVE = new RegExp(`^wave-\\d{4}-(?:04|10)\\.(?:${TRACKS.join("|")})$`);
/** Without a repeated group, each pass through which takes of the stack: a record of the ledger may give any text as its key. */
const EVENT = /^(?!-|.*--)[a-z0-9-]*[a-z0-9]-(\d{4}-\d\d-\d\d)-[0-9a-f]{4}$/;

/** Whether some trigger could yield a key: a day, week, month, quarter, half, year, wave or event. */
export function isOccurrenceKey(key: string): boolean {
  return (
    isCalendarDate(key) ||
    mondayOfIsoWeek(key) !== undefined ||
    PERIOD.test(key) ||
    WAVE.test(key) ||
    isCalendarDate(EVENT.exec(key)?.[1] ?? "")
  );
}
