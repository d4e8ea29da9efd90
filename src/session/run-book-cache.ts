// The model of a run book, from what earlier runs have parsed: by the file system's word where a file is as it was, by
// its content where only its times have changed.

import { REGIONS } from "../data/announced-waves.ts";
import type { Io } from "../io.ts";
import { compare } from "../model/compare.ts";
import type { Procedure } from "../model/procedure.ts";
import type { RunBook } from "../model/runbook.ts";
import type { FoundFile, KnownFile, SourceFile, Stamp } from "../model/source-file.ts";
import { inReadingOrder } from "../parse/place.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";
import type { ParsedRunBook } from "../parse/run-book.ts";
import {
  type CachedProcedure,
  type KeptRunBook,
  type RunBookCache,
  type RunBookHead,
  formatRunBookCache,
  formatRunBookChanges,
  haveSharedIds,
  parseRunBookCache,
} from "../parse/run-book-cache.ts";
import type { Instant, ZoneOffsets } from "../schedule/zone.ts";
import { cacheFolderOf, cacheNameOf, commonDirectoryAbove } from "../store/cache-files.ts";
import { MUCH, expectMuch } from "../store/garbage.ts";
import { isSameStamp } from "../store/file-stamp.ts";
import { LinesLost, lineStoreOf } from "../store/kept-lines.ts";
import { findRunBookFiles, readRunBookFiles } from "../store/run-book-files.ts";
import { areAsStamped, lookThrough } from "../store/stamped-files.ts";
import { BUILD, VERSION } from "../version.ts";
import { areLasting, offsetsFor, renewedConfig, sayable } from "./config-reading.ts";
import { type FilesPlace, readKeptFiles } from "./kept-files.ts";
import { type Hash, type KnownFiles, hashing, knownFile } from "./known-files.ts";

/** What the statuses need of a parsed run book. */
export interface Reading {
  readonly parsed: Pick<ParsedRunBook, "book" | "configDiagnostics" | "diagnostics">;
  /** Of the contents of all files; undefined where one has a fault, or nothing is kept of them. */
  readonly fingerprint?: string | undefined;
  /** Of the texts of all files that have no fault. */
  readonly contents?: Contents | undefined;
  /** How all files were read, by path; undefined where one of them was not, or nothing is kept of them. */
  readonly known?: (() => KnownFiles | undefined) | undefined;
  /** Of the run book's zone, as far as they are known. */
  readonly offsets?: ZoneOffsets;
}

/** What texts say apart from others. */
export interface Contents {
  /** Of the four .yml files. */
  readonly config: string;
  /** Of procedures, by id. */
  readonly procedures: () => ReadonlyMap<string, string>;
}

/** The run book, every file parsed. */
export async function parsedRunBook(root: string): Promise<{
  readonly files: readonly SourceFile[];
  readonly parsed: ParsedRunBook;
}> {
  const files = readRunBookFiles(root);
  const { parseRunBook } = await import("../parse/run-book.ts");
  return { files, parsed: await sayable(parseRunBook(files, { knownRegions: REGIONS }), () => files) };
}

/** What a run book says beside its texts: every file parsed, and none of them held. */
export async function runBookModel(
  root: string,
): Promise<
  Reading["parsed"] & { /** The paths of procedures that do not parse. */ readonly unparsed: readonly string[] }
> {
  return modelOf(readRunBookFiles(root));
}

async function modelOf(files: readonly SourceFile[]): ReturnType<typeof runBookModel> {
  const [{ parseRunBook }, { parseProcedureAlone }] = await Promise.all([
    import("../parse/run-book.ts"),
    import("../parse/procedure.ts"),
  ]);
  if (files.length >= MUCH) expectMuch("passes");
  const parsed = parseRunBook(files, { knownRegions: REGIONS, readProcedure: parseProcedureAlone });
  const { procedures } = parsed;
  const { book, configDiagnostics, diagnostics } = await sayable(parsed, () => files);
  const unparsed = procedures.flatMap(({ procedure, path }) => (procedure === undefined ? [path] : []));
  return { book, configDiagnostics, diagnostics, unparsed };
}

/**
 * The run book, with only those files parsed that the cache does not know as they are now. Where only the procedures with
 * these ids are `wanted`, no look is taken at the files of the others, as long as the folders say that none has come, gone or
 * got another name: what they say is what the cache knows of them, and may throw LinesLost when it is asked for.
 */
export async function cachedRunBook(
  root: string,
  io: Pick<Io, "now" | "runtime">,
  wanted?: readonly string[],
): Promise<Reading> {
  const commonDirectory = commonDirectoryAbove(root);
  if (commonDirectory === undefined) return parsedRunBook(root);
  const of = JSON.stringify([VERSION, BUILD, io.runtime, root]);
  const name = cacheNameOf("run-book", root);
  const folder = cacheFolderOf(commonDirectory);
  const store = lineStoreOf(folder, name);
  const kept = store.read((text) => parseRunBookCache(text, of));
  const known = kept !== undefined && areLasting(kept.offsets, io.now()) ? kept : undefined;
  const quick = known === undefined || wanted === undefined ? undefined : quickReading(known, { folder, root }, wanted);
  if (quick !== undefined) return quick;
  const cache = known && wholeOf(known);
  const fresh = cache === undefined ? undefined : await caughtUp(cache, root, io.now());
  if (cache === undefined || fresh === undefined) {
    const whole = await parsedWhole(root, io.now());
    if (whole.cache !== undefined) store.write(formatRunBookCache(whole.cache, of));
    return {
      ...whole,
      contents: whole.cache && contentsOf(whole.cache),
      known: () => whole.cache && knownIn(whole.cache),
    };
  }
  if (fresh.cache !== cache) {
    const { head, lines } = formatRunBookChanges(fresh.cache, cache, of);
    store.change(head, lines);
  }
  return { ...fresh, contents: contentsOf(fresh.cache), known: () => knownIn(fresh.cache) };
}

/** Undefined where what was kept is damaged. */
function wholeOf(kept: KeptRunBook): RunBookCache | undefined {
  try {
    return { ...kept, procedures: kept.procedures() };
  } catch (error) {
    if (error instanceof LinesLost) return undefined;
    throw error;
  }
}

/** Undefined where one of the procedures is not known by its id, or a look at all files may tell something else. */
function quickReading(kept: KeptRunBook, place: FilesPlace, wanted: readonly string[]): Reading | undefined {
  const { config, configFiles, folders, offsets } = kept;
  const { root } = place;
  if (folders === undefined) return undefined;
  try {
    const files = new Map<string, KnownFile>([...configFiles, ...(kept.fewFiles ?? [])]);
    for (const id of wanted) {
      const file = kept.procedureWith(id);
      if (file === undefined) return undefined;
      files.set(file.procedure.path, file);
    }
    if (!areAsStamped(root, lateStamps(files, place)) || !areAsStamped(root, folders)) return undefined;
  } catch (error) {
    if (error instanceof LinesLost) return undefined;
    throw error;
  }
  let all: readonly Procedure[] | undefined;
  const book: RunBook = {
    ...config,
    procedureWith: (id) => kept.procedureWith(id)?.procedure,
    get procedures() {
      return (all ??= byId([...kept.procedures().values()]));
    },
  };
  return { parsed: { book, configDiagnostics: [], diagnostics: [] }, offsets };
}

/** The stamps of files; of one that was too young when it was parsed, the one that an answer has been kept with since. */
function lateStamps(files: KnownFiles, place: FilesPlace): [path: string, stamp: Stamp | null][] {
  let later: KnownFiles | undefined;
  return [...files].map(([path, { stamp, hash }]) => {
    if (stamp !== null) return [path, stamp];
    later ??= readKeptFiles(place)?.files ?? new Map<string, KnownFile>();
    const now = later.get(path);
    return [path, now?.hash === hash ? now.stamp : null];
  });
}

function contentsOf({ configFiles, procedures }: RunBookCache): Contents {
  return {
    config: JSON.stringify([...configFiles].map(([path, { hash }]) => [path, hash])),
    procedures: () => new Map([...procedures.values()].map(({ procedure, hash }) => [procedure.id, hash])),
  };
}

function knownIn({ configFiles, procedures }: RunBookCache): KnownFiles {
  return new Map<string, KnownFile>([...configFiles, ...procedures]);
}

/** Undefined where a fault, or what one of the four .yml files says now, needs a look at all files together. */
async function caughtUp(
  cache: RunBookCache,
  root: string,
  at: Instant,
): Promise<(Reading & { readonly cache: RunBookCache }) | undefined> {
  const known = (path: string): KnownFile | undefined => cache.configFiles.get(path) ?? cache.procedures.get(path);
  const { stamps: looked, startedAt, onFolder } = lookThrough(root);
  const found = findRunBookFiles(root, (path) => known(path)?.stamp, startedAt, onFolder);
  const isConfig = ({ path }: Pick<FoundFile, "path">): boolean => !path.startsWith("procedures/");
  const isAsKnown = found.length === cache.configFiles.size + cache.procedures.size;
  const hashOf = isAsKnown && found.every(({ source }) => source === undefined) ? noHash : await hashing();
  const files = found.map((it) => ({
    path: it.path,
    source: it.source,
    file: knownFile(it, known(it.path), hashOf),
  }));
  const configFiles = new Map<string, KnownFile>();
  for (const { path, file } of files.filter(isConfig)) {
    if (file === undefined) return undefined;
    configFiles.set(path, file);
  }
  const isSameConfig =
    configFiles.size === cache.configFiles.size &&
    [...configFiles].every(([path, { hash }]) => hash === cache.configFiles.get(path)?.hash);
  const { config, offsets } = cache;
  const now = isSameConfig ? { configFiles, config, offsets } : await renewedConfig(root, cache, at);
  if (now === undefined) return undefined;

  const procedures = new Map<string, CachedProcedure>();
  const faulty: ParsedProcedure[] = [];
  for (const { path, file, source } of files.filter((it) => !isConfig(it))) {
    const before = cache.procedures.get(path);
    if (before !== undefined && file?.hash === before.hash) {
      procedures.set(path, file.stamp === before.stamp ? before : { ...file, procedure: before.procedure });
      continue;
    }
    if (source === undefined || "problem" in source || file === undefined) return undefined;
    const { parseProcedureAlone } = await import("../parse/procedure.ts");
    const parsed = parseProcedureAlone(path, source.text, now.config.settings);
    if (parsed.procedure === undefined) faulty.push(parsed);
    else procedures.set(path, { ...file, procedure: parsed.procedure });
  }
  const sound = byId([...procedures.values()]);
  if (haveSharedIds(sound)) return undefined;
  const diagnostics = inReadingOrder(faulty.flatMap((file) => file.diagnostics));
  const book = { ...now.config, procedures: sound };
  const parsed = await sayable({ book, configDiagnostics: [], diagnostics }, () =>
    found.flatMap(({ source }) => source ?? []),
  );
  const folders = faulty.length === 0 ? looked : undefined;
  const isSame =
    isSameConfig &&
    areSameFolders(folders, cache.folders) &&
    procedures.size === cache.procedures.size &&
    [...procedures].every(([path, file]) => file === cache.procedures.get(path)) &&
    [...configFiles].every(([path, file]) => file === cache.configFiles.get(path));
  if (isSame) return { parsed, cache, offsets, fingerprint: faulty.length === 0 ? cache.fingerprint : undefined };
  const areSameTexts = hashOf === noHash;
  const fingerprint = areSameTexts ? cache.fingerprint : fingerprintOf(now.configFiles, procedures, hashOf);
  const fresh = { ...now, folders, procedures, fingerprint };
  return { parsed, cache: fresh, offsets: now.offsets, fingerprint: faulty.length === 0 ? fingerprint : undefined };
}

function byId(files: readonly CachedProcedure[]): Procedure[] {
  return files.map(({ procedure }) => procedure).toSorted((a, b) => compare(a.id, b.id));
}

function areSameFolders(a: RunBookHead["folders"], b: RunBookHead["folders"]): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.size === b.size && [...a].every(([path, stamp]) => isSameStamp(stamp, b.get(path)));
}

function noHash(): never {
  throw new Error("Every file is as it was known.");
}

/** Everything parsed anew, and the cache of it where all is sound enough to be kept. */
async function parsedWhole(
  root: string,
  now: Instant,
): Promise<Reading & { readonly cache: RunBookCache | undefined }> {
  const { stamps: looked, startedAt, onFolder } = lookThrough(root);
  const found = findRunBookFiles(root, () => undefined, startedAt, onFolder);
  const files = found.flatMap(({ source }) => source ?? []);
  const parsed = await modelOf(files);
  const { book } = parsed;
  if (book === undefined) return { parsed, cache: undefined };
  const hashOf = await hashing();
  const byPath = new Map(book.procedures.map((procedure) => [procedure.path, procedure]));
  const configFiles = new Map<string, KnownFile>();
  const procedures = new Map<string, CachedProcedure>();
  for (const file of found) {
    const cached = knownFile(file, undefined, hashOf);
    const procedure = byPath.get(file.path);
    if (cached === undefined) continue;
    if (!file.path.startsWith("procedures/")) configFiles.set(file.path, cached);
    else if (procedure !== undefined) procedures.set(file.path, { ...cached, procedure });
  }
  const { procedures: _procedures, ...config } = book;
  const fingerprint = fingerprintOf(configFiles, procedures, hashOf);
  const offsets = offsetsFor(book.settings, now);
  const isSound = parsed.diagnostics.length === 0;
  return {
    parsed,
    cache: { configFiles, config, folders: isSound ? looked : undefined, procedures, fingerprint, offsets },
    fingerprint: isSound ? fingerprint : undefined,
  };
}

function fingerprintOf(
  configFiles: ReadonlyMap<string, KnownFile>,
  procedures: ReadonlyMap<string, KnownFile>,
  hashOf: Hash,
): string {
  return hashOf(JSON.stringify([...configFiles, ...procedures].map(([path, { hash }]) => [path, hash])));
}
