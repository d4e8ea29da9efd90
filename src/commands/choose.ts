import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { isPerformed } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { chooseOccurrence } from "../schedule/candidates.ts";
import { type Item, itemOf } from "../schedule/due-list.ts";
import { eventWith } from "../schedule/event-with.ts";
import { eventsAsOf, eventsMeant } from "../schedule/incidents.ts";
import { isEvent, occurrenceWithKey } from "../schedule/occurrences.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import type { StatusSession } from "../session/session.ts";
import { type Verb, byWhom, severalError } from "./choices.ts";

/**
 * The occurrence that a record is for: the one with the key, else the only candidate.
 * Throws RunbookError `unknown-occurrence`, `ambiguous` or `no-candidate`, each with what to type instead.
 */
export async function chooseItem(
  procedure: Procedure,
  schedule: Schedule,
  verb: Verb,
  { key, isRepeated = false }: { readonly key?: string | undefined; readonly isRepeated?: boolean | undefined },
): Promise<Item> {
  if (key !== undefined) return itemWithKey(procedure, schedule, key);
  const choice = chooseOccurrence(procedure, schedule, isRepeated);
  if (choice.kind === "one") return choice.item;
  throw (await import("./choose-refused.ts")).refusalOf(choice, procedure, schedule, verb);
}

/** Throws RunbookError `already-done` for an occurrence that is done, unless it is to be recorded again. */
export function refuseDone(item: Item, isRepeated: boolean | undefined, verb: Exclude<Verb, "skip"> = "done"): void {
  if (isRepeated === true || !isPerformed(item.status)) return;
  const { procedure, key } = item.occurrence;
  throw new RunbookError(
    "already-done",
    `${procedure.id} is done for ${key} already${byWhom(item)}`,
    `Record it once more: runbook ${verb} ${procedure.id} ${verb === "check" ? "--record " : ""}--for ${key} --again`,
  );
}

/** As it stands now, where another day was asked about (`--as-of`): what was recorded since counts against a further record. */
export function asOfNow(item: Item, session: StatusSession, { asOf }: GlobalOptions, io: Io): Item {
  return asOf === undefined ? item : itemOf(item.occurrence, session.scheduleWith([], io.now()));
}

/**
 * The occurrence with a key. Throws RunbookError `unknown-occurrence` for one that the trigger cannot yield, and as
 * `keyMeant`.
 */
export async function itemWithKey(procedure: Procedure, schedule: Schedule, word: string): Promise<Item> {
  const key = keyMeant(procedure, schedule, word);
  const occurrence = occurrenceWithKey(procedure, schedule, key);
  if (occurrence !== undefined) return itemOf(occurrence, schedule);
  throw (await import("./choose-refused.ts")).unknownKey(procedure, schedule, key);
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
  if (items.length > 1) throw severalError(items, schedule, `--for ${items.at(-1)?.occurrence.key}`);
  return items[0]?.occurrence.key ?? word;
}
