// Commits as `git log` tells them.

import type { LedgerCommit } from "../model/record.ts";
import { NUL, separated } from "./separated.ts";

const FORMAT = ["%H", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");

/** A `git log` whose output `logReader` takes. */
export const LOG_ARGUMENTS: readonly string[] = [
  "log",
  "-z",
  `--format=${FORMAT}`,
  "--no-show-signature",
  "--no-color",
  "--encoding=UTF-8",
];

/** Environment in which git does not flush its output after every commit. */
export const UNFLUSHED = { GIT_FLUSH: "0" };

/** Takes git's output as it comes, and hands over the commits that are whole. */
export function logReader(take: (commits: readonly LedgerCommit[]) => void): (chunk: Buffer) => void {
  let fields: string[] = [];
  let commits: LedgerCommit[] = [];
  const told = separated(NUL, (field) => {
    fields.push(field);
    if (fields.length < 9) return;
    commits.push(commitOf(fields));
    fields = [];
  });
  return (chunk) => {
    told.take(chunk);
    take(commits);
    commits = [];
  };
}

function commitOf(fields: readonly string[]): LedgerCommit {
  const [id = "", parents = "", authorName = "", authorEmail = "", authorDate = ""] = fields;
  const [committerName = "", committerEmail = "", committerDate = "", message = ""] = fields.slice(5);
  return {
    id,
    parents: parents === "" ? [] : parents.split(" "),
    author: { name: authorName, email: authorEmail },
    authorDate: withOffset(authorDate),
    committer: { name: committerName, email: committerEmail },
    committerDate: withOffset(committerDate),
    message,
  };
}

/** A time of `%aI` or `%cI` in one form: from 2.45 on git writes `Z` for the offset that it wrote as `+00:00` before. */
export function withOffset(timestamp: string): string {
  return timestamp.replace(/(?<=T\d\d:\d\d:\d\d)Z$/, "+00:00");
}
