import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Checklist } from "../model/checklist.ts";
import type { Procedure } from "../model/procedure.ts";
import { checklistOf } from "../parse/checklist.ts";
import { parseSections } from "../parse/sections.ts";
import { nextItems } from "../schedule/candidates.ts";
import type { Item } from "../schedule/due-list.ts";
import type { GlobalOptions } from "../session/options.ts";
import type { StatusSession } from "../session/session.ts";
import { textIn } from "../store/text-file.ts";
import { checklistDocument } from "../view/checklist-json.ts";
import { renderChecklistMarkdown } from "../view/checklist-markdown.ts";
import { renderJson } from "../view/render-json.ts";
import { chooseItem } from "./choose.ts";
import { answerTelling } from "./telling.ts";

interface PrintOptions extends GlobalOptions {
  readonly procedure: string;
  readonly for?: string;
}

/** Prints a procedure as a list to tick off; asks and records nothing. */
export async function printChecklist(options: PrintOptions, io: Io): Promise<ExitCode> {
  const ask = (opened: StatusSession, meant: Procedure): Item | null => itemMeant(meant, opened, options.for);
  const { session, procedure, answer: item } = await answerTelling(ask, options, io, "never");
  const { schedule } = session;
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
function itemMeant(procedure: Procedure, { schedule }: StatusSession, key: string | undefined): Item | null {
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
  { root }: Pick<StatusSession, "root">,
): { readonly text: string; readonly checklist: Checklist } {
  const { path } = procedure;
  const text = textIn(join(root, path)) ?? "";
  const checklist = checklistOf(text);
  if (checklist !== undefined && checklist.tasks.length > 0) return { text, checklist };
  throw new RunbookError(
    "invalid-runbook",
    checklist === undefined
      ? `${path} is nested too deep, or has too wide a table, to be read`
      : `${path} has neither steps nor validation`,
    "See what it lacks: runbook lint",
  );
}
