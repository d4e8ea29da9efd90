import { addDays } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import type { DueList } from "../schedule/due-list.ts";
import { isEvent } from "../schedule/occurrences.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { areEventsOver, keepAnswer } from "../session/answer-keeping.ts";
import { dueToday } from "../session/due-cache.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, exitCodeOf, outputStyle, reportLedger, reportOnStderr } from "../session/session.ts";
import { freshUntil } from "../session/sync-automatically.ts";
import { withLittleGarbage } from "../store/garbage.ts";
import { renderDueText } from "../view/due-text.ts";
import { dueDocument } from "../view/json.ts";
import { renderPlainSections } from "../view/plain-table.ts";
import { renderJson } from "../view/render-json.ts";
import type { Style } from "../view/style.ts";
import { calendarNotes } from "./calendar-notes.ts";
import { type WhoseOptions, wantedItems } from "./people.ts";

export interface DueOptions extends GlobalOptions, WhoseOptions {
  /** Days ahead that `upcoming` looks. */
  readonly within: number;
  readonly exitCode?: boolean;
}

/** A calendar that runs out is said this long before it matters. */
const CALENDAR_DAYS_AHEAD = 30;

/** Prints what to do on the day asked about. */
export async function runDue(options: DueOptions, io: Io): Promise<ExitCode> {
  const { session, list: all, outlook } = await withLittleGarbage(() => dueToday(options, io));
  const { schedule, book, ledgerState } = session;
  const isWanted = await wantedItems(options, session);
  const list = { items: all.items.filter(isWanted), upcoming: all.upcoming.filter(isWanted) };
  const { date } = schedule.asOf;
  const ahead = Math.max(options.within, CALENDAR_DAYS_AHEAD);
  const warnings = await calendarNotes(book, date, addDays(date, ahead));
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  const { branch } = book.settings.ledger;
  const { tip, remoteTip, fetchedAt, unpushed } = ledgerState;
  switch (options.format) {
    case "json": {
      const ledger = { branch, tip, remoteTip, fetchedAt, unpushed };
      const diagnostics = [...session.diagnostics, ...warnings];
      io.stdout.write(renderJson<"due">(dueDocument(schedule, list, ledger, diagnostics)));
      break;
    }
    case "markdown":
      io.stdout.write((await import("../view/due-markdown.ts")).renderDueMarkdown(schedule, list));
      break;
    case "adaptive-card":
      io.stdout.write((await import("../view/due-card.ts")).renderDueCard(schedule, list));
      break;
    default:
      io.stdout.write(await textOf(schedule, list, outputStyle(options, io)));
  }
  const pressing = list.items.some(({ status }) => status === "failed" || status === "overdue" || status === "missed");
  const code = options.exitCode === true && pressing ? 1 : exitCodeOf(session);
  const until = outlook === undefined ? undefined : holdsUntil(session, all, io);
  if (outlook !== undefined && until !== undefined) await keepAnswer(outlook, code, io, until);
  return code;
}

/** Until when nothing but files and records changes the answer; undefined where what events ask for changes it any minute. */
function holdsUntil(
  { schedule, book, ledgerState }: StatusSession,
  { items, upcoming }: DueList,
  io: Io,
): number | undefined {
  const now = io.now();
  const hasEvents = [...items, ...upcoming].some(({ occurrence }) => isEvent(occurrence.procedure));
  const fresh = freshUntil(ledgerState, book.settings, io);
  if (!areEventsOver(schedule, now) || hasEvents || fresh === undefined) return undefined;
  const { zone } = schedule;
  return Math.min(fresh, zone.endOf(zone.dateAt(now)) + 1);
}

/** The library for tables is loaded only for text that takes it: most mornings need not wait for it. */
async function textOf(schedule: Schedule, list: DueList, style: Style): Promise<string> {
  const plain = renderDueText(schedule, list, style, renderPlainSections);
  if (plain !== undefined) return plain;
  const { renderSections } = await import("../view/table.ts");
  return renderDueText(schedule, list, style, renderSections) ?? "";
}
