// What `done` and `run` say where no procedure is named; on a terminal `run` asks for one.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { isWorkable } from "../model/occurrence.ts";
import { type Item, dueList } from "../schedule/due-list.ts";
import type { GlobalOptions } from "../session/options.ts";
import { answerFrom } from "../session/session.ts";
import { plainLine } from "../view/plain-text.ts";
import { STATUS_WORDS } from "../view/words.ts";
import { NOTHING_RECORDED, unlessBrokenOff } from "./asking.ts";

/** So many are shown; `due` has them all. */
const MOST_SHOWN = 10;

/** The error for a command without a procedure: which could be meant, most pressing first. */
export async function noneNamed(verb: "done" | "run", options: GlobalOptions, io: Io): Promise<RunbookError> {
  const items = await itemsToDo(options, io);
  const [first] = items;
  if (first === undefined) return nothingToDo();
  const lines = items.map(({ occurrence, status }) => `  ${occurrence.procedure.id} (${STATUS_WORDS[status]})`);
  const more = lines.length > MOST_SHOWN ? [`  and ${lines.length - MOST_SHOWN} more: runbook due`] : [];
  return new RunbookError(
    "usage",
    `Expected a procedure; to be done now:\n${[...lines.slice(0, MOST_SHOWN), ...more].join("\n")}`,
    `Name ${verb === "done" ? "one or more" : "one"}: runbook ${verb} ${first.occurrence.procedure.id}`,
  );
}

/** Asks on the terminal which of what is to be done now to go through, and gives its id. */
export async function askProcedure(options: GlobalOptions, io: Io): Promise<string> {
  const items = await itemsToDo(options, io);
  if (items.length === 0) throw nothingToDo();
  const { select } = await import("@inquirer/prompts");
  const choices = items.map(({ occurrence: { procedure }, status }) => ({
    value: procedure.id,
    name: plainLine(`${procedure.name} (${STATUS_WORDS[status]})`),
  }));
  return unlessBrokenOff(NOTHING_RECORDED, () =>
    select({ message: "Which procedure?", choices, pageSize: MOST_SHOWN + 2, loop: false }),
  );
}

function nothingToDo(): RunbookError {
  return new RunbookError("usage", "Expected a procedure, and none is to be done now", "See what is next: runbook due");
}

/** What can still be worked on, each procedure once, most pressing first. */
async function itemsToDo(options: GlobalOptions, io: Io): Promise<readonly Item[]> {
  const { answer } = await answerFrom(({ schedule }) => dueList(schedule, 0).items, options, io, "stale");
  const firsts = new Map<string, Item>();
  for (const item of answer) {
    const { id } = item.occurrence.procedure;
    if (isWorkable(item.status) && !firsts.has(id)) firsts.set(id, item);
  }
  return [...firsts.values()];
}
