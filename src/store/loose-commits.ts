// What was recorded a moment ago lies in files of its own, a commit each (git packs them later). To read some of those takes
// less time than to start git.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateSync } from "node:zlib";
import type { LedgerCommit } from "../model/record.ts";
import { type PlainCommitReader, plainCommitReader } from "./plain-commit.ts";

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
  const read = plainCommitReader();
  for (let id = tip; !known.has(id);) {
    const commit = commits.length === MOST_COMMITS ? undefined : looseCommit(commonDirectory, id, read);
    const [parent, ...others] = commit?.parents ?? [];
    if (commit === undefined || parent === undefined || others.length > 0) return undefined;
    commits.push(commit);
    id = parent;
  }
  return commits;
}

function looseCommit(commonDirectory: string, id: string, read: PlainCommitReader): LedgerCommit | undefined {
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
  return read(id, body.toString("utf8"));
}
