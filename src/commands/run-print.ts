import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import { parseSections } from "../parse/sections.ts";
import { nextItems } from "../schedule/candidates.ts";
import type { Item } from "../schedule/due-list.ts";
import type { GlobalOptions } from "../session/options.ts";
import type { StatusSession } from "../session/session.ts";
import { checklistDocument } from "../view/checklist-json.ts";
import { renderChecklistMarkdown } from "../view/checklist-markdown.ts";
import { renderJson } from "../view/render-json.ts";
import { chooseItem } from "./choose.ts";
import { followable } from "./procedure-body.ts";
import { answerTelling } from "./telling.ts";

interface PrintOptions extends GlobalOptions {
  readonly procedure: string;
  readonly for?: string;
}

/** Prints a procedure as a list to tick off; asks and records nothing. */
export async function printChecklist(options: PrintOptions, io: Io): Promise<ExitCode> {
  const ask = (opened: StatusSession, meant: Procedure): Promise<Item | null> => itemMeant(meant, opened, options.for);
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
async function itemMeant(
  procedure: Procedure,
  { schedule }: StatusSession,
  key: string | undefined,
): Promise<Item | null> {
  try {
    return await chooseItem(procedure, schedule, "run", { key });
  } catch (error) {
    if (key !== undefined || !(error instanceof RunbookError)) throw error;
    return null;
  }
}
