// The text of a cached ledger: JSON about the whole, a line of all records of which everything is kept, and one for all
// completions and skips of a procedure. Of those only what a status follows from is written, and a line is parsed when
// somebody asks for the procedure: most mornings few do.

import type { Diagnostic } from "../model/diagnostic.ts";
import {
  type GroupedRecords,
  type Horizon,
  type LedgerPosition,
  type RecordGroup,
  isGrouped,
} from "../model/kept-records.ts";
import type { KeptLines } from "../model/kept-lines.ts";
import type { Identity, LedgerRecord, RecordKind } from "../model/record.ts";
import { leanRecord } from "./lean-record.ts";

/** A ledger as it was when it was read last. */
export interface LedgerCache extends GroupedRecords {
  readonly position: LedgerPosition;
  /** Records that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

interface Header {
  /** What the cache is of: another tool, run book or branch has another. */
  readonly of: string;
  readonly position: LedgerPosition;
  readonly diagnostics: readonly Diagnostic[];
  readonly horizons: readonly (readonly [string, Horizon])[];
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

/** The text of a cache; `of` says what it is of. */
export function formatLedgerCache(cache: LedgerCache, of: string): KeptLines {
  const { position, diagnostics, horizons, others, groups } = cache;
  const people = new Map<string, number>();
  const numberOf = ({ name, email }: Identity): number => {
    const text = JSON.stringify([name, email]);
    const known = people.get(text) ?? people.size;
    people.set(text, known);
    return known;
  };
  // What stays as it was written goes on naming people by the numbers that it has.
  const [written] = [...groups.values()].flatMap(({ text }) => text ?? []);
  for (const person of written?.people ?? []) numberOf(person);
  const lines = new Map([[OTHERS, JSON.stringify(others)]]);
  for (const [id, { text, records }] of groups) {
    const isWritten = text !== undefined && text.people === written?.people;
    lines.set(id, isWritten ? text.line : JSON.stringify(records().map((record) => shortOf(record, numberOf))));
  }
  const names = [...people.keys()].map((text) => JSON.parse(text) as [string, string]);
  const header: Header = { of, position, diagnostics, horizons: [...horizons], people: names };
  return { head: JSON.stringify(header), lines };
}

/**
 * What `formatLedgerCache` wrote; undefined where it is of something else. What completions and skips lack (subject, note,
 * values, effort, evidence, content) is empty.
 */
export function parseLedgerCache({ head, lines }: KeptLines, of: string): LedgerCache | undefined {
  const header = JSON.parse(head) as Header;
  if (header.of !== of) return undefined;
  const { position, diagnostics, horizons } = header;
  const people = header.people.map(([name, email]) => ({ name, email }));
  const others = JSON.parse(lines.get(OTHERS) ?? "") as readonly LedgerRecord[];
  const groups = new Map<string, RecordGroup>();
  for (const [id, line] of lines) if (id !== OTHERS) groups.set(id, writtenGroup(id, line, people));
  return { position, diagnostics, horizons: new Map(horizons), others, groups };
}

function writtenGroup(procedure: string, line: string, people: readonly Identity[]): RecordGroup {
  let records: readonly LedgerRecord[] | undefined;
  const parsed = (): readonly LedgerRecord[] => {
    const shorts = JSON.parse(line) as readonly Short[];
    return shorts.map((short) => longOf(procedure, short, people));
  };
  return { records: () => (records ??= parsed()), text: { line, people } };
}

function shortOf(record: LedgerRecord, numberOf: (person: Identity) => number): Short {
  const { commit, occurrence, outcome, performedAt, performedBy, recordedAt, recordedBy } = record;
  const performer = numberOf(performedBy);
  const recorded = recordedAt === performedAt ? 0 : recordedAt;
  return [commit, record.record, occurrence, outcome, performedAt, performer, recorded, numberOf(recordedBy)];
}

const NOBODY: Identity = { name: "", email: "" };

function longOf(procedure: string, short: Short, people: readonly Identity[]): LedgerRecord {
  const [commit, record, occurrence, outcome, performedAt, performer, recordedAt, recorder] = short;
  return leanRecord({
    record,
    procedure,
    occurrence,
    outcome,
    commit,
    performedBy: people[performer] ?? NOBODY,
    performedAt,
    recordedBy: people[recorder] ?? NOBODY,
    recordedAt: recordedAt === 0 ? performedAt : recordedAt,
  });
}

/** Records in the ledger's order, put into the groups in which they are kept. */
export function groupedRecords({
  records,
  horizons,
}: {
  readonly records: readonly LedgerRecord[];
  readonly horizons: GroupedRecords["horizons"];
}): GroupedRecords {
  const lists = new Map<string, LedgerRecord[]>();
  for (const record of records) {
    if (!isGrouped(record)) continue;
    const list = lists.get(record.procedure);
    if (list === undefined) lists.set(record.procedure, [record]);
    else list.push(record);
  }
  const groups = new Map<string, RecordGroup>();
  for (const [id, list] of lists) groups.set(id, { records: () => list });
  return { others: records.filter((record) => !isGrouped(record)), groups, horizons };
}
