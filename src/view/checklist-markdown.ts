import type { Checklist, Task } from "../model/checklist.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Item } from "../schedule/due-list.ts";
import { holdersOf } from "../schedule/holders.ts";
import { callOf } from "../schedule/calls.ts";
import { lastValues } from "../schedule/recent.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { callLine } from "./call-line.ts";
import { markdownContact, markdownText } from "./markdown.ts";
import { plainBlock } from "./plain-text.ts";
import { measureText } from "./walk-words.ts";
import { formatEffort, longDate, ownerText } from "./words.ts";

/** Parts of a procedure's text that are not ticked off, as Markdown. */
export interface ChecklistTexts {
  readonly purpose: string;
  readonly escalation: string;
}

/** A procedure as a list to tick off, on paper or in a ticket; `item` is null where no occurrence is meant. */
export function renderChecklistMarkdown(
  procedure: Procedure,
  item: Item | null,
  checklist: Checklist,
  { purpose, escalation }: ChecklistTexts,
  schedule: Schedule,
): string {
  const measures = Object.entries(procedure.measures).map(([name, measure]) => {
    const known = measureText({ kind: "measure", name, measure }, lastValues(procedure, name, schedule));
    return `- [ ] \`${name}\`: ______ (${markdownText(known)})`;
  });
  const calls = procedure.escalateTo.map(
    (id, index) =>
      `${index + 1}. ${markdownContact(callLine(callOf(id, schedule.book.directory, schedule.asOf.date)))}`,
  );
  const blocks = [
    `# ${markdownText(procedure.name)}`,
    factsLine(procedure, item, schedule),
    plainBlock(purpose),
    "## Steps",
    ...tasksOf(checklist, "step").map(taskText),
    "## Validation",
    ...tasksOf(checklist, "point").map(taskText),
    ...(measures.length === 0 ? [] : ["## Measures", measures.join("\n")]),
    "## Escalation",
    plainBlock(escalation),
    ...(calls.length === 0 ? [] : ["Who to call today, in this order:", calls.join("\n")]),
  ];
  return `${blocks
    .map((block) => block.trimEnd())
    .filter((block) => block !== "")
    .join("\n\n")}\n`;
}

function factsLine(procedure: Procedure, item: Item | null, { book, asOf }: Schedule): string {
  const due = item?.occurrence.due ?? null;
  const owner = ownerText(holdersOf(procedure.owner, book.directory, asOf.date), book.directory);
  const facts = [
    ...(item === null ? [] : [`For ${item.occurrence.key}`]),
    ...(due === null ? [] : [`due ${longDate(due)}`]),
    `owner: ${owner}`,
    ...(procedure.effortMinutes === undefined ? [] : [`effort: ${formatEffort(procedure.effortMinutes)}`]),
    ...procedure.requires.map((it) => `requires ${it}`),
  ];
  const line = markdownText(facts.join("; "));
  return `${line.slice(0, 1).toUpperCase()}${line.slice(1)}.`;
}

function tasksOf({ tasks }: Checklist, kind: Task["kind"]): Task[] {
  return tasks.filter((task) => task.kind === kind);
}

function taskText({ kind, number, lead, text }: Task): string {
  const marker = kind === "step" ? `${number}. ` : "- ";
  const indent = " ".repeat(marker.length);
  const lines = text.split("\n").map((line, index) => (index === 0 || line === "" ? line : `${indent}${line}`));
  // A box is one only before words; before a block of code or a table it needs a line of its own.
  const body = /^(?:```|~~~|\||>|#| {4}|\t)/.test(text) ? `\n\n${indent}${lines.join("\n")}` : ` ${lines.join("\n")}`;
  return plainBlock(`${lead === "" ? "" : `${lead}\n\n`}${marker}[ ]${body}`);
}
