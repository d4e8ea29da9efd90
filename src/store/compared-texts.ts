// What git makes of texts that need not be in a repository.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Environment } from "../model/environment.ts";
import { type GitResult, gitEnvironment, gitError, runGit } from "./git.ts";

export interface MergedText {
  readonly text: string;
  /** Places where both sides changed the same lines; they stand between conflict markers in the text. */
  readonly conflicts: number;
}

/** Above it, git means an error. */
const MOST_CONFLICTS = 127;

/** Merges two texts that come from `base` as `git merge-file` does. Throws RunbookError `git`. */
export async function mergeTexts(
  texts: { readonly ours: string; readonly base: string; readonly theirs: string },
  env: Environment,
): Promise<MergedText> {
  const labels = ["-L", "this run book", "-L", "as it was", "-L", "reference run book"];
  const args = ["merge-file", "-p", ...labels, "ours", "base", "theirs"];
  const result = await gitOver(texts, args, env);
  if (result.exitCode > MOST_CONFLICTS) throw gitError("git cannot merge", result);
  return { text: result.stdout, conflicts: result.exitCode };
}

interface PathAndText {
  readonly path: string;
  readonly text: string;
}

/** What would change in a file, in the form that `git apply` takes; `before` is undefined where it is new. Throws RunbookError `git`. */
export async function diffOfTexts(
  before: PathAndText | undefined,
  after: PathAndText,
  env: Environment,
): Promise<string> {
  const [from, to] = [`a/${before?.path}`, `b/${after.path}`];
  const files = { ...(before !== undefined && { [from]: before.text }), [to]: after.text };
  const result = await gitOver(files, [...DIFF, before === undefined ? "/dev/null" : from, to], env);
  if (result.exitCode > 1) throw gitError(`git cannot compare ${after.path}`, result);
  if (before === undefined || before.path === after.path) return result.stdout;
  const move = `rename from ${before.path}\nrename to ${after.path}\n`;
  // Of equal texts git has nothing to say.
  if (result.stdout === "") return `diff --git ${from} ${to}\nsimilarity index 100%\n${move}`;
  return result.stdout.replace("\n", () => `\n${move}`);
}

/** Whatever the user's settings make of a difference, this is its form. */
const DIFF: readonly string[] = [
  "-c",
  "core.quotePath=false",
  "-c",
  "core.autocrlf=false",
  "diff",
  "--no-index",
  "--no-prefix",
  "--no-color",
  "--no-ext-diff",
  "--no-textconv",
  "--unified=3",
  "--",
];

/** Runs git in a folder that holds these texts, by path, and nothing else; it is gone afterwards. */
async function gitOver(
  texts: Readonly<Record<string, string>>,
  args: readonly string[],
  env: Environment,
): Promise<GitResult> {
  const folder = mkdtempSync(join(tmpdir(), "runbook-texts-"));
  try {
    for (const [path, text] of Object.entries(texts)) {
      const file = join(folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    return await runGit(args, { cwd: folder, env: gitEnvironment(env) });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
