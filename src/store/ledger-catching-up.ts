import type { LedgerPosition } from "../model/kept-records.ts";
import type { LedgerCommit } from "../model/record.ts";
import { type LedgerState, countBeyond, readCommits, readShallowCommits, readTips } from "./ledger-reading.ts";
import { type Repository, looseChain } from "./ledger-repository.ts";
import type { Appended } from "./ledger-writing.ts";
import { notReached } from "./reached-commits.ts";

/** The state of a ledger; its commits are only those that have come since it was read. */
export interface LedgerNews extends LedgerState {
  readonly position: LedgerPosition;
  /** Whether the new ones are one chain upon all that was there, so that they come first in the ledger's order. */
  readonly isChain: boolean;
}

type Tips = Omit<LedgerState, "commits" | "unpushed">;

/**
 * What the ledger holds beyond what was read before. Undefined where everything has to be read: something that was there
 * is there no longer (a rewrite, a deleted branch), or this clone is shallow.
 * Throws RunbookError `git`.
 */
export async function readLedgerNews(repository: Repository, known: LedgerPosition): Promise<LedgerNews | undefined> {
  const tips = await readTips(repository);
  if (readShallowCommits(repository).size > 0 || (tips.hasRemote && known.unpushed === null)) return undefined;
  if (tips.tip !== known.tip || tips.remoteTip !== known.remoteTip) return readChange(repository, known, tips);
  const unpushed = tips.hasRemote ? (known.unpushed ?? 0) : 0;
  return { ...tips, commits: [], unpushed, position: known, isChain: true };
}

async function readChange(repository: Repository, known: LedgerPosition, tips: Tips): Promise<LedgerNews | undefined> {
  const { tip, remoteTip } = tips;
  const before = [known.tip, known.remoteTip].filter((id) => id !== null);
  const now = [tip, remoteTip].filter((id) => id !== null);
  if (before.length === 0 || now.length === 0) return undefined;
  // What was known has been pushed, or lies at one place less: nothing has come, and nothing is gone.
  const isAllKnown = now.every((id) => id === known.head);
  const loose = isAllKnown ? [] : await looseNews(repository, now, known);
  const [commits, counted] = await Promise.all([
    // A commit that is no longer in the repository at all is a failure here.
    loose ?? readNews(repository, now, before).catch(() => undefined),
    countUnpushed(repository, known, tips),
  ]);
  if (commits === undefined) return undefined;
  const unpushed = counted ?? (known.unpushed ?? 0) + commits.filter(({ parents }) => parents.length === 1).length;
  const isChain = known.head !== null && isChainUpon(commits, known.head);
  if (!isChain || (commits.length === 0 && !isAllKnown)) {
    const lost = await readNews(repository, before, now).catch(() => undefined);
    if (lost === undefined || lost.length > 0) return undefined;
  }
  const head = headOf(known, tips, commits, isChain);
  const position = { tip, remoteTip, head, unpushed: tips.hasRemote ? unpushed : null };
  return { ...tips, commits, unpushed: tips.hasRemote ? unpushed : 0, position, isChain };
}

async function readNews(
  repository: Repository,
  tips: readonly string[],
  known: readonly string[],
): Promise<readonly LedgerCommit[]> {
  return notReached(repository, await readCommits(repository, tips, known), known);
}

/** The new commits without asking git, where they lead from one of the tips to the one that holds all that was there. */
async function looseNews(
  repository: Repository,
  now: readonly string[],
  { tip: before, remoteTip, head }: LedgerPosition,
): Promise<LedgerCommit[] | undefined> {
  const [tip, ...others] = new Set(now.filter((id) => id !== before && id !== remoteTip));
  return tip === undefined || head === null || others.length > 0 ? undefined : looseChain(repository, tip, head);
}

/** How far a ledger is known once records were written upon all that was; undefined where they stand upon anything else. */
export function positionWith(known: LedgerPosition, { ids, upon }: Appended): LedgerPosition | undefined {
  const tip = ids.at(-1);
  const isUpon = upon?.base?.tip === known.head && upon?.local?.tip === known.tip && known.head === known.tip;
  if (tip === undefined || !isUpon || upon.remoteTip !== known.remoteTip) return undefined;
  return { ...known, tip, head: tip, unpushed: known.unpushed === null ? null : known.unpushed + ids.length };
}

/** Each commit's only parent is the next one, and the last one's is `head`. */
function isChainUpon(commits: readonly LedgerCommit[], head: string): boolean {
  return commits.every(({ parents }, index) => parents.length === 1 && parents[0] === (commits[index + 1]?.id ?? head));
}

/** The tip that holds the other one, as far as that is known without a further question. */
function headOf(
  known: LedgerPosition,
  { tip, remoteTip }: Pick<LedgerState, "tip" | "remoteTip">,
  commits: readonly LedgerCommit[],
  isChain: boolean,
): string | null {
  if (tip === null || remoteTip === null || tip === remoteTip) return tip ?? remoteTip;
  return isChain ? (commits[0]?.id ?? known.head) : null;
}

/** Records of the local branch that the remote-tracking one lacks; undefined where that is all new ones and those before. */
async function countUnpushed(
  repository: Repository,
  known: LedgerPosition,
  { tip, remoteTip, hasRemote }: Pick<LedgerState, "tip" | "remoteTip" | "hasRemote">,
): Promise<number | undefined> {
  if (!hasRemote || tip === null || tip === remoteTip) return 0;
  if (remoteTip === known.remoteTip && (remoteTip === null || (known.head !== null && known.head === known.tip))) {
    return undefined;
  }
  return countBeyond(repository, tip, remoteTip);
}
