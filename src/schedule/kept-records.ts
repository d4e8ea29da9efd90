// What of a ledger has to be at hand so that the statuses of late come out as from all of it. A procedure under `latest`
// answers from its last few occurrences: of it, old records may be left out. A question that reaches beyond what was kept
// is refused (`BeyondHorizon`), never guessed: everything has to be read for it.

import {
  type CalendarDate,
  isCalendarDate,
  mondayOfIsoWeek,
  toCalendarDate,
  toEpochDay,
} from "../calendar/calendar-date.ts";
import {
  type GroupedRecords,
  type Horizon,
  type KeptRecords,
  type RecordGroup,
  isGrouped,
} from "../model/kept-records.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { LedgerRecord, UnreadableRecord } from "../model/record.ts";
import { type Glance, glanceOf, recordPack } from "../model/record-pack.ts";
import type { History, Performed, PerformedByKey } from "./history.ts";
import type { Instant } from "./zone.ts";

/** Thrown where an answer needs records that were left out. */
export class BeyondHorizon extends Error {
  /** Whether the procedure has come to need every record that it ever had. */
  readonly isOutgrown: boolean;

  constructor(message: string, isOutgrown = false) {
    super(message);
    this.isOutgrown = isOutgrown;
  }
}

/**
 * Completed occurrences kept of a procedure: more than it has in the days that the search for unclosed ones mostly looks
 * through (27 for days, 63 for weeks), so that what is asked every day is answered from what is kept. Not completions: a
 * pipeline may record one occurrence every hour.
 */
export const KEPT_OCCURRENCES = 32;
const MILLISECONDS_A_DAY = 86_400_000;

/** Whether a procedure answers from its last few occurrences: every other one needs all the records it ever had. */
function answersFromLate({ catchUp, requires }: Procedure): boolean {
  return catchUp === "latest" && !requires.includes("approval");
}

/**
 * What has to be kept of all the records of a run book (newest first) for its procedures. An id that no procedure has
 * is kept like one that answers from late.
 */
export function keptOf(records: readonly LedgerRecord[], procedures: readonly Procedure[]): KeptRecords {
  const ids = new Set(records.flatMap(({ procedure }) => procedure ?? []));
  return reduced({ records, horizons: new Map() }, ids, needingAll(procedures));
}

/** Takes the records of a run book piece by piece, newest first, and keeps of them what `keptOf` keeps of all. */
export interface Keeper {
  readonly add: (records: readonly LedgerRecord[]) => void;
  /** Takes what cannot be read: it may be voided, and nothing else follows from it. */
  readonly passOver: (unreadable: readonly UnreadableRecord[]) => void;
  /** Undefined where it does not follow from what was kept on the way: everything has to be looked at together. */
  readonly kept: () => GroupedRecords | undefined;
}

/** So many records of a procedure are taken before what is not needed of them is left out. */
const MOST_WAITING = KEPT_OCCURRENCES + 8;

/** What is kept of a procedure. */
interface Own {
  /** By their numbers in the pack. */
  records: number[];
  /** The next look at what is needed: once there are so many. */
  most: number;
  horizon: Horizon | undefined;
  /** The occurrences of which records are kept although they lie before the horizon. */
  occurrences: ReadonlySet<string | null>;
}

const NO_OCCURRENCES: Own["occurrences"] = new Set();

/** See `Keeper`. No more is held than what is kept in the end and some tens of records of each procedure. */
export function keeperFor(procedures: readonly Procedure[], mostWaiting: number = MOST_WAITING): Keeper {
  const whole = needingAll(procedures);
  const own = new Map<string, Own>();
  const others: LedgerRecord[] = [];
  /** What procedures have done; what of it belongs into no group counts here, and stands among the others. */
  const pack = recordPack();
  const ungrouped = new Map<number, LedgerRecord>();
  /** What is voided, and whether that has come; it comes later, but where clocks differed. */
  const voids = new Map<string, boolean>();
  /** What cannot be read. */
  const passed = new Set<string>();
  /** What is approved, and whether that was left out; it comes later likewise. */
  const approvals = new Map<string, boolean>();
  let isSound = true;
  const leaveOut = (commit: string): void => {
    if (approvals.has(commit)) approvals.set(commit, true);
  };
  const drop = (number: number): void => {
    if (approvals.size > 0) leaveOut(pack.recordAt(number).commit);
    const other = ungrouped.get(number);
    if (other !== undefined) others.splice(others.indexOf(other), 1);
    ungrouped.delete(number);
    pack.remove(number);
  };
  const cut = (it: Own): void => {
    const glances = it.records.map(pack.glanceAt);
    const found = cutOf(glances);
    const dropped = new Set(found?.dropped);
    const isKept = (_: unknown, index: number): boolean => !dropped.has(index);
    it.records.forEach((number, index) => dropped.has(index) && drop(number));
    it.records = it.records.filter(isKept);
    it.most = Math.max(mostWaiting, it.records.length * 2);
    if (found === undefined) return;
    const horizon = laterOf(found.horizon, it.horizon);
    it.horizon = horizon;
    const occurrences = glances.filter(isKept).map(({ occurrence }) => occurrence);
    const old = occurrences.filter((occurrence) => isCut(occurrence, horizon));
    it.occurrences = old.length === 0 ? NO_OCCURRENCES : new Set(old);
  };
  const numberOf = (record: LedgerRecord): number => {
    const number = pack.put(record);
    if (!isGrouped(record)) {
      ungrouped.set(number, record);
      others.push(record);
    }
    return number;
  };
  const addPerformance = (record: LedgerRecord, id: string): void => {
    const known = own.get(id);
    if (known === undefined) {
      const most = whole.has(id) ? Number.POSITIVE_INFINITY : mostWaiting;
      own.set(id, { records: [numberOf(record)], most, horizon: undefined, occurrences: NO_OCCURRENCES });
      return;
    }
    const { horizon, records, occurrences } = known;
    if (horizon !== undefined && isCut(record.occurrence, horizon) && !occurrences.has(record.occurrence)) {
      // Older records of this occurrence's were left out, and should not have been.
      if (lastTouched(glanceOf(record)) >= horizon.from) isSound = false;
      leaveOut(record.commit);
      return;
    }
    if (records.push(numberOf(record)) >= known.most) cut(known);
  };
  const add = (record: LedgerRecord): void => {
    const { procedure, commit } = record;
    if (record.record === "void" && record.voids !== null) voids.set(record.voids, false);
    if (record.approves !== null) approvals.set(record.approves, false);
    const isVoided = voids.size > 0 && record.record !== "void" && voids.has(commit);
    if (isVoided) voids.set(commit, true);
    const isOfProcedure = procedure !== null && isPerformance(record) && (!whole.has(procedure) || isGrouped(record));
    if (isVoided || !isOfProcedure) others.push(record);
    else addPerformance(record, procedure);
  };
  const groupOfOwn = ({ records, horizon }: Own): RecordGroup => {
    const grouped = ungrouped.size === 0 ? records : records.filter((number) => !ungrouped.has(number));
    return {
      records: () => grouped.map(pack.recordAt),
      horizon: () => horizon,
      mayHold: (commits) => grouped.some((number) => commits.includes(pack.recordAt(number).commit)),
    };
  };
  return {
    add: (records) => records.forEach(add),
    passOver: (unreadable) => {
      for (const { commit } of unreadable) passed.add(commit);
    },
    kept: () => {
      // What was voided by a record that came after it may have been left out, or have counted.
      if (!isSound || [...voids].some(([commit, hasCome]) => !hasCome && !passed.has(commit))) return undefined;
      for (const [id, it] of own) if (!whole.has(id)) cut(it);
      const rest = others.filter(({ approves }) => approves === null || approvals.get(approves) !== true);
      return {
        others: withoutVoided(rest),
        groups: {
          get: (id) => {
            const it = own.get(id);
            return it && groupOfOwn(it);
          },
          *[Symbol.iterator]() {
            for (const [id, it] of own) yield [id, groupOfOwn(it)] as const;
          },
        },
      };
    },
  };
}

/**
 * What has to be kept once further records (newest first) have come in front of those kept. Undefined where that does not
 * follow from what was kept: everything has to be read.
 */
export function keptWith(
  kept: KeptRecords,
  added: readonly LedgerRecord[],
  procedures: readonly Procedure[],
): KeptRecords | undefined {
  const whole = needingAll(procedures);
  if ([...kept.horizons.keys()].some((id) => whole.has(id))) return undefined;
  if (added.length === 0) return kept;
  const ids = new Set(added.flatMap(({ procedure }) => procedure ?? []));
  const known = new Set(kept.records.filter(({ procedure }) => procedure !== null && ids.has(procedure)).map(groupOf));
  const wasLeftOut = (record: LedgerRecord): boolean => {
    const horizon = record.procedure === null ? undefined : kept.horizons.get(record.procedure);
    return (
      horizon !== undefined && isPerformance(record) && isCut(record.occurrence, horizon) && !known.has(groupOf(record))
    );
  };
  if (added.some(wasLeftOut)) return undefined;
  return reduced({ ...kept, records: [...added, ...kept.records] }, ids, whole);
}

/** The ids, former ones too, of which every record is needed. */
function needingAll(procedures: readonly Procedure[]): Set<string> {
  return new Set(procedures.filter((it) => !answersFromLate(it)).flatMap(idsOf));
}

function isPerformance({ record }: LedgerRecord): boolean {
  return record === "completion" || record === "skip";
}

function groupOf({ procedure, occurrence }: LedgerRecord): string {
  return `${procedure}\n${occurrence}`;
}

/** Whether records of an occurrence may have been left out. */
function isCut(key: string | null, { keysFrom }: Horizon): boolean {
  const day = key === null ? undefined : lastDayOf(key);
  return day !== undefined && day < keysFrom;
}

/** Thousands of records are of the same few hundred days. */
const lastDays = new Map<string, CalendarDate | undefined>();
const MOST_KEYS = 10_000;

/** The last day of a key that is a date or an ISO week; undefined for every other. */
function lastDayOf(key: string): CalendarDate | undefined {
  const known = lastDays.get(key);
  if (known !== undefined || lastDays.has(key)) return known;
  const day = dayIn(key);
  if (lastDays.size < MOST_KEYS) lastDays.set(key, day);
  return day;
}

function dayIn(key: string): CalendarDate | undefined {
  if (isCalendarDate(key)) return key;
  const monday = mondayOfIsoWeek(key);
  return monday === undefined ? undefined : toCalendarDate(monday + 6);
}

/** Leaves out what is voided, and old records of the procedures with these ids. */
function reduced(
  { records, horizons }: KeptRecords,
  ids: ReadonlySet<string>,
  whole: ReadonlySet<string>,
): KeptRecords {
  const standing = withoutVoided(records);
  const performed = new Map<string, LedgerRecord[]>();
  for (const record of standing) {
    const { procedure } = record;
    if (procedure === null || !ids.has(procedure) || whole.has(procedure) || !isPerformance(record)) continue;
    const list = performed.get(procedure);
    if (list === undefined) performed.set(procedure, [record]);
    else list.push(record);
  }
  const dropped = new Set<string>();
  const moved = new Map(horizons);
  for (const [id, list] of performed) {
    const cut = cutOf(list.map(glanceOf));
    if (cut === undefined) continue;
    for (const index of cut.dropped) dropped.add(list[index]?.commit ?? "");
    moved.set(id, laterOf(cut.horizon, horizons.get(id)));
  }
  if (dropped.size === 0) return { records: standing, horizons: moved };
  const isKept = ({ commit, approves }: LedgerRecord): boolean =>
    !dropped.has(commit) && (approves === null || !dropped.has(approves));
  return { records: standing.filter(isKept), horizons: moved };
}

/** A voided record and what voids it say nothing more; a void of what is not at hand stays. */
function withoutVoided(records: readonly LedgerRecord[]): readonly LedgerRecord[] {
  const voids = records.filter(({ record }) => record === "void");
  if (voids.length === 0) return records;
  const targets = new Set(voids.map((it) => it.voids));
  // A void cannot be voided.
  const voided = new Set(
    records.filter(({ commit, record }) => record !== "void" && targets.has(commit)).map(({ commit }) => commit),
  );
  return records.filter(
    ({ commit, record, voids: target }) =>
      !voided.has(commit) && !(record === "void" && target !== null && voided.has(target)),
  );
}

interface Cut {
  /** Where they stand in the list. */
  readonly dropped: readonly number[];
  readonly horizon: Horizon;
}

/**
 * The old records of one procedure that no status of late follows from: those of whole occurrences, keyed by a date or a
 * week, with which nothing has happened since the first of the last occurrences was completed. A failure among them is
 * superseded by that completion, and the last completion is a later one.
 */
function cutOf(records: readonly Glance[]): Cut | undefined {
  if (records.length < KEPT_OCCURRENCES) return undefined;
  const completed = new Map<string | null, Instant>();
  for (const { occurrence, outcome, performed } of records) {
    if (outcome !== "done") continue;
    completed.set(occurrence, Math.max(performed, completed.get(occurrence) ?? performed));
  }
  const from = [...completed.values()].toSorted((a, b) => b - a)[KEPT_OCCURRENCES - 1];
  if (from === undefined) return undefined;
  const day = toCalendarDate(Math.floor(from / MILLISECONDS_A_DAY));
  const isBusy = (record: Glance): boolean => lastTouched(record) >= from || record.voids !== null;
  const busy = new Set(records.filter(isBusy).map(({ occurrence }) => occurrence));
  let last = "";
  const dropped = records.flatMap(({ occurrence }, index) => {
    if (occurrence === null || busy.has(occurrence)) return [];
    const ends = lastDayOf(occurrence);
    if (ends === undefined || ends > day) return [];
    if (ends > last) last = ends;
    return index;
  });
  if (!isCalendarDate(last)) return undefined;
  return { dropped, horizon: { from, keysFrom: toCalendarDate(toEpochDay(last) + 1) } };
}

function lastTouched({ performed, recorded }: Glance): Instant {
  return Math.max(performed, recorded);
}

function laterOf(a: Horizon, b: Horizon | undefined): Horizon {
  if (b === undefined) return a;
  return { from: Math.max(a.from, b.from), keysFrom: a.keysFrom > b.keysFrom ? a.keysFrom : b.keysFrom };
}

/** By the procedure id that records name, where older ones are left out. */
export type Horizons = Pick<KeptRecords["horizons"], "get">;

/**
 * A history made of kept records that answers for one day like one made of all, or throws BeyondHorizon: where a
 * procedure needs all its records, where the day lies before its last completions, and for an old occurrence.
 */
export function historyWithin(history: History, horizons: Horizons, asOf: CalendarDate): History {
  const sound = new Set<string>();
  const horizonsOf = (procedure: Procedure): [string, Horizon][] =>
    idsOf(procedure).flatMap((name) => {
      const horizon = horizons.get(name);
      return horizon === undefined ? [] : [[name, horizon]];
    });
  const of = (procedure: Procedure): readonly Performed[] => {
    const performed = history.of(procedure);
    if (sound.has(procedure.id)) return performed;
    const cuts = horizonsOf(procedure);
    if (cuts.length > 0) {
      const from = Math.max(...cuts.map(([, horizon]) => horizon.from));
      const isAnchored = performed.some(({ record, at, on }) => record.outcome === "done" && at >= from && on <= asOf);
      const isOutgrown = !answersFromLate(procedure);
      if (!isAnchored || isOutgrown) throw new BeyondHorizon(procedure.id, isOutgrown);
    }
    sound.add(procedure.id);
    return performed;
  };
  const guarded = new Map<string, PerformedByKey>();
  const byKey = (procedure: Procedure): PerformedByKey => {
    const known = guarded.get(procedure.id);
    if (known !== undefined) return known;
    of(procedure);
    const cuts = horizonsOf(procedure);
    if (cuts.length === 0) return history.byKey(procedure);
    const get = (key: string): readonly Performed[] | undefined => {
      const group = history.byKey(procedure).get(key);
      const isWhole = ([id, horizon]: [string, Horizon]): boolean =>
        !isCut(key, horizon) || group?.some(({ record }) => record.procedure === id) === true;
      if (cuts.every(isWhole)) return group;
      throw new BeyondHorizon(`${procedure.id} ${key}`);
    };
    guarded.set(procedure.id, { get });
    return { get };
  };
  return { ...history, of, mayLack: (procedure) => horizonsOf(procedure).length > 0, byKey };
}
