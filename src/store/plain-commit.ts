// Commits as git itself writes them nearly always. They are read here in a fraction of the time that `git log` takes to tell
// them, and every other is left to it.

import { timestampAt } from "../calendar/timestamp.ts";
import type { Identity, LedgerCommit } from "../model/record.ts";

/** Reads a commit's own text, decoded as UTF-8, as `git log` would tell it; undefined where git reads it by rules of its own. */
export type PlainCommitReader = (id: string, text: string) => LedgerCommit | undefined;

/** A name of one line, with single spaces around it, and an address. */
const PERSON = /^(\S|\S[^\n<>]*\S) <(\S*)>$/;
const SECONDS = /^\d{1,11}$/;
const OFFSET = /^[+-](?:0\d|1[0-4])[0-5]\d$/;
/** Of the end of the year 9999, the last that RFC 3339 can write, in any zone. */
const LATEST_SECONDS = Date.UTC(9999, 11, 30) / 1000;

/** A reader that knows again whom it has met: of a large ledger a few people have written most. */
export function plainCommitReader(): PlainCommitReader {
  const people = new Map<string, Identity | null>();
  const offsets = new Map<string, string | null>();
  const personOf = (text: string): Identity | null => {
    const known = people.get(text);
    if (known !== undefined) return known;
    const [, name, email] = PERSON.exec(text) ?? [];
    const person = name === undefined || email === undefined ? null : { name, email };
    people.set(text, person);
    return person;
  };
  const offsetOf = (text: string): string | null => {
    const known = offsets.get(text);
    if (known !== undefined) return known;
    const offset = OFFSET.test(text) ? `${text.slice(0, 3)}:${text.slice(3)}` : null;
    offsets.set(text, offset);
    return offset;
  };
  /** `line`: `Name <address> seconds offset`. */
  const signatureOf = (line: string): { readonly who: Identity; readonly date: string } | undefined => {
    const end = line.lastIndexOf(">") + 1;
    const space = line.length - "+0000".length - 1;
    const seconds = line.slice(end + 1, space);
    const who = personOf(line.slice(0, end));
    const offset = offsetOf(line.slice(space + 1));
    const isPlain = line[end] === " " && line[space] === " " && SECONDS.test(seconds);
    if (!isPlain || who === null || offset === null || Number(seconds) > LATEST_SECONDS) return undefined;
    const date = timestampAt(Number(seconds) * 1000, offset);
    // Git refuses to write an earlier one.
    return date < "1970" ? undefined : { who, date };
  };
  return (id, text) => {
    if (text.includes("\0")) return undefined;
    let at = 0;
    const header = (name: string): string | undefined => {
      if (!text.startsWith(name, at)) return undefined;
      const end = text.indexOf("\n", at);
      if (end < 0) return undefined;
      const value = text.slice(at + name.length, end);
      at = end + 1;
      return value;
    };
    const tree = header("tree ");
    const parents: string[] = [];
    for (let parent = header("parent "); parent !== undefined; parent = header("parent ")) parents.push(parent);
    const [author, committer] = [header("author "), header("committer ")];
    if (tree === undefined || author === undefined || committer === undefined) return undefined;
    // A signature reaches to the first blank line, since its own lines are indented. Any other header may change how git reads.
    const isSigned = text.startsWith("gpgsig ", at) || text.startsWith("gpgsig-sha256 ", at);
    const blank = isSigned ? text.indexOf("\n\n", at) + 1 : at;
    if (text[blank] !== "\n" || (isSigned && hasOtherHeader(text.slice(at, blank)))) return undefined;
    const authored = signatureOf(author);
    const committed = committer === author ? authored : signatureOf(committer);
    if (authored === undefined || committed === undefined) return undefined;
    return {
      id,
      parents,
      author: authored.who,
      authorDate: authored.date,
      committer: committed.who,
      committerDate: committed.date,
      message: text.slice(blank + 1),
    };
  };
}

/** Beside a signature and its continued lines. */
function hasOtherHeader(headers: string): boolean {
  return /^(?!gpgsig(?:-sha256)? | )./m.test(headers);
}
