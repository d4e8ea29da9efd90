import type { Diagnostic } from "../model/diagnostic.ts";
import { type GroupedRecords, type KeptRecords, type LedgerPosition, concernsEvent } from "../model/kept-records.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { RunBook } from "../model/runbook.ts";
import { type LedgerCache, formatLedgerCache, groupedRecords, parseLedgerCache } from "../parse/ledger-cache.ts";
import { leanRecordReader, recordsFrom } from "../parse/records.ts";
import { keeperFor, keptOf, keptWith } from "../schedule/kept-records.ts";
import { cacheFolderOf } from "../store/cache-files.ts";
import type { Ledger } from "../store/git-ledger.ts";
import { lineStoreOf } from "../store/kept-lines.ts";
import type { LedgerNews } from "../store/ledger-catching-up.ts";
import type { LedgerState } from "../store/ledger-reading.ts";
import { BUILD, VERSION } from "../version.ts";

/** What is known of the ledger. */
export interface Known {
  readonly state: Omit<LedgerState, "commits">;
  /** How far the ledger was read; undefined where there is none. */
  readonly position?: LedgerPosition;
  readonly records: readonly LedgerRecord[];
  /** The completions and skips that are not among them, by the id of the procedure; none where all records are here. */
  readonly groups: GroupedRecords["groups"];
  /** Records that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
  /** Empty where all records are here. */
  readonly horizons: KeptRecords["horizons"];
  /** Whether all was read. */
  readonly isWhole: boolean;
}

const NO_LEDGER: Known = {
  state: { tip: null, remoteTip: null, unpushed: 0, hasRemote: false, fetchedAt: null },
  records: [],
  groups: new Map(),
  diagnostics: [],
  horizons: new Map(),
  isWhole: true,
};

const WHOLE: Pick<Known, "groups" | "horizons" | "isWhole"> = {
  groups: new Map(),
  horizons: new Map(),
  isWhole: true,
};

/** Everything. */
export async function allRecords(ledger: Ledger | undefined, book: RunBook): Promise<Known> {
  if (ledger === undefined) return NO_LEDGER;
  const { commits, head, ...state } = await ledger.read();
  return { state, position: positionOf(state, head), ...recordsFrom(commits, book.settings), ...WHOLE };
}

/** What the ledger holds beyond a position, as it was read for another cache. */
export interface ReadNews {
  readonly since: LedgerPosition;
  readonly news: LedgerNews;
}

/**
 * What statuses of late follow from: what the cache holds and what has come since (`read`, where that is known already), or
 * else everything; the cache then holds that.
 */
export async function lateRecords(ledger: Ledger | undefined, book: RunBook, read?: ReadNews): Promise<Known> {
  if (ledger === undefined) return NO_LEDGER;
  const { name, of } = labelOf(book);
  const store = lineStoreOf(cacheFolderOf(ledger.commonDirectory), name);
  const cache = store.read((kept) => parseLedgerCache(kept, of));
  const caughtUp = cache === undefined ? undefined : await catchUp(cache, ledger, book, read);
  const { state, cache: fresh } = caughtUp ?? (await readWhole(ledger, book));
  if (fresh !== cache) store.write(formatLedgerCache(fresh, of));
  const { position, others, groups, diagnostics, horizons } = fresh;
  return { state, position, records: others, groups, diagnostics, horizons, isWhole: false };
}

/** A name for the file and, since names may meet, what it is of. */
function labelOf({ settings }: RunBook): { readonly name: string; readonly of: string } {
  const { branch, remote } = settings.ledger;
  const name = encodeURIComponent(`ledger ${settings.id} ${remote}/${branch}`).slice(-200);
  return { name, of: JSON.stringify([VERSION, BUILD, settings.id, branch, remote]) };
}

interface Read {
  readonly state: Known["state"];
  readonly cache: LedgerCache;
}

async function catchUp(
  cache: LedgerCache,
  ledger: Ledger,
  book: RunBook,
  read: ReadNews | undefined,
): Promise<Read | undefined> {
  const isRead = read !== undefined && isSamePosition(read.since, cache.position);
  const news = isRead ? read.news : await ledger.readNews(cache.position);
  if (news === undefined) return undefined;
  const { commits, position, isChain, ...state } = news;
  const { records: added, diagnostics } = recordsFrom(commits, book.settings);
  // These stand in the ledger's order, which a merge may change.
  if (
    !isChain &&
    (diagnostics.length + cache.diagnostics.length > 0 || [...added, ...cache.others].some(concernsEvent))
  ) {
    return undefined;
  }
  const ids = proceduresOf(added, cache.groups);
  const records = [...cache.others, ...[...ids].flatMap((id) => cache.groups.get(id)?.records() ?? [])];
  const before = { records, horizons: cache.horizons };
  const kept = keptWith(before, added, book.procedures);
  if (kept === undefined) return undefined;
  if (isSamePosition(position, cache.position) && kept === before) return { state, cache };
  const changed = groupedRecords(kept);
  const groups = new Map([...[...cache.groups].filter(([id]) => !ids.has(id)), ...changed.groups]);
  return { state, cache: { ...changed, groups, position, diagnostics: [...diagnostics, ...cache.diagnostics] } };
}

/** The procedures that new records are about, by the ids that they and the records that they void or approve name. */
export function proceduresOf(added: readonly LedgerRecord[], groups: GroupedRecords["groups"]): Set<string> {
  const ids = new Set(added.flatMap(({ procedure }) => procedure ?? []));
  const targets = added.flatMap(({ voids, approves }) => voids ?? approves ?? []);
  if (targets.length === 0) return ids;
  for (const [id, { text, records }] of groups) {
    const isTarget = (commit: string): boolean =>
      text === undefined ? records().some((record) => record.commit === commit) : text.line.includes(commit);
    if (targets.some(isTarget)) ids.add(id);
  }
  return ids;
}

function isSamePosition(a: LedgerPosition, b: LedgerPosition): boolean {
  return a === b || (a.tip === b.tip && a.remoteTip === b.remoteTip && a.head === b.head && a.unpushed === b.unpushed);
}

async function readWhole(ledger: Ledger, book: RunBook): Promise<Read> {
  const keeper = keeperFor(book.procedures);
  const readRecords = leanRecordReader(book.settings);
  const diagnostics: Diagnostic[] = [];
  const { head, ...state } = await ledger.readThrough((commits) => {
    const read = readRecords(commits);
    keeper.add(read.records);
    diagnostics.push(...read.diagnostics);
  });
  const kept = keeper.kept();
  if (kept === undefined) return readAtOnce(ledger, book);
  return { state, cache: { ...groupedRecords(kept), position: positionOf(state, head), diagnostics } };
}

async function readAtOnce(ledger: Ledger, book: RunBook): Promise<Read> {
  const { commits, head, ...state } = await ledger.read();
  const { records, diagnostics } = recordsFrom(commits, book.settings);
  const kept = groupedRecords(keptOf(records, book.procedures));
  return { state, cache: { ...kept, position: positionOf(state, head), diagnostics } };
}

function positionOf({ tip, remoteTip, hasRemote, unpushed }: Known["state"], head: string | null): LedgerPosition {
  return { tip, remoteTip, head, unpushed: hasRemote ? unpushed : null };
}
