// The text of a cached list of what is due: a line on what it is of, one of JSON about the whole, then one for each procedure.

import type { Diagnostic } from "../model/diagnostic.ts";
import type { LedgerPosition } from "../model/kept-records.ts";
import type { Occurrence, Status } from "../model/occurrence.ts";
import type { LedgerRecord } from "../model/record.ts";

/** An item of `due` without the procedure itself. */
export interface CachedItem {
  readonly occurrence: Omit<Occurrence, "procedure">;
  readonly status: Status;
  readonly owner: { readonly role: string | null; readonly people: readonly string[] };
  readonly lastDone: string | null;
}

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
  /** Records that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Those from which it follows what events ask for, which changes by the minute. */
  readonly eventRecords: readonly LedgerRecord[];
  /** By id. */
  readonly procedures: ReadonlyMap<string, CachedDue>;
}

type Line = readonly [id: string, hash: string, items: readonly CachedItem[], upcoming: readonly CachedItem[]];

/** The text of a cache; `of` says what it is of. */
export function formatDueCache({ position, diagnostics, eventRecords, procedures }: DueCache, of: string): string {
  const lines = [...procedures].map(([id, { hash, items, upcoming }]): Line => [id, hash, items, upcoming]);
  return [of, [position, diagnostics, eventRecords], ...lines].map((line) => JSON.stringify(line)).join("\n");
}

/** What `formatDueCache` wrote; undefined where it is of something else. */
export function parseDueCache(text: string, of: string): DueCache | undefined {
  // Most of what is there is of another day: it need not be parsed to be known as such.
  if (!text.startsWith(`${JSON.stringify(of)}\n`)) return undefined;
  const [, whole = "", ...lines] = text.split("\n");
  const [position, diagnostics, eventRecords] = JSON.parse(whole) as [
    DueCache["position"],
    DueCache["diagnostics"],
    DueCache["eventRecords"],
  ];
  const procedures = lines.map((line): [string, CachedDue] => {
    const [id, hash, items, upcoming] = JSON.parse(line) as Line;
    return [id, { hash, items, upcoming }];
  });
  return { position, diagnostics, eventRecords, procedures: new Map(procedures) };
}
