// What was recorded a moment ago lies in files of its own, a commit each (git packs them later). To read some of those takes
// less time than to start git.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import { ledgerCommitOf } from "../model/inspection.ts";
import type { LedgerCommit } from "../model/record.ts";
import { parseCommitObject } from "./commit-object.ts";

/** So many commits are read one by one; from a pack git reads more in the same time. */
const MOST_COMMITS = 100;
const LARGEST_COMMIT = 1024 * 1024;

/**
 * The commits from a tip back to one of those that are known, newest first, as `git log` would tell them; undefined where git
 * has to be asked: one is packed, a merge or a root, too large, or written in a way that git reads by rules of its own.
 */
export function looseCommits(
  commonDirectory: string,
  tip: string,
  known: ReadonlySet<string>,
): LedgerCommit[] | undefined {
  const commits: LedgerCommit[] = [];
  for (let id = tip; !known.has(id);) {
    const commit = commits.length === MOST_COMMITS ? undefined : looseCommit(commonDirectory, id);
    const [parent, ...others] = commit?.parents ?? [];
    if (commit === undefined || parent === undefined || others.length > 0) return undefined;
    commits.push(commit);
    id = parent;
  }
  return commits;
}

function looseCommit(commonDirectory: string, id: string): LedgerCommit | undefined {
  let object: Buffer;
  try {
    const bytes = readFileSync(join(commonDirectory, "objects", id.slice(0, 2), id.slice(2)));
    object = inflateSync(bytes, { maxOutputLength: LARGEST_COMMIT });
  } catch {
    return undefined;
  }
  const end = object.indexOf(0);
  const body = object.subarray(end + 1);
  if (end < 0 || object.toString("latin1", 0, end) !== `commit ${body.length}`) return undefined;
  const commit = parseCommitObject(id, body);
  if (commit === undefined || body.includes(0) || !isPlain(body)) return undefined;
  return ledgerCommitOf(commit);
}

/** One author and committer each, of one line, with single spaces and a usual offset; no other encoding. */
const PLAIN_HEADERS =
  /^tree [0-9a-f]+\n(?:parent [0-9a-f]+\n)+author (?:\S|\S[^\n<>]*\S) <\S*> \d{1,11} [+-](?:0\d|1[0-4])[0-5]\d\ncommitter (?:\S|\S[^\n<>]*\S) <\S*> \d{1,11} [+-](?:0\d|1[0-4])[0-5]\d\n(?:gpgsig(?:-sha256)? |\n)/;

function isPlain(body: Buffer): boolean {
  return PLAIN_HEADERS.test(body.toString("latin1", 0, 2048));
}
