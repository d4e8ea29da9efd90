// What relative links lead to, on disk. Names are compared letter by letter, so that the answer is the same on every system.

import { readFileSync, readdirSync, statSync } from "node:fs";
import { join, parse, resolve } from "node:path";
import { wayTo } from "./inside-folder.ts";

export type FoundFile =
  | { readonly kind: "folder" }
  /** Reads a Markdown file; undefined for other files. */
  | { readonly kind: "file"; readonly text: (() => string) | undefined }
  | { readonly kind: "other-case"; readonly name: string }
  | { readonly kind: "outside" }
  | { readonly kind: "nothing" };

/** Larger files are no Markdown that a link's anchor could lead into. */
const LARGEST_TEXT = 1024 * 1024;

/**
 * Looks up paths relative to a run book (`root`, absolute), with `/`. What lies above `top` (absolute) is `outside`; without one
 * all of the same drive or share is inside.
 * `onLook` gets every folder that is listed and every file that is looked at, absolute.
 */
export function linkFinder(
  root: string,
  top: string = parse(root).root,
  onLook: (path: string) => void = () => {},
): (path: string) => FoundFile {
  const listings = new Map<string, ReadonlySet<string> | null>();
  const found = new Map<string, FoundFile>();
  const namesIn = (folder: string): ReadonlySet<string> | null => {
    const known = listings.get(folder);
    const names = known === undefined ? namesOf(folder) : known;
    onLook(folder);
    listings.set(folder, names);
    return names;
  };
  return (path) => {
    const known = found.get(path) ?? findFile(root, top, path, namesIn, onLook);
    found.set(path, known);
    return known;
  };
}

/** Null where they cannot be listed: a folder that leads to those that are mine may be another's, and a share's root as well. */
function namesOf(folder: string): ReadonlySet<string> | null {
  try {
    return new Set(readdirSync(folder));
  } catch {
    return null;
  }
}

function findFile(
  root: string,
  top: string,
  path: string,
  namesIn: (folder: string) => ReadonlySet<string> | null,
  onLook: (path: string) => void,
): FoundFile {
  const way = wayTo(top, resolve(root, path));
  // A NUL is no part of any file's name, and Node refuses it with an exception.
  if (way === ".." || way.startsWith("../") || /^[a-z]:/i.test(way)) return { kind: "outside" };
  if (path.includes("\0")) return { kind: "nothing" };
  let folder = top;
  for (const name of way.split("/").filter((part) => part !== "")) {
    const names = namesIn(folder);
    if (names !== null && !names.has(name)) {
      const other = [...names].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
      return other === undefined ? { kind: "nothing" } : { kind: "other-case", name: other };
    }
    folder = join(folder, name);
  }
  onLook(folder);
  return fileAt(folder);
}

/** Whether a file's name says that it is Markdown. */
export function isMarkdown(path: string): boolean {
  return /\.(?:md|markdown)$/i.test(path);
}

function fileAt(path: string): FoundFile {
  try {
    const stats = statSync(path);
    if (stats.isDirectory()) return { kind: "folder" };
    const isText = stats.isFile() && isMarkdown(path) && stats.size <= LARGEST_TEXT;
    return { kind: "file", text: isText ? () => readFileSync(path, "utf8") : undefined };
  } catch {
    // A link that leads nowhere, or a file that may not be read.
    return { kind: "nothing" };
  }
}
