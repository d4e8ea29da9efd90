import { titleOf } from "../model/event-note.ts";
import type { Identity } from "../model/record.ts";
import type { Severity } from "../model/trigger.ts";
import { type Call, callOf } from "./calls.ts";
import { type Item, byDue, itemOf } from "./due-list.ts";
import { concernOf } from "./event-occurrences.ts";
import { eventWith } from "./event-with.ts";
import { type EventHistory, type Performed, describesEvent } from "./history.ts";
import { isEvent, occurrenceWithKey } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";
import type { Instant } from "./zone.ts";

/** The name of the events that have a severity. */
export const INCIDENT = "incident";

/** An event as of the day asked about: what its records say, together. */
export interface EventState {
  readonly id: string;
  /** `incident`, or the event's name. */
  readonly name: string;
  readonly title: string | null;
  readonly ticket: string | null;
  /** The last one; null for what is no incident. */
  readonly severity: Severity | null;
  readonly severities: EventHistory["severities"];
  readonly openedAt: Instant;
  readonly openedBy: Identity;
  readonly closedAt: Instant | null;
  readonly closedBy: Identity | null;
  readonly assignee: Identity | null;
  /** Everything that was recorded of it, oldest first; what was before the opening too. */
  readonly timeline: readonly Performed[];
}

/** What an event asked for and when it came: an occurrence with its response time. */
export interface Response extends Item {
  /** When it began to concern the procedure: the opening, or the change to its severity. */
  readonly startedAt: Instant;
  /** When it was closed, or its severity changed away; null while it concerns the procedure. */
  readonly endedAt: Instant | null;
  /** When it was done; null where it is not. */
  readonly respondedAt: Instant | null;
}

/** The events that had been opened by the day asked about, newest first. */
export function eventsAsOf(schedule: Schedule): EventState[] {
  return schedule.history.events.flatMap((event) => stateOf(event, schedule) ?? []);
}

function stateOf(event: EventHistory, { asOf }: Schedule): EventState | undefined {
  const timeline = event.records.filter(({ on }) => on <= asOf.date);
  const opening = timeline.find(({ record }) => record.record === "event");
  if (opening === undefined) return undefined;
  const closing = timeline.find(({ record }) => record.record === "event-close");
  const descriptions = timeline.map(({ record }) => record).filter(({ record }) => describesEvent(record));
  const severities = event.severities.filter(({ at }) => at <= asOf.instant);
  return {
    id: event.id,
    name: event.name,
    title: titleOf(opening.record.note),
    ticket: descriptions.findLast(({ ticket }) => ticket !== null)?.ticket ?? null,
    severity: severities.at(-1)?.severity ?? null,
    severities,
    openedAt: opening.at,
    openedBy: opening.record.performedBy,
    closedAt: closing?.at ?? null,
    closedBy: closing?.record.performedBy ?? null,
    assignee: descriptions.findLast(({ assignee }) => assignee !== null)?.assignee ?? null,
    timeline,
  };
}

/** How long an event has been open, or was, in milliseconds. */
export function openFor({ openedAt, closedAt }: EventState, { asOf }: Schedule): number {
  return Math.max(0, (closedAt ?? asOf.instant) - openedAt);
}

/** The occurrences of an event with their response times, in the order in which they began, then by due time. */
export function responsesOf(id: string, schedule: Schedule): Response[] {
  const event = eventWith(schedule.history, id);
  if (event === undefined) return [];
  return schedule.book.procedures
    .filter(isEvent)
    .flatMap((procedure) => {
      const span = concernOf(procedure, procedure.trigger, event, schedule);
      const occurrence = occurrenceWithKey(procedure, schedule, id);
      if (span === undefined || occurrence === undefined) return [];
      const item = itemOf(occurrence, schedule);
      const done = item.decidedBy?.record.outcome === "done" ? item.decidedBy.at : null;
      const endedAt = span.to !== null && span.to <= schedule.asOf.instant ? span.to : null;
      return { ...item, startedAt: span.from, endedAt, respondedAt: done };
    })
    .toSorted((a, b) => a.startedAt - b.startedAt || byDue(a, b));
}

/** Whom to call today, in order, for what an event still asks for. */
export function callsOf(responses: readonly Response[], { book, asOf }: Schedule): Call[] {
  const current = responses.filter(({ endedAt }) => endedAt === null);
  const ids = new Set(current.flatMap(({ occurrence }) => occurrence.procedure.escalateTo));
  return [...ids].map((id) => callOf(id, book.directory, asOf.date));
}

/** The names of the events that procedures wait for, incidents apart. */
export function raisableNames({ book }: Schedule): string[] {
  const names = book.procedures.filter(isEvent).map(({ trigger }) => trigger.event);
  return [...new Set(names)].filter((name) => name !== INCIDENT).toSorted();
}

/**
 * The events that a word means: the one with this id or ticket, else those whose id has a part (from its beginning, or
 * after a hyphen) that begins with the word.
 */
export function eventsMeant(word: string, events: readonly EventState[]): EventState[] {
  const wanted = word.trim().toLowerCase();
  const exact = events.filter(({ id, ticket }) => id === wanted || ticket?.toLowerCase() === wanted);
  if (exact.length > 0) return exact;
  return wanted === "" ? [] : events.filter(({ id }) => id.startsWith(wanted) || id.includes(`-${wanted}`));
}
