// Brings this clone's ledger and the remote's together: fetch, join, push, again where somebody was quicker.

import { RunbookError } from "../errors.ts";
import type { LedgerCommit } from "../model/record.ts";
import { isLocked, jitteredPause, moveBranch, refuseIfCheckedOut, refusedMove } from "./ledger-commits.ts";
import { readRemoteMemory, writeRemoteMemory } from "./ledger-memory.ts";
import { readShallowCommits, shallowLedger } from "./ledger-reading.ts";
import {
  type Fetched,
  fetchBranch,
  hasObject,
  objectType,
  pushTip,
  remoteErrors,
  trackRemote,
} from "./ledger-remote.ts";
import { type Repository, git, looseChain, readBranchTips, readBranches } from "./ledger-repository.ts";
import { recordsBeyond } from "./reached-commits.ts";
import type { NetworkOptions } from "./remote-git.ts";

export interface FetchOptions extends NetworkOptions {
  /** RFC 3339 with offset: when it is now. */
  readonly at: string;
}

export interface SyncOptions extends FetchOptions {
  /** How often somebody else may be quicker. */
  readonly tries: number;
  /** Put back what a rewritten remote lacks. */
  readonly restores: boolean;
}

/** How many records went which way; roots and merges are none. */
export interface SyncResult {
  readonly received: number;
  readonly sent: number;
  /** Records that the remote had lost and has again. */
  readonly restored: number;
  /** What both hold now; null where there is no ledger on either side. */
  readonly tip: string | null;
}

export interface Synced extends SyncResult {
  /** What the rewritten remote had that says the same as something that was put back; only where there is such. */
  readonly copies?: readonly LedgerCommit[];
  /** The ids of what was received and of what was sent, newest first; only where there is some of both. */
  readonly crossed?: Crossed;
}

export interface Crossed {
  readonly received: readonly string[];
  readonly sent: readonly string[];
}

/** What a fetch found, against what this clone knew. */
interface Comparison {
  readonly fetched: Fetched;
  /** Tips that the remote is known to have had. */
  readonly known: readonly string[];
  /** Records that the remote had and lacks now. */
  readonly lost: readonly string[];
}

/**
 * Fetches the remote's ledger, without touching the local branch.
 * Throws RunbookError `no-remote`, `remote`, or `remote-rewritten` where the remote lacks records that it held before.
 */
export async function fetchLedger(repository: Repository, options: FetchOptions): Promise<void> {
  const { fetched, lost } = await fetchAndCompare(repository, options);
  if (lost.length > 0) throw await (await remoteErrors()).rewritten(repository, fetched.tip, lost, options);
  if (fetched.isRewritten && fetched.tip !== null) await trackRemote(repository, fetched.tip);
  writeRemoteMemory(repository, options.at, fetched.tip);
}

/**
 * Fetches, joins and pushes until the remote holds every local record and this clone every record of the remote.
 * Throws RunbookError as `fetchLedger` does, `remote-refused`, `shallow-ledger`, `ledger-moved`; whatever happens, no local
 * record is lost.
 */
export async function syncLedger(repository: Repository, options: SyncOptions): Promise<Synced> {
  const before = await readBranchTips(repository);
  const here = [before.tip, before.remoteTip].filter((tip) => tip !== null);
  let restored = 0;
  let copies: readonly LedgerCommit[] = [];
  for (let tries = 1; tries <= options.tries; tries += 1) {
    const { fetched, known, lost } = await fetchAndCompare(repository, options);
    if (lost.length > 0 && !options.restores)
      throw await (await remoteErrors()).rewritten(repository, fetched.tip, lost, options);
    if (lost.length > restored) {
      restored = lost.length;
      copies = await copiesOf(repository, fetched, known, lost);
    }
    await refuseShallow(repository);
    const tip = await joinLocal(repository, [fetched.tip, ...(lost.length > 0 ? known : [])], options.at);
    if (tip === null) return { received: 0, sent: 0, restored, tip, ...(copies.length > 0 && { copies }) };
    if (tip !== undefined) {
      const there = fetched.tip === null ? [] : [fetched.tip];
      const [push, received, missing] = await Promise.all([
        tip === fetched.tip ? "sent" : pushTip(repository, tip, options),
        recordsBetween(repository, here, there),
        recordsBetween(repository, there, [tip]),
      ]);
      if (push === "sent") {
        await trackRemote(repository, tip);
        writeRemoteMemory(repository, options.at, tip);
        const sent = missing.filter((id) => !lost.includes(id));
        return {
          received: received.length,
          sent: sent.length,
          restored,
          tip,
          ...(copies.length > 0 && { copies }),
          ...(received.length > 0 && sent.length > 0 && { crossed: { received, sent } }),
        };
      }
    }
    await jitteredPause(tries, 100, 3000);
  }
  const { branch, remote } = repository.settings;
  throw new RunbookError(
    "ledger-moved",
    `Others kept writing to ${branch} on \`${remote}\`; it does not hold every record of this clone yet`,
    "Nothing is lost. Run it again: runbook sync",
  );
}

async function fetchAndCompare(repository: Repository, options: NetworkOptions): Promise<Comparison> {
  const memory = readRemoteMemory(repository);
  const { remoteTip } = await readBranchTips(repository);
  const known = remoteTip === null ? [] : [remoteTip];
  // What git has cleaned away since can be neither named nor put back; what a branch holds, it keeps.
  if (memory.tip !== null && memory.tip !== remoteTip && (await hasObject(repository, memory.tip))) {
    known.unshift(memory.tip);
  }
  const fetched = await fetchBranch(repository, options);
  if (fetched.tip !== null && fetched.tip !== memory.tip) {
    const type = await objectType(repository, fetched.tip);
    if (type !== "commit") await (await import("./remote-tip.ts")).refuseTip(repository, type, known);
  }
  const lost = await recordsBetween(repository, fetched.tip === null ? [] : [fetched.tip], known);
  return { fetched, known, lost };
}

/** Moves the local branch to what holds it and the tips; undefined where somebody else moved it meanwhile. */
async function joinLocal(
  repository: Repository,
  tips: readonly (string | null)[],
  at: string,
): Promise<string | null | undefined> {
  const { tip: start } = await readBranchTips(repository);
  let joined = start;
  for (const tip of tips) joined = await joinedTip(repository, joined, tip, at);
  if (joined === null || joined === start) return joined;
  const { local } = await readBranches(repository);
  if ((local?.tip ?? null) !== start) return undefined;
  await refuseIfCheckedOut(repository, local);
  const failure = moveBranch(repository, local?.tip ?? null, joined, "sync");
  if (failure === undefined) return joined;
  const hasMoved = (await readBranches(repository)).local?.tip !== local?.tip;
  if (hasMoved || isLocked(failure)) return undefined;
  throw refusedMove(repository, failure);
}

/** The commit that holds everything of both; null where neither is one. */
async function joinedTip(
  repository: Repository,
  ours: string | null,
  theirs: string | null,
  at: string,
): Promise<string | null> {
  if (ours === null || theirs === null || ours === theirs) return ours ?? theirs;
  if ((await looseChain(repository, ours, theirs)) !== undefined) return ours;
  if ((await looseChain(repository, theirs, ours)) !== undefined) return theirs;
  return (await import("./ledger-join.ts")).joinTips(repository, ours, theirs, at);
}

/** The records reachable from some commits and not from others. */
async function recordsBetween(
  repository: Repository,
  without: readonly string[],
  reachable: readonly string[],
): Promise<string[]> {
  const [tip, ...others] = reachable.filter((id) => !without.includes(id));
  if (tip === undefined) return [];
  const [known, ...more] = new Set(without);
  if (known !== undefined && others.length + more.length === 0) {
    const loose = await looseChain(repository, tip, known);
    if (loose !== undefined) return loose.map(({ id }) => id);
  }
  return recordsBeyond(repository, reachable, without);
}

/** What a rewritten remote has that its ledger before had not, and that says the same as what was lost. */
async function copiesOf(
  repository: Repository,
  { tip }: Fetched,
  known: readonly string[],
  lost: readonly string[],
): Promise<readonly LedgerCommit[]> {
  const added = tip === null ? [] : await recordsBetween(repository, known, [tip]);
  return added.length === 0 ? [] : (await import("./ledger-copies.ts")).copiesAmong(repository, added, lost);
}

async function refuseShallow(repository: Repository): Promise<void> {
  const cuts = readShallowCommits(repository);
  if (cuts.size === 0) return;
  const { tip, remoteTip } = await readBranchTips(repository);
  const tips = [tip, remoteTip].filter((id) => id !== null);
  if (tips.length === 0) return;
  const commits = await git(repository, "git cannot read the ledger", ["rev-list", ...tips]);
  if (commits.split("\n").some((id) => cuts.has(id))) throw shallowLedger(repository);
}
