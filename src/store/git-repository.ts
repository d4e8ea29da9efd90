import { simpleGit } from "simple-git";
import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";
import { findGit, thisMachine } from "./program-path.ts";

/** Makes the folder a git repository unless it lies in one; says whether it did. Throws RunbookError `git`. */
export async function makeRepository(folder: string, env: Environment): Promise<boolean> {
  const program = findGit(thisMachine(env));
  try {
    const git = simpleGit({
      baseDir: folder,
      completion: { onExit: false },
      binary: program ?? "git",
      // It takes no path with a space, as git for Windows has, for one.
      unsafe: { allowUnsafeCustomBinary: true },
    });
    if (await git.checkIsRepo()) return false;
    await git.init();
    return true;
  } catch (error) {
    throw new RunbookError(
      "git",
      `git cannot make a repository in ${folder}: ${(error as Error).message.trim()}`,
      `${program === undefined ? "Is git installed?" : "Mend that, then: git init."} Without a repository nothing can be recorded.`,
      { cause: error },
    );
  }
}
