// Folders that hold one another many times over are a few bytes, and more files than git has time and memory for.

import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";
import { abbreviated } from "../model/record.ts";
import { boundedOutput } from "./bounded-output.ts";
import { type Repository, git, tryGit } from "./ledger-repository.ts";

/** Of what git lists of a tree: close to a million files. */
const MOST_BYTES = 128 * 1024 * 1024;
/** What takes less than this is no matter. */
const SILENCE_MS = 2000;

type Asked = Pick<Repository, "directory" | "env">;

/** What a git is to be run with; `isAlive` puts the next look at the trees off. */
export interface Watched {
  readonly signal: AbortSignal;
  readonly isAlive: () => void;
}

/**
 * Runs git over trees, and stops it where it takes long and one of those that it may be at is too vast for it: gives that
 * one then, and else the result.
 */
export async function unlessVast<T>(
  repository: Asked,
  treesNow: () => Iterable<string> | Promise<Iterable<string>>,
  run: (watched: Watched) => Promise<T>,
): Promise<{ readonly result: T } | { readonly vast: string }> {
  const stop = new AbortController();
  let vast: string | undefined;
  let isOver = false;
  const look = async (): Promise<void> => {
    for (const tree of new Set(await treesNow())) {
      if (isOver) return;
      if (!(await isVast(repository, tree))) continue;
      vast = tree;
      return stop.abort();
    }
    if (!isOver) timer.refresh();
  };
  // Where git cannot be started to look, the one that runs goes on.
  const timer = setTimeout(() => void look().catch(() => {}), SILENCE_MS);
  try {
    const result = await run({ signal: stop.signal, isAlive: () => void timer.refresh() });
    return vast === undefined ? { result } : { vast };
  } catch (error) {
    if (vast === undefined) throw error;
    return { vast };
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}

/** For who cannot go on from that. */
export function vastTree(failure: string, tree: string): RunbookError {
  const message = `${failure}: ${abbreviated(tree)} has more files than can be gone through`;
  return new RunbookError("git", message, "See which commit brought them: runbook verify");
}

/** Reads a tree into the index that `env` names. Throws RunbookError `git`, also where it is too vast. */
export async function readIntoIndex(
  repository: Repository,
  failure: string,
  tree: string,
  settings: readonly string[],
  env: Environment,
): Promise<void> {
  const args = [...settings, "read-tree", tree];
  const run = await unlessVast(
    repository,
    () => [tree],
    ({ signal }) => git(repository, failure, args, { env, signal }),
  );
  if ("vast" in run) throw vastTree(failure, tree);
}

/** Git lists a tree as it goes through it, while it compares and reads all of one in memory first. */
async function isVast(repository: Asked, tree: string): Promise<boolean> {
  const { isTooMuch, ...output } = boundedOutput(MOST_BYTES);
  // Folders that hold only empty ones have no file to be listed.
  await tryGit(repository, ["ls-tree", "-r", "-t", "-z", "--full-tree", tree], output);
  return isTooMuch();
}
