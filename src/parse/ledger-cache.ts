// The text of a cached ledger: JSON about the whole, a line of all records of which everything is kept, and one for all
// completions and skips of a procedure. Of those only what a status follows from is written, and a line is read and parsed
// when somebody asks for the procedure: most mornings few do.

import {
  type GroupedRecords,
  type Horizon,
  type LedgerPosition,
  type KeptRecords,
  type RecordGroup,
  type RecordGroups,
  isGrouped,
} from "../model/kept-records.ts";
import type { ChangedLines, KeptLines, Lines, LinesToKeep } from "../model/kept-lines.ts";
import type { Identity, LedgerRecord, RecordKind, UnreadableRecord } from "../model/record.ts";
import { leanRecord } from "../model/lean-record.ts";

/** A ledger as it was when it was read last. */
export interface LedgerCache extends GroupedRecords {
  readonly position: LedgerPosition;
  /** Records that cannot be read, voided ones included. */
  readonly unreadable: readonly UnreadableRecord[];
  /** Whom groups name by number, as they were written. */
  readonly people: readonly Identity[];
}

/** What has changed of a ledger since it was read: groups that are others now, or none any more. */
export type ChangedGroups = ReadonlyMap<string, RecordGroup | undefined>;

interface Header {
  /** What the cache is of: another tool, run book or branch has another. */
  readonly of: string;
  readonly position: LedgerPosition;
  readonly unreadable: readonly UnreadableRecord[];
  readonly people: readonly (readonly [string, string])[];
}

/** The key of the line that is of no procedure. */
const OTHERS = "";

type Short = readonly [
  commit: string,
  kind: RecordKind,
  occurrence: string | null,
  outcome: LedgerRecord["outcome"],
  performedAt: string,
  performedBy: number,
  /** 0 where it is the same as of the performance. */
  recordedAt: string | 0,
  recordedBy: number,
];

type Line = readonly [
  horizon: readonly [from: Horizon["from"], keysFrom: Horizon["keysFrom"]] | 0,
  records: readonly Short[],
];

/** The text of a cache; `of` says what it is of. */
export function formatLedgerCache(cache: LedgerCache, of: string): LinesToKeep {
  const people = numberedPeople();
  function* lines(): Iterable<readonly [id: string, line: string]> {
    yield [OTHERS, JSON.stringify(cache.others)];
    for (const [id, group] of cache.groups) yield [id, lineOf(group, people.numberOf)];
  }
  return { head: () => headOf(cache, people.names(), of), lines: lines() };
}

/** The head of the text, and the lines of it that are not those of the cache as it was read. */
export function formatLedgerChanges(
  cache: LedgerCache,
  before: LedgerCache,
  changed: ChangedGroups,
  of: string,
): { readonly head: string; readonly lines: ChangedLines } {
  // What stays as it was written goes on naming people by the numbers that it has.
  const people = numberedPeople(before.people);
  const lines = new Map<string, string | undefined>();
  if (cache.others !== before.others) lines.set(OTHERS, JSON.stringify(cache.others));
  for (const [id, group] of changed) lines.set(id, group && lineOf(group, people.numberOf));
  return { head: headOf(cache, people.names(), of), lines };
}

interface NumberedPeople {
  readonly numberOf: (person: Identity) => number;
  /** By their numbers. */
  readonly names: () => Header["people"];
}

function numberedPeople(known: readonly Identity[] = []): NumberedPeople {
  const numbers = new Map<string, number>();
  // Git knows no name and no address with a line feed.
  const numberOf = ({ name, email }: Identity): number => {
    const text = `${name}\n${email}`;
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  };
  known.forEach(numberOf);
  return { numberOf, names: () => [...numbers.keys()].map((text) => text.split("\n") as [string, string]) };
}

function headOf({ position, unreadable }: LedgerCache, people: Header["people"], of: string): string {
  return JSON.stringify({ of, position, unreadable, people } satisfies Header);
}

/**
 * What `formatLedgerCache` wrote; undefined where it is of something else. What completions and skips lack (subject, note,
 * values, effort, evidence, content) is empty.
 */
export function parseLedgerCache({ head, lines }: KeptLines, of: string): LedgerCache | undefined {
  const header = JSON.parse(head) as Header;
  if (header.of !== of) return undefined;
  const { position, unreadable } = header;
  const people = header.people.map(([name, email]) => ({ name, email }));
  const others = JSON.parse(lines.get(OTHERS) ?? "") as readonly LedgerRecord[];
  return { position, unreadable, others, groups: writtenGroups(lines, people), people };
}

/** Groups of which some have changed. */
export function groupsWith(changed: ChangedGroups, groups: RecordGroups): RecordGroups {
  return {
    get: (id) => (changed.has(id) ? changed.get(id) : groups.get(id)),
    *[Symbol.iterator]() {
      for (const entry of groups) if (!changed.has(entry[0])) yield entry;
      for (const [id, group] of changed) if (group !== undefined) yield [id, group] as const;
    },
  };
}

function writtenGroups(lines: Lines, people: readonly Identity[]): RecordGroups {
  const known = new Map<string, RecordGroup>();
  const groupIn = (id: string, line: string): RecordGroup => {
    const group = known.get(id) ?? writtenGroup(id, line, people);
    known.set(id, group);
    return group;
  };
  return {
    get: (id) => {
      const line = known.has(id) || id === OTHERS ? undefined : lines.get(id);
      return line === undefined ? known.get(id) : groupIn(id, line);
    },
    *[Symbol.iterator]() {
      for (const [id, line] of lines) if (id !== OTHERS) yield [id, groupIn(id, line)] as const;
    },
  };
}

function writtenGroup(procedure: string, line: string, people: readonly Identity[]): RecordGroup {
  let parsed: Line | undefined;
  let records: readonly LedgerRecord[] | undefined;
  const parts = (): Line => (parsed ??= JSON.parse(line) as Line);
  return {
    records: () => {
      if (records !== undefined) return records;
      const [horizon, shorts] = parts();
      records = shorts.map((short) => longOf(procedure, short, people));
      // Of thousands of procedures not both are held.
      parsed = [horizon, []];
      return records;
    },
    horizon: () => {
      const [horizon] = parts();
      return horizon === 0 ? undefined : { from: horizon[0], keysFrom: horizon[1] };
    },
    mayHold: (commits) => commits.some((commit) => line.includes(commit)),
  };
}

function lineOf({ horizon, records }: RecordGroup, numberOf: (person: Identity) => number): string {
  const cut = horizon();
  const shorts = records().map((record) => shortOf(record, numberOf));
  return JSON.stringify([cut === undefined ? 0 : [cut.from, cut.keysFrom], shorts] satisfies Line);
}

function shortOf(record: LedgerRecord, numberOf: (person: Identity) => number): Short {
  const { commit, occurrence, outcome, performedAt, performedBy, recordedAt, recordedBy } = record;
  const performer = numberOf(performedBy);
  const recorded = recordedAt === performedAt ? 0 : recordedAt;
  return [commit, record.record, occurrence, outcome, performedAt, performer, recorded, numberOf(recordedBy)];
}

const NOBODY: Identity = { name: "", email: "" };

/** By place: before V8 has compiled it, to take a list apart by names makes an object for each of them. */
function longOf(procedure: string, short: Short, people: readonly Identity[]): LedgerRecord {
  const performedAt = short[4];
  const recordedAt = short[6];
  return leanRecord({
    record: short[1],
    procedure,
    occurrence: short[2],
    outcome: short[3],
    commit: short[0],
    performedBy: people[short[5]] ?? NOBODY,
    performedAt,
    recordedBy: people[short[7]] ?? NOBODY,
    recordedAt: recordedAt === 0 ? performedAt : recordedAt,
  });
}

/** Records in the ledger's order, put into the groups in which they are kept. */
export function groupedRecords({ records, horizons }: KeptRecords): GroupedRecords & {
  readonly groups: ReadonlyMap<string, RecordGroup>;
} {
  // A horizon stays where every record that was kept is voided.
  const lists = new Map<string, LedgerRecord[]>([...horizons.keys()].map((id) => [id, []]));
  for (const record of records) {
    if (!isGrouped(record)) continue;
    const list = lists.get(record.procedure);
    if (list === undefined) lists.set(record.procedure, [record]);
    else list.push(record);
  }
  const groups = new Map<string, RecordGroup>();
  for (const [id, list] of lists) {
    const mayHold = (commits: readonly string[]): boolean => list.some(({ commit }) => commits.includes(commit));
    groups.set(id, { records: () => list, horizon: () => horizons.get(id), mayHold });
  }
  return { others: records.filter((record) => !isGrouped(record)), groups };
}
