import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import { type Occurrence, isWorkable } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { type Item, byScheduled, itemOf, listedItems, openItems, upcomingItems } from "./due-list.ts";
import { occurrencesScheduled, occurrenceWithKey, startOf } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";

const EARLY_DAYS = 7;
/** How far ahead the next dates are looked for, in growing steps; the last is far enough for all but the rarest. */
const NEXT_WITHIN_DAYS = [7, 45, 400, 1600];

/** Which occurrence a record without an explicit key is for. */
export type Choice =
  | { readonly kind: "one"; readonly item: Item }
  | { readonly kind: "several"; readonly items: readonly Item[] }
  /**
   * Something was recorded today, or the next date of a daily procedure would be guessed: the user must say. With `none`
   * the next date is simply too far.
   */
  | {
      readonly kind: "recorded" | "none";
      readonly latest: Item | null;
      /** An earlier one that still needs work: days off can move two to one day. */
      readonly left: Item | undefined;
      readonly next: Item | null;
    };

/**
 * The occurrence that `done` or `skip` takes where the user names none; where nothing is left and it is to be recorded
 * again (`isRepeated`), the one recorded last.
 */
export function chooseOccurrence(procedure: Procedure, schedule: Schedule, isRepeated = false): Choice {
  const [first, ...others] = candidatesOf(procedure, schedule);
  if (first !== undefined) {
    return others.length === 0 ? { kind: "one", item: first } : { kind: "several", items: [first, ...others] };
  }
  const latest = latestRecorded(procedure, schedule);
  if (isRepeated && latest !== null) return { kind: "one", item: latest };
  const [next = null] = nextItems(procedure, schedule, 1);
  if (procedure.cadence === "daily" || wasRecordedToday(procedure, schedule)) {
    const left = listedItems(procedure, schedule).find(({ status }) => isWorkable(status));
    return { kind: "recorded", latest, left, next };
  }
  if (next === null || next.occurrence.scheduled > addDays(schedule.asOf.date, EARLY_DAYS))
    return { kind: "none", latest, left: undefined, next };
  const { scheduled } = next.occurrence;
  const tied = upcomingItems(procedure, schedule, scheduled, scheduled);
  return tied.length === 1 ? { kind: "one", item: next } : { kind: "several", items: tied };
}

/** Nobody asks by a date for what was to be done longer ago. */
const LOOK_BACK_DAYS = 400;
/** A day off in between is rolled over, and what holidays there are in a row. */
const ROLLED_DAYS = 31;

/** The occurrences that a day belongs to: from the first one to work on them, or the one that the rule names, to the last on time. */
export function occurrencesOn(procedure: Procedure, schedule: Schedule, day: CalendarDate): Occurrence[] {
  return occurrencesScheduled(procedure, schedule, addDays(day, -LOOK_BACK_DAYS), addDays(day, ROLLED_DAYS)).filter(
    ({ nominal, scheduled, due }) => nominal === day || (scheduled <= day && due !== null && day <= due),
  );
}

/** Under `latest` the current occurrence, under `each` all that are listed; those of them that need work. */
function candidatesOf(procedure: Procedure, schedule: Schedule): Item[] {
  const eligible =
    procedure.catchUp === "latest" ? openItems(procedure, schedule).slice(-1) : listedItems(procedure, schedule);
  return eligible.filter(({ status }) => isWorkable(status));
}

/** The next occurrences that are owed and not recorded, by scheduled date: `count` at the most. */
export function nextItems(procedure: Procedure, schedule: Schedule, count: number): Item[] {
  const tomorrow = addDays(schedule.asOf.date, 1);
  const start = startOf(procedure, schedule);
  const from = start > tomorrow ? start : tomorrow;
  let found: Item[] = [];
  for (const days of NEXT_WITHIN_DAYS) {
    found = upcomingItems(procedure, schedule, from, addDays(from, days));
    if (found.length >= count) break;
  }
  return found.slice(0, count);
}

function wasRecordedToday(procedure: Procedure, schedule: Schedule): boolean {
  const { date } = schedule.asOf;
  return schedule.history
    .of(procedure)
    .some(({ record, on }) => on === date || schedule.zone.dateAt(Date.parse(record.recordedAt)) === date);
}

/** Of what has begun and not closed, and of what was done before its day. */
function latestRecorded(procedure: Procedure, schedule: Schedule): Item | null {
  const keys = new Set(schedule.history.of(procedure).flatMap(({ record }) => record.occurrence ?? []));
  const ahead = [...keys]
    .flatMap((key) => occurrenceWithKey(procedure, schedule, key) ?? [])
    .filter(({ scheduled }) => scheduled > schedule.asOf.date)
    .map((occurrence) => itemOf(occurrence, schedule));
  const at = ({ decidedBy }: Item): number => Date.parse(decidedBy?.record.recordedAt ?? "") || 0;
  const recorded = [...openItems(procedure, schedule), ...ahead].filter(({ decidedBy }) => decidedBy !== null);
  return recorded.toSorted((a, b) => at(a) - at(b)).at(-1) ?? null;
}

/** Every occurrence scheduled up to a date, or from one, that still wants an answer: not done, not skipped, owed. */
export function unansweredThrough(
  procedure: Procedure,
  schedule: Schedule,
  last: CalendarDate,
  from?: CalendarDate,
): Item[] {
  const start = startOf(procedure, schedule);
  return occurrencesScheduled(procedure, schedule, from === undefined || from < start ? start : from, last)
    .map((occurrence) => itemOf(occurrence, schedule))
    .filter(({ status }) => isWorkable(status) || status === "missed" || status === "upcoming")
    .toSorted(byScheduled);
}
