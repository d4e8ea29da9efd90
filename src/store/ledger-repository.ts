// What the reading and the writing of a ledger share: where its repository is, and how git is asked.

import { realpathSync } from "node:fs";
import type { Readable, Writable } from "node:stream";
import { RunbookError } from "../errors.ts";
import type { Progress } from "../io.ts";
import type { Environment } from "../model/environment.ts";
import type { LedgerCommit } from "../model/record.ts";
import type { LedgerSettings } from "../model/runbook.ts";
import { tipInFiles } from "./branch-files.ts";
import { commonDirectoryAbove } from "./cache-files.ts";
import { type RepositoryConfig, readRepositoryConfig } from "./repository-config.ts";
import {
  type AtOnce,
  type GitResult,
  OLDEST_GIT,
  gitEnvironment,
  gitError,
  runGit,
  runGitAtOnce,
  runGitOrThrow,
} from "./git.ts";

export interface LedgerOptions {
  /** The run book; absolute. */
  readonly directory: string;
  readonly env: Environment;
  readonly settings: LedgerSettings;
  readonly progress?: Progress | undefined;
  /** Where it was begun to be read before the settings were known. */
  readonly config?: Promise<RepositoryConfig>;
  /** The program that keeps what it has read for later runs; undefined where nothing is to be kept. */
  readonly keeper?: string | undefined;
}

/** What all functions of one ledger share. */
export interface Repository {
  readonly directory: string;
  readonly env: Environment;
  readonly commonDirectory: string;
  readonly settings: LedgerSettings;
  readonly localRef: string;
  readonly remoteRef: string;
  readonly hasWorkTree: boolean;
  readonly progress: Progress;
  /** See `LedgerOptions.keeper`. */
  readonly keeper: string | undefined;
  readonly config: () => Promise<RepositoryConfig>;
}

export interface Branch {
  readonly tip: string;
  /** The work tree that has it checked out, or `""`. */
  readonly workTree: string;
}

export interface Branches {
  readonly local: Branch | null;
  readonly remote: Branch | null;
}

/** An instant with its offset, as records have it. */
export const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|([+-]\d\d):(\d\d))$/;

/** The repository that holds the directory; undefined where none does. */
export async function findRepository({
  directory,
  env,
  settings,
  progress = () => {},
  config = readRepositoryConfig(directory, env),
  keeper,
}: LedgerOptions): Promise<Repository | undefined> {
  const cleanEnv = gitEnvironment(env);
  const place = (await plainPlace(directory, config)) ?? (await placeByGit(directory, cleanEnv));
  if (place === undefined) return undefined;
  return {
    ...place,
    directory,
    env: cleanEnv,
    settings,
    localRef: `refs/heads/${settings.branch}`,
    remoteRef: `refs/remotes/${settings.remote}/${settings.branch}`,
    progress,
    keeper,
    config: () => config,
  };
}

type Place = Pick<Repository, "commonDirectory" | "hasWorkTree">;

/** Where the repository lies; undefined where git has to be asked, which sees more than one kind of place. */
async function plainPlace(directory: string, config: Promise<RepositoryConfig>): Promise<Place | undefined> {
  const common = commonDirectoryAbove(directory);
  if (common === undefined || /[/\\]\.git(?:[/\\]|$)/i.test(directory)) return undefined;
  const commonDirectory = realpathSync(common);
  try {
    return (await config).isPlainAt(commonDirectory) ? { commonDirectory, hasWorkTree: true } : undefined;
  } catch {
    return undefined;
  }
}

async function placeByGit(directory: string, env: Environment): Promise<Place | undefined> {
  const result = await runGit(["rev-parse", "--is-inside-work-tree", "--path-format=absolute", "--git-common-dir"], {
    cwd: directory,
    env,
  });
  if (result.exitCode !== 0) {
    const { unreadableRepository } = await import("./unreadable-repository.ts");
    const unreadable = unreadableRepository(directory, result);
    if (unreadable === undefined) return undefined;
    throw unreadable;
  }
  const [, hasWorkTree, commonDirectory] = /^(true|false)\n([^]+)\n$/.exec(result.stdout) ?? [];
  if (commonDirectory === undefined || commonDirectory.startsWith("--path-format")) {
    throw new RunbookError("git", "This git is too old", `Install git ${OLDEST_GIT} or newer.`);
  }
  return { commonDirectory, hasWorkTree: hasWorkTree === "true" };
}

interface Call {
  readonly env?: Environment;
  readonly input?: string | Iterable<string> | Readable;
  readonly onStdout?: (chunk: Buffer) => void;
  readonly to?: Writable;
  readonly signal?: AbortSignal;
}

export function tryGit(
  repository: Pick<Repository, "directory" | "env">,
  args: readonly string[],
  { env, ...rest }: Call = {},
): Promise<GitResult> {
  return runGit(args, { cwd: repository.directory, env: { ...repository.env, ...env }, ...rest });
}

/** As `tryGit`, where nothing can be done beside it. */
export function tryGitAtOnce(
  repository: Pick<Repository, "directory" | "env">,
  args: readonly string[],
  { env, ...rest }: Pick<Call, "env"> & AtOnce = {},
): GitResult {
  return runGitAtOnce(args, { cwd: repository.directory, env: { ...repository.env, ...env }, ...rest });
}

export function git(
  repository: Repository,
  failure: string,
  args: readonly string[],
  call: Call = {},
): Promise<string> {
  const { env, ...rest } = call;
  return runGitOrThrow(args, { cwd: repository.directory, env: { ...repository.env, ...env }, ...rest }, failure);
}

export async function readBranches(repository: Repository): Promise<Branches> {
  const { localRef, remoteRef } = repository;
  const format = "--format=%(refname)%00%(objectname)%00%(worktreepath)%00";
  const output = await git(repository, "git cannot read the ledger's branch", [
    "for-each-ref",
    format,
    localRef,
    remoteRef,
  ]);
  const fields = output.split("\0");
  const branch = (ref: string): Branch | null => {
    const at = fields.findIndex((field, index) => index % 3 === 0 && field.trimStart() === ref);
    const [tip, workTree] = at === -1 ? [] : fields.slice(at + 1, at + 3);
    return tip === undefined ? null : { tip, workTree: workTree ?? "" };
  };
  return { local: branch(localRef), remote: branch(remoteRef) };
}

interface Tips {
  readonly tip: string | null;
  readonly remoteTip: string | null;
}

/** Where the two branches stand by git's files; undefined where those do not tell for certain. */
export function tipsInFiles({ commonDirectory, localRef, remoteRef }: Repository): Tips | undefined {
  const [tip, remoteTip] = [tipInFiles(commonDirectory, localRef), tipInFiles(commonDirectory, remoteRef)];
  return tip === undefined || remoteTip === undefined ? undefined : { tip, remoteTip };
}

/** Where the two branches stand: from git's files where those tell for certain. */
export async function readBranchTips(repository: Repository): Promise<Tips> {
  const known = tipsInFiles(repository);
  if (known !== undefined) return known;
  const { local, remote } = await readBranches(repository);
  return { tip: local?.tip ?? null, remoteTip: remote?.tip ?? null };
}

/**
 * The commits from a tip back to another one, newest first, where they lead there one by one, and that can be told without
 * asking git: each is a record in a file of its own.
 */
export async function looseChain(
  { commonDirectory }: Pick<Repository, "commonDirectory">,
  tip: string,
  known: string,
): Promise<LedgerCommit[] | undefined> {
  const name = `${tip} ${known}`;
  const { looseCommits } = await import("./loose-commits.ts");
  const chain = chains.get(name) ?? looseCommits(commonDirectory, tip, new Set([known]));
  if (chain !== undefined) chains.set(name, chain);
  return chain;
}

/** Those that were read; a sync asks for the same one several times. Ids never come to name something else. */
const chains = new Map<string, LedgerCommit[]>();

/** Whether a commit is the other one or lies in its history. */
export async function isAncestor(repository: Repository, commit: string, of: string): Promise<boolean> {
  if ((await looseChain(repository, of, commit)) !== undefined) return true;
  const result = await tryGit(repository, ["merge-base", "--is-ancestor", commit, of]);
  if (result.exitCode > 1) throw gitError("git cannot compare the ledger's branches", result);
  return result.exitCode === 0;
}
