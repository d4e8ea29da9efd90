// Commits of single files of the run book on the branch that is checked out.

import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { RunbookError } from "../errors.ts";
import { commandWord } from "../model/command-word.ts";
import type { Environment } from "../model/environment.ts";
import { isReftable } from "./branch-files.ts";
import { gitEnvironment, gitError, runGit, runGitOrThrow } from "./git.ts";
import { wayTo } from "./inside-folder.ts";
import { findFileHistory } from "./repository-folders.ts";

/** What is there while git waits for somebody to finish something, and what that is. */
const UNFINISHED: Readonly<Record<string, string>> = {
  MERGE_HEAD: "a merge",
  "rebase-merge": "a rebase",
  "rebase-apply": "a rebase",
  CHERRY_PICK_HEAD: "a cherry-pick",
  REVERT_HEAD: "a revert",
};

/** What is no file where branches are none. */
const IN_REFTABLE = ["CHERRY_PICK_HEAD", "REVERT_HEAD"] as const;

/**
 * Makes sure that these files (absolute) can be committed by themselves. Throws RunbookError `no-repository`; `git` in the
 * middle of a merge or rebase, and for a file that git does not know yet or was told to pass over.
 */
export async function requireCommittable(root: string, files: readonly string[], env: Environment): Promise<void> {
  if ((await findFileHistory(root, env)) === undefined) {
    throw new RunbookError(
      "no-repository",
      `${root} is not in a git repository, so nothing can be committed`,
      "Change the file only: --no-commit",
    );
  }
  const options = { cwd: root, env: gitEnvironment(env) };
  const directory = await runGitOrThrow(["rev-parse", "--git-dir"], options, "git cannot tell its state");
  const own = resolve(root, directory.replace(/\n$/, ""));
  let unfinished = Object.keys(UNFINISHED).find((name) => existsSync(resolve(own, name)));
  for (const name of isReftable(own) ? IN_REFTABLE : []) {
    unfinished ??=
      (await runGit(["rev-parse", "--verify", "--quiet", name], options)).exitCode === 0 ? name : undefined;
  }
  if (unfinished !== undefined) {
    const hint = "Finish it or give it up (git status says how), then run the same command again.";
    throw new RunbookError("git", `${UNFINISHED[unfinished]} is not finished here; nothing was changed`, hint);
  }
  for (const file of files) {
    const args = ["--literal-pathspecs", "ls-files", "-v", "-z", "--", file];
    const [tag = ""] = await runGitOrThrow(args, options, "git cannot tell what it knows");
    const path = wayTo(realpathSync(root), file);
    if (tag === "") {
      throw new RunbookError(
        "git",
        `${path} is not in git yet; nothing was changed`,
        `Add it first: git add ${commandWord(file, "FILE")}`,
      );
    }
    const passedOver = tag === "S" || tag === "s" ? "skip-worktree" : /[a-z]/u.test(tag) && "assume-unchanged";
    if (passedOver === false) continue;
    throw new RunbookError(
      "git",
      `git is told to pass over changes of ${path} (${passedOver}), so none can be committed; nothing was changed`,
      `Let it see them: git update-index --no-${passedOver} ${commandWord(file, "FILE")}`,
    );
  }
}

/**
 * Commits one file (absolute) as it is on disk and gives the commit's id; undefined where it does not differ from HEAD.
 * Hooks run and signing is as the user has set it; what else is staged stays staged. Throws RunbookError `git`, with the hint
 * where it is not committed.
 */
export async function commitFile(
  root: string,
  file: string,
  message: string,
  env: Environment,
  hint: string,
): Promise<string | undefined> {
  const options = { cwd: root, env: gitEnvironment(env) };
  const unchanged = await runGit(["--literal-pathspecs", "diff", "--quiet", "HEAD", "--", file], options);
  if (unchanged.exitCode === 0) return undefined;
  const args = ["--literal-pathspecs", "commit", "--quiet", "--file=-", "--", file];
  const committed = await runGit(args, { ...options, input: `${message}\n` });
  if (committed.exitCode !== 0) throw gitError("git did not commit", committed, hint);
  return (await runGitOrThrow(["rev-parse", "HEAD"], options, "git cannot name the commit")).trim();
}
