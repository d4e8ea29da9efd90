import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Environment, gitEnvironment, gitError, runGit } from "./git.ts";

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
  const folder = mkdtempSync(join(tmpdir(), "runbook-merge-"));
  try {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    const labels = ["-L", "this run book", "-L", "as it was", "-L", "reference run book"];
    const args = ["merge-file", "-p", ...labels, "ours", "base", "theirs"];
    const result = await runGit(args, { cwd: folder, env: gitEnvironment(env) });
    if (result.exitCode > MOST_CONFLICTS) throw gitError("git cannot merge", result);
    return { text: result.stdout, conflicts: result.exitCode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
