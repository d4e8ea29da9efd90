// Which files a change touches: those of a pull request, as git tells it.

import { posix } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";
import { type GitOptions, gitEnvironment, gitError, runGit, runGitOrThrow } from "./git.ts";
import { readWholeObjects } from "./git-objects.ts";
import { findFileHistory, folderInRepository } from "./repository-folders.ts";

/** Where a pull request usually goes, in order; the last is for repositories without a remote. */
const USUAL_BASES = ["refs/remotes/origin/HEAD", "@{upstream}", "origin/main", "origin/master", "main", "master"];

/** Paths are relative to a folder, with `/`, and with `..` where they lead out of it. */
export interface Change {
  /** All that is not as it was. */
  readonly paths: ReadonlySet<string>;
  /** Those of them that something was at. */
  readonly existed: ReadonlySet<string>;
  /** What the wanted ones of those held, files only. Throws RunbookError `git`. */
  readonly textsBefore: (isWanted: (path: string) => boolean) => Promise<ReadonlyMap<string, string>>;
}

/**
 * What differs from the merge base of HEAD and `ref`, in commits, staged, in the work tree or untracked. Without `ref` the base is
 * the remote's default branch, else the upstream; a branch that is not here is that of the remote, since a build has no branches
 * of its own.
 * Throws RunbookError `no-repository`, `not-found` for a ref that is not here, `git` where there is no merge base.
 */
export async function changedFiles(folder: string, env: Environment, ref: string | undefined): Promise<Change> {
  const history = await findFileHistory(folder, env);
  if (history === undefined) {
    throw new RunbookError("no-repository", `${folder} is not in a git repository, so nothing tells what has changed`);
  }
  const options = { cwd: folder, env: gitEnvironment(env) };
  const base = await mergeBase(await baseCommit(ref, options), ref ?? "the default branch", history.isShallow, options);
  const [tracked, untracked, prefix] = await Promise.all([
    runGitOrThrow([...DIFF, base], options, FAILURE),
    runGitOrThrow(["ls-files", "-z", "--others", "--exclude-standard"], options, FAILURE),
    folderInRepository(folder, env),
  ]);
  const entries = entriesIn(tracked).map((entry) => ({
    ...entry,
    path: posix.relative(`/${prefix}`, `/${entry.path}`),
  }));
  const before = entries.filter(({ mode }) => mode !== NOTHING);
  return {
    paths: new Set([...entries.map(({ path }) => path), ...untracked.split("\0").filter((path) => path !== "")]),
    existed: new Set(before.map(({ path }) => path)),
    textsBefore: (isWanted) =>
      textsOf(
        before.filter(({ mode, path }) => mode.startsWith(FILE) && isWanted(path)),
        options,
      ),
  };
}

const FAILURE = "git cannot tell what has changed";
const DIFF = ["diff", "--raw", "--no-abbrev", "-z", "--no-renames", "--no-ext-diff", "--no-relative"];
/** Modes as git writes them. */
const NOTHING = "000000";
const FILE = "100";

interface Entry {
  readonly path: string;
  /** What it was, and its content then. */
  readonly mode: string;
  readonly blob: string;
}

/** `:100644 100644 ID ID M`, NUL, the path, NUL. */
function entriesIn(raw: string): Entry[] {
  return [...raw.matchAll(/:(\d+) \d+ ([\da-f]+) [\da-f]+ [A-Z]\d*\0([^\0]*)\0/gu)].map(
    ([, mode = "", blob = "", path = ""]) => ({ mode, blob, path }),
  );
}

async function textsOf(
  entries: readonly Entry[],
  { cwd, env }: Pick<GitOptions, "cwd" | "env">,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const paths = entries.map(({ path }) => path).values();
  let failure: string | undefined;
  await readWholeObjects(
    { directory: cwd, env },
    entries.map(({ blob }) => blob),
    (bytes) => void texts.set(paths.next().value ?? "", bytes.toString("utf8")),
    // A partial clone may lack some.
    (_id, reason) => {
      paths.next();
      if (reason !== null) failure ??= reason;
    },
  );
  if (failure !== undefined) throw new RunbookError("git", `${FAILURE}: ${failure}`);
  return texts;
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
  if (result.exitCode !== 1) {
    const { exitCode } = await runGit(["rev-parse", "--verify", "--quiet", "HEAD"], options);
    if (exitCode === 0) throw gitError("git cannot tell where this branch left the other", result);
    const hint = "Commit first, or look at everything: runbook lint";
    throw new RunbookError("git", `This branch has no commit yet, so nothing of it can be compared with ${name}`, hint);
  }
  if (isShallow) {
    throw new RunbookError(
      "git",
      `This is a shallow clone: it does not reach to where this branch left ${name}`,
      "Fetch the rest: git fetch --unshallow (in a pipeline: fetch-depth 0)",
    );
  }
  throw new RunbookError("git", `This branch and ${name} have no commit in common`, "Name another: --changed REF");
}
