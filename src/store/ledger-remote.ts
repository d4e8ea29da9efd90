// The remote's half of the ledger: what git's fetch and push say about it.

import { type GitResult, gitError } from "./git.ts";
import { jitteredPause } from "./ledger-commits.ts";
import { type Repository, readBranchTips, tryGit, tryGitAtOnce } from "./ledger-repository.ts";
import { type NetworkOptions, WITHIN_PUSH, overNetwork } from "./remote-git.ts";

/** The remote branch's tip as the remote has it; null where it has none. */
export interface Fetched {
  readonly tip: string | null;
  /** The tip lacks what the remote-tracking branch had, which stays as it was. */
  readonly isRewritten: boolean;
}

/**
 * Fetches the ledger's branch into its remote-tracking branch, which never loses a commit by it.
 * Throws RunbookError `no-remote`, or `remote` where the remote cannot be reached or refuses.
 */
export async function fetchBranch(repository: Repository, options: NetworkOptions): Promise<Fetched> {
  const { localRef, remoteRef, settings } = repository;
  if (!(await repository.config()).hasRemote(repository.settings.remote))
    throw (await remoteErrors()).noRemote(repository);
  const args = ["fetch", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--no-progress"];
  if (options.isUnattended) args.push("--no-auto-maintenance");
  // Without --refmap git would also move the branch as the user's own settings say: by force.
  const fetch = [...args, "--refmap=", settings.remote, `${localRef}:${remoteRef}`];
  const result = await fetchInTurn(repository, fetch, options);
  if (result.exitCode === 0) return { tip: (await readBranchTips(repository)).remoteTip, isRewritten: false };
  if (/couldn't find remote ref/.test(result.stderr)) return { tip: null, isRewritten: false };
  if (/\(non-fast-forward\)/.test(result.stderr)) {
    return { tip: await rewrittenTip(repository, fetch, options), isRewritten: true };
  }
  throw (await remoteErrors()).unreachable(repository, result);
}

/** What is said of what went wrong: on most days nothing does. */
export const remoteErrors = (): Promise<typeof import("./remote-errors.ts")> => import("./remote-errors.ts");

/** How often another process of this clone may be moving the remote-tracking branch. */
const FETCH_TRIES = 5;

async function fetchInTurn(
  repository: Repository,
  fetch: readonly string[],
  options: NetworkOptions,
): Promise<GitResult> {
  for (let tries = 1; ; tries += 1) {
    const result = await overNetwork(repository, fetch, options);
    const isOurTurn = !/cannot lock ref|unable to update local ref/.test(result.stderr);
    if (result.exitCode === 0 || isOurTurn || tries === FETCH_TRIES) return result;
    await jitteredPause(tries, 20, 500);
  }
}

/** The tip of a remote that was rewritten; its objects come with the fetch that does not move the branch. */
async function rewrittenTip(
  repository: Repository,
  fetch: readonly string[],
  options: NetworkOptions,
): Promise<string | null> {
  const tip = await remoteTip(repository, options);
  if (tip === null || (await hasObject(repository, tip))) return tip;
  // It moved again between the two questions.
  await overNetwork(repository, fetch, options);
  return remoteTip(repository, options);
}

/** What the remote says that its branch's tip is; null where it has none. Throws RunbookError `remote`. */
export async function remoteTip(repository: Repository, options: NetworkOptions): Promise<string | null> {
  const { localRef, settings } = repository;
  const result = await overNetwork(repository, ["ls-remote", settings.remote, localRef], options);
  if (result.exitCode !== 0) throw (await remoteErrors()).unreachable(repository, result);
  return /^([0-9a-f]{40,64})\t/.exec(result.stdout)?.[1] ?? null;
}

/** `sent`: the remote holds it. `lost`: somebody was quicker, so fetch, join and push again. */
export type PushOutcome = "sent" | "lost";

const LOST_RACE =
  /\((?:fetch first|non-fast-forward|stale info)\)|cannot lock ref|failed to update ref|reference already exists|incorrect old value|but expected|\.lock': File exists/;

/** What sites say to who may fetch (that was done a moment ago) and not push. */
const NO_WRITING =
  /denied|declined|protected|returned error: 403|write access|read[ -]only|not allowed to push|GenericContribute/i;

/** Where there is `a/b`, git makes no `a`, nor the other way round. */
const IN_THE_WAY = /'refs\/heads\/([^']+)' exists; cannot create /;

/**
 * Pushes a tip to the remote's branch, never by force.
 * Throws RunbookError `remote-refused` where a rule or a hook there says no, `remote` where it cannot be reached.
 */
export async function pushTip(repository: Repository, tip: string, options: NetworkOptions): Promise<PushOutcome> {
  const { localRef, settings } = repository;
  const args = ["push", "--porcelain", "--no-progress", "--no-follow-tags", "--recurse-submodules=no"];
  if (repository.env[WITHIN_PUSH] !== undefined) args.push("--no-verify");
  const push = [...args, settings.remote, `${tip}:${localRef}`];
  let result = await overNetwork(repository, push, options);
  if (result.stderr.includes("--mirror can't be combined with refspecs")) {
    result = await overNetwork(repository, ["-c", `remote.${settings.remote}.mirror=false`, ...push], options);
  }
  if (result.exitCode === 0) return "sent";
  const said = `${result.stdout}\n${result.stderr}`;
  const inTheWay = IN_THE_WAY.exec(said)?.[1];
  if (inTheWay !== undefined) throw (await remoteErrors()).blockedPush(repository, inTheWay);
  if (LOST_RACE.test(said)) return "lost";
  // The answer may have got lost on the way back: what counts is what the remote holds.
  if (!/^!\t/m.test(result.stdout) && (await remoteTip(repository, options).catch(() => null)) === tip) return "sent";
  if (/^!\t/m.test(result.stdout) || NO_WRITING.test(said))
    throw (await remoteErrors()).refusedPush(repository, result);
  throw await (await remoteErrors()).notPushed(repository, result);
}

/** Points the remote-tracking branch at what the remote holds, where git has not done so by itself. */
export async function trackRemote(repository: Repository, tip: string): Promise<void> {
  if ((await readBranchTips(repository)).remoteTip === tip) return;
  const args = ["update-ref", "-m", "runbook sync", repository.remoteRef, tip];
  const result = tryGitAtOnce(repository, args, { holdsLock: true });
  if (result.exitCode !== 0) throw gitError("git cannot note what the remote holds", result);
}

/** `commit`, `tag`, `tree` or `blob`; empty where git cannot tell. */
export async function objectType(repository: Repository, id: string): Promise<string> {
  return (await tryGit(repository, ["cat-file", "-t", id])).stdout.trim();
}

/** Whether the repository has an object. */
export async function hasObject(repository: Repository, id: string): Promise<boolean> {
  return (await tryGit(repository, ["cat-file", "-e", id])).exitCode === 0;
}
