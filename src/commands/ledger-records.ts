import type { Diagnostic } from "../model/diagnostic.ts";
import { type KeptRecords, type LedgerPosition, concernsEvent } from "../model/kept-records.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { RunBook } from "../model/runbook.ts";
import { type LedgerCache, formatLedgerCache, parseLedgerCache } from "../parse/ledger-cache.ts";
import { recordsFrom } from "../parse/records.ts";
import { keptOf, keptWith } from "../schedule/kept-records.ts";
import { type CacheFolder, cacheFolderOf } from "../store/cache-files.ts";
import type { Ledger } from "../store/git-ledger.ts";
import type { LedgerState } from "../store/ledger-reading.ts";
import { BUILD, VERSION } from "../version.ts";

/** What is known of the ledger. */
export interface Known {
  readonly state: Omit<LedgerState, "commits">;
  /** How far the ledger was read; undefined where there is none. */
  readonly position?: LedgerPosition;
  readonly records: readonly LedgerRecord[];
  /** Records that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Empty where all records are here. */
  readonly horizons: KeptRecords["horizons"];
}

const NO_LEDGER: Known = {
  state: { tip: null, remoteTip: null, unpushed: 0, hasRemote: false, fetchedAt: null },
  records: [],
  diagnostics: [],
  horizons: new Map(),
};

/** Everything. */
export async function allRecords(ledger: Ledger | undefined, book: RunBook): Promise<Known> {
  if (ledger === undefined) return NO_LEDGER;
  const { commits, head, ...state } = await ledger.read();
  return { state, position: positionOf(state, head), ...recordsFrom(commits, book.settings), horizons: new Map() };
}

/**
 * What statuses of late follow from: what the cache holds and what has come since, or else everything; the cache then
 * holds that.
 */
export async function lateRecords(ledger: Ledger | undefined, book: RunBook): Promise<Known> {
  if (ledger === undefined) return NO_LEDGER;
  const folder = cacheFolderOf(ledger.commonDirectory);
  const { name, of } = labelOf(book);
  const cache = readCache(folder, name, of);
  const caughtUp = cache === undefined ? undefined : await catchUp(cache, ledger, book);
  const { state, cache: fresh } = caughtUp ?? (await readWhole(ledger, book));
  if (fresh !== cache) folder.write(name, formatLedgerCache(fresh, of));
  const { position, records, diagnostics, horizons } = fresh;
  return { state, position, records, diagnostics, horizons };
}

/** A name for the file and, since names may meet, what it is of. */
function labelOf({ settings }: RunBook): { readonly name: string; readonly of: string } {
  const { branch, remote } = settings.ledger;
  const name = encodeURIComponent(`ledger ${settings.id} ${remote}/${branch}`).slice(-200);
  return { name, of: JSON.stringify([VERSION, BUILD, settings.id, branch, remote]) };
}

function readCache(folder: CacheFolder, name: string, of: string): LedgerCache | undefined {
  try {
    const text = folder.read(name);
    return text === undefined ? undefined : parseLedgerCache(text, of);
  } catch {
    // Another version's text may be no JSON at all.
    return undefined;
  }
}

interface Read {
  readonly state: Known["state"];
  readonly cache: LedgerCache;
}

async function catchUp(cache: LedgerCache, ledger: Ledger, book: RunBook): Promise<Read | undefined> {
  const news = await ledger.readNews(cache.position);
  if (news === undefined) return undefined;
  const { commits, position, isChain, ...state } = news;
  const { records: added, diagnostics } = recordsFrom(commits, book.settings);
  const ordered = [...diagnostics, ...cache.diagnostics].length > 0 || [...added, ...cache.records].some(concernsEvent);
  // These stand in the ledger's order, which a merge may change.
  if (!isChain && ordered) return undefined;
  const kept = keptWith(cache, added, book.procedures);
  if (kept === undefined) return undefined;
  if (position === cache.position && kept === cache) return { state, cache };
  return { state, cache: { ...kept, position, diagnostics: [...diagnostics, ...cache.diagnostics] } };
}

async function readWhole(ledger: Ledger, book: RunBook): Promise<Read> {
  const { commits, head, ...state } = await ledger.read();
  const { records, diagnostics } = recordsFrom(commits, book.settings);
  return { state, cache: { ...keptOf(records, book.procedures), position: positionOf(state, head), diagnostics } };
}

function positionOf({ tip, remoteTip, hasRemote, unpushed }: Known["state"], head: string | null): LedgerPosition {
  return { tip, remoteTip, head, unpushed: hasRemote ? unpushed : null };
}
