// An index of git's for files that lie in a work tree, tracked or not, apart from the one that people work with: git looks at
// ten thousand files in a fraction of the time that Node takes, and beside it.

import { readdirSync, renameSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Environment } from "../model/environment.ts";
import type { Stamp } from "../model/source-file.ts";
import { removeQuietly } from "./cache-files.ts";
import { isSameStamp, stampOf } from "./file-stamp.ts";
import { gitEnvironment, runGit } from "./git.ts";

/** Whatever people have set, all that a file's entry says counts, and nobody but git looks. */
const SETTINGS = [
  "core.trustCtime=true",
  "core.checkStat=default",
  "core.fsmonitor=false",
  "core.splitIndex=false",
  "core.sparseCheckout=false",
  "core.autocrlf=false",
  "core.safecrlf=false",
  "core.ignoreCase=false",
].flatMap((setting) => ["-c", setting]);

/**
 * The paths under a folder whose files are no longer what they were when the index was made, of all that it knows; undefined
 * where git cannot tell.
 */
export async function changedSinceIndex(
  index: { readonly file: string; readonly stamp: Stamp },
  folder: string,
  env: Environment,
): Promise<readonly string[] | undefined> {
  if (!isThere(index)) return undefined;
  const args = [...SETTINGS, "diff-files", "--name-only", "-z", "--relative"];
  try {
    const { exitCode, stdout } = await run(args, index.file, folder, env);
    // To git an index that is gone is one that knows no file.
    return exitCode === 0 && isThere(index) ? stdout.split("\0").filter((path) => path !== "") : undefined;
  } catch {
    return undefined;
  }
}

function isThere({ file, stamp }: { readonly file: string; readonly stamp: Stamp }): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && isSameStamp(stamp, stampOf(stats));
}

/** Makes an index that knows the files at these paths under a folder as they are; its stamp, or undefined where git makes none. */
export async function makeIndex(
  file: string,
  paths: readonly string[],
  folder: string,
  env: Environment,
): Promise<Stamp | undefined> {
  const temporary = `${file}.tmp`;
  try {
    // Nothing of what the files hold is stored.
    const args = [...SETTINGS, "update-index", "--add", "--info-only", "-z", "--stdin"];
    const { exitCode } = await run(args, temporary, folder, env, paths.map((path) => `${path}\0`).join(""));
    if (exitCode !== 0) return undefined;
    renameSync(temporary, file);
    return stampOf(statSync(file));
  } catch {
    return undefined;
  } finally {
    removeQuietly(temporary);
    removeQuietly(`${temporary}.lock`);
  }
}

/** The ending of an index's name. */
export const INDEX_ENDING = ".index";

/** Removes the indexes whose names begin so and go on with a space, and what a git that was killed has left of such; all but one. */
export function removeIndexes(beginning: string, kept: string): void {
  const folder = dirname(beginning);
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const isOne =
      file.startsWith(`${beginning} `) && [INDEX_ENDING, `${INDEX_ENDING}.tmp.lock`].some((end) => file.endsWith(end));
    if (isOne && file !== kept) removeQuietly(file);
  }
}

async function run(
  args: readonly string[],
  index: string,
  cwd: string,
  env: Environment,
  input?: string,
): ReturnType<typeof runGit> {
  const options = { cwd, env: { ...gitEnvironment(env), GIT_INDEX_FILE: index } };
  return runGit(args, input === undefined ? options : { ...options, input });
}
