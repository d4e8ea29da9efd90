import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join, relative, sep } from "node:path";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as pause } from "node:timers/promises";
import { RunbookError } from "../errors.ts";
import type { Identity, LedgerCommit } from "../model/record.ts";
import type { LedgerSettings } from "../model/runbook.ts";
import {
  type Environment,
  type GitResult,
  OLDEST_GIT,
  gitEnvironment,
  gitError,
  gitWords,
  runGit,
  runGitOrThrow,
} from "./git.ts";

/** What the ledger holds at one moment: the local branch and its remote-tracking branch together. */
export interface LedgerState {
  /** Every commit once, merges and roots included, newest first; empty where there is no ledger. */
  readonly commits: readonly LedgerCommit[];
  readonly tip: string | null;
  readonly remoteTip: string | null;
  /** Records of the local branch that the remote-tracking branch lacks; 0 without a remote. */
  readonly unpushed: number;
  readonly hasRemote: boolean;
  /** RFC 3339, when the remote was last asked. */
  readonly fetchedAt: string | null;
}

/** A file in the ledger's tree. */
export interface LedgerFile {
  readonly path: string;
  readonly blob: string;
}

export interface NewRecord {
  readonly message: string;
  readonly author: Identity;
  /** RFC 3339 with offset. */
  readonly authorDate: string;
  /** `text/<book>/<procedure>.md`, as it stood when recorded. */
  readonly text: LedgerFile | null;
  readonly evidence: readonly LedgerFile[];
}

/** A ledger branch in the repository that holds a run book. Every function may throw RunbookError `git`. */
export interface Ledger {
  /** The repository's own directory, shared by its work trees; absolute. */
  readonly commonDirectory: string;
  /** Reads all. Throws RunbookError `shallow-ledger` where a shallow clone cuts the history. */
  readonly read: () => Promise<LedgerState>;
  /** Who git says is at work. Throws RunbookError `no-identity` where nobody said so; a guess of git's does not count. */
  readonly identity: () => Promise<Identity>;
  /** Stores a file of the run book as a commit of it would (line ends, filters) and gives its id. */
  readonly storeText: (file: string) => Promise<string>;
  /** Stores a file byte for byte, wherever it lies, and gives its id. */
  readonly storeEvidence: (file: string) => Promise<string>;
  /**
   * Appends the records, all or none, and gives their commit ids in order. The user's index, work tree, HEAD and current
   * branch stay as they are.
   * Throws RunbookError `no-identity`, `signing`, `ledger-moved` (others kept winning the race); nothing is recorded then.
   */
  readonly append: (entries: readonly NewRecord[], options: AppendOptions) => Promise<string[]>;
}

export interface AppendOptions {
  /** RFC 3339 with offset. */
  readonly committedAt: string;
}

export interface LedgerOptions {
  /** The run book; absolute. */
  readonly directory: string;
  readonly env: Environment;
  readonly settings: LedgerSettings;
}

/** What all functions of one ledger share. */
interface Repository {
  readonly directory: string;
  readonly env: Environment;
  readonly commonDirectory: string;
  readonly settings: LedgerSettings;
  readonly localRef: string;
  readonly remoteRef: string;
  readonly hasWorkTree: boolean;
  readonly config: () => Promise<RepositoryConfig>;
}

interface RepositoryConfig {
  readonly signsCommits: boolean;
  readonly hasRemote: boolean;
}

interface Branch {
  readonly tip: string;
  readonly tree: string;
  /** The work tree that has it checked out, or `""`. */
  readonly workTree: string;
}

interface Branches {
  readonly local: Branch | null;
  readonly remote: Branch | null;
}

const APPEND_TRIES = 20;
/** Others hold git's lock on a ref for milliseconds, and git itself waits for 100 ms. */
const LOCK_TRIES = 5;
const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|([+-]\d\d):(\d\d))$/;
const NO_IDENTITY = /tell me who you are|auto-detection is disabled|empty ident name|no (?:name|email) was given/i;
/** Git's own trouble, as against that of a program that signs for it. */
const STORAGE_FAILURE =
  /^(?:error|fatal): .*(?:insufficient permission|unable to (?:create|write)|no space|read-only|not a valid object)/im;
const FILE_MODE = "100644";
/** The user's settings for large work trees would have git write more than the temporary index. */
const PLAIN_INDEX = ["core.splitIndex", "core.fsmonitor", "core.untrackedCache", "core.sparseCheckout"].flatMap(
  (key) => ["-c", `${key}=false`],
);

/**
 * The ledger of the run book in this directory; undefined where the directory is not inside a git repository.
 * Throws RunbookError `git` where there is a repository that git will not read.
 */
export async function openLedger(options: LedgerOptions): Promise<Ledger | undefined> {
  const repository = await findRepository(options);
  if (repository === undefined) return undefined;
  return {
    commonDirectory: repository.commonDirectory,
    read: () => readLedger(repository),
    identity: () => readIdentity(repository),
    storeText: (file) => storeText(repository, file),
    storeEvidence: (file) => storeFile(repository, file, ["--no-filters"]),
    append: (entries, { committedAt }) => appendRecords(repository, entries, committedAt),
  };
}

async function findRepository({ directory, env, settings }: LedgerOptions): Promise<Repository | undefined> {
  const cleanEnv = gitEnvironment(env);
  const result = await runGit(["rev-parse", "--is-inside-work-tree", "--path-format=absolute", "--git-common-dir"], {
    cwd: directory,
    env: cleanEnv,
  });
  if (result.exitCode !== 0) {
    // A damaged .git file says "not a git repository: <path>", which must not pass for no repository at all.
    if (result.stderr.includes("not a git repository (or any")) return undefined;
    throw gitError(`git cannot read the repository of ${directory}`, result);
  }
  const [, hasWorkTree, commonDirectory] = /^(true|false)\n([^]+)\n$/.exec(result.stdout) ?? [];
  if (commonDirectory === undefined || commonDirectory.startsWith("--path-format")) {
    throw new RunbookError("git", "This git is too old", `Install git ${OLDEST_GIT} or newer.`);
  }
  let config: Promise<RepositoryConfig> | undefined;
  const repository: Repository = {
    directory,
    env: cleanEnv,
    commonDirectory,
    settings,
    localRef: `refs/heads/${settings.branch}`,
    remoteRef: `refs/remotes/${settings.remote}/${settings.branch}`,
    hasWorkTree: hasWorkTree === "true",
    config: () => (config ??= readConfig(repository)),
  };
  return repository;
}

// ---- asking git

interface Call {
  readonly env?: Environment;
  readonly input?: string;
  readonly onStdout?: (chunk: Buffer) => void;
}

function tryGit(repository: Repository, args: readonly string[], { env, ...rest }: Call = {}): Promise<GitResult> {
  return runGit(args, { cwd: repository.directory, env: { ...repository.env, ...env }, ...rest });
}

function git(repository: Repository, failure: string, args: readonly string[], call: Call = {}): Promise<string> {
  const { env, ...rest } = call;
  return runGitOrThrow(args, { cwd: repository.directory, env: { ...repository.env, ...env }, ...rest }, failure);
}

async function readConfig(repository: Repository): Promise<RepositoryConfig> {
  const result = await tryGit(repository, [
    "config",
    "--null",
    "--get-regexp",
    "^(commit\\.gpgsign|remote\\..*\\.url)$",
  ]);
  // 1: no such key.
  if (result.exitCode > 1) throw gitError("git cannot read its configuration", result);
  const entries = result.stdout.split("\0").map((entry) => {
    const keyEnd = entry.indexOf("\n");
    return keyEnd === -1
      ? { key: entry, value: null }
      : { key: entry.slice(0, keyEnd), value: entry.slice(keyEnd + 1) };
  });
  const signing = entries.findLast(({ key }) => key === "commit.gpgsign");
  return {
    signsCommits: signing !== undefined && isTrue(signing.value),
    hasRemote: entries.some(({ key }) => key === `remote.${repository.settings.remote}.url`),
  };
}

/** As git reads a boolean; null is a key without a value. */
function isTrue(value: string | null): boolean {
  return value === null || /^(?:true|yes|on|-?[1-9]\d*)$/i.test(value);
}

async function readBranches(repository: Repository): Promise<Branches> {
  const { localRef, remoteRef } = repository;
  const format = "--format=%(refname)%00%(objectname)%00%(tree)%00%(worktreepath)%00";
  const output = await git(repository, "git cannot read the ledger's branch", [
    "for-each-ref",
    format,
    localRef,
    remoteRef,
  ]);
  const fields = output.split("\0");
  const branch = (ref: string): Branch | null => {
    const at = fields.findIndex((field, index) => index % 4 === 0 && field.trimStart() === ref);
    const [tip, tree, workTree] = at === -1 ? [] : fields.slice(at + 1, at + 4);
    return tip === undefined || tree === undefined ? null : { tip, tree, workTree: workTree ?? "" };
  };
  return { local: branch(localRef), remote: branch(remoteRef) };
}

// ---- reading

async function readLedger(repository: Repository): Promise<LedgerState> {
  const [{ local, remote }, { hasRemote }, fetchedAt] = await Promise.all([
    readBranches(repository),
    repository.config(),
    readFetchedAt(repository),
  ]);
  const tip = local?.tip ?? null;
  const remoteTip = remote?.tip ?? null;
  const tips = [tip, remoteTip].filter((id) => id !== null);
  const [commits, cuts] = await Promise.all([readCommits(repository, tips), readShallowCommits(repository)]);
  if (cuts.size > 0 && commits.some(({ id }) => cuts.has(id))) throw shallowLedger(repository);
  const unpushed = hasRemote ? countUnpushed(commits, tip, remoteTip) : 0;
  return { commits, tip, remoteTip, unpushed, hasRemote, fetchedAt };
}

async function readCommits(repository: Repository, tips: readonly string[]): Promise<LedgerCommit[]> {
  if (tips.length === 0) return [];
  const format = ["%H", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");
  const commits: LedgerCommit[] = [];
  const decoder = new StringDecoder("utf8");
  let fields: string[] = [];
  let rest = "";
  const onStdout = (chunk: Buffer): void => {
    const parts = `${rest}${decoder.write(chunk)}`.split("\0");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      fields.push(part);
      if (fields.length < 9) continue;
      commits.push(commitOf(fields));
      fields = [];
    }
  };
  await git(
    repository,
    "git cannot read the ledger",
    ["log", "-z", `--format=${format}`, "--no-show-signature", "--no-color", "--encoding=UTF-8", ...tips, "--"],
    // Else git flushes its output after every commit.
    { env: { GIT_FLUSH: "0" }, onStdout },
  );
  return commits;
}

function commitOf(fields: readonly string[]): LedgerCommit {
  const [id = "", parents = "", authorName = "", authorEmail = "", authorDate = ""] = fields;
  const [committerName = "", committerEmail = "", committerDate = "", message = ""] = fields.slice(5);
  return {
    id,
    parents: parents === "" ? [] : parents.split(" "),
    author: { name: authorName, email: authorEmail },
    authorDate,
    committer: { name: committerName, email: committerEmail },
    committerDate,
    message,
  };
}

/** Roots and merges are not records. */
function countUnpushed(commits: readonly LedgerCommit[], tip: string | null, remoteTip: string | null): number {
  if (tip === null || tip === remoteTip) return 0;
  const parentsOf = new Map(commits.map(({ id, parents }) => [id, parents]));
  const pushed = reachable(parentsOf, remoteTip, new Set());
  const ours = reachable(parentsOf, tip, pushed);
  return [...ours].filter((id) => parentsOf.get(id)?.length === 1).length;
}

/** The commits reachable from a tip without passing through `known`. */
function reachable(
  parentsOf: ReadonlyMap<string, readonly string[]>,
  tip: string | null,
  known: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  const pending = tip === null ? [] : [tip];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (known.has(id) || found.has(id)) continue;
    found.add(id);
    pending.push(...(parentsOf.get(id) ?? []));
  }
  return found;
}

/** Where a shallow clone has cut the history. */
async function readShallowCommits(repository: Repository): Promise<Set<string>> {
  const text = await readIfThere(join(repository.commonDirectory, "shallow"));
  return new Set(text.split("\n").filter((line) => line !== ""));
}

function shallowLedger({ settings }: Repository): RunbookError {
  return new RunbookError(
    "shallow-ledger",
    `This is a shallow clone: records of ${settings.branch} are missing, so nothing can be said about what is due`,
    `Fetch the whole ledger: git fetch --unshallow ${settings.remote} ${settings.branch}`,
  );
}

async function readFetchedAt(repository: Repository): Promise<string | null> {
  const text = (await readIfThere(join(repository.commonDirectory, "runbook", "fetched"))).trim();
  return RFC_3339.test(text) ? text : null;
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new RunbookError("io", `${file} cannot be read: ${(error as Error).message}`, null, { cause: error });
  }
}

async function readIdentity(repository: Repository): Promise<Identity> {
  const result = await tryGit(repository, ["-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"]);
  if (result.exitCode !== 0) throw identityError(result) ?? gitError("git cannot tell who you are", result);
  const [, name, email] = /^([^]*) <([^]*)> \S+ \S+\n$/.exec(result.stdout) ?? [];
  if (name === undefined || email === undefined) throw gitError("git cannot tell who you are", result);
  return { name, email };
}

function identityError(result: GitResult): RunbookError | undefined {
  if (!NO_IDENTITY.test(result.stderr)) return undefined;
  return new RunbookError(
    "no-identity",
    "git does not know who you are, and a record must say who made it",
    'Tell git once: git config --global user.name "Your Name" and git config --global user.email you@example.com',
  );
}

// ---- writing

function storeText(repository: Repository, file: string): Promise<string> {
  const path = relative(repository.directory, file);
  const isOutside = path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path);
  const asCommitted = repository.hasWorkTree && !isOutside;
  return storeFile(repository, file, asCommitted ? [`--path=${path}`] : ["--no-filters"]);
}

async function storeFile(repository: Repository, file: string, filter: readonly string[]): Promise<string> {
  const args = ["hash-object", "-w", ...filter, "--", file];
  return (await git(repository, `git cannot store ${file}`, args)).trim();
}

async function appendRecords(
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
      const changed = changedFiles(entry, blobs);
      if (changed.length > 0) currentTree = await writeTree(changed);
      if (entry.text !== null) blobs.set(entry.text.path, entry.text.blob);
      parent = await commit({ ...entry, tree: currentTree, parent });
      ids.push(parent);
    }
  });
  return ids;
}

function changedFiles({ text, evidence }: NewRecord, blobs: ReadonlyMap<string, string>): readonly LedgerFile[] {
  return text === null || blobs.get(text.path) === text.blob ? evidence : [text, ...evidence];
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
