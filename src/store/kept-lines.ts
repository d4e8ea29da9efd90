// Texts of many lines of which a run asks for few and changes few. They are kept as a whole, with an index behind them by which a
// line is read when somebody asks for it, and what has changed since in a second file beside it: else a record of one
// procedure would have the lines of all others read and written again.

import { closeSync, openSync, readSync, statSync } from "node:fs";
import type { ChangedLines, KeptLines, Lines, LinesToKeep } from "../model/kept-lines.ts";
import { type CacheFolder, keepFile, removeQuietly } from "./cache-files.ts";
import { checksumOf, lengthIn, slotOf } from "./checksum.ts";
import { type Changes, addChange, entryOf, noChanges, pairIn, readChanges, withChanges } from "./kept-changes.ts";

/** Thrown where a line is not what was written; the text that it was read from is gone then, or another. */
export class LinesLost extends Error {}

/** A place for one text. */
export interface LineStore {
  /** What the text says, as `readKept`. Its lines may throw LinesLost when they are asked for later. */
  readonly read: <Content>(parse: (kept: KeptLines) => Content | undefined) => Content | undefined;
  /** Replaces the text. As `CacheFolder.write`, it may do nothing. */
  readonly write: (kept: LinesToKeep) => void;
  /** Replaces the head, and some lines, of the text as it was read or written last here: no more is written than that. */
  readonly change: (head: string, lines: ChangedLines) => void;
}

/** The whole, as it was written last. */
interface Whole {
  /** Its own: changes of another whole are none of it. */
  readonly id: string;
  readonly head: string;
  readonly lines: Lines;
  /** Of all entries, in bytes. */
  readonly length: number;
}

/** The store under a name. */
export function lineStoreOf(folder: CacheFolder, name: string): LineStore {
  const [file, changesFile] = [folder.fileOf(name), folder.fileOf(`${name} changes`)];
  let known: { readonly whole: Whole; readonly changes: Changes } | undefined;
  /** Of the whole that was written last; it is read again where it changes: few runs that write one change it. */
  let writtenId: string | undefined;
  const write = (kept: LinesToKeep): void => {
    writtenId = Math.random().toString(36).slice(2);
    known = undefined;
    keepFile(file, wholeBytes(writtenId, kept));
  };
  const written = (): typeof known => {
    try {
      const whole = wholeIn(file);
      return whole.id === writtenId ? { whole, changes: noChanges(whole.id) } : undefined;
    } catch {
      return undefined;
    }
  };
  return {
    read: (parse) => {
      try {
        const whole = wholeIn(file);
        const changes = readChanges(changesFile, whole.id);
        known = { whole, changes };
        return parse({ head: changes.head ?? whole.head, lines: linesWith(changes, whole.lines) });
      } catch {
        return undefined;
      }
    },
    write,
    change: (head, lines) => {
      if (known === undefined && writtenId === undefined) throw new Error("Nothing was read to change.");
      known ??= written();
      if (known === undefined) return;
      const { whole, changes: before } = known;
      const changes = addChange(changesFile, whole, before, head, lines);
      if (changes !== undefined) {
        known = { whole, changes };
        return;
      }
      try {
        write({ head: () => head, lines: merged(withChanges(before, lines), whole.lines) });
      } catch (error) {
        if (!(error instanceof LinesLost)) throw error;
      }
    },
  };
}

function linesWith(changes: Changes, lines: Lines): Lines {
  if (changes.entries.length === 0) return lines;
  return {
    get: (key) => {
      const changed = changes.get(key);
      return changed === undefined ? lines.get(key) : (changed ?? undefined);
    },
    [Symbol.iterator]: () => merged(changes.lines(), lines),
  };
}

function* merged(changes: ChangedLines, lines: Lines): Generator<readonly [key: string, line: string]> {
  for (const entry of lines) if (!changes.has(entry[0])) yield entry;
  for (const [key, line] of changes) if (line !== undefined) yield [key, line] as const;
}

// A whole is the entries, each line after its key, the index, the front, and a line with the checksum of that. The index is in
// parts: of thousands of keys few are asked for, and the hash of a key tells in which part it stands. A part has a line for each
// key, with where its entry begins in the file and its checksum, which tells its length. The entries are in blocks, so that neither
// who writes nor who reads all of them holds them in one piece. The front has the checksums of the blocks, of the index and of
// each part.

const LINE_FEED = 10;
const KEYS_A_PART = 32;
const BLOCK_BYTES = 1024 * 1024;

/** The bytes of a whole, in pieces; each is to be used before the next one is asked for. */
function* wholeBytes(id: string, { head, lines }: LinesToKeep): Iterable<Uint8Array> {
  const blockSums: string[] = [];
  const places: { readonly key: string; readonly place: string }[] = [];
  let block = Buffer.allocUnsafe(BLOCK_BYTES);
  let used = 0;
  let before = 0;
  for (const [key, line] of lines) {
    const entry = entryOf([key, line]);
    const length = Buffer.byteLength(entry);
    if (used + length >= block.length) {
      const full = block.subarray(0, used);
      blockSums.push(checksumOf(full));
      yield full;
      before += used;
      used = 0;
      if (length >= block.length) block = Buffer.allocUnsafe(length + 1);
    }
    const start = used;
    used += block.write(entry, start);
    places.push({ key, place: `${before + start} ${checksumOf(block.subarray(start, used))}` });
    block[used] = LINE_FEED;
    used += 1;
  }
  const last = block.subarray(0, used);
  blockSums.push(checksumOf(last));
  const parts = Array.from({ length: Math.ceil(places.length / KEYS_A_PART) }, () => "\n");
  for (const { key, place } of places) parts[slotOf(key, parts.length)] += `${JSON.stringify(key)}\t${place}\n`;
  const partBytes = parts.map((part) => Buffer.from(part));
  const index = Buffer.concat(partBytes);
  const front = Buffer.from([id, head(), blockSums.join(), ...[index, ...partBytes].map(checksumOf)].join("\n"));
  yield Buffer.concat([last, index, front, Buffer.from(`\n${checksumOf(front)}`)]);
}

/** A file of so many bytes is read as a whole: to open it again for each line takes longer. */
const SMALL_FILE = 512 * 1024;
/** Of a larger one so many are read at first, from the end. */
const FIRST_BYTES = 64 * 1024;

/** Throws where there is none that is whole. */
function wholeIn(file: string): Whole {
  const { size } = statSync(file);
  const endStart = size <= SMALL_FILE ? 0 : size - FIRST_BYTES;
  const end = { start: endStart, bytes: bytesAt(file, endStart, size - endStart) };
  const bytesFrom = (start: number, length: number): Buffer =>
    start >= end.start ? end.bytes.subarray(start - end.start).subarray(0, length) : bytesAt(file, start, length);
  const checksumAt = end.bytes.lastIndexOf(LINE_FEED) + 1;
  const checksum = end.bytes.toString("latin1", checksumAt);
  const frontStart = end.start + checksumAt - 1 - lengthIn(checksum);
  const front = bytesFrom(frontStart, lengthIn(checksum));
  if (checksumOf(front) !== checksum) throw new LinesLost(file);
  const [id = "", head = "", blocks = "", indexSum = "", ...partSums] = front.toString("utf8").split("\n");
  const blockSums = blocks.split(",");
  const indexStart = blockSums.reduce((length, sum) => length + lengthIn(sum), 0);
  const checked = (at: number, sum: string): string => {
    try {
      const bytes = bytesFrom(at, lengthIn(sum));
      if (checksumOf(bytes) === sum) return bytes.toString("utf8");
    } catch {
      // It is gone.
    }
    forget(file, id);
    throw new LinesLost(file);
  };
  const partWith = (key: string): string => {
    const part = slotOf(key, partSums.length);
    const before = partSums.slice(0, part).reduce((sum, it) => sum + lengthIn(it), 0);
    return checked(indexStart + before, partSums[part] ?? "");
  };
  const lines = indexedLines({
    part: (key) => (partSums.length === 0 ? "" : partWith(key)),
    index: () => checked(indexStart, indexSum),
    entry: checked,
    *blocks() {
      let at = 0;
      for (const sum of blockSums) {
        yield checked(at, sum);
        at += lengthIn(sum);
      }
    },
  });
  return { id, head, lines, length: indexStart };
}

/** So many keys are looked for one by one; for more the index is taken apart. */
const FEW = 16;
/** Where so large a part of the lines is asked for, all are read at once, which takes as long (measured at 1,000 lines). */
const MANY = 1 / 4;

/** What is read of a whole when it is needed. Throw LinesLost. */
interface WholeReader {
  /** The part of the index in which a key stands: each line after a line feed. */
  readonly part: (key: string) => string;
  readonly index: () => string;
  readonly entry: (at: number, sum: string) => string;
  /** All entries in their order, each before a line feed, in texts of many. */
  readonly blocks: () => Iterable<string>;
}

function indexedLines({ part, index, entry, blocks }: WholeReader): Lines {
  let all: ReadonlyMap<string, string> | undefined;
  let places: ReadonlyMap<string, string> | undefined;
  let asked = 0;
  let found = 0;
  const placesByKey = (): ReadonlyMap<string, string> =>
    (places ??= new Map(
      index()
        .split("\n")
        .flatMap((line) => (line === "" ? [] : [pairIn(line)])),
    ));
  const readAll = (): ReadonlyMap<string, string> => {
    places = undefined;
    const read = new Map<string, string>();
    for (const block of blocks()) {
      if (block === "") continue;
      for (const line of block.slice(0, -1).split("\n")) {
        const pair = pairIn(line);
        read.set(pair[0], pair[1]);
      }
    }
    return (all = read);
  };
  const placeOf = (key: string): string | undefined => {
    asked += 1;
    if (asked > FEW) return placesByKey().get(key);
    const text = part(key);
    const wanted = `\n${JSON.stringify(key)}\t`;
    const at = text.indexOf(wanted);
    return at < 0 ? undefined : text.slice(at + wanted.length, text.indexOf("\n", at + 1));
  };
  return {
    get: (key) => {
      if (all !== undefined) return all.get(key);
      const place = placeOf(key);
      if (place === undefined) return undefined;
      found += 1;
      if (places !== undefined && found > FEW && found > places.size * MANY) return readAll().get(key);
      const space = place.indexOf(" ");
      return pairIn(entry(Number(place.slice(0, space)), place.slice(space + 1)))[1];
    },
    [Symbol.iterator]: () => (all ?? readAll())[Symbol.iterator](),
  };
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
