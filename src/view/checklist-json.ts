import type { Checklist, Task } from "../model/checklist.ts";
import type { Procedure } from "../model/procedure.ts";
import { callOf } from "../schedule/calls.ts";
import type { Item } from "../schedule/due-list.ts";
import { lastValues } from "../schedule/recent.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { ChecklistTexts } from "./checklist-markdown.ts";
import { callDocument } from "./incident-json.ts";
import { itemDocument, procedureDocument } from "./json.ts";
import type { Output } from "./output-shapes.ts";

/** `run --print --json`; `item` is null where no occurrence is meant, `next` the day on which the procedure comes next. */
export function checklistDocument(
  procedure: Procedure,
  item: Item | null,
  next: string | null,
  checklist: Checklist,
  { purpose, escalation }: ChecklistTexts,
  schedule: Schedule,
): Output<"checklist"> {
  const tasksOf = (kind: Task["kind"]): Output<"checklist">["steps"] =>
    checklist.tasks
      .filter((task) => task.kind === kind)
      .map(({ number, lead, text }) => ({ number, text: lead === "" ? text : `${lead}\n\n${text}` }));
  return {
    schemaVersion: 1,
    procedure: procedureDocument(procedure, schedule, next),
    item: item === null ? null : itemDocument(item),
    purpose,
    steps: tasksOf("step"),
    validation: tasksOf("point"),
    measures: Object.entries(procedure.measures).map(([name, { unit, warn, limit }]) => ({
      name,
      unit: unit ?? null,
      warn: warn ?? null,
      limit: limit ?? null,
      last: lastValues(procedure, name, schedule).map(({ value, on }) => ({ date: on, value })),
    })),
    escalation: {
      text: escalation,
      calls: procedure.escalateTo.map((id) => callDocument(callOf(id, schedule.book.directory, schedule.asOf.date))),
    },
  };
}
