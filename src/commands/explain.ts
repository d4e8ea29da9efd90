import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { nextItems } from "../schedule/candidates.ts";
import { type Item, listedItems, openItems } from "../schedule/due-list.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { recordsOf } from "../schedule/status.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, answerFrom, outputStyle, reportOnStderr } from "../session/session.ts";
import { reasonsOf, renderExplainText } from "../view/explain-text.ts";
import { itemDocument, recordDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { RunbookError } from "../errors.ts";
import { calendarNotesFor } from "./calendar-notes.ts";
import { itemWithKey } from "./choose.ts";
import { findProcedure } from "./find-procedure.ts";

export interface ExplainOptions extends GlobalOptions {
  readonly procedure: string;
  readonly for?: string;
}

/** Prints why occurrences have their dates and statuses: the one asked for, else those that matter now. */
export async function runExplain(options: ExplainOptions, io: Io): Promise<ExitCode> {
  const { session, answer } = await answerFrom((opened) => explained(opened, options, io), options, io, "never");
  reportOnStderr(await calendarNotesFor(session.book, answer.dates), options, io);
  io.stdout.write(answer.text);
  return 0;
}

interface Explained {
  readonly text: string;
  /** That follow from the calendar. */
  readonly dates: readonly CalendarDate[];
}

/** The answer. Statuses are looked at in it, so that it is worked out as a whole. */
async function explained(session: StatusSession, options: ExplainOptions, io: Io): Promise<Explained> {
  const procedure = findProcedure(session, options.procedure);
  const schedule = session.scheduleTelling(procedure);
  const items =
    options.for === undefined
      ? currentItems(procedure, schedule)
      : [await itemWithKey(procedure, schedule, options.for)];
  const dates = items.flatMap(({ occurrence: { scheduled, due } }) => (due === null ? [scheduled] : [scheduled, due]));
  if (options.format !== "json") return { text: renderExplainText(items, schedule, outputStyle(options, io)), dates };
  const text = renderJson<"explain">({
    schemaVersion: 1,
    procedure: procedure.id,
    occurrences: items.map((item) => ({
      ...itemDocument(item),
      reasons: reasonsOf(item, schedule),
      records: recordsOf(item.occurrence, schedule).map(({ record }) => recordDocument(record, schedule)),
    })),
  });
  return { text, dates };
}

/** What `due` lists; else the current occurrence; and the next one. */
function currentItems(procedure: Procedure, schedule: Schedule): Item[] {
  const listed = listedItems(procedure, schedule);
  const current = listed.length > 0 ? listed : openItems(procedure, schedule).slice(-1);
  const items = [...current, ...nextItems(procedure, schedule, 1)];
  if (items.length > 0) return items;
  throw new RunbookError(
    "no-candidate",
    `${procedure.id} has no occurrence now and none to come: its trigger is \`${procedure.triggerText}\``,
    procedure.trigger.kind === "event"
      ? "It happens when its event is raised."
      : `Name one: runbook explain ${procedure.id} --for KEY`,
  );
}
