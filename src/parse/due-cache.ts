// The text of a cached list of what is due: JSON about the whole, then a line for each procedure.

import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { ChangedLines, KeptLines, LinesToKeep } from "../model/kept-lines.ts";
import type { LedgerPosition } from "../model/kept-records.ts";
import type { NotOwedReason, Status } from "../model/occurrence.ts";
import type { LedgerRecord, UnreadableRecord } from "../model/record.ts";
import type { Track } from "../model/wave.ts";

/**
 * An item of `due` without its procedure. A list of values: there may be thousands, and objects made by parsing take several
 * times as long to read and to fill up.
 */
export type CachedItem = readonly [
  key: string,
  nominal: CalendarDate,
  scheduled: CalendarDate,
  due: CalendarDate | null,
  dueAt: string | null,
  closes: CalendarDate | null,
  notOwed: NotOwedReason | null,
  track: Track | null,
  status: Status,
  role: string | null,
  people: readonly string[],
  lastDone: CalendarDate | null,
];

/** What one procedure adds to the list. */
export interface CachedDue {
  /** Of the text of its file. */
  readonly hash: string;
  readonly items: readonly CachedItem[];
  readonly upcoming: readonly CachedItem[];
}

/** What is due on a day, but for what events ask for. */
export interface DueCache {
  /** The ledger that it follows from. */
  readonly position: LedgerPosition;
  /** Records that cannot be read, voided ones included. */
  readonly unreadable: readonly UnreadableRecord[];
  /** Those from which it follows what events ask for, which changes by the minute. */
  readonly eventRecords: readonly LedgerRecord[];
  /** By id. */
  readonly procedures: ReadonlyMap<string, CachedDue>;
}

type Head = readonly [of: string, DueCache["position"], DueCache["unreadable"], DueCache["eventRecords"]];
type Line = readonly [hash: string, items: readonly CachedItem[], upcoming: readonly CachedItem[]];

interface DueToKeep extends Omit<DueCache, "procedures"> {
  readonly procedures: Iterable<readonly [id: string, due: CachedDue]>;
}

/** The text of a cache; `of` says what it is of. */
export function formatDueCache(cache: DueToKeep, of: string): LinesToKeep {
  return { head: () => headOf(cache, of), lines: linesOf(cache) };
}

function* linesOf({ procedures }: DueToKeep): Iterable<readonly [id: string, line: string]> {
  for (const [id, due] of procedures) yield [id, lineOf(due)];
}

/** The head of the text, and those of its lines that are not those of the cache as it was read. */
export function formatDueChanges(
  cache: DueCache,
  before: DueCache,
  of: string,
): { readonly head: string; readonly lines: ChangedLines } {
  const lines = new Map<string, string | undefined>();
  for (const id of before.procedures.keys()) if (!cache.procedures.has(id)) lines.set(id, undefined);
  for (const [id, due] of cache.procedures) if (before.procedures.get(id) !== due) lines.set(id, lineOf(due));
  return { head: headOf(cache, of), lines };
}

function headOf({ position, unreadable, eventRecords }: Omit<DueCache, "procedures">, of: string): string {
  return JSON.stringify([of, position, unreadable, eventRecords] satisfies Head);
}

function lineOf({ hash, items, upcoming }: CachedDue): string {
  return JSON.stringify([hash, items, upcoming] satisfies Line);
}

/** What `formatDueCache` wrote; undefined where it is of something else. */
export function parseDueCache({ head, lines }: KeptLines, of: string): DueCache | undefined {
  // Most of what is there is of another day: it need not be parsed to be known as such.
  if (!head.startsWith(`[${JSON.stringify(of)},`)) return undefined;
  const [, position, unreadable, eventRecords] = JSON.parse(head) as Head;
  const procedures = new Map<string, CachedDue>();
  for (const [id, line] of lines) {
    const due = JSON.parse(line) as Line;
    procedures.set(id, { hash: due[0], items: due[1], upcoming: due[2] });
  }
  return { position, unreadable, eventRecords, procedures };
}
