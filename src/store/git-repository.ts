import { resolve } from "node:path";
import { simpleGit } from "simple-git";
import { RunbookError } from "../errors.ts";
import { gitEnvironment, runGit } from "./git.ts";

/** Makes the folder a git repository unless it lies in one; says whether it did. Throws RunbookError `git`. */
export async function makeRepository(folder: string): Promise<boolean> {
  try {
    const git = simpleGit({ baseDir: folder, completion: { onExit: false } });
    if (await git.checkIsRepo()) return false;
    await git.init();
    return true;
  } catch (error) {
    throw new RunbookError(
      "git",
      `git cannot make a repository in ${folder}: ${(error as Error).message}`,
      "Is git installed? Without a repository nothing can be recorded.",
      { cause: error },
    );
  }
}

/** A folder's path within its repository, with a `/` at its end; `""` at the top, and outside any repository. */
export async function folderInRepository(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const result = await runGit(["rev-parse", "--show-prefix"], { cwd: folder, env: gitEnvironment(env) });
  return result.exitCode === 0 ? result.stdout.replace(/\n$/, "") : "";
}

/** The top folder of the repository around a folder; undefined outside any. */
export async function topOfRepository(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  const result = await runGit(["rev-parse", "--show-toplevel"], { cwd: folder, env: gitEnvironment(env) });
  return result.exitCode === 0 ? resolve(result.stdout.replace(/\n$/, "")) : undefined;
}
