// Commits of the ledger: written with plumbing, signed as the user's git says; and the branch's way to them.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { RunbookError } from "../errors.ts";
import type { Identity } from "../model/record.ts";
import { type GitResult, gitError, gitWords } from "./git.ts";
import { identityError } from "./git-identity.ts";
import { type Branch, RFC_3339, type Repository, tryGit, tryGitAtOnce } from "./ledger-repository.ts";

export interface CommitDraft {
  readonly message: string;
  readonly tree: string;
  readonly parents: readonly string[];
  /** Null: whoever git says is at work, at the time of the commit. */
  readonly author: Identity | null;
  /** RFC 3339 with offset. */
  readonly authorDate: string;
}

/** Git's own trouble, as against that of a program that signs for it. */
const STORAGE_FAILURE =
  /^(?:error|fatal): .*(?:insufficient permission|unable to (?:create|write)|no space|read-only|not a valid object)/im;

/**
 * Writes a commit, signed where the settings or git's configuration ask for it, and gives its id; until a branch moves there
 * it is nobody's. Throws RunbookError `no-identity`, `signing` or `git`.
 */
export async function writeCommit(
  repository: Repository,
  { message, tree, parents, author, authorDate }: CommitDraft,
  committedAt: string,
): Promise<string> {
  const sign = repository.settings.sign === "required" || (await repository.config()).signsCommits;
  const args = ["-c", "user.useConfigOnly=true", "-c", "i18n.commitEncoding=UTF-8", "commit-tree"];
  if (sign) args.push("-S");
  args.push(...parents.flatMap((parent) => ["-p", parent]));
  const names = author === null ? {} : { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email };
  const dates = { GIT_AUTHOR_DATE: gitDate(authorDate), GIT_COMMITTER_DATE: gitDate(committedAt) };
  const call = { env: { ...names, ...dates }, input: message };
  const result = tryGitAtOnce(repository, [...args, "-F", "-", tree], call);
  if (result.exitCode === 0) return result.stdout.trim();
  throw identityError(result) ?? commitError(result, sign, parents.length > 1);
}

function commitError(result: GitResult, sign: boolean, isMerge: boolean): RunbookError {
  if (!sign || STORAGE_FAILURE.test(result.stderr)) {
    return gitError("git cannot write the record", result, "Nothing was recorded.");
  }
  return new RunbookError(
    "signing",
    isMerge
      ? `The merge of this ledger with the remote's could not be signed, so they were not joined: ${gitWords(result)}`
      : `The record could not be signed, so nothing was recorded: ${gitWords(result)}`,
    "Check user.signingKey, gpg.format (ssh needs git 2.34) and gpg.program: `git commit --allow-empty -S` on a scratch branch must work.",
  );
}

/** Git's own form of an instant, which it reads without guessing. */
function gitDate(rfc3339: string): string {
  const match = RFC_3339.exec(rfc3339);
  const epoch = Math.floor(Date.parse(rfc3339) / 1000);
  if (match === null || Number.isNaN(epoch)) throw new Error(`Not an RFC 3339 instant: ${JSON.stringify(rfc3339)}`);
  return `@${epoch} ${match[1] ?? "+00"}${match[2] ?? "00"}`;
}

/** Moves the branch from its old tip (null: it must not exist yet) to a commit; gives git's answer where that failed. */
export function moveBranch(
  repository: Repository,
  oldTip: string | null,
  newTip: string,
  reason: string,
): GitResult | undefined {
  const expected = oldTip ?? "0".repeat(newTip.length);
  const args = ["update-ref", "-m", `runbook: ${reason}`, repository.localRef, newTip, expected];
  const result = tryGitAtOnce(repository, args, { holdsLock: true });
  return result.exitCode === 0 ? undefined : result;
}

/** Whether git could not move a branch only because somebody else was moving it. */
export function isLocked(result: GitResult): boolean {
  return /\.lock': File exists|cannot lock references/.test(result.stderr);
}

/** Whether git could not move a branch because it had left the tip that was expected. */
export function isOvertaken(result: GitResult): boolean {
  return /: is at [0-9a-f]+ but expected|: reference already exists/.test(result.stderr);
}

/** The error for a branch that git does not move. */
export function refusedMove(repository: Repository, result: GitResult): RunbookError {
  // Of branches that are kept as a reftable git does not name it.
  const lock = isLocked(result)
    ? (/Unable to create '([^']+\.lock)'/.exec(result.stderr)?.[1] ??
      join(repository.commonDirectory, "reftable", "tables.list.lock"))
    : undefined;
  const hint =
    lock === undefined
      ? "Nothing was recorded. Mend what git names (a hook, permissions, disk space), then run the same command again."
      : `Nothing was recorded. If no other git is running, delete ${lock}, then run the same command again.`;
  return gitError(`git refused to move ${repository.localRef}`, result, hint);
}

/**
 * Moving a branch under someone's work tree would make all its files look changed.
 * Throws RunbookError `git` where the ledger's branch is checked out.
 */
export async function refuseIfCheckedOut(repository: Repository, local: Branch | null): Promise<void> {
  const { branch } = repository.settings;
  const isCheckedOut = local === null ? await isUnbornHead(repository) : local.workTree !== "";
  if (!isCheckedOut) return;
  const place = local === null ? repository.directory : local.workTree;
  throw new RunbookError(
    "git",
    `The ledger's branch ${branch} is checked out in ${place}, so nothing was recorded`,
    existsSync(place)
      ? `Switch that work tree to another branch (git switch --detach will do), or name another ledger branch in runbook.yml.`
      : `That folder is not there. Where it is gone for good: git worktree prune`,
  );
}

async function isUnbornHead(repository: Repository): Promise<boolean> {
  const { stdout } = await tryGit(repository, ["symbolic-ref", "--quiet", "HEAD"]);
  return stdout.trim() === repository.localRef;
}

/** Waits before a next try: from about `first` milliseconds on, growing to `longest`; two that lost together must not meet again. */
export async function jitteredPause(tries: number, first: number, longest: number): Promise<void> {
  await pause(Math.min(first * 2 ** (tries - 1), longest) * (0.25 + 1.5 * Math.random()));
}
