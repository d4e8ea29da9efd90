// Commits as git itself writes them nearly always. They are read here in a fraction of the time that `git log` takes to tell
// them, and every other is left to it.

import { offsetOf, timestampAt } from "../calendar/timestamp.ts";
import type { Identity, LedgerCommit } from "../model/record.ts";

/** Reads a commit's own text, decoded as UTF-8, as `git log` would tell it; undefined where git reads it by rules of its own. */
export type PlainCommitReader = (id: string, text: string) => LedgerCommit | undefined;

/**
 * One author and committer each, of one line, with single spaces and a usual offset; no header beside a signature, no other
 * encoding. One expression: many small steps take several times as long.
 */
const HEADERS =
  /tree [0-9a-f]+\n((?:parent [0-9a-f]+\n)*)author ([^\s<>](?:[^\n<>]*[^\s<>])? <[^\s<>]*>) (\d{1,11}) ([+-](?:0\d|1[0-4])[0-5]\d)\ncommitter (?:\2 \3 \4|([^\s<>](?:[^\n<>]*[^\s<>])? <[^\s<>]*>) (\d{1,11}) ([+-](?:0\d|1[0-4])[0-5]\d))\n(?:gpgsig(?:-sha256)? .*\n(?: .*\n)*)*\n/y;

/** A signature with the certificates that it brings; each of its lines takes of the expression's stack. */
const LONGEST_HEADERS = 100_000;

/** Of the end of the year 9999, the last that RFC 3339 can write, in any zone. */
const LATEST_SECONDS = Date.UTC(9999, 11, 30) / 1000;

/** A reader that knows again whom it has met: of a large ledger a few people have written most. */
export function plainCommitReader(): PlainCommitReader {
  const people = new Map<string, Identity>();
  const offsets = new Map<string, string>();
  const personOf = (written: string): Identity => {
    const known = people.get(written);
    if (known !== undefined) return known;
    const split = written.lastIndexOf(" <");
    const person = { name: written.slice(0, split), email: written.slice(split + " <".length, -1) };
    people.set(written, person);
    return person;
  };
  const dateOf = (seconds: number, written: string): string | undefined => {
    const offset = offsets.get(written) ?? offsetOf(written);
    offsets.set(written, offset);
    if (seconds > LATEST_SECONDS) return undefined;
    const date = timestampAt(seconds * 1000, offset);
    // Git refuses to write an earlier one.
    return date < "1970" ? undefined : date;
  };
  return (id, text) => {
    HEADERS.lastIndex = 0;
    const end = text.indexOf("\n\n");
    const isUsual = end >= 0 && end <= LONGEST_HEADERS && !text.includes("\0");
    const headers = isUsual ? HEADERS.exec(text) : null;
    if (headers === null) return undefined;
    const [all, parents = "", written = "", seconds = "", offset = "", committer, at, ahead = ""] = headers;
    const author = personOf(written);
    const authorDate = dateOf(Number(seconds), offset);
    const committerDate = committer === undefined ? authorDate : dateOf(Number(at), ahead);
    if (authorDate === undefined || committerDate === undefined) return undefined;
    return {
      id,
      parents: parentsIn(parents),
      author,
      authorDate,
      committer: committer === undefined ? author : personOf(committer),
      committerDate,
      message: text.slice(all.length),
    };
  };
}

function parentsIn(lines: string): string[] {
  const { length } = "parent ";
  const parents: string[] = [];
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf("\n", start);
    parents.push(lines.slice(start + length, end));
    start = end + 1;
  }
  return parents;
}
