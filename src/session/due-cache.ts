// What `due` lists, from what an earlier run of the same day has worked out. It follows from the four .yml files, the day,
// and for each procedure from its text and its records: where those have changed, it is worked out again for that procedure;
// and always for events, which change by the minute.

import type { Io } from "../io.ts";
import { concernsEvent } from "../model/kept-records.ts";
import type { LedgerRecord } from "../model/record.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { RunBook } from "../model/runbook.ts";
import {
  type CachedDue,
  type CachedItem,
  type DueCache,
  formatDueCache,
  formatDueChanges,
  parseDueCache,
} from "../parse/due-cache.ts";
import { recordsFrom } from "../parse/records.ts";
import { type DueList, type Item, dueList, joinedLists } from "../schedule/due-list.ts";
import { isEvent } from "../schedule/occurrences.ts";
import { zoneOf } from "../schedule/zone.ts";
import { cacheFolderOf, cacheNameOf } from "../store/cache-files.ts";
import { type LineStore, lineStoreOf } from "../store/kept-lines.ts";
import { BUILD, VERSION } from "../version.ts";
import { type Outlook, lookOut } from "./answer-keeping.ts";
import { type Known, isOfOthers, lateRecords, proceduresOf, takesMore } from "./ledger-records.ts";
import { type GlobalOptions, mayCache } from "./options.ts";
import { type Opening, type StatusSession, answerOf, openForStatus, reportOnStderr, statusSession } from "./session.ts";

interface Options extends GlobalOptions {
  readonly within: number;
}

interface Listed {
  readonly session: StatusSession;
  /** Items that come from the cache do not tell which record decided. */
  readonly list: DueList;
  /** Undefined where the answer is not to be kept. */
  readonly outlook: Outlook | undefined;
}

/** Everybody's due list of the day asked about. Reports what does not parse, and throws as `openSession` does. */
export async function dueToday(options: Options, io: Io): Promise<Listed> {
  const opening = await openForStatus(options, io, "stale");
  const { root, ledger, fingerprint, known: files } = opening;
  const outlook = fingerprint === undefined ? undefined : lookOut(root, ledger, files?.(), io);
  const place = mayCache(options, io) ? placeOf(opening, options, io) : undefined;
  const cache = place === undefined ? undefined : place.store.read((kept) => parseDueCache(kept, place.of));
  const listed =
    place === undefined || cache === undefined ? undefined : await listAtHand(cache, place, opening, options, io);
  if (listed !== undefined) return { ...listed, outlook };
  let known: Known | undefined;
  const { session, answer: list } = await answerOf(
    opening,
    ({ schedule }) => dueList(schedule, options.within),
    options,
    io,
    (read) => (known = read),
  );
  // Where a ledger lacks this run book, the next run looks again whose records it holds.
  const isElsewhere = known !== undefined && isOfOthers(known);
  if (place !== undefined && known !== undefined && !isElsewhere)
    keep(place, known, session.book, procedureDues(list, session.book.procedures, place));
  return { session, list, outlook: isElsewhere ? undefined : outlook };
}

interface Place {
  readonly store: LineStore;
  readonly of: string;
  /** Of the text of each procedure's file, by id. */
  readonly hashes: ReadonlyMap<string, string>;
}

/** Where the list is kept, and what it is of but for texts and records; undefined where it is not to be kept. */
function placeOf(
  { ledger, contents, root, book, offsets }: Opening,
  { asOf, within }: Options,
  io: Io,
): Place | undefined {
  if (ledger === undefined || contents === undefined) return undefined;
  const day = asOf ?? zoneOf(book.settings.timezone, offsets).dateAt(io.now());
  return {
    store: lineStoreOf(cacheFolderOf(ledger.commonDirectory), cacheNameOf("due", root)),
    of: JSON.stringify([VERSION, BUILD, io.runtime, root, contents.config, day, within]),
    hashes: contents.procedures(),
  };
}

/**
 * The list from the cache, worked out again where a text or a record is new; undefined where everything has to be read. Throws
 * what `takesMore` knows where that takes more of the ledger than is at hand.
 */
async function listFrom(
  cache: DueCache,
  place: Place,
  opening: Opening,
  options: Options,
  io: Io,
): Promise<Omit<Listed, "outlook"> | undefined> {
  const { ledger, book } = opening;
  const news = await ledger?.readNews(cache.position);
  if (news === undefined) return undefined;
  const { records: added, unreadable } = recordsFrom(news.commits, book.settings);
  // What these are about stands in a record that may be kept no longer.
  if (added.some(({ procedure, voids, approves }) => procedure === null && (voids ?? approves) !== null)) {
    return undefined;
  }
  const isText = ({ id }: Procedure): boolean => cache.procedures.get(id)?.hash === place.hashes.get(id);
  const isAsItWas = added.length + unreadable.length === 0 && book.procedures.every((it) => isEvent(it) || isText(it));
  const { eventRecords: records } = cache;
  const known = isAsItWas
    ? {
        state: news,
        position: news.position,
        records,
        unreadable: cache.unreadable,
        groups: new Map(),
        isWhole: false,
        isEmpty: false,
      }
    : await lateRecords(ledger, book, { read: { since: cache.position, news } });
  // Records that have come between these two looks are among those known, and not among those added.
  if (known.position?.tip !== news.position.tip || known.position.remoteTip !== news.position.remoteTip)
    return undefined;
  const session = statusSession(opening, ledger, known, options, io);
  const touched = proceduresOf(added, known.groups);
  const isAnew = (it: Procedure): boolean => isEvent(it) || !isText(it) || idsOf(it).some((id) => touched.has(id));
  const procedures = book.procedures.filter(isAnew);
  const anew = dueList({ ...session.schedule, book: { ...book, procedures } }, options.within);
  const old = book.procedures.flatMap((procedure) => {
    const cached = isAnew(procedure) ? undefined : cache.procedures.get(procedure.id);
    return cached === undefined ? [] : { procedure, cached };
  });
  const itemsOf = (list: "items" | "upcoming"): Item[] =>
    old.flatMap(({ procedure, cached }) => cached[list].map((item) => itemFrom(item, procedure)));
  if (!isAsItWas || news.position !== cache.position) {
    const dues = procedureDues(anew, procedures, place);
    keep(place, known, book, [...old.map(({ procedure, cached }) => [procedure.id, cached] as const), ...dues], cache);
  }
  reportOnStderr(session.diagnostics, options, io);
  return { session, list: joinedLists({ items: itemsOf("items"), upcoming: itemsOf("upcoming") }, anew) };
}

/** As `listFrom`; undefined too where that takes more of the ledger than is at hand. */
async function listAtHand(...given: Parameters<typeof listFrom>): ReturnType<typeof listFrom> {
  try {
    return await listFrom(...given);
  } catch (error) {
    if (takesMore(error)) return undefined;
    throw error;
  }
}

/** Part by part: of thousands of lists, to take each apart at once takes V8 several times as long before it is warm. */
function itemFrom(item: CachedItem, procedure: Procedure): Item {
  return {
    occurrence: {
      procedure,
      key: item[0],
      nominal: item[1],
      scheduled: item[2],
      due: item[3],
      dueAt: item[4],
      closes: item[5],
      notOwed: item[6],
      track: item[7],
    },
    status: item[8],
    decidedBy: null,
    owner: { role: item[9], people: item[10] },
    lastDone: item[11],
  };
}

/** `before` is what was read: no more is written than what is new. */
function keep(
  { store, of }: Place,
  known: Known,
  book: RunBook,
  procedures: Iterable<readonly [id: string, due: CachedDue]>,
  before?: DueCache,
): void {
  const { position, unreadable } = known;
  if (position === undefined) return;
  const eventRecords = recordsOfEvents(known, book.procedures);
  const now = { position, unreadable, eventRecords };
  if (before === undefined) return store.write(formatDueCache({ ...now, procedures }, of));
  const { head, lines } = formatDueChanges({ ...now, procedures: new Map(procedures) }, before, of);
  store.change(head, lines);
}

/** What each of the procedures adds to a list, made as it is asked for; events change it by the minute. */
function* procedureDues(
  list: DueList,
  procedures: readonly Procedure[],
  { hashes }: Place,
): Iterable<[string, CachedDue]> {
  const dues = new Map<string, { hash: string; items: Item[]; upcoming: Item[] }>();
  for (const procedure of procedures) {
    const hash = hashes.get(procedure.id);
    if (hash !== undefined && !isEvent(procedure)) dues.set(procedure.id, { hash, items: [], upcoming: [] });
  }
  for (const item of list.items) dues.get(item.occurrence.procedure.id)?.items.push(item);
  for (const item of list.upcoming) dues.get(item.occurrence.procedure.id)?.upcoming.push(item);
  for (const [id, { hash, items, upcoming }] of dues) {
    yield [id, { hash, items: items.map(cachedItem), upcoming: upcoming.map(cachedItem) }];
  }
}

function cachedItem({ occurrence, status, owner: { role, people }, lastDone }: Item): CachedItem {
  const { key, nominal, scheduled, due, dueAt, closes, notOwed, track } = occurrence;
  return [key, nominal, scheduled, due, dueAt, closes, notOwed, track, status, role, people, lastDone];
}

/** All that what events ask for follows from. */
function recordsOfEvents({ records, groups }: Known, procedures: readonly Procedure[]): LedgerRecord[] {
  const ofEvents = procedures.filter(isEvent).flatMap(idsOf);
  const isNeeded = (record: LedgerRecord): boolean =>
    concernsEvent(record) ||
    record.voids !== null ||
    record.approves !== null ||
    (record.procedure !== null && ofEvents.includes(record.procedure));
  return [...records.filter(isNeeded), ...ofEvents.flatMap((id) => groups.get(id)?.records() ?? [])];
}
