// Where a run book's ledger is, without a look at any procedure: `sync` needs no more.

import type { Io } from "../io.ts";
import type { Settings } from "../model/runbook.ts";
import type { FoundFile, KnownFile } from "../model/source-file.ts";
import type { ZoneOffsets } from "../schedule/zone.ts";
import { cacheFolderOf, cacheNameOf, commonDirectoryAbove, readKept } from "../store/cache-files.ts";
import { findConfigFiles } from "../store/run-book-files.ts";
import { BUILD, VERSION } from "../version.ts";
import { type GlobalOptions, mayCache } from "./options.ts";
import { areLasting, offsetsFrom, parsedConfig } from "./config-reading.ts";
import { knownFiles } from "./known-files.ts";
import { requireBook } from "./session.ts";

/** What the ledger's place and its times follow from. */
export interface LedgerSettings extends Pick<Settings, "ledger" | "timezone"> {
  /** Of the zone, as far as they are known: to ask for them takes longer than to ask a remote nearby. */
  readonly offsets: ZoneOffsets;
}

/** What is kept of the four .yml files; they had no fault. */
type Kept = readonly [
  of: string,
  files: readonly (readonly [path: string, file: KnownFile])[],
  settings: LedgerSettings,
];

/** The settings of a run book. Throws RunbookError `invalid-runbook` for a fault in one of the four YAML files. */
export async function ledgerSettings(root: string, options: GlobalOptions, io: Io): Promise<LedgerSettings> {
  const common = mayCache(options, io) ? commonDirectoryAbove(root) : undefined;
  if (common === undefined) return parsedSettings(filesOf(root), io);
  const folder = cacheFolderOf(common);
  const name = cacheNameOf("config", root);
  const of = JSON.stringify([VERSION, BUILD, io.runtime, root]);
  const kept = readKept(folder, name, (text) => keptIn(text, of, io));
  if (kept !== undefined && (await isAsKnown(root, new Map(kept[1])))) return kept[2];
  const found = filesOf(root);
  const settings = await parsedSettings(found, io);
  const files = await knownFiles(found);
  const now: Kept = [of, [...(files ?? [])], settings];
  if (files !== undefined) folder.write(name, JSON.stringify(now));
  return settings;
}

function filesOf(root: string): readonly FoundFile[] {
  return findConfigFiles(root, () => undefined);
}

async function parsedSettings(found: readonly FoundFile[], io: Io): Promise<LedgerSettings> {
  const { timezone, ledger } = requireBook(await parsedConfig(found)).settings;
  const now = io.now();
  return { timezone, ledger, offsets: offsetsFrom(now, timezone, now) };
}

/** Undefined where it is of something else, or of another time. */
function keptIn(text: string, of: string, io: Io): Kept | undefined {
  const kept = JSON.parse(text) as Kept;
  if (kept[0] !== of) return undefined;
  const { offsets } = kept[2];
  return (offsets[0]?.[0] ?? 0) <= io.now() && areLasting(offsets, io.now()) ? kept : undefined;
}

/** Whether the four .yml files are there as they were; what looks like one of them would be among those found. */
async function isAsKnown(root: string, known: ReadonlyMap<string, KnownFile>): Promise<boolean> {
  const found = findConfigFiles(root, (path) => known.get(path)?.stamp);
  if (found.length !== known.size || !found.every(({ path }) => known.has(path))) return false;
  const changed = found.filter(({ source }) => source !== undefined);
  if (changed.length === 0) return true;
  const now = await knownFiles(changed);
  return changed.every(({ path }) => now?.get(path)?.hash === known.get(path)?.hash);
}
