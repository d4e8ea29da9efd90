import {
  type ChildProcess,
  type SpawnSyncOptionsWithStringEncoding,
  type StdioOptions,
  spawn,
  spawnSync,
} from "node:child_process";
import { existsSync } from "node:fs";
import { platform } from "node:os";
import { Readable, type Writable } from "node:stream";
import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";
import { findGit, thisMachine, windowsVariable } from "./program-path.ts";

export interface GitOptions {
  readonly cwd: string;
  readonly env: Environment;
  /** Written to git's standard input, piece by piece as git takes it; without it, git has none. */
  readonly input?: string | Iterable<string> | Readable;
  /** Gets the output as it comes; `stdout` of the result is then empty. */
  readonly onStdout?: (chunk: Buffer) => void;
  /** Gets the output, no faster than it takes it, instead; where it is destroyed the rest is dropped. */
  readonly to?: Writable;
  /** Where it is aborted git is stopped, and what it said so far is all. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which git is stopped, with what it has started. */
  readonly timeoutMs?: number;
}

export interface GitResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `--path-format` of `git rev-parse` came with it. */
export const OLDEST_GIT = "2.31";

/**
 * What git sets for its hooks and aliases, what would lead it to another repository than the one that holds the run book, and
 * what gives paths on the command line another meaning.
 */
const REPOSITORY_VARIABLES: ReadonlySet<string> = new Set([
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
  "GIT_CONFIG",
  "GIT_SHALLOW_FILE",
  "GIT_REPLACE_REF_BASE",
  "GIT_LITERAL_PATHSPECS",
  "GIT_GLOB_PATHSPECS",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_ICASE_PATHSPECS",
]);

/** Leads nowhere on any system: git takes a file that is there, even an empty one, for grafts, and says that those are of old. */
const NO_FILE = "/dev/null/none";

/**
 * The environment for git: the given one without what points at another repository, with untranslated messages and
 * without replacement objects and grafts, since a record is the commit that its id names, parents and all.
 */
export function gitEnvironment(env: Environment): Environment {
  const kept = Object.entries(env).filter(([name]) => !REPOSITORY_VARIABLES.has(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C", GIT_NO_REPLACE_OBJECTS: "1", GIT_GRAFT_FILE: NO_FILE };
}

/**
 * Runs git with exactly these arguments and without a shell, and gives its exit code, whatever it is. `env` is used as
 * it stands: make it with `gitEnvironment`.
 * Throws RunbookError `git` where git cannot be started.
 */
export async function runGit(args: readonly string[], options: GitOptions): Promise<GitResult> {
  return new Promise((resolve, reject) => {
    const child = spawnIn(options, args);
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    if (options.to === undefined) {
      child.stdout?.on("data", options.onStdout ?? ((chunk: Buffer) => stdout.push(chunk)));
    } else {
      child.stdout?.pipe(options.to).on("close", () => child.stdout?.resume());
    }
    child.stderr?.on("data", (chunk: Buffer) => stderr.push(chunk));
    // A git that stops before it has read everything tells why by itself.
    child.stdin?.on("error", () => {});
    if (child.stdin !== null) {
      if (typeof options.input === "string") child.stdin.end(options.input);
      else if (options.input instanceof Readable) options.input.pipe(child.stdin);
      else Readable.from(options.input ?? []).pipe(child.stdin);
    }
    const settle = (exitCode: number, more: string): void => {
      clearTimeout(timer);
      const words = Buffer.concat(stderr).toString();
      resolve({ exitCode, stdout: Buffer.concat(stdout).toString(), stderr: `${words}${more}` });
    };
    const { timeoutMs } = options;
    const stop = (): void => {
      child.kill();
      // A transport that git has started may keep the pipes open for as long as it likes.
      for (const stream of child.stdio) stream?.destroy();
      child.unref();
      settle(128, `git was stopped after ${Math.round((timeoutMs ?? 0) / 1000)} s without an answer`);
    };
    const timer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
    options.signal?.addEventListener("abort", () => child.kill());
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(cannotStart(error, options.cwd));
    });
    child.on("close", (code, signal) => {
      settle(code ?? 128, signal === null ? "" : `git was stopped by ${signal}`);
    });
  });
}

function spawnIn({ cwd, env, input }: GitOptions, args: readonly string[]): ChildProcess {
  const program = gitProgram(env, cwd);
  try {
    const stdio: StdioOptions = [input === undefined ? "ignore" : "pipe", "pipe", "pipe"];
    return spawn(program, args, { cwd, env, stdio, windowsHide: true });
  } catch (error) {
    // Some failures are thrown, others come as an event.
    throw cannotStart(error as NodeJS.ErrnoException, cwd);
  }
}

/** By PATH: nobody changes what is installed in the middle of a run. */
const programs = new Map<string | undefined, string>();

/** What git is started by. Throws RunbookError `git` where there is none. */
function gitProgram(env: Environment, cwd: string): string {
  const path = windowsVariable(env, "PATH");
  const program = programs.get(path) ?? findGit(thisMachine(env));
  if (program === undefined) throw notThere(cwd);
  programs.set(path, program);
  return program;
}

/** How a git is run whose answer is waited for at once. */
export interface AtOnce {
  readonly input?: string;
  readonly holdsLock?: boolean;
}

/** More than git writes where its answer is waited for like this. */
const LONGEST_OUTPUT = 64 * 1024 * 1024;

/**
 * As `runGit` for a question that nothing can be done beside: to wait for it at once takes two thirds of the time. One that
 * `holdsLock` ends by itself where the terminal's processes, or a job's, are killed together: git's lock would stay for good.
 */
export function runGitAtOnce(
  args: readonly string[],
  { cwd, env, input, holdsLock }: Pick<GitOptions, "cwd" | "env"> & AtOnce,
): GitResult {
  const options: SpawnSyncOptionsWithStringEncoding & { readonly detached: boolean } = {
    cwd,
    env,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    encoding: "utf8",
    maxBuffer: LONGEST_OUTPUT,
    windowsHide: true,
    // Node's page on spawnSync does not name it. Windows would give git a window of its own, and kills nothing together.
    detached: holdsLock === true && platform() !== "win32",
    ...(input !== undefined && { input }),
  };
  const { error, status, signal, stdout, stderr } = spawnSync(gitProgram(env, cwd), args, options);
  // A git that stops before it has read everything tells why by itself.
  if (error !== undefined && status === null && signal === null) throw cannotStart(error, cwd);
  return {
    exitCode: status ?? 128,
    stdout,
    stderr: signal === null ? stderr : `${stderr}git was stopped by ${signal}`,
  };
}

/**
 * Runs git where only exit code 0 will do, and gives its output.
 * Throws RunbookError `git` with git's own words; `failure` says what could not be done.
 */
export async function runGitOrThrow(args: readonly string[], options: GitOptions, failure: string): Promise<string> {
  const result = await runGit(args, options);
  if (result.exitCode !== 0) throw gitError(failure, result);
  return result.stdout;
}

/** What git says in a folder; undefined where it cannot tell. Throws RunbookError `git` where it cannot be started. */
export async function askGit(args: readonly string[], folder: string, env: Environment): Promise<string | undefined> {
  const { exitCode, stdout } = await runGit(args, { cwd: folder, env: gitEnvironment(env) });
  return exitCode === 0 ? stdout : undefined;
}

/** The version of git, such as `2.39.5`. Throws RunbookError `git` where there is none. */
export async function readGitVersion(cwd: string, env: Environment): Promise<string> {
  const words = await runGitOrThrow(["--version"], { cwd, env: gitEnvironment(env) }, "git does not tell its version");
  return /\d+(?:\.\d+)*/.exec(words)?.[0] ?? words.trim();
}

/** What to do where a repository cannot be written. */
export const WRITABLE = "Make sure that you may write in that repository: who owns its files, is its disk read-only?";

/** How git says that it may not write; the words of ssh, which may not read, are others. */
const MAY_NOT_WRITE =
  /insufficient permission for adding|unable to (?:create|write) .*(?:permission denied|read-only)/i;

/** A RunbookError `git` that carries git's own words. */
export function gitError(failure: string, result: GitResult, hint: string | null = null): RunbookError {
  const words = gitWords(result);
  return new RunbookError("git", `${failure}: ${words}`, hint ?? (MAY_NOT_WRITE.test(words) ? WRITABLE : null));
}

/** What git said about a failure. */
export function gitWords(result: GitResult): string {
  return result.stderr.trim() || `git ended with exit code ${result.exitCode}`;
}

/** An object id as git prints it in comparisons and journals; null for the zeros that stand for no object. */
export function idOrNull(id: string): string | null {
  return /^0*$/.test(id) ? null : id;
}

function cannotStart(error: NodeJS.ErrnoException, cwd: string): RunbookError {
  if (error.code === "ENOTDIR") return new RunbookError("io", `${cwd} is no folder`, null);
  if (error.code !== "ENOENT") {
    return new RunbookError("git", `git could not be started: ${error.message}`, null, { cause: error });
  }
  return notThere(cwd, error);
}

/** Node reports a missing working directory in the same words as a missing program. */
function notThere(cwd: string, cause?: unknown): RunbookError {
  if (!existsSync(cwd)) return new RunbookError("io", `The folder ${cwd} does not exist`, null, { cause });
  return new RunbookError(
    "git",
    "git was not found on PATH",
    `Install git ${OLDEST_GIT} or newer (https://git-scm.com/downloads, or your system's package manager).`,
    { cause },
  );
}
