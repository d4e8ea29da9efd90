import { type LedgerPosition, type RecordGroups, concernsEvent } from "../model/kept-records.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { LedgerRecord, UnreadableRecord } from "../model/record.ts";
import type { RunBook } from "../model/runbook.ts";
import {
  type ChangedGroups,
  type LedgerCache,
  formatLedgerCache,
  formatLedgerChanges,
  groupedRecords,
  groupsWith,
  parseLedgerCache,
} from "../parse/ledger-cache.ts";
import { leanRecordReader, recordReader, recordsFrom } from "../parse/records.ts";
import { BeyondHorizon, keeperFor, keptOf, keptWith } from "../schedule/kept-records.ts";
import { cacheFolderOf } from "../store/cache-files.ts";
import type { Ledger } from "../store/git-ledger.ts";
import { LinesLost, lineStoreOf } from "../store/kept-lines.ts";
import { type LedgerNews, positionWith } from "../store/ledger-catching-up.ts";
import type { LedgerState } from "../store/ledger-reading.ts";
import type { Appended } from "../store/ledger-writing.ts";
import { BUILD, VERSION } from "../version.ts";

/** What is known of the ledger. */
export interface Known {
  readonly state: Omit<LedgerState, "commits">;
  /** How far the ledger was read; undefined where there is none. */
  readonly position?: LedgerPosition;
  readonly records: readonly LedgerRecord[];
  /** The completions and skips that are not among them, by the id of the procedure; none where all records are here. */
  readonly groups: RecordGroups;
  /** Records that cannot be read, voided ones included. */
  readonly unreadable: readonly UnreadableRecord[];
  /** Whether all was read. */
  readonly isWhole: boolean;
  /** Whether there is no record of this run book. */
  readonly isEmpty: boolean;
  /** Keeps, for later runs, records (newest first) that this one has written, where they stand upon what was read. */
  readonly keepWritten?: KeepWritten | undefined;
}

export type KeepWritten = (records: readonly LedgerRecord[], written: Appended) => void;

/** What is known where there is no ledger, or none is asked. */
export const NO_LEDGER: Known = {
  state: { tip: null, remoteTip: null, unpushed: 0, hasRemote: false, fetchedAt: null },
  records: [],
  groups: new Map(),
  unreadable: [],
  isWhole: true,
  isEmpty: true,
};

/** Whether there is a ledger, and all that it holds is of other run books. */
export function isOfOthers({ isEmpty, state }: Pick<Known, "isEmpty" | "state">): boolean {
  return isEmpty && (state.tip ?? state.remoteTip) !== null;
}

/** Everything. */
export async function allRecords(ledger: Ledger | undefined, { settings }: Pick<RunBook, "settings">): Promise<Known> {
  if (ledger === undefined) return NO_LEDGER;
  const { state, position, ...read } = await readAll(ledger, settings);
  return { state, position, ...read, groups: new Map(), isWhole: true, isEmpty: read.records.length === 0 };
}

/**
 * Asks what follows from records: from those of late where these are enough, else from all, as where nothing may come from a
 * cache.
 */
export async function askRecords<Answer>(
  ledger: Ledger | undefined,
  book: RunBook,
  isCached: boolean,
  ask: (known: Known) => Promise<Answer>,
): Promise<Answer> {
  if (!isCached) return ask(await allRecords(ledger, book));
  try {
    return await ask(await lateRecords(ledger, book));
  } catch (error) {
    if (!takesMore(error)) throw error;
    // What is damaged, or too little for what a procedure has become, is read and kept anew; an old day's records are not.
    const isOutgrown = error instanceof BeyondHorizon && error.isOutgrown;
    if (isOutgrown || error instanceof LinesLost) {
      try {
        return await ask(await lateRecords(ledger, book, { isAnew: isOutgrown }));
      } catch (again) {
        if (!takesMore(again)) throw again;
      }
    }
    return ask(await allRecords(ledger, book));
  }
}

/** Whether an answer takes more of the ledger than was at hand. */
export function takesMore(error: unknown): boolean {
  return error instanceof BeyondHorizon || error instanceof LinesLost;
}

/** What the ledger holds beyond a position, as it was read for another cache. */
export interface ReadNews {
  readonly since: LedgerPosition;
  readonly news: LedgerNews;
}

/**
 * What statuses of late follow from: what the cache holds and what has come since (`read`, where that is known already), or
 * else everything, as where `isAnew`; the cache then holds that. Groups that are asked for later may throw LinesLost.
 */
export async function lateRecords(
  ledger: Ledger | undefined,
  book: RunBook,
  { read, isAnew = false }: { readonly read?: ReadNews; readonly isAnew?: boolean } = {},
): Promise<Known> {
  if (ledger === undefined) return NO_LEDGER;
  const { name, of } = labelOf(book);
  const store = lineStoreOf(cacheFolderOf(ledger.commonDirectory), name);
  const cache = isAnew ? undefined : store.read((kept) => parseLedgerCache(kept, of));
  const caughtUp = cache === undefined ? undefined : await catchUp(cache, ledger, book, read);
  const { state, cache: fresh } = caughtUp ?? (await readWhole(ledger, book));
  const { position, others, groups, unreadable } = fresh;
  // Who is named in groups tells that there are some, without a look at them.
  const isEmpty = others.length + fresh.people.length === 0 && groups[Symbol.iterator]().next().done === true;
  const known = { state, position, records: others, groups, unreadable, isWhole: false, isEmpty };
  if (cache === undefined || caughtUp === undefined) {
    store.write(formatLedgerCache(fresh, of));
    return known;
  }
  const keep = (now: LedgerCache, changed: ChangedGroups): void => {
    const { head, lines } = formatLedgerChanges(now, cache, changed, of);
    store.change(head, lines);
  };
  const { changed } = caughtUp;
  if (changed !== undefined) keep(fresh, changed);
  const keepWritten: KeepWritten = (written, appended) => {
    const after = positionWith(position, appended);
    if (after === undefined) return;
    const kept = withAdded(fresh, written, book);
    if (kept !== undefined) keep({ ...kept.cache, position: after }, new Map([...(changed ?? []), ...kept.changed]));
  };
  return { ...known, keepWritten };
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

/** Undefined where that does not follow from what was kept. `changed` is undefined where nothing has. */
async function catchUp(
  cache: LedgerCache,
  ledger: Ledger,
  book: RunBook,
  read: ReadNews | undefined,
): Promise<(Read & { readonly changed: ChangedGroups | undefined }) | undefined> {
  const isRead = read !== undefined && isSamePosition(read.since, cache.position);
  const news = isRead ? read.news : await ledger.readNews(cache.position);
  if (news === undefined) return undefined;
  const { commits, position, isChain, ...state } = news;
  const { records: added, unreadable } = recordsFrom(commits, book.settings);
  // These stand in the ledger's order, which a merge may change.
  const isOrdered = isChain || (unreadable.length + cache.unreadable.length === 0 && !hasTies(added, cache.others));
  if (!isOrdered) return undefined;
  if (isSamePosition(position, cache.position)) return { state, cache, changed: undefined };
  const kept = withAdded(cache, added, book);
  if (kept === undefined) return undefined;
  const fresh = { ...kept.cache, position, unreadable: [...unreadable, ...cache.unreadable] };
  return { state, cache: fresh, changed: kept.changed };
}

/** Whether the ledger's order tells which of an event's records comes first: two of them are of one second. */
function hasTies(...lists: readonly (readonly LedgerRecord[])[]): boolean {
  const ofEvents = lists.flat().filter(concernsEvent);
  const places = ofEvents.map((it) => `${it.event ?? it.occurrence} ${Date.parse(it.performedAt)}`);
  return new Set(places).size < places.length;
}

/** What is kept once records have come, but for its position; undefined where that takes what was left out, or what is lost. */
function withAdded(
  cache: LedgerCache,
  added: readonly LedgerRecord[],
  book: RunBook,
): { readonly cache: LedgerCache; readonly changed: ChangedGroups } | undefined {
  const { others, groups } = cache;
  try {
    const ids = proceduresOf(added, groups);
    const before = [...ids].flatMap((id) => {
      const group = groups.get(id);
      return group === undefined ? [] : { id, records: group.records(), horizon: group.horizon() };
    });
    const horizons = new Map(before.flatMap(({ id, horizon }) => (horizon === undefined ? [] : [[id, horizon]])));
    const records = [...others, ...before.flatMap((group) => group.records)];
    const kept = keptWith({ records, horizons }, added, proceduresAmong(book, ids));
    if (kept === undefined) return undefined;
    const after = groupedRecords(kept);
    const isSame = after.others.length === others.length && after.others.every((it, index) => it === others[index]);
    const changed = new Map([...ids].map((id) => [id, after.groups.get(id)]));
    return {
      cache: { ...cache, others: isSame ? others : after.others, groups: groupsWith(changed, groups) },
      changed,
    };
  } catch (error) {
    if (error instanceof LinesLost) return undefined;
    throw error;
  }
}

/** The procedures that records know by these ids. */
function proceduresAmong(book: RunBook, ids: ReadonlySet<string>): readonly Procedure[] {
  const { procedureWith } = book;
  if (procedureWith !== undefined) return [...ids].flatMap((id) => procedureWith(id) ?? []);
  return ids.size === 0 ? [] : book.procedures.filter((it) => idsOf(it).some((id) => ids.has(id)));
}

/** The procedures that new records are about, by the ids that they and the records that they void or approve name. */
export function proceduresOf(added: readonly LedgerRecord[], groups: RecordGroups): Set<string> {
  const ids = new Set(added.flatMap(({ procedure }) => procedure ?? []));
  const targets = added.flatMap(({ voids, approves }) => voids ?? approves ?? []);
  if (targets.length === 0) return ids;
  for (const [id, group] of groups) if (group.mayHold(targets)) ids.add(id);
  return ids;
}

function isSamePosition(a: LedgerPosition, b: LedgerPosition): boolean {
  return a === b || (a.tip === b.tip && a.remoteTip === b.remoteTip && a.head === b.head && a.unpushed === b.unpushed);
}

async function readWhole(ledger: Ledger, book: RunBook): Promise<Read> {
  const keeper = keeperFor(book.procedures);
  const readRecords = leanRecordReader(book.settings);
  const unreadable: UnreadableRecord[] = [];
  const { head, ...state } = await ledger.read("passes", (commits) => {
    const read = readRecords(commits);
    keeper.add(read.records);
    keeper.passOver(read.unreadable);
    for (const one of read.unreadable) unreadable.push(one);
  });
  const kept = keeper.kept();
  if (kept !== undefined)
    return { state, cache: { ...kept, position: positionOf(state, head), unreadable, people: [] } };
  const { records, ...read } = await readAll(ledger, book.settings);
  const { position } = read;
  const grouped = groupedRecords(keptOf(records, book.procedures));
  return { state: read.state, cache: { ...grouped, position, unreadable: read.unreadable, people: [] } };
}

/** All records of a run book, newest first. */
async function readAll(
  ledger: Ledger,
  settings: RunBook["settings"],
): Promise<Pick<Known, "state" | "records" | "unreadable"> & { readonly position: LedgerPosition }> {
  const readRecords = recordReader(settings);
  const records: LedgerRecord[] = [];
  const unreadable: UnreadableRecord[] = [];
  const { head, ...state } = await ledger.read("stays", (commits) => {
    const read = readRecords(commits);
    for (const record of read.records) records.push(record);
    for (const one of read.unreadable) unreadable.push(one);
  });
  return { state, position: positionOf(state, head), records, unreadable };
}

function positionOf({ tip, remoteTip, hasRemote, unpushed }: Known["state"], head: string | null): LedgerPosition {
  return { tip, remoteTip, head, unpushed: hasRemote ? unpushed : null };
}
