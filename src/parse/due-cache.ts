// The text of a cached list of what is due: a line of JSON about the whole, then one for each item.

import type { Diagnostic } from "../model/diagnostic.ts";
import type { LedgerPosition } from "../model/kept-records.ts";
import type { Occurrence, Status } from "../model/occurrence.ts";
import type { LedgerRecord } from "../model/record.ts";

/** An item of `due` without the procedure itself. */
export interface CachedItem {
  readonly procedure: string;
  readonly occurrence: Omit<Occurrence, "procedure">;
  readonly status: Status;
  readonly owner: { readonly role: string | null; readonly people: readonly string[] };
  readonly lastDone: string | null;
}

/** What is due on a day, but for what events ask for. */
export interface DueCache {
  /** The ledger that it follows from. */
  readonly position: LedgerPosition;
  /** Records that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those from which it follows what events ask for, which changes by the minute. */
  readonly eventRecords: readonly LedgerRecord[];
  readonly items: readonly CachedItem[];
  readonly upcoming: readonly CachedItem[];
}

/** The text of a cache; `of` says what it is of. */
export function formatDueCache(cache: DueCache, of: string): string {
  return JSON.stringify([of, cache]);
}

/** What `formatDueCache` wrote; undefined where it is of something else. */
export function parseDueCache(text: string, of: string): DueCache | undefined {
  // Most of what is there is of another day: it need not be parsed to be known as such.
  if (!text.startsWith(`[${JSON.stringify(of)},`)) return undefined;
  const [, cache] = JSON.parse(text) as [string, DueCache];
  return cache;
}
