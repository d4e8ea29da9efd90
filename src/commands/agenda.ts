import { type CalendarDate, type DateSpan, addDays } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { STATUSES, isWorkable } from "../model/occurrence.ts";
import { agendaItems } from "../schedule/agenda.ts";
import { type Item, listedItems } from "../schedule/due-list.ts";
import type { GlobalOptions } from "../session/options.ts";
import {
  type StatusSession,
  answerFrom,
  exitCodeOf,
  outputStyle,
  reportLedger,
  reportOnStderr,
} from "../session/session.ts";
import { renderAgendaCsv } from "../view/agenda-csv.ts";
import { renderAgendaMarkdown } from "../view/agenda-markdown.ts";
import { renderAgendaText } from "../view/agenda-text.ts";
import { agendaDocument } from "../view/json.ts";
import { renderMonthText } from "../view/month-text.ts";
import { renderJson } from "../view/render-json.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { findProcedures } from "./find-procedure.ts";
import { requireOneOf } from "./one-of.ts";
import { type WhoseOptions, wantedItems } from "./people.ts";
import { requirePeriod } from "./period-asked.ts";

export interface AgendaOptions extends GlobalOptions, WhoseOptions {
  /** None: all of them. */
  readonly procedures: readonly string[];
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  readonly view: "week" | "month";
  /** None: of every one. */
  readonly status: readonly string[];
}

const WEEK = 7;
/** So that even what comes once a year is there where it is asked for by name. */
const YEAR = 366;

/** Prints what is scheduled between two dates, of every status. */
export async function runAgenda(options: AgendaOptions, io: Io): Promise<ExitCode> {
  requireOneOf("status", options.status, STATUSES);
  const statuses = new Set(options.status);
  const { session, answer } = await answerFrom((opened) => agendaAsked(opened, options), options, io, "never");
  const { from, to } = answer;
  const { schedule, book } = session;
  const isWanted = await wantedItems(options, session);
  const items = answer.items.filter((item) => isWanted(item) && (statuses.size === 0 || statuses.has(item.status)));
  const warnings = await calendarNotes(book, from, to);
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  const days = { from, to };
  switch (options.format) {
    case "json": {
      const diagnostics = [...session.diagnostics, ...warnings];
      io.stdout.write(renderJson<"agenda">(agendaDocument(schedule, days, items, diagnostics)));
      break;
    }
    case "csv":
      for (const piece of renderAgendaCsv(items)) io.stdout.write(piece);
      break;
    case "markdown":
      io.stdout.write(renderAgendaMarkdown(schedule, days, items));
      break;
    default: {
      const style = outputStyle(options, io);
      io.stdout.write(
        options.view === "month"
          ? renderMonthText(schedule, days, items, style)
          : renderAgendaText(schedule, days, items, style, answer.left.filter(isWanted)),
      );
    }
  }
  return exitCodeOf(session);
}

interface Agenda extends DateSpan {
  readonly items: readonly Item[];
  /** Of the procedures that are named, where nothing of them is scheduled: what is still to do, the oldest of each. */
  readonly left: readonly Item[];
}

function agendaAsked(session: StatusSession, options: AgendaOptions): Agenda {
  const { schedule, book } = session;
  const { from, to } = period(options, schedule.asOf.date);
  const procedures = options.procedures.length === 0 ? book.procedures : findProcedures(session, options.procedures);
  const items = agendaItems({ ...schedule, book: { ...book, procedures } }, from, to);
  const asked = options.procedures.length === 0 || items.length > 0 ? [] : procedures;
  const left = asked.flatMap((procedure) =>
    listedItems(procedure, schedule)
      .filter(({ status }) => isWorkable(status))
      .slice(0, 1),
  );
  return { from, to, items, left };
}

/** Without dates the days from the day asked about; with one of them, those from it or up to it: seven, or a year's of what is named. */
function period({ from, to, procedures }: AgendaOptions, today: CalendarDate): DateSpan {
  const days = procedures.length === 0 ? WEEK : YEAR;
  const first = from ?? (to === undefined || to >= today ? today : addDays(to, 1 - days));
  const last = to ?? addDays(first, days - 1);
  requirePeriod(first, last);
  return { from: first, to: last };
}
