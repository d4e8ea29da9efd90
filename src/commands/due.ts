import { addDays } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { calendarWarnings } from "../schedule/calendar-coverage.ts";
import { dueList } from "../schedule/due-list.ts";
import { renderDueText } from "../view/due-text.ts";
import { dueDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import type { GlobalOptions } from "./options.ts";
import { type WhoseOptions, wantedItems } from "./people.ts";
import { exitCodeOf, openSession, outputStyle, reportLedger, reportOnStderr } from "./session.ts";

export interface DueOptions extends GlobalOptions, WhoseOptions {
  /** Days ahead that `upcoming` looks. */
  readonly within: number;
  readonly exitCode?: boolean;
}

/** A calendar that runs out is said this long before it matters. */
const CALENDAR_DAYS_AHEAD = 30;

/** Prints what to do on the day asked about. */
export async function runDue(options: DueOptions, io: Io): Promise<ExitCode> {
  const session = await openSession(options, io, "stale");
  const { schedule, book, ledgerState } = session;
  const list = dueList(schedule, options.within, await wantedItems(options, session));
  const { date } = schedule.asOf;
  const ahead = Math.max(options.within, CALENDAR_DAYS_AHEAD);
  const warnings = calendarWarnings(book, yearOf(date), yearOf(addDays(date, ahead)));
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  const { branch } = book.settings.ledger;
  const { tip, remoteTip, fetchedAt, unpushed } = ledgerState;
  io.stdout.write(
    options.format === "json"
      ? renderJson<"due">(
          dueDocument(schedule, list, { branch, tip, remoteTip, fetchedAt, unpushed }, [
            ...session.diagnostics,
            ...warnings,
          ]),
        )
      : renderDueText(schedule, list, outputStyle(options, io)),
  );
  const pressing = list.items.some(({ status }) => status === "failed" || status === "overdue" || status === "missed");
  return options.exitCode === true && pressing ? 1 : exitCodeOf(session);
}

function yearOf(date: string): number {
  return Number(date.slice(0, 4));
}
