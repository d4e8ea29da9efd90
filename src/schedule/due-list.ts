import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { type Occurrence, STATUSES } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { type Holders, holdersOf } from "./holders.ts";
import { occurrencesScheduled, occurrenceWithKey, startOf } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";
import { type Standing, isListed, missedListedUntil, standingOf } from "./status.ts";
import type { Instant } from "./zone.ts";

/** An occurrence with its status and who answers for it: on the day asked about, or on the day it begins if later. */
export interface Item extends Standing {
  readonly occurrence: Occurrence;
  readonly owner: Holders;
  /** Civil date of the procedure's last `done`, under any key. */
  readonly lastDone: CalendarDate | null;
}

export interface DueList {
  readonly items: readonly Item[];
  /** What is scheduled in the days after. */
  readonly upcoming: readonly Item[];
}

/** How far back the first step of the search for unclosed occurrences reaches; each further one twice as far. */
const LOOK_BACK_DAYS = 9;

/**
 * What to do on the day asked about, most pressing first, and what is scheduled within `withinDays` after it; of what
 * `isWanted` lets through.
 */
export function dueList(
  schedule: Schedule,
  withinDays: number,
  isWanted: (item: Item) => boolean = () => true,
): DueList {
  const { procedures } = schedule.book;
  const { date } = schedule.asOf;
  const [first, last] = [addDays(date, 1), addDays(date, withinDays)];
  const items: Item[] = [];
  const upcoming: Item[] = [];
  // Both of a procedure at once: what it has done is not held until the end where there are many.
  for (const procedure of procedures) {
    items.push(...listedItems(procedure, schedule));
    upcoming.push(...upcomingItems(procedure, schedule, first, last));
  }
  return {
    items: items.filter(isWanted).toSorted(byUrgency),
    upcoming: upcoming.filter(isWanted).toSorted(byScheduled),
  };
}

/** Two lists of different procedures as one. */
export function joinedLists(a: DueList, b: DueList): DueList {
  return {
    items: [...a.items, ...b.items].toSorted(byUrgency),
    upcoming: [...a.upcoming, ...b.upcoming].toSorted(byScheduled),
  };
}

/** The occurrences of a procedure that are scheduled from one day to another, owed and not recorded, by scheduled date. */
export function upcomingItems(
  procedure: Procedure,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
): Item[] {
  return occurrencesScheduled(procedure, schedule, first, last)
    .map((occurrence) => itemOf(occurrence, schedule))
    .filter(({ status }) => status === "upcoming")
    .toSorted(byScheduled);
}

/** The occurrences of a procedure that stand in `due`. */
export function listedItems(procedure: Procedure, schedule: Schedule): Item[] {
  return relevantOccurrences(procedure, schedule)
    .map((occurrence) => itemOf(occurrence, schedule))
    .filter((item) => isListed(item.occurrence, item, schedule));
}

/** The occurrences of a procedure that have begun and not closed, owed or not, by nominal date. */
export function openItems(procedure: Procedure, schedule: Schedule): Item[] {
  const { date } = schedule.asOf;
  return relevantOccurrences(procedure, schedule)
    .filter(({ scheduled, closes }) => scheduled <= date && (closes === null || closes > date))
    .toSorted((a, b) => compare(a.nominal, b.nominal))
    .map((occurrence) => itemOf(occurrence, schedule));
}

/** An occurrence with its status as of the schedule's moment. */
export function itemOf(occurrence: Occurrence, schedule: Schedule): Item {
  const { procedure } = occurrence;
  const { status, decidedBy } = standingOf(occurrence, schedule);
  return {
    occurrence,
    status,
    decidedBy,
    owner: holdersOf(procedure.owner, schedule.book.directory, dayOfWork(occurrence, schedule)),
    lastDone: lastDoneOf(procedure, schedule),
  };
}

/** The day on which somebody will answer for it: today, or the day on which it begins. */
function dayOfWork({ scheduled }: Occurrence, { asOf }: Schedule): CalendarDate {
  return scheduled > asOf.date ? scheduled : asOf.date;
}

/** Civil date of a procedure's last `done`, under any key, as of the day asked about. */
export function lastDoneOf(procedure: Procedure, schedule: Schedule): CalendarDate | null {
  const last = schedule.history
    .of(procedure)
    .findLast(({ record, on }) => record.outcome === "done" && on <= schedule.asOf.date);
  return last?.on ?? null;
}

/** Every occurrence that may stand in `due`: begun, and not closed for long; or failed, or awaiting approval, since. */
function relevantOccurrences(procedure: Procedure, schedule: Schedule): Occurrence[] {
  // Under `latest` an occurrence closes when the next one begins, so that the search back ends early.
  const begun = procedure.catchUp === "latest" ? latestOccurrences(procedure, schedule) : allBegun(procedure, schedule);
  const needsApproval = procedure.requires.includes("approval");
  const unsettled = schedule.history.of(procedure).filter(({ record }) => needsApproval || record.outcome === "failed");
  const others = new Set(unsettled.flatMap(({ record }) => record.occurrence ?? []));
  for (const { key } of begun) others.delete(key);
  return [...begun, ...[...others].flatMap((key) => occurrenceWithKey(procedure, schedule, key) ?? [])];
}

function allBegun(procedure: Procedure, schedule: Schedule): Occurrence[] {
  return occurrencesScheduled(procedure, schedule, startOf(procedure, schedule), schedule.asOf.date);
}

/**
 * The begun occurrences that are not closed, or closed so recently that they are still listed. Scheduled dates, closing
 * dates and so the last day listed rise with the nominal date: the search goes back until one is past its last day.
 */
function latestOccurrences(procedure: Procedure, schedule: Schedule): Occurrence[] {
  const start = startOf(procedure, schedule);
  const found: Occurrence[] = [];
  let last = schedule.asOf.date;
  for (let days = LOOK_BACK_DAYS; last >= start; days *= 2) {
    const first = addDays(last, -days);
    const step = occurrencesScheduled(procedure, schedule, first < start ? start : first, last);
    found.unshift(...step);
    const oldest = step[0];
    if (oldest?.closes != null && missedListedUntil(oldest.closes, schedule) < schedule.asOf.date) break;
    last = addDays(first, -1);
  }
  return found;
}

/** The most pressing first: by status, then due date. */
export function byUrgency(a: Item, b: Item): number {
  return STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status) || byDue(a, b) || byId(a, b);
}

/** By due date; of one day, what has a time of day first. What has no due date comes last. */
export function byDue({ occurrence: a }: Item, { occurrence: b }: Item): number {
  return compare(a.due ?? "~", b.due ?? "~") || compare(instantDue(a), instantDue(b));
}

function instantDue({ dueAt }: Occurrence): Instant {
  return dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(dueAt);
}

/** By scheduled date, then due date, then id. */
export function byScheduled(a: Item, b: Item): number {
  return compare(a.occurrence.scheduled, b.occurrence.scheduled) || byDue(a, b) || byId(a, b);
}

function byId(a: Item, b: Item): number {
  return compare(a.occurrence.procedure.id, b.occurrence.procedure.id) || compare(a.occurrence.key, b.occurrence.key);
}
