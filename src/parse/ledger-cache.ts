// The text of a cached ledger: a line of JSON about the whole, then one for each record kept. Of a completion or skip only
// what a status follows from is written.

import type { Diagnostic } from "../model/diagnostic.ts";
import { type Horizon, type KeptRecords, type LedgerPosition, concernsEvent } from "../model/kept-records.ts";
import { EMPTY_CONTENT, type Identity, type LedgerRecord, type RecordKind } from "../model/record.ts";

/** A ledger as it was when it was read last. */
export interface LedgerCache extends KeptRecords {
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

type Short = readonly [
  commit: string,
  kind: RecordKind,
  procedure: string | null,
  occurrence: string | null,
  outcome: LedgerRecord["outcome"],
  performedAt: string,
  performedBy: number,
  /** 0 where it is the same as of the performance. */
  recordedAt: string | 0,
  recordedBy: number,
];

/** The text of a cache; `of` says what it is of. */
export function formatLedgerCache(cache: LedgerCache, of: string): string {
  const people = new Map<string, number>();
  const numberOf = ({ name, email }: Identity): number => {
    const text = JSON.stringify([name, email]);
    const known = people.get(text) ?? people.size;
    people.set(text, known);
    return known;
  };
  const lines = cache.records.map((record) => JSON.stringify(isShort(record) ? shortOf(record, numberOf) : record));
  const { position, diagnostics, horizons } = cache;
  const names = [...people.keys()].map((text) => JSON.parse(text) as [string, string]);
  const header: Header = { of, position, diagnostics, horizons: [...horizons], people: names };
  return [JSON.stringify(header), ...lines].join("\n");
}

/**
 * What `formatLedgerCache` wrote; undefined where it is of something else. What completions and skips lack (subject, note,
 * values, effort, evidence, content) is empty.
 */
export function parseLedgerCache(text: string, of: string): LedgerCache | undefined {
  const [first = "", ...lines] = text.split("\n");
  const header = JSON.parse(first) as Header;
  if (header.of !== of) return undefined;
  const people = header.people.map(([name, email]) => ({ name, email }));
  const records = lines.map((line) => {
    const value = JSON.parse(line) as Short | LedgerRecord;
    return "commit" in value ? value : longOf(value, people);
  });
  const { position, diagnostics, horizons } = header;
  return { position, diagnostics, horizons: new Map(horizons), records };
}

/** Of events, and of what speaks about other records, everything is kept: there are few. */
function isShort(record: LedgerRecord): boolean {
  const isPerformance = record.record === "completion" || record.record === "skip";
  return isPerformance && !concernsEvent(record) && record.voids === null && record.approves === null;
}

function shortOf(record: LedgerRecord, numberOf: (person: Identity) => number): Short {
  const { commit, procedure, occurrence, outcome, performedAt, performedBy, recordedAt, recordedBy } = record;
  const performer = numberOf(performedBy);
  const recorded = recordedAt === performedAt ? 0 : recordedAt;
  return [
    commit,
    record.record,
    procedure,
    occurrence,
    outcome,
    performedAt,
    performer,
    recorded,
    numberOf(recordedBy),
  ];
}

const NOBODY: Identity = { name: "", email: "" };

function longOf(short: Short, people: readonly Identity[]): LedgerRecord {
  const [commit, record, procedure, occurrence, outcome, performedAt, performer, recordedAt, recorder] = short;
  return {
    ...EMPTY_CONTENT,
    book: "",
    commit,
    record,
    procedure,
    occurrence,
    outcome,
    performedAt,
    performedBy: people[performer] ?? NOBODY,
    recordedAt: recordedAt === 0 ? performedAt : recordedAt,
    recordedBy: people[recorder] ?? NOBODY,
    subject: "",
  };
}
