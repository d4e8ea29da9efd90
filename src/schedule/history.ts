import type { CalendarDate } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { LedgerRecord, RecordKind } from "../model/record.ts";
import type { Severity } from "../model/trigger.ts";
import type { Instant, Zone } from "./zone.ts";

/** A record that stands, with its place in time. */
export interface Performed {
  readonly record: LedgerRecord;
  readonly at: Instant;
  /** Civil date in the run book's zone. */
  readonly on: CalendarDate;
}

export type PerformedByKey = Pick<ReadonlyMap<string, readonly Performed[]>, "get">;

/** Something that happened and triggers procedures. */
export interface EventHistory {
  readonly id: string;
  /** `incident`, or the event's name. */
  readonly name: string;
  readonly openedAt: Instant;
  /** Severity from each instant on, ascending; empty for an event without one. What is changed after closing is left out. */
  readonly severities: readonly { readonly at: Instant; readonly severity: Severity }[];
  readonly closedAt: Instant | null;
  /**
   * What was recorded of it, completions and skips of its occurrences too, by time performed; of one second, in the order
   * in which the ledger has them.
   */
  readonly records: readonly Performed[];
}

/** What the ledger says, indexed; voided records are left out of everything but `voided`. */
export interface History {
  /** Completions and skips of a procedure (its former ids too) by time performed, ties by commit. */
  readonly of: (procedure: Procedure) => readonly Performed[];
  /** Whether older ones of a procedure may have been left out; none where this is undefined. */
  readonly mayLack?: (procedure: Procedure) => boolean;
  /** The same by occurrence key. */
  readonly byKey: (procedure: Procedure) => PerformedByKey;
  /** Newest first, by the time of opening, ties by id. */
  readonly events: readonly EventHistory[];
  readonly voided: ReadonlySet<string>;
  /** Standing approvals by the completion's commit. */
  readonly approvals: ReadonlyMap<string, readonly LedgerRecord[]>;
}

/** Voids and approvals are about other records. */
const OF_EVENTS: ReadonlySet<RecordKind> = new Set(["event", "event-update", "event-close", "completion", "skip"]);
const EVENT_ID = /^(.+)-\d{4}-\d{2}-\d{2}-[0-9a-f]{4}$/;

/** Completions and skips of a procedure, by the id that they name, beside the records that are given at once. */
export type FurtherRecords = (procedure: string) => readonly LedgerRecord[];

/**
 * What was worked out of further records is held for so many of them: most questions go through the procedures one by one, and of
 * thousands of them it takes more memory than the records.
 */
const MOST_HELD = 8000;

/** The commits that records void, whatever they are. */
export function voidedBy(records: readonly LedgerRecord[]): Set<string> {
  const voids = records.filter((record) => record.record === "void");
  // A void cannot be voided: what it says stands, and a further record mends it.
  const lasting = new Set(voids.map((record) => record.commit));
  return new Set(voids.flatMap(({ voids: commit }) => (commit === null || lasting.has(commit) ? [] : commit)));
}

/**
 * Indexes the records of one run book, newest first. What a procedure has done is looked at when it is asked for, and may be
 * looked at again where there are further records.
 */
export function historyOf(records: readonly LedgerRecord[], zone: Zone, further?: FurtherRecords): History {
  const voided = voidedBy(records);
  const byProcedure = new Map<string, LedgerRecord[]>();
  const approvals = new Map<string, LedgerRecord[]>();
  for (const record of records) {
    if ((record.record === "completion" || record.record === "skip") && record.procedure !== null) {
      append(byProcedure, record.procedure, record);
    }
    if (record.record === "approval" && record.approves !== null && !voided.has(record.commit)) {
      append(approvals, record.approves, record);
    }
  }
  const sorted = new Map<string, readonly Performed[]>();
  const keyed = new Map<string, PerformedByKey>();
  let held = 0;
  const named = (id: string): readonly Performed[] => {
    const known = sorted.get(id);
    if (known !== undefined) return known;
    const all = [...(byProcedure.get(id) ?? []), ...(further?.(id) ?? [])];
    const standing = all.filter(({ commit }) => !voided.has(commit));
    const list = standing.map((record) => performedIn(record, zone)).toSorted(byTime);
    held += list.length;
    if (further !== undefined && held > MOST_HELD) {
      sorted.clear();
      keyed.clear();
      held = list.length;
    }
    sorted.set(id, list);
    return list;
  };
  const of = (procedure: Procedure): readonly Performed[] =>
    procedure.formerly.length === 0 ? named(procedure.id) : idsOf(procedure).flatMap(named).toSorted(byTime);
  return {
    of,
    byKey: (procedure) => {
      const known = keyed.get(procedure.id) ?? groupByKey(of(procedure));
      keyed.set(procedure.id, known);
      return known;
    },
    events: eventsOf(records, voided, zone),
    voided,
    approvals,
  };
}

function performedIn(record: LedgerRecord, zone: Zone): Performed {
  const at = Date.parse(record.performedAt);
  return { record, at, on: zone.dateAt(at) };
}

function groupByKey(performed: readonly Performed[]): Map<string, Performed[]> {
  const groups = new Map<string, Performed[]>();
  for (const one of performed) {
    if (one.record.occurrence !== null) append(groups, one.record.occurrence, one);
  }
  return groups;
}

function byTime(a: Performed, b: Performed): number {
  return a.at - b.at || compare(a.record.commit, b.record.commit);
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

function eventsOf(records: readonly LedgerRecord[], voided: ReadonlySet<string>, zone: Zone): EventHistory[] {
  const byEvent = new Map<string, Performed[]>();
  for (const { record, event, commit } of records) {
    if (record === "event" && event !== null && !voided.has(commit)) byEvent.set(event, []);
  }
  if (byEvent.size === 0) return [];
  for (const record of records.toReversed()) {
    if (voided.has(record.commit)) continue;
    const ofEvent = OF_EVENTS.has(record.record) ? byEvent.get(record.event ?? record.occurrence ?? "") : undefined;
    ofEvent?.push(performedIn(record, zone));
  }
  return [...byEvent]
    .map(([id, ofEvent]) =>
      eventOf(
        id,
        ofEvent.toSorted((a, b) => a.at - b.at),
      ),
    )
    .toSorted((a, b) => b.openedAt - a.openedAt || compare(a.id, b.id));
}

/** Whether what such a record names is the event's: a completion was work at it, whatever severity stands there. */
export function describesEvent(kind: RecordKind): boolean {
  return kind === "event" || kind === "event-update";
}

function eventOf(id: string, records: readonly Performed[]): EventHistory {
  const at = (kind: RecordKind): Instant | null => records.find(({ record }) => record.record === kind)?.at ?? null;
  const closedAt = at("event-close");
  return {
    id,
    name: EVENT_ID.exec(id)?.[1] ?? id,
    openedAt: at("event") ?? 0,
    severities: records.flatMap(({ record: { record, severity }, at: since }) => {
      const isMeant = severity !== null && describesEvent(record) && (closedAt === null || since <= closedAt);
      return isMeant ? { at: since, severity } : [];
    }),
    closedAt,
    records,
  };
}
