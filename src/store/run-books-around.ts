// Which run books a repository has, and whose records its ledger holds.

import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Environment } from "../model/environment.ts";
import { boundedOutput } from "./bounded-output.ts";
import { askGit, gitEnvironment, runGit } from "./git.ts";
import { topOfRepository } from "./repository-folders.ts";
import { textIn } from "./text-file.ts";

/** A run book by its settings, which git knows or which lie in the work tree. */
export interface FoundSettings {
  /** The run book's folder, absolute, links followed. */
  readonly root: string;
  /** What stands in its runbook.yml; undefined where that cannot be read. */
  readonly text: string | undefined;
  /** False where git has the file and the work tree lacks it, as in a sparse checkout. */
  readonly isThere: boolean;
}

/** Where git can be asked about a folder that may not exist yet. */
export function nearestFolder(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : nearestFolder(dirname(path));
}

/** The run books of the repository around a folder, by path; none outside one, and where git cannot tell. */
export async function settingsAround(folder: string, env: Environment): Promise<FoundSettings[]> {
  const top = await topOfRepository(realpathSync(nearestFolder(folder)), env).catch(() => undefined);
  if (top === undefined) return [];
  const args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ":(glob)**/runbook.yml"];
  const paths = (await askGit(args, top, env))?.split("\0").filter((path) => path !== "");
  const found: FoundSettings[] = [];
  for (const path of new Set(paths)) {
    const file = join(top, path);
    const isThere = existsSync(file);
    if (isThere) found.push({ root: dirname(realpathSync(file)), text: textIn(file), isThere });
    else found.push({ root: dirname(file), text: await askGit(["cat-file", "blob", `:${path}`], top, env), isThere });
  }
  return found;
}

/** Run books that a commit has, while the work tree around a folder has none. */
export interface ElsewhereInGit {
  /** `HEAD`, or the name of a branch. */
  readonly branch: string;
  /** Their folders, absolute. */
  readonly roots: readonly string[];
}

/** Where a run book most likely is: what ought to be checked out, what was before, and the usual names. */
const LIKELY = ["HEAD", "@{-1}", "main", "master", "refs/remotes/origin/HEAD"];

/** The run books of the likeliest branch that has any; undefined where none has, and where git cannot tell. */
export async function runBooksElsewhere(folder: string, env: Environment): Promise<ElsewhereInGit | undefined> {
  const nearest = realpathSync(nearestFolder(folder));
  const top = await topOfRepository(nearest, env).catch(() => undefined);
  if (top === undefined) return undefined;
  for (const ref of LIKELY) {
    const paths = (await pathsIn(ref, nearest, env)).filter((path) => /(?:^|\/)runbook\.yml$/u.test(path));
    if (paths.length === 0) continue;
    const name = ref === "HEAD" ? ref : await askGit(["rev-parse", "--abbrev-ref", ref], nearest, env);
    const branch = name?.trim().replace(/^origin\//u, "") ?? "";
    if (branch !== "") return { branch, roots: paths.map((path) => dirname(join(top, path))) };
  }
  return undefined;
}

/** Of some million files. Folders that hold one another would be listed without end. */
const LONGEST_LISTING = 64 * 1024 * 1024;

/** The files and folders of a commit; none where git cannot tell, or has too much to tell. */
async function pathsIn(ref: string, folder: string, env: Environment): Promise<string[]> {
  const pieces: Buffer[] = [];
  const { onStdout, signal } = boundedOutput(LONGEST_LISTING, (piece) => void pieces.push(piece));
  // With folders: what they hold may be nothing but folders.
  const args = ["ls-tree", "-r", "-t", "-z", "--full-tree", "--name-only", ref];
  const { exitCode } = await runGit(args, { cwd: folder, env: gitEnvironment(env), onStdout, signal });
  return exitCode === 0 ? Buffer.concat(pieces).toString().split("\0") : [];
}

/** The ids of run books whose texts a ledger keeps, its branches given by name; of one that is not there none. */
export async function booksOfLedger(folder: string, refs: readonly string[], env: Environment): Promise<Set<string>> {
  const books = new Set<string>();
  for (const ref of refs) {
    const args = ["ls-tree", "-z", "--full-tree", "--name-only", `${ref}:text`];
    for (const name of (await askGit(args, folder, env))?.split("\0") ?? []) if (name !== "") books.add(name);
  }
  return books;
}
