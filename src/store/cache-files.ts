// Files that may be deleted at any time, under `<git common directory>/runbook/cache/`. Each has a line with a checksum
// before its text, and what is read is a whole one or none, however many processes write at once.

import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { checksumOf } from "./checksum.ts";

/** A place for cached texts. */
export interface CacheFolder {
  /** The text kept under a name; undefined where there is none that is whole. */
  readonly read: (name: string) => string | undefined;
  /** Keeps a text. Where that cannot be done (no permission, a full disk) nothing happens: the next run does without. */
  readonly write: (name: string, text: string) => void;
  /** Where it is, for what is read and kept in another form. */
  readonly fileOf: (name: string) => string;
}

/** A name for what is kept of one of its kind; names may meet, so that the text itself has to say what it is of. */
export function cacheNameOf(kind: string, of: string): string {
  return `${kind} ${encodeURIComponent(of).slice(-LONGEST_PART)}`;
}

/** File systems allow 255 bytes for a name. */
const LONGEST_PART = 180;

/** What a kept text says; undefined where there is none, or where `parse` cannot take it: another version's may have no such form. */
export function readKept<Content>(
  folder: CacheFolder,
  name: string,
  parse: (text: string) => Content | undefined,
): Content | undefined {
  try {
    const text = folder.read(name);
    return text === undefined ? undefined : parse(text);
  } catch {
    return undefined;
  }
}

/** The caches of a repository, by its common directory. */
export function cacheFolderOf(commonDirectory: string): CacheFolder {
  const folder = join(commonDirectory, "runbook", "cache");
  return {
    read: (name) => readChecked(join(folder, name)),
    write: (name, text) => void keepFile(join(folder, name), checkedBytes(Buffer.from(text))),
    fileOf: (name) => join(folder, name),
  };
}

/** How a file is kept. */
interface Keeping {
  readonly mode?: number;
  /** Whether there is always one of the two; else, in exchange for time, there may be none for a moment. */
  readonly inOneStep?: boolean;
}

/**
 * Puts a file in another's place, whole, by bytes or by pieces that are asked for as they are written. Where that cannot be done
 * nothing is written: false. Throws what the pieces throw.
 */
export function keepFile(
  file: string,
  bytes: Uint8Array | Iterable<Uint8Array>,
  { mode, inOneStep = false }: Keeping = {},
): boolean {
  const temporary = `${file}.${Math.random().toString(36).slice(2)}.tmp`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    const descriptor = openSync(temporary, "wx", mode);
    try {
      for (const piece of bytes instanceof Uint8Array ? [bytes] : bytes) writeFileSync(descriptor, piece);
    } finally {
      closeSync(descriptor);
    }
    // What writers that were killed have left half-written. By the file system's clock, which may differ from ours.
    removeOlder(dirname(file), statSync(temporary).mtimeMs - HOUR_MS, ".tmp");
    // Some file systems (ext4) at once write out what takes another's name, so that a power failure leaves one of the two.
    if (!inOneStep) removeQuietly(file);
    renameSync(temporary, file);
    return true;
  } catch (error) {
    removeQuietly(temporary);
    // The system's own refusal.
    if (error instanceof Error && "syscall" in error) return false;
    throw error;
  }
}

const HOUR_MS = 3_600_000;

/** Removes the files of a folder that were last written before an instant, of those whose names end so. */
export function removeOlder(folder: string, instant: number, ending = ""): void {
  for (const name of readdirSync(folder)) {
    if (!name.endsWith(ending)) continue;
    const file = join(folder, name);
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats !== undefined && stats.mtimeMs < instant) removeQuietly(file);
  }
}

/** Whether caches can be written there: a text is, and is removed. */
export function canKeepCaches(commonDirectory: string): boolean {
  const folder = cacheFolderOf(commonDirectory);
  const name = `trial ${Math.random().toString(36).slice(2)}`;
  folder.write(name, "trial");
  const isKept = folder.read(name) === "trial";
  removeQuietly(join(commonDirectory, "runbook", "cache", name));
  return isKept;
}

/** Where a repository keeps what is its own. */
export interface GitDirectories {
  /** Of this work tree. */
  readonly own: string;
  /** Shared by all of its work trees. */
  readonly common: string;
}

/**
 * The common directory of the repository around a folder, without asking git: no more than a place for what may be lost.
 * Undefined where there is none, or it is found in a way of git's own.
 */
export function commonDirectoryAbove(folder: string): string | undefined {
  return gitDirectoriesAbove(folder)?.common;
}

/** As `commonDirectoryAbove`, with the work tree's own directory. */
export function gitDirectoriesAbove(folder: string): GitDirectories | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const stats = statSync(join(at, ".git"), { throwIfNoEntry: false });
    if (stats !== undefined) {
      const directories = stats.isDirectory() ? sameDirectory(join(at, ".git")) : linkedDirectories(at);
      return directories !== undefined && existsSync(join(directories.common, "HEAD")) ? directories : undefined;
    }
    if (dirname(at) === at) return undefined;
  }
}

function sameDirectory(directory: string): GitDirectories {
  return { own: directory, common: directory };
}

/** Of a work tree or submodule, whose `.git` is a file that names its directory. */
function linkedDirectories(folder: string): GitDirectories | undefined {
  try {
    const [, path] = /^gitdir: (.+)\n?$/.exec(readFileSync(join(folder, ".git"), "utf8")) ?? [];
    if (path === undefined) return undefined;
    const own = resolve(folder, path);
    const common = join(own, "commondir");
    const isAlone = statSync(common, { throwIfNoEntry: false }) === undefined;
    return isAlone ? sameDirectory(own) : { own, common: resolve(own, readFileSync(common, "utf8").trim()) };
  } catch {
    return undefined;
  }
}

/** Removes a file, where it is there and may be removed. */
export function removeQuietly(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // There is none, or what cannot be removed could not be written either.
  }
}

const LINE_FEED = 10;

/** Bytes after a line with their checksum. */
export function checkedBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${checksumOf(bytes)}\n`), bytes]);
}

function readChecked(file: string): string | undefined {
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch {
    return undefined;
  }
  const end = content.indexOf(LINE_FEED);
  const bytes = content.subarray(end + 1);
  return end >= 0 && content.toString("latin1", 0, end) === checksumOf(bytes) ? bytes.toString("utf8") : undefined;
}
