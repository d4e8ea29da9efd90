import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Checklist } from "../model/checklist.ts";
import type { Procedure } from "../model/procedure.ts";
import { checklistOf } from "../parse/checklist.ts";
import { parseSections } from "../parse/sections.ts";
import { nextItems } from "../schedule/candidates.ts";
import type { Item } from "../schedule/due-list.ts";
import { checklistDocument } from "../view/checklist-json.ts";
import { renderChecklistMarkdown } from "../view/checklist-markdown.ts";
import { renderJson } from "../view/render-json.ts";
import { chooseItem } from "./choose.ts";
import { findProcedure } from "./find-procedure.ts";
import type { GlobalOptions } from "./options.ts";
import { procedureFile } from "./procedure-body.ts";
import { type Session, openSession } from "./session.ts";

interface PrintOptions extends GlobalOptions {
  readonly procedure: string;
  readonly for?: string;
}

/** Prints a procedure as a list to tick off; asks and records nothing. */
export async function printChecklist(options: PrintOptions, io: Io): Promise<ExitCode> {
  const session = await openSession(options, io);
  const { schedule } = session;
  const procedure = findProcedure(session.book, options.procedure);
  const item = itemMeant(procedure, session, options.for);
  const { text, checklist } = followable(procedure, session);
  const { purpose, sections } = parseSections(text);
  const texts = { purpose, escalation: sections.escalation?.source ?? "" };
  if (options.format === "json") {
    const next = nextItems(procedure, schedule, 1)[0]?.occurrence.scheduled ?? null;
    io.stdout.write(renderJson<"checklist">(checklistDocument(procedure, item, next, checklist, texts, schedule)));
  } else {
    io.stdout.write(renderChecklistMarkdown(procedure, item, checklist, texts, schedule));
  }
  return 0;
}

/** The occurrence that is named, or the only one to record; null where none is: a list can be printed of any procedure. */
function itemMeant(procedure: Procedure, { schedule }: Session, key: string | undefined): Item | null {
  try {
    return chooseItem(procedure, schedule, "run", { key });
  } catch (error) {
    if (key !== undefined || !(error instanceof RunbookError)) throw error;
    return null;
  }
}

/** A procedure's text and what to go through in it. Throws RunbookError `invalid-runbook` where there is nothing. */
export function followable(
  procedure: Procedure,
  { parsed }: Session,
): { readonly text: string; readonly checklist: Checklist } {
  const { path } = procedure;
  const text = procedureFile(procedure, parsed)?.text ?? "";
  const checklist = checklistOf(text);
  if (checklist !== undefined && checklist.tasks.length > 0) return { text, checklist };
  throw new RunbookError(
    "invalid-runbook",
    checklist === undefined ? `${path} is nested too deep to be read` : `${path} has neither steps nor validation`,
    "See what it lacks: runbook lint",
  );
}
