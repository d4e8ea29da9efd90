// What the reading and the writing of a ledger share: where its repository is, and how git is asked.

import { RunbookError } from "../errors.ts";
import type { Progress } from "../io.ts";
import type { LedgerSettings } from "../model/runbook.ts";
import { tipInFiles } from "./branch-files.ts";
import {
  type Environment,
  type GitResult,
  OLDEST_GIT,
  gitEnvironment,
  gitError,
  runGit,
  runGitOrThrow,
} from "./git.ts";

export interface LedgerOptions {
  /** The run book; absolute. */
  readonly directory: string;
  readonly env: Environment;
  readonly settings: LedgerSettings;
  readonly progress?: Progress | undefined;
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
  readonly config: () => Promise<RepositoryConfig>;
}

export interface RepositoryConfig {
  readonly signsCommits: boolean;
  readonly hasRemote: boolean;
  /** A partial clone: objects may be missing until they are asked for. */
  readonly isPartial: boolean;
  /** The user's own way to start ssh. */
  readonly hasSshCommand: boolean;
  /** The files that git read for it, as git names them; undefined where it may change without one of them. */
  readonly files: readonly string[] | undefined;
}

export interface Branch {
  readonly tip: string;
  readonly tree: string;
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
}: LedgerOptions): Promise<Repository | undefined> {
  const cleanEnv = gitEnvironment(env);
  // Both are asked at once: where there is no repository, the second answer is not looked at.
  const config = readConfig({ directory, env: cleanEnv, settings });
  config.catch(() => {});
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
  return {
    directory,
    env: cleanEnv,
    commonDirectory,
    settings,
    localRef: `refs/heads/${settings.branch}`,
    remoteRef: `refs/remotes/${settings.remote}/${settings.branch}`,
    hasWorkTree: hasWorkTree === "true",
    progress,
    config: () => config,
  };
}

interface Call {
  readonly env?: Environment;
  readonly input?: string;
  readonly onStdout?: (chunk: Buffer) => void;
}

export function tryGit(
  repository: Pick<Repository, "directory" | "env">,
  args: readonly string[],
  { env, ...rest }: Call = {},
): Promise<GitResult> {
  return runGit(args, { cwd: repository.directory, env: { ...repository.env, ...env }, ...rest });
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

async function readConfig(repository: Pick<Repository, "directory" | "env" | "settings">): Promise<RepositoryConfig> {
  const result = await tryGit(repository, ["config", "--null", "--show-origin", "--list"]);
  if (result.exitCode > 0) throw gitError("git cannot read its configuration", result);
  const fields = result.stdout.split("\0");
  const entries: { readonly origin: string; readonly key: string; readonly value: string | null }[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [origin = "", entry = ""] = fields.slice(index, index + 2);
    const keyEnd = entry.indexOf("\n");
    entries.push(
      keyEnd === -1
        ? { origin, key: entry, value: null }
        : { origin, key: entry.slice(0, keyEnd), value: entry.slice(keyEnd + 1) },
    );
  }
  const signing = entries.findLast(({ key }) => key === "commit.gpgsign");
  // Which files are read may follow from the branch that is checked out.
  const isFixed = entries.every(({ origin, key }) => origin.startsWith("file:") && !key.includes("onbranch:"));
  return {
    signsCommits: signing !== undefined && isTrue(signing.value),
    hasRemote: entries.some(({ key }) => key === `remote.${repository.settings.remote}.url`),
    isPartial: entries.some(
      ({ key, value }) =>
        key === "extensions.partialclone" || (key.startsWith("remote.") && key.endsWith(".promisor") && isTrue(value)),
    ),
    hasSshCommand: entries.some(({ key }) => key === "core.sshcommand"),
    files: isFixed ? [...new Set(entries.map(({ origin }) => origin.slice("file:".length)))] : undefined,
  };
}

/** As git reads a boolean; null is a key without a value. */
function isTrue(value: string | null): boolean {
  return value === null || /^(?:true|yes|on|-?[1-9]\d*)$/i.test(value);
}

export async function readBranches(repository: Repository): Promise<Branches> {
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

/** Where the two branches stand: from git's files where those tell for certain. */
export async function readBranchTips(
  repository: Repository,
): Promise<{ readonly tip: string | null; readonly remoteTip: string | null }> {
  const { commonDirectory, localRef, remoteRef } = repository;
  const [tip, remoteTip] = [tipInFiles(commonDirectory, localRef), tipInFiles(commonDirectory, remoteRef)];
  if (tip !== undefined && remoteTip !== undefined) return { tip, remoteTip };
  const { local, remote } = await readBranches(repository);
  return { tip: local?.tip ?? null, remoteTip: remote?.tip ?? null };
}

/** Whether a commit is the other one or lies in its history. */
export async function isAncestor(repository: Repository, commit: string, of: string): Promise<boolean> {
  const result = await tryGit(repository, ["merge-base", "--is-ancestor", commit, of]);
  if (result.exitCode > 1) throw gitError("git cannot compare the ledger's branches", result);
  return result.exitCode === 0;
}
