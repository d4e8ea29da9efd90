// What records are written upon: the newest commit of the ledger, and which texts it keeps.

import { isCheckedOutInFiles } from "./branch-files.ts";
import {
  type Branch,
  type Branches,
  type Repository,
  git,
  isAncestor,
  readBranches,
  tipsInFiles,
} from "./ledger-repository.ts";

export interface Ground {
  /** The local branch; null where there is none. */
  readonly local: Branch | null;
  /** The commit to write upon; null where there is no ledger. */
  readonly base: { readonly tip: string; readonly tree: string } | null;
  /** Of the paths that were asked about: the ids of those that the commit has. */
  readonly blobs: ReadonlyMap<string, string>;
  readonly askedFor: ReadonlySet<string>;
}

/** Looks at where the ledger stands now, and at these paths in it. Throws RunbookError `git`. */
export async function readGround(repository: Repository, paths: Iterable<string>): Promise<Ground> {
  const { local, remote } = branchesInFiles(repository) ?? (await readBranches(repository));
  const tip = await newestOf(repository, local?.tip ?? null, remote?.tip ?? null);
  const askedFor = new Set(paths);
  if (tip === null) return { local, base: null, blobs: new Map(), askedFor };
  const input = [`${tip}^{tree}`, ...[...askedFor].map((path) => `${tip}:${oneLinePath(path)}`)].join("\n");
  const call = { input: `${input}\n` };
  const output = await git(repository, "git cannot read the ledger's files", ["cat-file", "--batch-check"], call);
  const [tree = "", ...ids] = output.split("\n").map((line) => line.split(" "));
  const blobs = [...askedFor].flatMap((path, index): [string, string][] => {
    const [id, type] = ids[index] ?? [];
    return id !== undefined && type === "blob" ? [[path, id]] : [];
  });
  return { local, base: { tip, tree: tree[0] ?? "" }, blobs: new Map(blobs), askedFor };
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
