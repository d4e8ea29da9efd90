// Why `done`, `skip`, `run` and `check` cannot tell which occurrence is meant, and what to type instead.

import { isCalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import { type Choice, occurrencesOn } from "../schedule/candidates.ts";
import { type Item, itemOf } from "../schedule/due-list.ts";
import { isEvent } from "../schedule/occurrences.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { leftOutReason } from "../view/days-off.ts";
import { STATUS_WORDS } from "../view/words.ts";
import { type Verb, byWhom, describeItem, severalError } from "./choices.ts";

/** RunbookError `ambiguous` or `no-candidate`. */
export function refusalOf(
  choice: Exclude<Choice, { readonly kind: "one" }>,
  procedure: Procedure,
  schedule: Schedule,
  verb: Verb,
): RunbookError {
  const command = typed(verb, procedure);
  if (choice.kind === "several") {
    return severalError(choice.items, schedule, `${command} --for ${choice.items.at(-1)?.occurrence.key}`);
  }
  const { latest, left, next } = choice;
  const recorded = latest === null ? "" : `${latest.occurrence.key} is ${STATUS_WORDS[latest.status]}${byWhom(latest)}`;
  return new RunbookError(
    "no-candidate",
    left !== undefined && latest !== null
      ? `${procedure.id} has one more: ${recorded}, and ${left.occurrence.key} is ${STATUS_WORDS[left.status]}`
      : `${procedure.id} has nothing ${latest === null ? "to record now" : `left to record: ${recorded}`}`,
    [
      ...(left === undefined ? [] : [`Name it: ${command} --for ${left.occurrence.key}`]),
      ...(latest === null ? notToday(procedure, schedule) : []),
      ...(verb === "skip" ? [] : againHint(procedure, latest, command)),
      next === null
        ? `Nothing more of it is scheduled; see why: runbook explain ${procedure.id}`
        : `The next one is ${describeItem(next, schedule)}: ${command} --for ${next.occurrence.key}`,
    ].join("\n"),
  );
}

/** RunbookError `unknown-occurrence`, with why there is none, and with the occurrence of the day that was named instead of its key. */
export function unknownKey(procedure: Procedure, schedule: Schedule, key: string): RunbookError {
  const reason = leftOutReason(procedure, schedule, key) ?? `its trigger is \`${procedure.triggerText}\``;
  const ofDay = isCalendarDate(key) && !isEvent(procedure) ? occurrencesOn(procedure, schedule, key).at(-1) : undefined;
  return new RunbookError(
    "unknown-occurrence",
    `${procedure.id} has no occurrence \`${key}\`: ${reason}`,
    [
      ...(ofDay === undefined ? [] : [`On that day it is ${describeItem(itemOf(ofDay, schedule), schedule)}.`]),
      `See its keys: runbook explain ${procedure.id}`,
      ...(isEvent(procedure) ? ["If another clone recorded what it waits for, fetch that: runbook sync"] : []),
    ].join("\n"),
  );
}

function typed(verb: Verb, { id }: Procedure): string {
  return `runbook ${verb} ${id}${verb === "check" ? " --record" : ""}`;
}

/** Why nothing is asked of it on a day on which somebody would do it: a freeze, a day off. */
function notToday(procedure: Procedure, schedule: Schedule): string[] {
  if (isEvent(procedure)) return [];
  const { date } = schedule.asOf;
  const frozen = occurrencesOn(procedure, schedule, date).find(({ notOwed }) => notOwed !== null);
  if (frozen !== undefined) {
    return [`${frozen.key} is not owed; see why: runbook explain ${procedure.id} --for ${frozen.key}`];
  }
  const reason = leftOutReason(procedure, schedule, date);
  return reason === undefined ? [] : [`${reason}.`];
}

function againHint(procedure: Procedure, latest: Item | null, command: string): string[] {
  if (latest !== null) return [`Record ${latest.occurrence.key} once more: ${command} --again`];
  return procedure.cadence === "daily" ? ["None is done to which --again could add."] : [];
}

/** RunbookError `already-done` of what is to be skipped and is done. */
export function cannotSkip(item: Item): RunbookError {
  const { procedure, key } = item.occurrence;
  return new RunbookError(
    "already-done",
    `${procedure.id} is done for ${key}${byWhom(item)}, so it cannot be skipped`,
    `If the completion is wrong, void it first: runbook undo ${procedure.id} --for ${key}`,
  );
}
