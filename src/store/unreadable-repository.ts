import type { RunbookError } from "../errors.ts";
import { type GitResult, gitError } from "./git.ts";

/** How git says, from version to version, that a `.git` file leads nowhere; git 2.55 names `(null)` in place of what. */
const LEADS_NOWHERE = /not a git repository: |gitfile does not point to a valid repository/i;
const GONE =
  "The .git there or above is a file, as linked work trees and submodules have, and the repository that it names is gone. Where that was moved, run `git worktree repair` in it; else clone anew.";

/** The error for a folder's repository that git cannot read; undefined where it lies in none. */
export function unreadableRepository(folder: string, result: GitResult): RunbookError | undefined {
  if (result.stderr.includes("not a git repository (or any")) return undefined;
  const hint = LEADS_NOWHERE.test(result.stderr) ? GONE : null;
  return gitError(`git cannot read the repository of ${folder}`, result, hint);
}
