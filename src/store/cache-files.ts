// Files that may be deleted at any time, under `<git common directory>/runbook/cache/`. Each has a line with a checksum
// before its text, and is replaced in one step: two processes at once each leave a whole one.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { crc32 } from "node:zlib";

/** A place for cached texts. */
export interface CacheFolder {
  /** The text kept under a name; undefined where there is none that is whole. */
  readonly read: (name: string) => string | undefined;
  /** Keeps a text. Where that cannot be done (no permission, a full disk) nothing happens: the next run does without. */
  readonly write: (name: string, text: string) => void;
}

/** The caches of a repository, by its common directory. */
export function cacheFolderOf(commonDirectory: string): CacheFolder {
  const folder = join(commonDirectory, "runbook", "cache");
  return {
    read: (name) => readChecked(join(folder, name)),
    write: (name, text) => {
      const file = join(folder, name);
      const temporary = `${file}.${Math.random().toString(36).slice(2)}.tmp`;
      try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(temporary, `${checksumOf(text)}\n${text}`, { flag: "wx" });
        renameSync(temporary, file);
      } catch {
        removeQuietly(temporary);
      }
    },
  };
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

/**
 * The common directory of the repository around a folder, without asking git: no more than a place for what may be lost.
 * Undefined where there is none, or it is found in a way of git's own.
 */
export function commonDirectoryAbove(folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const stats = statSync(join(at, ".git"), { throwIfNoEntry: false });
    if (stats !== undefined) {
      const directory = stats.isDirectory() ? join(at, ".git") : linkedDirectory(at);
      return directory !== undefined && existsSync(join(directory, "HEAD")) ? directory : undefined;
    }
    if (dirname(at) === at) return undefined;
  }
}

/** Of a work tree or submodule, whose `.git` is a file that names its directory. */
function linkedDirectory(folder: string): string | undefined {
  try {
    const [, path] = /^gitdir: (.+)\n?$/.exec(readFileSync(join(folder, ".git"), "utf8")) ?? [];
    if (path === undefined) return undefined;
    const directory = resolve(folder, path);
    const common = join(directory, "commondir");
    const isOwn = statSync(common, { throwIfNoEntry: false }) === undefined;
    return isOwn ? directory : resolve(directory, readFileSync(common, "utf8").trim());
  } catch {
    return undefined;
  }
}

function removeQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // What cannot be removed could not be written either.
  }
}

function readChecked(file: string): string | undefined {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
  const end = content.indexOf("\n");
  const text = content.slice(end + 1);
  return content.slice(0, Math.max(end, 0)) === checksumOf(text) ? text : undefined;
}

function checksumOf(text: string): string {
  return `${crc32(text).toString(16)} ${text.length}`;
}
