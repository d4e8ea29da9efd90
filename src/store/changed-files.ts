// Which files a change touches: those of a pull request, as git tells it.

import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";
import { type GitOptions, gitEnvironment, gitError, runGit, runGitOrThrow } from "./git.ts";
import { findFileHistory } from "./text-changes.ts";

/** Where a pull request usually goes, in order; the last is for repositories without a remote. */
const USUAL_BASES = ["refs/remotes/origin/HEAD", "@{upstream}", "origin/main", "origin/master", "main", "master"];

/**
 * Paths (relative to `folder`, with `/`) that differ from the merge base of HEAD and `ref`, in commits, staged, in the work
 * tree or untracked. Without `ref` the base is the remote's default branch, else the upstream; a branch that is not here is that
 * of the remote, since a build has no branches of its own.
 * Throws RunbookError `no-repository`, `not-found` for a ref that is not here, `git` where there is no merge base.
 */
export async function changedFiles(
  folder: string,
  env: Environment,
  ref: string | undefined,
): Promise<ReadonlySet<string>> {
  const history = await findFileHistory(folder, env);
  if (history === undefined) {
    throw new RunbookError("no-repository", `${folder} is not in a git repository, so nothing tells what has changed`);
  }
  const options = { cwd: folder, env: gitEnvironment(env) };
  const base = await mergeBase(await baseCommit(ref, options), ref ?? "the default branch", history.isShallow, options);
  const failure = "git cannot tell what has changed";
  const [tracked, untracked] = await Promise.all([
    runGitOrThrow(["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", base], options, failure),
    runGitOrThrow(["ls-files", "-z", "--others", "--exclude-standard"], options, failure),
  ]);
  return new Set(`${tracked}${untracked}`.split("\0").filter((path) => path !== ""));
}

async function baseCommit(ref: string | undefined, options: GitOptions): Promise<string> {
  const ofRemote = `refs/remotes/origin/${ref?.replace(/^refs\/heads\//u, "")}`;
  for (const candidate of ref === undefined ? USUAL_BASES : [ref, ofRemote]) {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${candidate}^{commit}`];
    const { exitCode, stdout } = await runGit(args, options);
    if (exitCode === 0) return stdout.trim();
  }
  if (ref === undefined) {
    throw new RunbookError(
      "not-found",
      "There is no default branch to compare with",
      "Name one: --changed origin/main",
    );
  }
  throw new RunbookError(
    "not-found",
    `git knows no commit \`${ref}\` to compare with`,
    "Is it fetched? In a pipeline, check out the whole history (GitHub: fetch-depth: 0; Azure: fetchDepth: 0).",
  );
}

async function mergeBase(commit: string, name: string, isShallow: boolean, options: GitOptions): Promise<string> {
  const result = await runGit(["merge-base", commit, "HEAD"], options);
  if (result.exitCode === 0) return result.stdout.trim();
  if (result.exitCode !== 1) throw gitError("git cannot tell where this branch left the other", result);
  if (isShallow) {
    throw new RunbookError(
      "git",
      `This is a shallow clone: it does not reach to where this branch left ${name}`,
      "Fetch the rest: git fetch --unshallow (in a pipeline: fetch-depth 0)",
    );
  }
  throw new RunbookError("git", `This branch and ${name} have no commit in common`, "Name another: --changed REF");
}
