import type { CalendarDate, DateSpan } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { agendaItems } from "../schedule/agenda.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { answerFrom, exitCodeOf, reportLedger, reportOnStderr } from "../session/session.ts";
import { renderCalendar } from "../view/calendar-ics.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { type WhoseOptions, wantedItems } from "./people.ts";
import { periodAhead } from "./period-asked.ts";

export interface CalendarOptions extends GlobalOptions, WhoseOptions {
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  /** Minutes before the day. */
  readonly alarm?: number;
}

const DAYS_AHEAD = 90;

/** Prints an iCalendar stream of what is to come. */
export async function runCalendar(options: CalendarOptions, io: Io): Promise<ExitCode> {
  const { session, answer } = await answerFrom(({ schedule }) => entriesIn(schedule, options), options, io, "never");
  const { from, to } = answer;
  const { schedule, book } = session;
  const isWanted = await wantedItems(options, session);
  reportOnStderr(await calendarNotes(book, from, to), options, io);
  reportLedger(session, io);
  const items = answer.items.filter((item) => item.status !== "not-owed" && isWanted(item));
  for (const piece of renderCalendar(items, schedule, { alarmMinutes: options.alarm })) io.stdout.write(piece);
  return exitCodeOf(session);
}

interface Entries extends DateSpan {
  readonly items: readonly Item[];
}

function entriesIn(schedule: Schedule, options: CalendarOptions): Entries {
  const { from, to } = periodAhead(options, schedule.asOf.date, DAYS_AHEAD);
  return { from, to, items: agendaItems(schedule, from, to) };
}
