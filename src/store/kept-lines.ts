// Texts of many lines of which a run asks for few and changes few. They are kept as a whole, with an index in front by which a
// line is read when somebody asks for it, and what has changed since in a second file beside it: else a record of one
// procedure would have the lines of all others read and written again.

import { closeSync, openSync, readSync } from "node:fs";
import type { ChangedLines, KeptLines, Lines } from "../model/kept-lines.ts";
import { type CacheFolder, keepFile, readKept, removeQuietly } from "./cache-files.ts";
import { checksumOf } from "./checksum.ts";

/** Thrown where a line is not what was written; the text that it was read from is gone then, or another. */
export class LinesLost extends Error {}

/** A place for one text. */
export interface LineStore {
  /** What the text says, as `readKept`. Its lines may throw LinesLost when they are asked for later. */
  readonly read: <Content>(parse: (kept: KeptLines) => Content | undefined) => Content | undefined;
  /** Replaces the text. As `CacheFolder.write`, it may do nothing. */
  readonly write: (kept: KeptLines) => void;
  /** Replaces the head, and some lines, of the text as it was read or written last here: no more is written than that. */
  readonly change: (head: string, lines: ChangedLines) => void;
}

/** The whole, as it was written last. */
interface Whole {
  /** Its own: changes of another whole are none of it. */
  readonly id: string;
  readonly head: string;
  readonly lines: Lines;
  /** Of all lines. */
  readonly length: number;
}

/** The store under a name. */
export function lineStoreOf(folder: CacheFolder, name: string): LineStore {
  const changesName = `${name} changes`;
  let known: { readonly whole: Whole; readonly changes: ChangedLines } | undefined;
  const write = ({ head, lines }: KeptLines): void => {
    const id = Math.random().toString(36).slice(2);
    const { bytes, length } = wholeBytes(id, head, lines);
    keepFile(folder.fileOf(name), bytes);
    known = { whole: { id, head, lines, length }, changes: new Map() };
  };
  return {
    read: (parse) => {
      try {
        const whole = wholeIn(folder.fileOf(name));
        const since = readKept(folder, changesName, (text) => changesIn(text, whole));
        known = { whole, changes: since?.changes ?? new Map() };
        return parse({ head: since?.head ?? whole.head, lines: linesWith(known.changes, whole.lines) });
      } catch {
        return undefined;
      }
    },
    write,
    change: (head, lines) => {
      if (known === undefined) throw new Error("Nothing was read that could change.");
      const { whole } = known;
      const changes = new Map([...known.changes, ...lines]);
      const text = [whole.id, head, ...[...changes].map(entryOf)].join("\n");
      known = { whole, changes };
      if (text.length <= whole.length * LARGEST_PART) return folder.write(changesName, text);
      try {
        write({ head, lines: new Map(linesWith(changes, whole.lines)) });
      } catch (error) {
        if (!(error instanceof LinesLost)) throw error;
      }
    },
  };
}

/** Changes that are a large part of the whole are no gain: it is written anew. */
const LARGEST_PART = 1 / 4;

function linesWith(changes: ChangedLines, lines: Lines): Lines {
  if (changes.size === 0) return lines;
  return {
    get: (key) => (changes.has(key) ? changes.get(key) : lines.get(key)),
    *[Symbol.iterator]() {
      for (const entry of lines) if (!changes.has(entry[0])) yield entry;
      for (const [key, line] of changes) if (line !== undefined) yield [key, line] as const;
    },
  };
}

/** The head and the lines of a text of changes; undefined where these are changes of another whole. */
function changesIn(text: string, { id }: Whole): { readonly head: string; readonly changes: ChangedLines } | undefined {
  const [of, head = "", ...entries] = text.split("\n");
  return of === id ? { head, changes: new Map(entries.map(entryIn)) } : undefined;
}

function entryOf([key, line]: readonly [string, string | undefined]): string {
  return line === undefined ? JSON.stringify(key) : `${JSON.stringify(key)}\t${line}`;
}

function entryIn(text: string): [key: string, line: string | undefined] {
  return text.includes("\t") ? pairIn(text) : [keyIn(text), undefined];
}

/** What stands before and after the first tab. */
function pairIn(text: string): [key: string, rest: string] {
  const end = text.indexOf("\t");
  return [keyIn(text.slice(0, end)), text.slice(end + 1)];
}

function keyIn(quoted: string): string {
  return quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}

// A whole is a line with the checksum of its index, the index, and the lines. The index has a line for each: its key, where
// it begins (bytes from the first) and its checksum, which tells its length.

const LINE_FEED = 10;

function wholeBytes(id: string, head: string, lines: Lines): { bytes: Uint8Array; length: number } {
  const entries = [...lines];
  const body = Buffer.from(entries.map(([, line]) => line).join("\n"));
  let start = 0;
  const index = entries.map(([key, line]) => {
    const end = start + Buffer.byteLength(line);
    const entry = `${JSON.stringify(key)}\t${start} ${checksumOf(body.subarray(start, end))}`;
    start = end + 1;
    return entry;
  });
  const front = Buffer.from([id, checksumOf(body), head, ...index, ""].join("\n"));
  return { bytes: Buffer.concat([Buffer.from(`${checksumOf(front)}\n`), front, body]), length: body.length };
}

/** So many bytes are read at first: of most run books that is all. */
const FIRST_BYTES = 256 * 1024;

/** Throws where there is none that is whole. */
function wholeIn(file: string): Whole {
  const first = bytesAt(file, 0, FIRST_BYTES);
  const start = first.indexOf(LINE_FEED) + 1;
  const checksum = first.toString("latin1", 0, start - 1);
  const bodyStart = start + lengthIn(checksum);
  const front = first.length >= bodyStart ? first.subarray(start, bodyStart) : bytesAt(file, start, bodyStart - start);
  if (checksumOf(front) !== checksum) throw new LinesLost(file);
  const text = front.toString("utf8");
  const [id = "", bodySum = "", head = ""] = text.split("\n", 3);
  const index = text.slice(id.length + bodySum.length + head.length + 2);
  const length = lengthIn(bodySum);
  const isAll = first.length >= bodyStart + length;
  const read = (at: number, count: number): Buffer =>
    isAll ? first.subarray(bodyStart + at, bodyStart + at + count) : bytesAt(file, bodyStart + at, count);
  const checked = (at: number, sum: string): string => {
    try {
      const bytes = read(at, lengthIn(sum));
      if (checksumOf(bytes) === sum) return bytes.toString("utf8");
    } catch {
      // It is gone.
    }
    forget(file, id);
    throw new LinesLost(file);
  };
  return { id, head, lines: indexedLines(index, bodySum, checked), length };
}

/** So many keys are looked for in the text of the index; for more it is taken apart. */
const FEW = 16;
/** Where so large a part of the lines is asked for, all are read at once. */
const MANY = 1 / 64;

/** The lines that an index tells of: each entry after a line feed, the last one before one. */
function indexedLines(index: string, bodySum: string, checked: (at: number, sum: string) => string): Lines {
  let all: ReadonlyMap<string, string> | undefined;
  let entries: ReadonlyMap<string, string> | undefined;
  let asked = 0;
  let found = 0;
  const entriesByKey = (): ReadonlyMap<string, string> =>
    (entries ??= new Map(index.split("\n").slice(1, -1).map(pairIn)));
  const readAll = (): ReadonlyMap<string, string> => {
    const texts = checked(0, bodySum).split("\n");
    const keys = index.split("\n").slice(1, -1);
    entries = undefined;
    return (all = new Map(keys.map((entry, at) => [pairIn(entry)[0], texts[at] ?? ""])));
  };
  const entryFor = (key: string): string | undefined => {
    asked += 1;
    if (asked > FEW) return entriesByKey().get(key);
    const wanted = `\n${JSON.stringify(key)}\t`;
    const at = index.indexOf(wanted);
    return at < 0 ? undefined : index.slice(at + wanted.length, index.indexOf("\n", at + 1));
  };
  return {
    get: (key) => {
      if (all !== undefined) return all.get(key);
      const entry = entryFor(key);
      if (entry === undefined) return undefined;
      found += 1;
      if (entries !== undefined && found > FEW && found > entries.size * MANY) return readAll().get(key);
      const space = entry.indexOf(" ");
      return checked(Number(entry.slice(0, space)), entry.slice(space + 1));
    },
    [Symbol.iterator]: () => (all ?? readAll())[Symbol.iterator](),
  };
}

/** What a checksum says of the number of bytes. */
function lengthIn(checksum: string): number {
  return Number(checksum.slice(checksum.indexOf(" ") + 1));
}

/** As many bytes of a file as there are from a place on, `length` at most. */
function bytesAt(file: string, position: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  const descriptor = openSync(file, "r");
  try {
    let end = 0;
    for (;;) {
      const count = readSync(descriptor, bytes, end, length - end, position + end);
      end += count;
      if (count === 0 || end === length) return bytes.subarray(0, end);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** What is damaged is no good to anybody; another run may have replaced it. */
function forget(file: string, id: string): void {
  try {
    if (wholeIn(file).id === id) removeQuietly(file);
  } catch {
    removeQuietly(file);
  }
}
