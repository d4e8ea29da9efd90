import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { LedgerCommit } from "../model/record.ts";
import { LOG_ARGUMENTS, UNFLUSHED, logReader } from "./commit-log.ts";
import { readCommitsOf } from "./commit-reading.ts";
import type { MuchRead } from "./garbage.ts";
import { readIfThere, readRemoteMemory } from "./ledger-memory.ts";
import { type Repository, git, isAncestor, readBranchTips, readBranches, tryGit } from "./ledger-repository.ts";
import { recordsBeyond } from "./reached-commits.ts";

/** What the ledger holds at one moment: the local branch and its remote-tracking branch together. */
export interface LedgerState {
  /** Every commit once, merges and roots included, newest first; empty where there is no ledger. */
  readonly commits: readonly LedgerCommit[];
  readonly tip: string | null;
  readonly remoteTip: string | null;
  /** Records of the local branch that the remote-tracking branch lacks; 0 without a remote. */
  readonly unpushed: number;
  readonly hasRemote: boolean;
  /** RFC 3339, when the remote was last asked. */
  readonly fetchedAt: string | null;
}

/**
 * Reads the local branch and its remote-tracking branch together, and hands the commits over piece by piece, newest first, so
 * that they need not all be held. Throws RunbookError `shallow-ledger` or `git`.
 */
export async function readLedger(
  repository: Repository,
  commitsRead: MuchRead,
  take: (commits: readonly LedgerCommit[]) => void,
): Promise<Omit<LedgerState, "commits"> & { readonly head: string | null }> {
  const tips = await readTips(repository);
  const { tip, remoteTip, hasRemote } = tips;
  const cuts = readShallowCommits(repository);
  let isCut = false;
  // In an order that does not depend on whose clone this is.
  const ids = [tip, remoteTip].filter((id) => id !== null).toSorted();
  const [unpushed, head] = await Promise.all([
    hasRemote ? countBeyond(repository, tip, remoteTip) : 0,
    holderOf(repository, tip, remoteTip),
    readAll(repository, ids, commitsRead, (commits) => {
      isCut ||= cuts.size > 0 && commits.some(({ id }) => cuts.has(id));
      take(commits);
    }),
  ]);
  if (isCut) throw shallowLedger(repository);
  return { ...tips, unpushed, head };
}

async function readAll(
  repository: Repository,
  tips: readonly string[],
  commitsRead: MuchRead,
  take: (commits: readonly LedgerCommit[]) => void,
): Promise<void> {
  if (tips.length === 0) return;
  let read = 0;
  await readCommitsOf(repository, tips, commitsRead, (commits) => {
    take(commits);
    read += commits.length;
    repository.progress("Reading the ledger: records", read);
  });
  // A prompt that comes next writes on its own.
  repository.progress("");
}

/** The tip that holds the other one; null where they have diverged. */
async function holderOf(repository: Repository, tip: string | null, remoteTip: string | null): Promise<string | null> {
  if (tip === null || remoteTip === null || tip === remoteTip) return tip ?? remoteTip;
  if (await isAncestor(repository, remoteTip, tip)) return tip;
  return (await isAncestor(repository, tip, remoteTip)) ? remoteTip : null;
}

/** The records of the local branch that the remote-tracking one lacks. Roots and merges are none. */
export async function countBeyond(
  repository: Repository,
  tip: string | null,
  remoteTip: string | null,
): Promise<number> {
  if (tip === null || tip === remoteTip) return 0;
  if (remoteTip !== null) return (await recordsBeyond(repository, [tip], [remoteTip])).length;
  const args = ["rev-list", "--count", "--min-parents=1", "--max-parents=1", tip, "--"];
  return Number(await git(repository, "git cannot compare the ledger's branches", args));
}

/** Where the two branches stand, without what they hold. */
export async function readTips(repository: Repository): Promise<Omit<LedgerState, "commits" | "unpushed">> {
  const { fetchedAt } = readRemoteMemory(repository);
  const [config, tips] = await Promise.all([repository.config(), readBranchTips(repository)]);
  return { ...tips, hasRemote: config.hasRemote(repository.settings.remote), fetchedAt };
}

/** The procedures of a run book whose text stands in the tree of either branch. Throws RunbookError `git`. */
export async function readKnownTexts(repository: Repository, book: string): Promise<ReadonlySet<string>> {
  const { local, remote } = await readBranches(repository);
  const tips = new Set([local?.tip, remote?.tip].filter((tip) => tip !== undefined));
  const listings = await Promise.all(
    [...tips].map((tip) =>
      git(repository, "git cannot list the ledger's texts", [
        "ls-tree",
        "-z",
        "--name-only",
        "--full-tree",
        tip,
        "--",
        `text/${book}/`,
      ]),
    ),
  );
  const paths = listings.flatMap((listing) => listing.split("\0")).filter((path) => path.endsWith(".md"));
  return new Set(paths.map((path) => path.slice(path.lastIndexOf("/") + 1, -".md".length)));
}

/**
 * The commits reachable from `tips` and not from `known`, in the order of `readCommitsOf`; where clocks differ also some that
 * `known` reaches (see `notReached`). Throws RunbookError `git`.
 */
export async function readCommits(
  repository: Repository,
  tips: readonly string[],
  known: readonly string[],
): Promise<LedgerCommit[]> {
  const commits: LedgerCommit[] = [];
  const onStdout = logReader((some) => commits.push(...some));
  const args = [...LOG_ARGUMENTS, "--date-order", ...tips, "--not", ...known, "--"];
  await git(repository, "git cannot read the ledger", args, { env: UNFLUSHED, onStdout });
  return commits;
}

/**
 * The commit of either branch whose id begins so (hexadecimal); undefined where there is none, or several commits of the
 * repository begin so. Throws RunbookError `git`.
 */
export async function readCommit(repository: Repository, prefix: string): Promise<LedgerCommit | undefined> {
  const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${prefix}^{commit}`];
  const id = (await tryGit(repository, args)).stdout.trim();
  // A branch may have such a name.
  if (id === "" || !id.startsWith(prefix.toLowerCase())) return undefined;
  const { tip, remoteTip } = await readBranchTips(repository);
  const tips = [tip, remoteTip].filter((it) => it !== null);
  const holds = await Promise.all(tips.map((it) => isAncestor(repository, id, it)));
  if (!holds.includes(true)) return undefined;
  const [commit] = await readCommits(repository, [id], [`${id}^@`]);
  return commit;
}

/** Where a shallow clone has cut the history. */
export function readShallowCommits(repository: Repository): Set<string> {
  const text = readIfThere(join(repository.commonDirectory, "shallow"));
  return new Set(text.split("\n").filter((line) => line !== ""));
}

export function shallowLedger({ settings }: Repository): RunbookError {
  return new RunbookError(
    "shallow-ledger",
    `This is a shallow clone: records of ${settings.branch} are missing, so nothing can be said about what was done`,
    `Fetch the whole ledger: git fetch --unshallow ${settings.remote} ${settings.branch}`,
  );
}
