// What `due` lists, from what an earlier run of the same day has worked out. It follows from the contents of all files,
// the ledger's two tips and the day, and is kept under all of these; but for events, which change by the minute.

import type { Io } from "../io.ts";
import { concernsEvent } from "../model/kept-records.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { RunBook } from "../model/runbook.ts";
import { type CachedItem, type DueCache, formatDueCache, parseDueCache } from "../parse/due-cache.ts";
import { type DueList, type Item, dueList, joinedLists } from "../schedule/due-list.ts";
import { isEvent } from "../schedule/occurrences.ts";
import { zoneOf } from "../schedule/zone.ts";
import { type CacheFolder, cacheFolderOf } from "../store/cache-files.ts";
import { BUILD, VERSION } from "../version.ts";
import type { Known } from "./ledger-records.ts";
import { type GlobalOptions, mayCache } from "./options.ts";
import { type Opening, type StatusSession, answerOf, openForStatus, reportOnStderr, statusSession } from "./session.ts";

interface Options extends GlobalOptions {
  readonly within: number;
}

interface Listed {
  readonly session: StatusSession;
  /** Items that come from the cache do not tell which record decided. */
  readonly list: DueList;
}

/** Everybody's due list of the day asked about. Reports what does not parse, and throws as `openSession` does. */
export async function dueToday(options: Options, io: Io): Promise<Listed> {
  const opening = await openForStatus(options, io, "stale");
  const place = mayCache(options, io) ? placeOf(opening, options, io) : undefined;
  const cache = place === undefined ? undefined : readCache(place);
  const listed = cache === undefined ? undefined : await listFrom(cache, opening, options, io);
  if (listed !== undefined) return listed;
  let known: Known | undefined;
  const { session, answer: list } = await answerOf(
    opening,
    ({ schedule }) => dueList(schedule, options.within),
    options,
    io,
    (read) => (known = read),
  );
  if (place !== undefined && known?.position !== undefined) {
    place.folder.write(place.name, formatDueCache(cacheOf(list, known, known.position, session.book), place.of));
  }
  return { session, list };
}

interface Place {
  readonly folder: CacheFolder;
  readonly name: string;
  readonly of: string;
}

/** Where the list is kept, and all that it is of but for the ledger's tips; undefined where it is not to be kept. */
function placeOf(
  { ledger, fingerprint, root, book, offsets }: Opening,
  { asOf, within }: Options,
  io: Io,
): Place | undefined {
  if (ledger === undefined || fingerprint === undefined) return undefined;
  const day = asOf ?? zoneOf(book.settings.timezone, offsets).dateAt(io.now());
  return {
    folder: cacheFolderOf(ledger.commonDirectory),
    name: `due ${encodeURIComponent(root).slice(-180)}`,
    of: JSON.stringify([VERSION, BUILD, io.runtime, root, fingerprint, day, within]),
  };
}

function readCache({ folder, name, of }: Place): DueCache | undefined {
  try {
    const text = folder.read(name);
    return text === undefined ? undefined : parseDueCache(text, of);
  } catch {
    // Another version's text may be no JSON at all.
    return undefined;
  }
}

/** The list from the cache, with what events ask for by now; undefined where the ledger has moved since. */
async function listFrom(cache: DueCache, opening: Opening, options: Options, io: Io): Promise<Listed | undefined> {
  const state = await opening.ledger?.readUnmoved(cache.position);
  if (state === undefined) return undefined;
  const { diagnostics, eventRecords: records } = cache;
  const known = { state, diagnostics, records, horizons: new Map() };
  const session = statusSession(opening, opening.ledger, known, options, io);
  reportOnStderr(session.diagnostics, options, io);
  const { book } = opening;
  const byId = new Map(book.procedures.map((procedure) => [procedure.id, procedure]));
  const itemsOf = (cached: readonly CachedItem[]): Item[] =>
    cached.flatMap(({ procedure: id, occurrence, ...rest }) => {
      const procedure = byId.get(id);
      return procedure === undefined
        ? []
        : ({ ...rest, decidedBy: null, occurrence: { ...occurrence, procedure } } as Item);
    });
  const events = { ...session.schedule, book: { ...book, procedures: book.procedures.filter(isEvent) } };
  const kept = { items: itemsOf(cache.items), upcoming: itemsOf(cache.upcoming) };
  return { session, list: joinedLists(kept, dueList(events, options.within)) };
}

function cacheOf(
  { items, upcoming }: DueList,
  { records, diagnostics }: Known,
  position: DueCache["position"],
  book: RunBook,
): DueCache {
  return {
    position,
    diagnostics,
    eventRecords: recordsOfEvents(records, book),
    items: items.filter(isKept).map(cachedItem),
    upcoming: upcoming.filter(isKept).map(cachedItem),
  };
}

function isKept({ occurrence }: Item): boolean {
  return !isEvent(occurrence.procedure);
}

function cachedItem({ occurrence, status, owner, lastDone }: Item): CachedItem {
  const { procedure, ...dates } = occurrence;
  return { procedure: procedure.id, occurrence: dates, status, owner, lastDone };
}

/** All that what events ask for follows from. */
function recordsOfEvents(records: readonly LedgerRecord[], { procedures }: RunBook): LedgerRecord[] {
  const ids = new Set(procedures.filter(isEvent).flatMap(({ id, formerly }) => [id, ...formerly]));
  return records.filter(
    (record) =>
      concernsEvent(record) ||
      record.voids !== null ||
      record.approves !== null ||
      (record.procedure !== null && ids.has(record.procedure)),
  );
}
