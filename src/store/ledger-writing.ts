import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, sep } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { RunbookError } from "../errors.ts";
import type { Identity } from "../model/record.ts";
import type { LedgerSettings } from "../model/runbook.ts";
import { numbered } from "./evidence-files.ts";
import { type GitResult, gitError, gitWords } from "./git.ts";
import { identityError } from "./git-identity.ts";
import {
  type Branch,
  type Branches,
  RFC_3339,
  type Repository,
  git,
  readBranches,
  tryGit,
} from "./ledger-repository.ts";

/** A file in the ledger's tree. */
export interface LedgerFile {
  readonly path: string;
  readonly blob: string;
}

export interface NewRecord {
  /** Or what gives it once it is certain under which names the evidence is kept: a name that is taken gets a number. */
  readonly message: string | ((evidence: readonly LedgerFile[]) => string);
  readonly author: Identity;
  /** RFC 3339 with offset. */
  readonly authorDate: string;
  /** `text/<book>/<procedure>.md`, as it stood when recorded. */
  readonly text: LedgerFile | null;
  readonly evidence: readonly LedgerFile[];
}

const APPEND_TRIES = 20;
/** Others hold git's lock on a ref for milliseconds, and git itself waits for 100 ms. */
const LOCK_TRIES = 5;
/** Git's own trouble, as against that of a program that signs for it. */
const STORAGE_FAILURE =
  /^(?:error|fatal): .*(?:insufficient permission|unable to (?:create|write)|no space|read-only|not a valid object)/im;
const FILE_MODE = "100644";
/** The user's settings for large work trees would have git write more than the temporary index. */
const PLAIN_INDEX = [
  ...["core.splitIndex", "core.fsmonitor", "core.untrackedCache", "core.sparseCheckout"].map((key) => `${key}=false`),
  // A post-index-change hook would take the temporary index for the user's.
  "core.hooksPath=/dev/null",
].flatMap((setting) => ["-c", setting]);

/** Stores a file of the run book as a commit of it would (line ends, filters) and gives its id. */
export function storeText(repository: Repository, file: string): Promise<string> {
  const path = relative(repository.directory, file);
  const isOutside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  const asCommitted = repository.hasWorkTree && !isOutside;
  return storeFile(repository, file, asCommitted ? [`--path=${path}`] : ["--no-filters"]);
}

/** Stores a file with a filter option of `hash-object` and gives its id. */
export async function storeFile(repository: Repository, file: string, filter: readonly string[]): Promise<string> {
  const args = ["hash-object", "-w", ...filter, "--", file];
  return (await git(repository, `git cannot store ${file}`, args)).trim();
}

/** Appends the records to the local branch, all or none, and gives their ids; see `Ledger.append`. */
export async function appendRecords(
  repository: Repository,
  entries: readonly NewRecord[],
  committedAt: string,
): Promise<string[]> {
  if (entries.length === 0) return [];
  let lockedTries = 0;
  let branches = await readBranches(repository);
  for (let tries = 1; tries <= APPEND_TRIES; tries += 1) {
    await refuseIfCheckedOut(repository, branches.local);
    const ids = await writeCommits(repository, branches, entries, committedAt);
    const failure = await moveBranch(repository, branches.local?.tip ?? null, ids);
    if (failure === undefined) return ids;
    await pause(jitteredPause(tries));
    const oldTip = branches.local?.tip;
    branches = await readBranches(repository);
    if (branches.local !== null && branches.local.tip === ids.at(-1)) return ids;
    if (branches.local?.tip === oldTip) {
      lockedTries += 1;
      if (!isLocked(failure) || lockedTries === LOCK_TRIES) throw refused(repository, failure);
    }
  }
  throw new RunbookError(
    "ledger-moved",
    `Others kept writing to ${repository.settings.branch} while this was being recorded; nothing was recorded`,
    "Run the same command again.",
  );
}

/** Grows from about 5 to about 250 ms; two that lost together must not meet again. */
function jitteredPause(tries: number): number {
  return Math.min(5 * 2 ** (tries - 1), 250) * (0.25 + 1.5 * Math.random());
}

/** Moves the branch to the last commit unless it has moved; gives git's answer where that failed. */
async function moveBranch(
  repository: Repository,
  oldTip: string | null,
  ids: readonly string[],
): Promise<GitResult | undefined> {
  const newTip = ids[ids.length - 1] ?? "";
  // Zeros: the branch must not exist yet.
  const expected = oldTip ?? "0".repeat(newTip.length);
  const reason = `runbook: ${ids.length === 1 ? "1 record" : `${ids.length} records`}`;
  const result = await tryGit(repository, ["update-ref", "-m", reason, repository.localRef, newTip, expected]);
  return result.exitCode === 0 ? undefined : result;
}

function isLocked(result: GitResult): boolean {
  return /\.lock': File exists/.test(result.stderr);
}

function refused(repository: Repository, result: GitResult): RunbookError {
  const lock = /Unable to create '([^']+\.lock)'/.exec(result.stderr)?.[1];
  const hint =
    lock === undefined
      ? "Nothing was recorded. Mend what git names (a hook, permissions, disk space), then run the same command again."
      : `Nothing was recorded. If no other git is running, delete ${lock}, then run the same command again.`;
  return gitError(`git refused to move ${repository.localRef}`, result, hint);
}

/** Moving a branch under someone's work tree would make all its files look changed. */
async function refuseIfCheckedOut(repository: Repository, local: Branch | null): Promise<void> {
  const { branch } = repository.settings;
  const isCheckedOut = local === null ? await isUnbornHead(repository) : local.workTree !== "";
  if (!isCheckedOut) return;
  const place = local === null ? repository.directory : local.workTree;
  throw new RunbookError(
    "git",
    `The ledger's branch ${branch} is checked out in ${place}, so nothing was recorded`,
    `Switch that work tree to another branch (git switch --detach will do), or name another ledger branch in runbook.yml.`,
  );
}

async function isUnbornHead(repository: Repository): Promise<boolean> {
  const { stdout } = await tryGit(repository, ["symbolic-ref", "--quiet", "HEAD"]);
  return stdout.trim() === repository.localRef;
}

/** Writes the records as commits upon the branch's tip; until a branch moves there they are nobody's. */
async function writeCommits(
  repository: Repository,
  { local, remote }: Branches,
  entries: readonly NewRecord[],
  committedAt: string,
): Promise<string[]> {
  const sign = repository.settings.sign === "required" || (await repository.config()).signsCommits;
  const commit = (draft: CommitDraft): Promise<string> => writeCommit(repository, draft, committedAt, sign);
  const base = local ?? remote;
  const blobs = base === null ? new Map<string, string>() : await readTextBlobs(repository, base.tip, entries);
  const { tip, tree } = base ?? (await writeRoot(repository, commit, committedAt));
  const ids: string[] = [];
  await withTreeWriter(repository, tree, async (writeTree) => {
    let currentTree = tree;
    let parent = tip;
    for (const entry of entries) {
      const evidence = await freeEvidence(repository, currentTree, entry);
      const changed = changedFiles(entry.text, evidence, blobs);
      if (changed.length > 0) currentTree = await writeTree(changed);
      if (entry.text !== null) blobs.set(entry.text.path, entry.text.blob);
      const message = typeof entry.message === "string" ? entry.message : entry.message(evidence);
      parent = await commit({ ...entry, message, tree: currentTree, parent });
      ids.push(parent);
    }
  });
  return ids;
}

function changedFiles(
  text: LedgerFile | null,
  evidence: readonly LedgerFile[],
  blobs: ReadonlyMap<string, string>,
): readonly LedgerFile[] {
  return text === null || blobs.get(text.path) === text.blob ? evidence : [text, ...evidence];
}

/**
 * Evidence under names that no other content has in the tree, letter case apart: an earlier record's file is never
 * replaced, here or in a checkout that knows no case.
 */
async function freeEvidence(
  repository: Repository,
  tree: string,
  { evidence, message }: NewRecord,
): Promise<readonly LedgerFile[]> {
  if (typeof message === "string" || evidence.length === 0) return evidence;
  const folders = [...new Set(evidence.map(({ path }) => path.slice(0, path.lastIndexOf("/") + 1)))];
  const output = await git(repository, "git cannot read the ledger's files", [
    "ls-tree",
    "-z",
    "--full-tree",
    tree,
    "--",
    ...folders,
  ]);
  const taken = new Map(
    output.split("\0").flatMap((line): [string, LedgerFile][] => {
      const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t([^]+)$/.exec(line) ?? [];
      return blob === undefined || path === undefined ? [] : [[path.toLowerCase(), { path, blob }]];
    }),
  );
  return evidence.map(({ path, blob }) => {
    let name = path;
    for (let number = 2; isOther(taken.get(name.toLowerCase()), { path: name, blob }); number += 1) {
      name = numbered(path, number);
    }
    taken.set(name.toLowerCase(), { path: name, blob });
    return { path: name, blob };
  });
}

function isOther(there: LedgerFile | undefined, { path, blob }: LedgerFile): boolean {
  return there !== undefined && (there.path !== path || there.blob !== blob);
}

/** The ids of the texts that the entries name, where the commit has them. */
async function readTextBlobs(
  repository: Repository,
  commit: string,
  entries: readonly NewRecord[],
): Promise<Map<string, string>> {
  const paths = [...new Set(entries.flatMap(({ text }) => (text === null ? [] : [oneLinePath(text.path)])))];
  if (paths.length === 0) return new Map();
  const input = paths.map((path) => `${commit}:${path}\n`).join("");
  const output = await git(repository, "git cannot read the ledger's files", ["cat-file", "--batch-check"], { input });
  const lines = output.split("\n");
  return new Map(
    paths.flatMap((path, index) => {
      const [id, type] = (lines[index] ?? "").split(" ");
      return id !== undefined && type === "blob" ? [[path, id] as const] : [];
    }),
  );
}

function oneLinePath(path: string): string {
  if (/\p{Cc}/u.test(path)) throw new Error(`A path in the ledger must be a single line: ${JSON.stringify(path)}`);
  return path;
}

type WriteTree = (files: readonly LedgerFile[]) => Promise<string>;

/**
 * Calls `use` with a function that adds files to what it has written so far, beginning with `tree`, and gives the tree's
 * id. The index for it is made when first needed, and is not the user's.
 */
async function withTreeWriter(
  repository: Repository,
  tree: string,
  use: (writeTree: WriteTree) => Promise<void>,
): Promise<void> {
  const failure = "git cannot write the ledger's files";
  let folder: string | undefined;
  try {
    await use(async (files) => {
      const isNew = folder === undefined;
      folder ??= await mkdtemp(join(tmpdir(), "runbook-"));
      const env = { GIT_INDEX_FILE: join(folder, "index") };
      if (isNew) await git(repository, failure, [...PLAIN_INDEX, "read-tree", tree], { env });
      // Not --index-info: it skips a path that it does not like and goes on.
      const added = files.flatMap(({ path, blob }) => ["--cacheinfo", `${FILE_MODE},${blob},${path}`]);
      await git(repository, failure, [...PLAIN_INDEX, "update-index", "--add", ...added], { env });
      return (await git(repository, failure, [...PLAIN_INDEX, "write-tree"], { env })).trim();
    });
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

interface CommitDraft {
  readonly message: string;
  readonly tree: string;
  readonly parent: string | null;
  /** Null: whoever git says is at work, at the time of the commit. */
  readonly author: Identity | null;
  readonly authorDate: string;
}

async function writeCommit(
  repository: Repository,
  { message, tree, parent, author, authorDate }: CommitDraft,
  committedAt: string,
  sign: boolean,
): Promise<string> {
  const args = ["-c", "user.useConfigOnly=true", "-c", "i18n.commitEncoding=UTF-8", "commit-tree"];
  if (sign) args.push("-S");
  if (parent !== null) args.push("-p", parent);
  const names = author === null ? {} : { GIT_AUTHOR_NAME: author.name, GIT_AUTHOR_EMAIL: author.email };
  const dates = { GIT_AUTHOR_DATE: gitDate(authorDate), GIT_COMMITTER_DATE: gitDate(committedAt) };
  const result = await tryGit(repository, [...args, "-F", "-", tree], { env: { ...names, ...dates }, input: message });
  if (result.exitCode === 0) return result.stdout.trim();
  throw identityError(result) ?? commitError(result, sign);
}

function commitError(result: GitResult, sign: boolean): RunbookError {
  if (!sign || STORAGE_FAILURE.test(result.stderr)) {
    return gitError("git cannot write the record", result, "Nothing was recorded.");
  }
  return new RunbookError(
    "signing",
    `The record could not be signed, so nothing was recorded: ${gitWords(result)}`,
    "Check user.signingKey, gpg.format and gpg.program: `git commit --allow-empty -S` on a scratch branch must work.",
  );
}

/** Git's own form of an instant, which it reads without guessing. */
function gitDate(rfc3339: string): string {
  const match = RFC_3339.exec(rfc3339);
  const epoch = Math.floor(Date.parse(rfc3339) / 1000);
  if (match === null || Number.isNaN(epoch)) throw new Error(`Not an RFC 3339 instant: ${JSON.stringify(rfc3339)}`);
  return `@${epoch} ${match[1] ?? "+00"}${match[2] ?? "00"}`;
}

/** The commit that a ledger begins with: no record, only what a person who finds the branch should know. */
async function writeRoot(
  repository: Repository,
  commit: (draft: CommitDraft) => Promise<string>,
  committedAt: string,
): Promise<{ readonly tip: string; readonly tree: string }> {
  const failure = "git cannot begin the ledger";
  const readme = (
    await git(repository, failure, ["hash-object", "-w", "--stdin"], { input: readmeText(repository.settings) })
  ).trim();
  const tree = (
    await git(repository, failure, ["mktree", "-z"], { input: `${FILE_MODE} blob ${readme}\tREADME.md\0` })
  ).trim();
  const message = "Begin the ledger of the run book\n\nEach further commit is one record. README.md tells more.\n";
  const tip = await commit({ message, tree, parent: null, author: null, authorDate: committedAt });
  return { tip, tree };
}

function readmeText({ branch, remote }: LedgerSettings): string {
  return `# Ledger of a run book

This branch, \`${branch}\`, is written by the tool \`runbook\`. Each commit is the record of something that happened: its
author performed the work, its committer recorded it, the lines at the end of its message say what was done.

Read it:

    runbook log
    git log ${branch}
    git log ${remote}/${branch}

- \`text/\` holds each procedure as it stood when it was last followed.
- \`evidence/\` holds the files kept with records.

Please do not check this branch out, merge it into another one, squash it, rebase it or force-push it: voids, approvals and
signatures rest on the ids of its commits. A mistake is put right by a further record (\`runbook undo\`).
`;
}
