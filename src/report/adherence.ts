// What became of everything that was due in a period, occurrence by occurrence, and the sums that adherence is made of.

import type { CalendarDate } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { concernOf } from "../schedule/event-occurrences.ts";
import { eventWith } from "../schedule/event-with.ts";
import type { Performed } from "../schedule/history.ts";
import { isEvent } from "../schedule/occurrences.ts";
import { type Standing, recordsOf, standingOf } from "../schedule/status.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type DueOccurrence, occurrencesDue } from "./occurrences-due.ts";

/**
 * What became of an occurrence that was due. All but `skipped` and `not-yet-due` are owed; of what is owed only `on-time`
 * was done on time.
 */
export const RESULTS = [
  "on-time",
  /** Done after the due date: before it closed, or after a record that it had by then, such as a failure. */
  "late",
  /** Unrecorded when it closed, whether or not it was done after that. */
  "missed",
  /** Left out with a reason that was recorded after the due date. */
  "waived",
  /** Performed, and its validation has not passed since. */
  "failed",
  /** Past its due date and still to be done. */
  "overdue",
  "awaiting-approval",
  /** Left out with a reason that was recorded on or before the due date. */
  "skipped",
  /** No record yet, and the due date has not passed on the day asked about. */
  "not-yet-due",
] as const;
export type Result = (typeof RESULTS)[number];

/** An occurrence that was due, with its status and what that counts as. */
export interface Assessed extends Standing {
  readonly occurrence: DueOccurrence;
  readonly result: Result;
}

/** How many of each result; they add up, over groups as over parts of a period. */
export interface Tally {
  /** `onTime + late + missed + waived + failed + overdue + awaitingApproval`. */
  readonly owed: number;
  readonly onTime: number;
  readonly late: number;
  readonly missed: number;
  /** Those of `missed` that were done after they had closed. */
  readonly doneAfterClosing: number;
  readonly waived: number;
  readonly failed: number;
  readonly overdue: number;
  readonly awaitingApproval: number;
  readonly skipped: number;
  readonly notYetDue: number;
}

/**
 * Everything that was due from `first` to `last` (both included), assessed as of the schedule's moment; by due date, then
 * procedure, then key. What was not owed (before go-live, retired, frozen, its event ended before it was answered) and what
 * has no due date (an event without `within`) is left out.
 */
export function assessedItems(schedule: Schedule, first: CalendarDate, last: CalendarDate): Assessed[] {
  return schedule.book.procedures
    .flatMap((procedure) => occurrencesDue(procedure, schedule, first, last))
    .flatMap((occurrence): Assessed[] => {
      if (occurrence.notOwed !== null && occurrence.notOwed !== "ended") return [];
      if (occurrence.notOwed === "ended" && !isInTime(recordsOf(occurrence, schedule)[0], occurrence, schedule))
        return [];
      const standing = standingOf(occurrence, schedule);
      return [{ occurrence, ...standing, result: resultOf(occurrence, standing, schedule) }];
    })
    .toSorted(({ occurrence: a }, { occurrence: b }) => {
      return compare(a.due, b.due) || compare(a.procedure.id, b.procedure.id) || compare(a.key, b.key);
    });
}

/**
 * What was answered while its event still asked for it was owed, however soon the event ended after that. The first record
 * is the answer: what is recorded later takes nothing out of the figures.
 */
function isInTime(answer: Performed | undefined, { procedure, key }: DueOccurrence, schedule: Schedule): boolean {
  const event = eventWith(schedule.history, key);
  if (answer === undefined || event === undefined || !isEvent(procedure)) return false;
  const span = concernOf(procedure, procedure.trigger, event, schedule);
  return span !== undefined && (span.to === null || answer.at <= span.to);
}

function resultOf(occurrence: DueOccurrence, standing: Standing, schedule: Schedule): Result {
  switch (standing.status) {
    case "done":
      return "on-time";
    case "done-late":
      return wasMissed(occurrence, schedule) ? "missed" : "late";
    case "open":
    case "due":
    case "upcoming":
    case "not-owed":
      return "not-yet-due";
    case "missed":
    case "waived":
    case "failed":
    case "overdue":
    case "awaiting-approval":
    case "skipped":
      return standing.status;
  }
}

/** Whether its first record came when it was closed: by the end of its event at an instant, by all else with the day. */
function wasMissed(occurrence: DueOccurrence, schedule: Schedule): boolean {
  const { procedure, closes } = occurrence;
  const [first] = recordsOf(occurrence, schedule);
  if (closes === null || first === undefined) return false;
  if (isEvent(procedure) && closes !== procedure.retired) return !isInTime(first, occurrence, schedule);
  return first.on >= closes;
}

/** The sums over occurrences. */
export function tallyOf(assessed: readonly Assessed[]): Tally {
  const count = (result: Result): number => assessed.filter((one) => one.result === result).length;
  const counts = {
    onTime: count("on-time"),
    late: count("late"),
    missed: count("missed"),
    waived: count("waived"),
    failed: count("failed"),
    overdue: count("overdue"),
    awaitingApproval: count("awaiting-approval"),
  };
  return {
    owed: Object.values(counts).reduce((sum, number) => sum + number, 0),
    ...counts,
    doneAfterClosing: assessed.filter(({ result, status }) => result === "missed" && status === "done-late").length,
    skipped: count("skipped"),
    notYetDue: count("not-yet-due"),
  };
}

/** Done on time divided by owed, from 0 to 1; null where nothing was owed. */
export function adherenceOf({ onTime, owed }: Tally): number | null {
  return owed === 0 ? null : onTime / owed;
}

/** Occurrences, or what else there is, by what `keyOf` says of each; groups in the order of their first. */
export function groupedBy<One, Key>(all: readonly One[], keyOf: (one: One) => Key): Map<Key, One[]> {
  const groups = new Map<Key, One[]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** The sums of each day on which something was due, by date: what a heat map is drawn from. */
export function talliesByDay(assessed: readonly Assessed[]): Map<CalendarDate, Tally> {
  const days = [...groupedBy(assessed, ({ occurrence }) => occurrence.due)].toSorted(([a], [b]) => compare(a, b));
  return new Map(days.map(([day, ofDay]) => [day, tallyOf(ofDay)]));
}
