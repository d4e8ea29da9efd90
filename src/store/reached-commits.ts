// `git rev-list A --not B` goes by commit dates, and stops a few commits after they say that nothing more can come ("slop" in
// git's revision.c). Where the clocks of a team differ it so names commits that B holds as well. It never leaves one out.

import { gitError } from "./git.ts";
import { type Repository, git, tryGit } from "./ledger-repository.ts";

const CANNOT = "git cannot compare the ledgers";

/** So many questions are put to git beside one another. */
const MOST_AT_ONCE = 8;

interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
}

/** The ids of the records reachable from some commits and not from others. Roots and merges are none. Throws RunbookError `git`. */
export async function recordsBeyond(
  repository: Repository,
  reachable: readonly string[],
  others: readonly string[],
): Promise<string[]> {
  // Only what is compared needs an order, for which git may have to read everything first.
  const order = others.length === 0 ? [] : ["--topo-order"];
  const args = ["rev-list", ...order, "--parents", ...reachable, "--not", ...others, "--"];
  const output = await git(repository, CANNOT, args);
  const named = output.split("\n").flatMap((line) => {
    const [id, ...parents] = line.split(" ");
    return id === undefined || id === "" ? [] : [{ id, parents }];
  });
  const beyond = await notReached(repository, named, others);
  return beyond.filter(({ parents }) => parents.length === 1).map(({ id }) => id);
}

/**
 * The commits that none of the others reaches, of those that git names as reachable from some tips and not from the others:
 * each after its children. Throws RunbookError `git`.
 */
export async function notReached<C extends Commit>(
  repository: Repository,
  named: readonly C[],
  others: readonly string[],
): Promise<readonly C[]> {
  const kept = new Set<string>();
  const reached = new Set<string>();
  // What stands upon a commit that is not reached is not reached either: mostly the oldest ones answer for all.
  const ids = new Set(named.map(({ id }) => id));
  const oldest = named.filter(({ parents }) => !parents.some((parent) => ids.has(parent)));
  let asked = others.length === 0 ? [] : oldest.slice(0, MOST_AT_ONCE);
  let open = named;
  while (asked.length > 0) {
    const answers = await Promise.all(asked.map((commit) => isReached(repository, commit, others)));
    for (const [index, { id }] of asked.entries()) (answers[index] === true ? reached : kept).add(id);
    for (const { id, parents } of open) if (reached.has(id)) for (const parent of parents) reached.add(parent);
    for (const { id, parents } of open.toReversed()) if (parents.some((parent) => kept.has(parent))) kept.add(id);
    open = open.filter(({ id }) => !kept.has(id) && !reached.has(id));
    const middle = Math.floor(open.length / 2);
    asked = open.slice(middle, middle + 1);
  }
  return reached.size === 0 ? named : named.filter(({ id }) => !reached.has(id));
}

async function isReached(repository: Repository, { id, parents }: Commit, others: readonly string[]): Promise<boolean> {
  if (others.every((other) => parents.includes(other))) return false;
  return (await mergeBases(repository, id, others)) === id;
}

/**
 * The best commits that both one commit and the others taken together have in their history, a line each: that commit alone
 * where one of the others reaches it, whatever the dates say; `""` where there are none. Throws RunbookError `git`.
 */
export async function mergeBases(repository: Repository, commit: string, others: readonly string[]): Promise<string> {
  const result = await tryGit(repository, ["merge-base", "--all", commit, ...others]);
  if (result.exitCode > 1) throw gitError(CANNOT, result);
  return result.stdout.trim();
}
