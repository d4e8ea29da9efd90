import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, answerFrom, outputStyle, reportOnStderr, requireLedger } from "../session/session.ts";
import { renderRecordedText } from "../view/recorded-text.ts";
import type { EvidenceFile } from "../store/evidence-files.ts";
import { calendarNotesAbout } from "./calendar-notes.ts";
import { asOfNow, chooseItem, refuseDone } from "./choose.ts";
import { findProcedures } from "./find-procedure.ts";
import { answerRecorded, completionOf, performerOf, record } from "./recording.ts";

export interface DoneOptions extends GlobalOptions {
  readonly procedures: readonly string[];
  readonly for?: string;
  readonly at?: string;
  readonly by?: string;
  /** Minutes. */
  readonly took?: number;
  /** `measure=number`. */
  readonly value: readonly string[];
  /** Files. */
  readonly attach: readonly string[];
  /** Bytes. */
  readonly maxAttachment?: number;
  readonly message?: string;
  readonly failed?: boolean;
  readonly again?: boolean;
}

/** Records that procedures were performed, all of them or none. */
export async function runDone(options: DoneOptions, io: Io): Promise<ExitCode> {
  if (options.procedures.length === 0) throw await (await import("./none-named.ts")).noneNamed("done", options, io);
  const ask = (opened: StatusSession): Promise<Item[]> => itemsToRecord(opened, options, io);
  const { session, answer: items } = await answerFrom(ask, options, io, "first", options.procedures);
  const { schedule } = session;
  const procedures = items.map(({ occurrence }) => occurrence.procedure);
  const ledger = requireLedger(session);
  for (const item of items) checkItem(item, options);
  reportOnStderr(await calendarNotesAbout(session.book, items), options, io);
  const attach = await attachedFiles(options, io);
  const performedBy = performerOf(options.by, session, await ledger.author());
  const performedAt = await performedAtOf(options.at, schedule, io);
  const outcome = options.failed === true ? "failed" : "done";
  const values = await valuesOf(procedures, options.value);
  const drafts = items.map((item) =>
    completionOf(
      item,
      outcome,
      { performedBy, performedAt },
      {
        effortMinutes: options.took ?? null,
        values,
        note: options.message ?? "",
        attach,
      },
    ),
  );
  const records = await record(session, drafts, io);
  const style = outputStyle(options, io);
  const hasEscalations = options.failed === true && options.format !== "json";
  const escalations = hasEscalations
    ? await (await import("./escalations.ts")).escalationsOf(procedures, session, style)
    : "";
  const text = `${renderRecordedText(items, records, schedule, style)}${escalations}`;
  await answerRecorded(session, records, text, options, io);
  return 0;
}

async function itemsToRecord(session: StatusSession, options: DoneOptions, io: Io): Promise<Item[]> {
  requireLedger(session);
  const { schedule } = session;
  const procedures = findProcedures(session, options.procedures);
  refuseSharedDetails(procedures, options);
  const items: Item[] = [];
  // One after the other: of several that cannot be taken the first is named.
  for (const procedure of procedures) {
    const item = await chooseItem(procedure, schedule, "done", { key: options.for, isRepeated: options.again });
    items.push(asOfNow(item, session, options, io));
  }
  return items;
}

/** Most records are of now. */
async function performedAtOf(at: string | undefined, schedule: Schedule, io: Io): Promise<Instant> {
  return at === undefined ? io.now() : (await import("./time-asked.ts")).performedAtAsked(at, schedule, io);
}

/** Most records have no evidence. */
async function attachedFiles({ attach, maxAttachment }: DoneOptions, io: Io): Promise<EvidenceFile[]> {
  if (attach.length === 0) return [];
  return (await import("../store/evidence-files.ts")).evidenceFiles(attach, io.cwd, maxAttachment);
}

/** Effort, measures and evidence belong to one procedure. */
function refuseSharedDetails(procedures: readonly Procedure[], { took, value, attach }: DoneOptions): void {
  const given = [
    ...(took === undefined ? [] : ["--took"]),
    ...(value.length === 0 ? [] : ["--value"]),
    ...(attach.length === 0 ? [] : ["--attach"]),
  ];
  if (procedures.length === 1 || given.length === 0) return;
  throw new RunbookError(
    "usage",
    `${given.join(" and ")} belongs to one procedure, and ${procedures.length} are named`,
    "Record them one by one.",
  );
}

function checkItem(item: Item, { again, attach }: DoneOptions): void {
  const { procedure, key } = item.occurrence;
  if (procedure.requires.includes("evidence") && attach.length === 0) {
    throw new RunbookError(
      "usage",
      `${procedure.id} requires evidence`,
      `Attach the file, and give all else again: runbook done ${procedure.id} --for ${key} --attach FILE`,
    );
  }
  refuseDone(item, again);
}

/** Measures belong to one procedure. */
async function valuesOf(
  [procedure]: readonly Procedure[],
  pairs: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  if (procedure === undefined || pairs.length === 0) return {};
  return (await import("./measured-values.ts")).measuredValues(procedure, pairs);
}
