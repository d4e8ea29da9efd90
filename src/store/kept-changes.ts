// What has changed of a text of many lines (kept-lines.ts) since it was written as a whole. Each run adds what it changes behind
// what others have added: a line with the checksum of the change, then its own id, the id of what it changes (another change, or
// the whole), the head of the text and the lines. Of two runs that change the same at once the last one counts. A change that is
// damaged, or half written when its writer was killed, ends what is known; the text is then what it was before.

import { closeSync, constants, fstatSync, openSync, readFileSync, writeFileSync } from "node:fs";
import type { ChangedLines } from "../model/kept-lines.ts";
import { checkedBytes, keepFile } from "./cache-files.ts";
import { checksumOf, lengthIn } from "./checksum.ts";

/** What all changes of a whole come to. */
export interface Changes {
  /** Of the last one, or of the whole where there is none. */
  readonly id: string;
  /** Undefined where the whole's still holds. */
  readonly head: string | undefined;
  /** The line of a key: null where there is none any more, undefined where the whole's still holds. */
  readonly get: (key: string) => string | null | undefined;
  readonly lines: () => ChangedLines;
  /** The lines of each, the last one first, each line behind a line feed. */
  readonly entries: readonly Buffer[];
  /** Bytes of the file that says so. */
  readonly size: number;
}

interface Change {
  readonly id: string;
  readonly of: string;
  readonly head: string;
  readonly entries: Buffer;
}

const LINE_FEED = 10;
const TAB = 9;

/** None of a whole yet, by its id. */
export function noChanges(whole: string): Changes {
  return { id: whole, head: undefined, ...linesIn([]), size: 0 };
}

/** The changes of a whole, by its id, that a file says. */
export function readChanges(file: string, whole: string): Changes {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return noChanges(whole);
  }
  const { changes, size } = changesIn(bytes);
  const chain: Change[] = [];
  let wanted = changes.at(-1)?.id ?? whole;
  for (const change of changes.toReversed()) {
    if (change.id !== wanted) continue;
    chain.push(change);
    wanted = change.of;
  }
  const [last] = chain;
  if (last === undefined || wanted !== whole) return noChanges(whole);
  return { id: last.id, head: last.head, ...linesIn(chain.map(({ entries }) => entries)), size };
}

/** All that is sound from the beginning on, and how many bytes that takes. */
function changesIn(bytes: Buffer): { readonly changes: readonly Change[]; readonly size: number } {
  const changes: Change[] = [];
  let size = 0;
  for (;;) {
    const start = bytes.indexOf(LINE_FEED, size) + 1;
    const checksum = bytes.toString("latin1", size, start - 1);
    const end = start + lengthIn(checksum);
    const body = bytes.subarray(start, end);
    if (start === 0 || !(end < bytes.length) || checksumOf(body) !== checksum) return { changes, size };
    const idEnd = body.indexOf(LINE_FEED);
    const ofEnd = body.indexOf(LINE_FEED, idEnd + 1);
    const headEnd = body.indexOf(LINE_FEED, ofEnd + 1);
    changes.push({
      id: body.toString("latin1", 0, idEnd),
      of: body.toString("latin1", idEnd + 1, ofEnd),
      head: body.toString("utf8", ofEnd + 1, headEnd < 0 ? body.length : headEnd),
      entries: headEnd < 0 ? Buffer.alloc(0) : body.subarray(headEnd),
    });
    size = end + 1;
  }
}

/** So many keys are looked for one by one; for more all lines are taken apart. */
const FEW = 16;

function linesIn(entries: readonly Buffer[]): Pick<Changes, "get" | "lines" | "entries"> {
  let all: ChangedLines | undefined;
  let asked = 0;
  const lines = (): ChangedLines =>
    (all ??= new Map(entries.toReversed().flatMap((it) => it.toString("utf8").split("\n").slice(1).map(entryIn))));
  const get = (key: string): string | null | undefined => {
    asked += 1;
    if (all === undefined && asked <= FEW) return lineIn(entries, key);
    return lines().has(key) ? (lines().get(key) ?? null) : undefined;
  };
  return { get, lines, entries };
}

function lineIn(entries: readonly Buffer[], key: string): string | null | undefined {
  const wanted = Buffer.from(`\n${JSON.stringify(key)}`);
  for (const bytes of entries) {
    const at = bytes.indexOf(wanted);
    if (at < 0) continue;
    const tab = at + wanted.length;
    if (bytes[tab] !== TAB) return null;
    const end = bytes.indexOf(LINE_FEED, tab);
    return bytes.toString("utf8", tab + 1, end < 0 ? bytes.length : end);
  }
  return undefined;
}

/**
 * Adds a change to those that were read; undefined where they would be so much that the whole (its id, and the bytes of its lines)
 * is to be written anew. Where the file is another by now, all of them replace it as one. As `keepFile`, it may come to nothing.
 */
export function addChange(
  file: string,
  whole: { readonly id: string; readonly length: number },
  before: Changes,
  head: string,
  lines: ChangedLines,
): Changes | undefined {
  const id = Math.random().toString(36).slice(2);
  const entries = entriesOf(lines);
  const added = bytesOf({ id, of: before.id, head, entries });
  const size = before.size + added.length;
  if (isMuch(before.entries.length + 1, size, whole.length)) return undefined;
  if (before.size > 0 && isAppended(file, before.size, added))
    return { id, head, ...linesIn([entries, ...before.entries]), size };
  const all = before.entries.length === 0 ? entries : entriesOf(withChanges(before, lines));
  const joined = bytesOf({ id, of: whole.id, head, entries: all });
  keepFile(file, joined);
  return { id, head, ...linesIn([all]), size: joined.length };
}

/** The lines of earlier changes with those of another one. */
export function withChanges(before: Changes, lines: ChangedLines): ChangedLines {
  return new Map([...before.lines(), ...lines]);
}

/**
 * All runs since a whole was written have read the changes before them, half of all there are on average: the sum of that and of
 * writing the whole, which takes several times as long as reading it, is least where both are about the same.
 */
function isMuch(count: number, size: number, whole: number): boolean {
  return count * size > whole / 2;
}

function entriesOf(lines: ChangedLines): Buffer {
  return Buffer.from([...lines].map((entry) => `\n${entryOf(entry)}`).join(""));
}

function bytesOf({ id, of, head, entries }: Change): Buffer {
  const body = Buffer.concat([Buffer.from([id, of, head].join("\n")), entries]);
  return Buffer.concat([checkedBytes(body), Buffer.of(LINE_FEED)]);
}

/** Whether bytes now stand behind the `size` bytes of a file, in it and not in what a link names. */
function isAppended(file: string, size: number, bytes: Uint8Array): boolean {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND | (constants.O_NOFOLLOW ?? 0));
    if (fstatSync(descriptor).size !== size) return false;
    writeFileSync(descriptor, bytes);
    return true;
  } catch {
    return false;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A line after its key; a key alone says that there is no such line any more. */
export function entryOf([key, line]: readonly [string, string | undefined]): string {
  return line === undefined ? JSON.stringify(key) : `${JSON.stringify(key)}\t${line}`;
}

function entryIn(text: string): [key: string, line: string | undefined] {
  return text.includes("\t") ? pairIn(text) : [keyIn(text), undefined];
}

/** What stands before and after the first tab. */
export function pairIn(text: string): [key: string, rest: string] {
  const end = text.indexOf("\t");
  return [keyIn(text.slice(0, end)), text.slice(end + 1)];
}

function keyIn(quoted: string): string {
  return quoted.includes("\\") ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
}
