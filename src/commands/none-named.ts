// What `done` and `run` say where no procedure is named; on a terminal `run` asks for one.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { isWorkable } from "../model/occurrence.ts";
import { chooseOccurrence } from "../schedule/candidates.ts";
import { type Item, byDue, dueList } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, answerFrom } from "../session/session.ts";
import { plainLine } from "../view/plain-text.ts";
import { STATUS_WORDS } from "../view/words.ts";
import { NOTHING_RECORDED, unlessBrokenOff } from "./asking.ts";
import { describeItem } from "./choices.ts";

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

/** What somebody chose to go through; no occurrence where the procedure has but one to choose. */
export interface Chosen {
  readonly procedure: string;
  readonly for?: string;
}

/** Asks on the terminal which of what is to be done now to go through, and for which occurrence where it has several. */
export async function askWork(options: GlobalOptions & Pick<Chosen, "for">, io: Io): Promise<Chosen> {
  const works = await worksToDo(options, io);
  if (works.length === 0) throw nothingToDo();
  const { select } = await import("@inquirer/prompts");
  const ask = <Value>(message: string, choices: readonly { value: Value; name: string }[]): Promise<Value> =>
    unlessBrokenOff(NOTHING_RECORDED, () => select({ message, choices, pageSize: MOST_SHOWN + 2, loop: false }));
  const { first, others } = await ask(
    "Which procedure?",
    works.map((work) => {
      const { occurrence, status } = work.first;
      return { value: work, name: plainLine(`${occurrence.procedure.name} (${STATUS_WORDS[status]})`) };
    }),
  );
  const procedure = first.occurrence.procedure.id;
  if (options.for !== undefined || others.length === 0) return { procedure };
  return { procedure, for: await ask("For which?", others) };
}

interface Work {
  readonly first: Item;
  /** Its occurrences, where `run` could not choose among them. */
  readonly others: readonly { readonly value: string; readonly name: string }[];
}

/** What can still be worked on, each procedure once, most pressing first. */
async function worksToDo(options: GlobalOptions, io: Io): Promise<readonly Work[]> {
  const ask = ({ schedule }: StatusSession): Work[] =>
    firstItems(schedule).map((first) => {
      const choice = chooseOccurrence(first.occurrence.procedure, schedule, false);
      const several = choice.kind === "several" ? choice.items.toSorted(byDue) : [];
      const others = several.map((item) => {
        return { value: item.occurrence.key, name: plainLine(describeItem(item, schedule)) };
      });
      return { first, others };
    });
  return (await answerFrom(ask, options, io, "stale")).answer;
}

function nothingToDo(): RunbookError {
  return new RunbookError("usage", "Expected a procedure, and none is to be done now", "See what is next: runbook due");
}

async function itemsToDo(options: GlobalOptions, io: Io): Promise<readonly Item[]> {
  const { answer } = await answerFrom(({ schedule }) => firstItems(schedule), options, io, "stale");
  return answer;
}

function firstItems(schedule: Schedule): Item[] {
  const firsts = new Map<string, Item>();
  for (const item of dueList(schedule, 0).items) {
    const { id } = item.occurrence.procedure;
    if (isWorkable(item.status) && !firsts.has(id)) firsts.set(id, item);
  }
  return [...firsts.values()];
}
