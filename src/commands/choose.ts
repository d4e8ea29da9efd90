import { RunbookError } from "../errors.ts";
import { isPerformed } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { chooseOccurrence } from "../schedule/candidates.ts";
import { type Item, itemOf } from "../schedule/due-list.ts";
import { eventWith } from "../schedule/event-with.ts";
import { eventsAsOf, eventsMeant } from "../schedule/incidents.ts";
import { isEvent, occurrenceWithKey } from "../schedule/occurrences.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { STATUS_WORDS, dueText, eventTitle, shortDate } from "../view/words.ts";

/** For the commands that messages suggest. */
export type Verb = "done" | "skip" | "run";

/**
 * The occurrence that a record is for: the one with the key, else the only candidate.
 * Throws RunbookError `unknown-occurrence`, `ambiguous` or `no-candidate`, each with what to type instead.
 */
export function chooseItem(
  procedure: Procedure,
  schedule: Schedule,
  verb: Verb,
  { key, isRepeated = false }: { readonly key?: string | undefined; readonly isRepeated?: boolean | undefined },
): Item {
  if (key !== undefined) return itemWithKey(procedure, schedule, key);
  const choice = chooseOccurrence(procedure, schedule, isRepeated);
  switch (choice.kind) {
    case "one":
      return choice.item;
    case "several":
      throw severalError(choice.items, schedule, `runbook ${verb} ${procedure.id} `);
    case "recorded":
    case "none": {
      const { latest, left, next } = choice;
      const recorded = latest === null ? "" : `${latest.occurrence.key} is ${STATUS_WORDS[latest.status]}`;
      throw new RunbookError(
        "no-candidate",
        left !== undefined && latest !== null
          ? `${procedure.id} has one more: ${recorded}, and ${left.occurrence.key} is ${STATUS_WORDS[left.status]}`
          : `${procedure.id} has nothing ${latest === null ? "to record now" : `left to record: ${recorded}`}`,
        [
          ...(left === undefined ? [] : [`Name it: runbook ${verb} ${procedure.id} --for ${left.occurrence.key}`]),
          ...(verb === "skip" ? [] : againHint(procedure, latest, verb)),
          next === null
            ? `Nothing more of it is scheduled; see why: runbook explain ${procedure.id}`
            : `The next one is ${describeItem(next, schedule)}: runbook ${verb} ${procedure.id} --for ${next.occurrence.key}`,
        ].join("\n"),
      );
    }
  }
}

function againHint({ id, cadence }: Procedure, latest: Item | null, verb: Verb): string[] {
  if (latest !== null) return [`Record ${latest.occurrence.key} once more: runbook ${verb} ${id} --again`];
  return cadence === "daily" ? ["None is done to which --again could add."] : [];
}

/** Throws RunbookError `already-done` for an occurrence that is done, unless it is to be recorded again. */
export function refuseDone(
  { occurrence, status }: Item,
  isRepeated: boolean | undefined,
  verb: Exclude<Verb, "skip"> = "done",
): void {
  if (isRepeated === true || !isPerformed(status)) return;
  const { procedure, key } = occurrence;
  throw new RunbookError(
    "already-done",
    `${procedure.id} is done for ${key} already`,
    `Record it once more: runbook ${verb} ${procedure.id} --for ${key} --again`,
  );
}

/**
 * The occurrence with a key. Throws RunbookError `unknown-occurrence` for one that the trigger cannot yield, and as
 * `keyMeant`.
 */
export function itemWithKey(procedure: Procedure, schedule: Schedule, word: string): Item {
  const key = keyMeant(procedure, schedule, word);
  const occurrence = occurrenceWithKey(procedure, schedule, key);
  if (occurrence !== undefined) return itemOf(occurrence, schedule);
  throw new RunbookError(
    "unknown-occurrence",
    `${procedure.id} has no occurrence \`${key}\`: its trigger is \`${procedure.triggerText}\``,
    [
      `See its keys: runbook explain ${procedure.id}`,
      ...(isEvent(procedure) ? ["If another clone recorded what it waits for, fetch that: runbook sync"] : []),
    ].join("\n"),
  );
}

/**
 * The key that a word means: of what waits for events also as much of an event's id as tells it apart, or its ticket.
 * Throws RunbookError `ambiguous` where several are meant.
 */
export function keyMeant(procedure: Procedure, schedule: Schedule, word: string): string {
  if (!isEvent(procedure) || eventWith(schedule.history, word) !== undefined) return word;
  const items = eventsMeant(word, eventsAsOf(schedule).toReversed()).flatMap(({ id }) => {
    const occurrence = occurrenceWithKey(procedure, schedule, id);
    return occurrence === undefined ? [] : itemOf(occurrence, schedule);
  });
  if (items.length > 1) throw severalError(items, schedule, "");
  return items[0]?.occurrence.key ?? word;
}

function severalError(items: readonly Item[], schedule: Schedule, command: string): RunbookError {
  const last = items.at(-1)?.occurrence;
  return new RunbookError(
    "ambiguous",
    `${last?.procedure.id} has ${items.length} occurrences to choose from:\n${items.map((item) => describeItem(item, schedule)).join("\n")}`,
    `Name one: ${command}--for ${last?.key}`,
  );
}

/** `2026-11 (overdue, due Mon 30 Nov)`, with the title of the event that asks for it. */
export function describeItem({ occurrence, status }: Item, schedule: Schedule): string {
  const { date } = schedule.asOf;
  const when =
    status === "upcoming" ? `scheduled on ${shortDate(occurrence.scheduled, date)}` : dueText(occurrence, date);
  return `${occurrence.key}${eventTitle(occurrence, schedule)} (${STATUS_WORDS[status]}, ${when})`;
}
