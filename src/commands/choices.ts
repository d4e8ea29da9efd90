// How occurrences to choose from, and what was recorded of them, are told.

import { RunbookError } from "../errors.ts";
import { abbreviated } from "../model/record.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { STATUS_WORDS, dueText, eventTitle, shortDate } from "../view/words.ts";

/** For the commands that messages suggest. */
export type Verb = "done" | "skip" | "run" | "check";

/** Who did it, and which record says so: whoever is refused may not have known. */
export function byWhom({ decidedBy }: Item): string {
  if (decidedBy === null) return "";
  const { performedBy, commit } = decidedBy.record;
  return ` by ${performedBy.name} (${abbreviated(commit)})`;
}

/** Of many, so many of the oldest and of the newest are named. */
const NAMED = 5;

/** RunbookError `ambiguous`: what there is to choose from, and a command that takes one of it. */
export function severalError(items: readonly Item[], schedule: Schedule, command: string): RunbookError {
  const lines = items.map((item) => describeItem(item, schedule));
  const left = items.length - 2 * NAMED;
  // A line that stands for one says no less.
  if (left > 1) lines.splice(NAMED, left, `… ${left} more …`);
  return new RunbookError(
    "ambiguous",
    `${items[0]?.occurrence.procedure.id} has ${items.length} occurrences to choose from:\n${lines.join("\n")}`,
    `Name one: ${command}`,
  );
}

/** `2026-11 (overdue, due Mon 30 Nov)`, with the title of the event that asks for it. */
export function describeItem({ occurrence, status }: Item, schedule: Schedule): string {
  const { date } = schedule.asOf;
  const when =
    status === "upcoming" ? `scheduled on ${shortDate(occurrence.scheduled, date)}` : dueText(occurrence, date);
  return `${occurrence.key}${eventTitle(occurrence, schedule)} (${STATUS_WORDS[status]}, ${when})`;
}
