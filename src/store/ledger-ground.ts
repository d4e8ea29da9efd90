// What records are written upon: the newest commit of the ledger, and which texts it keeps. Where that is the commit that this
// clone wrote last, it is known from then: what a commit holds never changes.

import type { Stamp } from "../model/source-file.ts";
import { cacheNameOf, cacheFolderOf, readKept } from "./cache-files.ts";
import { gitError } from "./git.ts";
import { isCheckedOutInFiles } from "./branch-files.ts";
import {
  type Branch,
  type Branches,
  type Repository,
  isAncestor,
  readBranches,
  tipsInFiles,
  tryGitAtOnce,
} from "./ledger-repository.ts";

export interface Ground {
  /** The local branch; null where there is none. */
  readonly local: Branch | null;
  readonly remoteTip: string | null;
  /** The commit to write upon; null where there is no ledger. */
  readonly base: { readonly tip: string; readonly tree: string } | null;
  /** Of the paths that were asked about, and of further ones: the ids of those that the commit has. */
  readonly blobs: ReadonlyMap<string, string>;
  readonly askedFor: ReadonlySet<string>;
  /** By path: the stamp of the run book's file that held, byte for byte, what the commit has there. */
  readonly stamps: ReadonlyMap<string, Stamp>;
}

/** Looks at where the ledger stands now, and at these paths in it. Throws RunbookError `git`. */
export async function readGround(repository: Repository, paths: Iterable<string>): Promise<Ground> {
  const { local, remote } = branchesInFiles(repository) ?? (await readBranches(repository));
  const place = { local, remoteTip: remote?.tip ?? null, askedFor: new Set(paths) };
  const kept = readKeptGround(repository, place);
  if (kept !== undefined && [...place.askedFor].every((path) => kept.blobs.has(path))) return { ...place, ...kept };
  const tip = await newestOf(repository, local?.tip ?? null, place.remoteTip);
  if (tip === null) return { ...place, base: null, blobs: new Map(), stamps: new Map() };
  const asked = [...place.askedFor];
  const input = [`${tip}^{tree}`, ...asked.map((path) => `${tip}:${oneLinePath(path)}`)].join("\n");
  const result = tryGitAtOnce(repository, ["cat-file", "--batch-check"], { input: `${input}\n` });
  if (result.exitCode !== 0) throw gitError("git cannot read the ledger's files", result);
  const [tree = "", ...ids] = result.stdout.split("\n").map((line) => line.split(" "));
  const blobs = asked.flatMap((path, index): [string, string][] => {
    const [id, type] = ids[index] ?? [];
    return id !== undefined && type === "blob" ? [[path, id]] : [];
  });
  const further = kept?.base.tip === tip ? kept : undefined;
  const base = { tip, tree: tree[0] ?? "" };
  const stamps = further?.stamps ?? new Map();
  return { ...place, base, blobs: new Map([...(further?.blobs ?? []), ...blobs]), stamps };
}

/** From git's files where those tell for certain, and the branch is checked out nowhere. */
function branchesInFiles(repository: Repository): Branches | undefined {
  const tips = tipsInFiles(repository);
  if (tips === undefined || isCheckedOutInFiles(repository.commonDirectory, repository.localRef)) return undefined;
  const branch = (tip: string | null): Branch | null => (tip === null ? null : { tip, workTree: "" });
  return { local: branch(tips.tip), remote: branch(tips.remoteTip) };
}

/** The tip to write upon: what the remote-tracking branch has beyond the local one needs no merge later. */
async function newestOf(repository: Repository, local: string | null, remote: string | null): Promise<string | null> {
  if (local === null || remote === null || local === remote) return local ?? remote;
  return (await isAncestor(repository, local, remote)) ? remote : local;
}

function oneLinePath(path: string): string {
  if (/\p{Cc}/u.test(path)) throw new Error(`A path in the ledger must be a single line: ${JSON.stringify(path)}`);
  return path;
}

/** What is kept of the commit that was written last. */
interface KeptGround {
  /** See `LedgerOptions.keeper`, and the branch: names of files may meet. */
  readonly of: string;
  readonly tip: string;
  /** A tip of the remote-tracking branch that is no later commit than this one. */
  readonly remoteTip: string | null;
  readonly tree: string;
  readonly texts: readonly (readonly [path: string, blob: string, stamp: Stamp | null])[];
}

/** Of the texts that were followed last. */
const MOST_KEPT = 1000;

/** Keeps what is known of a commit that the local branch has just been moved to. */
export function keepGround(
  repository: Repository,
  { remoteTip, base, blobs, stamps }: Ground & { readonly base: NonNullable<Ground["base"]> },
): void {
  if (repository.keeper === undefined) return;
  const texts = [...blobs].slice(-MOST_KEPT).map(([path, blob]) => [path, blob, stamps.get(path) ?? null] as const);
  const kept: KeptGround = { of: labelOf(repository), ...base, remoteTip, texts };
  cacheFolderOf(repository.commonDirectory).write(nameOf(repository), JSON.stringify(kept));
}

/** What is kept of the local branch's tip, where that is what to write upon; undefined where there is nothing kept. */
function readKeptGround(
  repository: Repository,
  { local, remoteTip }: Pick<Ground, "local" | "remoteTip">,
): (Pick<Ground, "blobs" | "stamps"> & { readonly base: NonNullable<Ground["base"]> }) | undefined {
  if (repository.keeper === undefined || local === null) return undefined;
  const folder = cacheFolderOf(repository.commonDirectory);
  const kept = readKept(folder, nameOf(repository), (text) => JSON.parse(text) as KeptGround);
  if (kept === undefined || kept.of !== labelOf(repository) || kept.tip !== local.tip) return undefined;
  if (remoteTip !== null && remoteTip !== local.tip && remoteTip !== kept.remoteTip) return undefined;
  return {
    base: { tip: kept.tip, tree: kept.tree },
    blobs: new Map(kept.texts.map(([path, blob]) => [path, blob])),
    stamps: new Map(kept.texts.flatMap(([path, , stamp]) => (stamp === null ? [] : [[path, stamp]]))),
  };
}

function labelOf({ keeper, localRef, remoteRef }: Repository): string {
  return JSON.stringify([keeper, localRef, remoteRef]);
}

function nameOf({ localRef }: Repository): string {
  return cacheNameOf("ground", localRef);
}
