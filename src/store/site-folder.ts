// A folder of pages that are made again and again: only what has changed is written, only what is ours is removed.

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import { compare } from "../model/compare.ts";
import { hashOfText } from "./content-hash.ts";
import { staysInside } from "./inside-folder.ts";
import { attemptToRead, textIn } from "./text-file.ts";
import { attempt, makeFolders, removeFrom, removeTemporaries, replaceFile, temporaryOf } from "./write-files.ts";

export interface SiteFolder {
  /** Writes a page unless it is there already, and says whether it did. Throws RunbookError `io`. */
  readonly write: (path: string, text: string) => boolean;
  /**
   * Removes the pages of earlier times that were not wanted this time, and notes what is here. One that somebody has
   * changed since stays, and is in `kept`.
   */
  readonly close: () => { readonly removed: readonly string[]; readonly kept: readonly string[] };
}

/** Says which files of a folder are ours, by path with the hash of what we wrote. */
const LIST = "runbook-site.json";
/** Noted of a page that was not there before the run that was to write it: that run was killed. */
const NOT_WRITTEN_YET = "";
const PAGE = /^(?:[a-z\d-]+\/)?[a-z\d-]+\.html$/;
/** A branch of pages may be checked out there; and a run may have been killed before it had written the list. */
const OTHERS_ALLOWED = new Set([".git", temporaryOf(LIST)]);

/**
 * Opens a folder for the pages of a run book: one that is not there yet, is empty, or holds an earlier site of the same
 * run book; what else lies beside that is left alone. Throws RunbookError `io` for any other, before anything is written.
 */
export function openSiteFolder(folder: string, book: string, paths: readonly string[]): SiteFolder {
  attempt(folder, () => makeFolders(folder));
  const known = knownPages(folder, book);
  for (const path of paths) {
    if (!staysInside(folder, path)) {
      throw new RunbookError("io", `${join(folder, path)} leads out of the folder`, "Name another folder with --out.");
    }
    if (!known.has(path) && existsSync(join(folder, path))) {
      throw new RunbookError(
        "io",
        `${join(folder, path)} is no page of this tool's, so nothing was written`,
        "Move it away, or name another folder with --out.",
      );
    }
  }
  // Noted before they are written: a run that is stopped half-way leaves no page that the next one would not know.
  const pages = new Map([...known, ...paths.map((path) => [path, known.get(path) ?? NOT_WRITTEN_YET] as const)]);
  noteLast(folder, book, pages);
  const wanted = new Set<string>();
  return {
    write: (path, text) => {
      wanted.add(path);
      pages.set(path, hashOfText(text));
      const file = join(folder, path);
      if (textIn(file) === text) return false;
      replaceFile(file, text);
      return true;
    },
    close: () => {
      const unwanted = [...known.keys()].filter((path) => !wanted.has(path) && staysInside(folder, path));
      const there = unwanted.filter((path) => existsSync(join(folder, path)));
      const kept = there.filter((path) => {
        const noted = known.get(path);
        return noted !== NOT_WRITTEN_YET && hashOfText(textIn(join(folder, path)) ?? "") !== noted;
      });
      const removed = there.filter((path) => !kept.includes(path));
      for (const path of removed) removeFrom(folder, path);
      removeTemporaries(folder, unwanted);
      for (const path of unwanted) pages.delete(path);
      noteLast(folder, book, pages);
      return { removed, kept };
    },
  };
}

/** Pages that an earlier run has noted; a list that somebody has changed is not trusted further than its names go. */
function knownPages(folder: string, book: string): Map<string, string> {
  const names = attemptToRead(folder, () => readdirSync(folder));
  const text = textIn(join(folder, LIST));
  if (text === undefined) {
    const others = names.filter((name) => !OTHERS_ALLOWED.has(name));
    if (others.length === 0) return new Map();
    throw new RunbookError(
      "io",
      `${folder} holds other things (${others.slice(0, 3).join(", ")}${others.length > 3 ? ", …" : ""}), so nothing was written`,
      "Name a folder with --out that is empty, not there yet, or a site made before.",
    );
  }
  const list = parsedList(text);
  if (list === undefined) {
    throw new RunbookError(
      "io",
      `${join(folder, LIST)} cannot be read`,
      "Empty the folder, or name another with --out.",
    );
  }
  if (list.book !== book) {
    throw new RunbookError(
      "io",
      `${folder} holds the site of another run book (${list.book}), so nothing was written`,
      "Name another folder with --out.",
    );
  }
  return new Map(Object.entries(list.pages).filter(([path]) => PAGE.test(path)));
}

function parsedList(text: string): { book: string; pages: Record<string, string> } | undefined {
  try {
    const { book, pages } = JSON.parse(text) as { book?: unknown; pages?: unknown };
    if (typeof book !== "string" || typeof pages !== "object" || pages === null) return undefined;
    return { book, pages: Object.fromEntries(Object.entries(pages).map(([path, hash]) => [path, String(hash)])) };
  } catch {
    return undefined;
  }
}

function noteLast(folder: string, book: string, pages: ReadonlyMap<string, string>): void {
  const sorted = Object.fromEntries([...pages].toSorted(([a], [b]) => compare(a, b)));
  const text = `${JSON.stringify({ madeBy: "runbook site", book, pages: sorted }, null, 2)}\n`;
  const file = join(folder, LIST);
  if (textIn(file) === text) return;
  replaceFile(file, text);
}
