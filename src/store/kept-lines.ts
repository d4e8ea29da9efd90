// Texts of many lines of which a run changes few. They are kept as a whole, and what has changed since in a second file beside
// it: else a record of one procedure would have the lines of all others written again.

import type { KeptLines } from "../model/kept-lines.ts";
import { type CacheFolder, readKept } from "./cache-files.ts";

/** A place for one text. */
export interface LineStore {
  /** What the text says, as `readKept`. */
  readonly read: <Content>(parse: (kept: KeptLines) => Content | undefined) => Content | undefined;
  /** Replaces the text, with no more written than what is not there yet. As `CacheFolder.write`, it may do nothing. */
  readonly write: (kept: KeptLines) => void;
}

/** The whole, as it was written last. */
interface Whole {
  /** Its own: changes of another whole are none of it. */
  readonly id: string;
  readonly lines: KeptLines["lines"];
  /** Of its text. */
  readonly length: number;
}

/** The store under a name; it compares what is written with what it has read. */
export function lineStoreOf(folder: CacheFolder, name: string): LineStore {
  const changesName = `${name} changes`;
  let whole: Whole | undefined;
  return {
    read: (parse) =>
      readKept(folder, name, (text) => {
        const { id, head, entries } = partsOf(text);
        const lines = changed(new Map(), entries);
        whole = { id, lines, length: text.length };
        const changes = folder.read(changesName);
        return parse((changes === undefined ? undefined : withChanges(whole, changes)) ?? { head, lines });
      }),
    write: (kept) => {
      const changes = whole === undefined ? undefined : changesSince(whole, kept);
      if (changes !== undefined) return folder.write(changesName, changes);
      const id = Math.random().toString(36).slice(2);
      const text = [id, kept.head, ...[...kept.lines].map(([key, line]) => entryOf(key, line))].join("\n");
      folder.write(name, text);
      whole = { id, lines: kept.lines, length: text.length };
    },
  };
}

/** Changes that are a large part of the whole are no gain: it is written anew. */
const LARGEST_PART = 1 / 4;

/** Undefined where the whole is better written anew. */
function changesSince({ id, lines: before, length }: Whole, { head, lines }: KeptLines): string | undefined {
  const entries: string[] = [];
  let size = 0;
  const add = (entry: string): void => {
    entries.push(entry);
    size += entry.length;
  };
  for (const [key, line] of lines) if (before.get(key) !== line) add(entryOf(key, line));
  for (const key of before.keys()) if (!lines.has(key)) add(JSON.stringify(key));
  return size > length * LARGEST_PART ? undefined : [id, head, ...entries].join("\n");
}

/** Undefined where these are changes of another whole. */
function withChanges(whole: Whole, text: string): KeptLines | undefined {
  if (!text.startsWith(`${whole.id}\n`)) return undefined;
  const { head, entries } = partsOf(text);
  return { head, lines: changed(new Map(whole.lines), entries) };
}

function changed(lines: Map<string, string>, entries: readonly Entry[]): Map<string, string> {
  for (const [key, line] of entries) {
    if (line === undefined) lines.delete(key);
    else lines.set(key, line);
  }
  return lines;
}

/** A key alone says that there is no such line any more. */
type Entry = readonly [key: string, line: string | undefined];

function partsOf(text: string): { readonly id: string; readonly head: string; readonly entries: readonly Entry[] } {
  const [id = "", head = "", ...entries] = text.split("\n");
  return { id, head, entries: entries.map(entryIn) };
}

function entryOf(key: string, line: string): string {
  return `${JSON.stringify(key)}\t${line}`;
}

function entryIn(text: string): Entry {
  const end = text.indexOf("\t");
  const key = end < 0 ? text : text.slice(0, end);
  const isPlain = !key.includes("\\");
  return [isPlain ? key.slice(1, -1) : (JSON.parse(key) as string), end < 0 ? undefined : text.slice(end + 1)];
}
