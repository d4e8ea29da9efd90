// What this clone remembers of the ledger's branch: git's own journal of the branch, and what `sync` noted. Only read here.

import { join } from "node:path";
import { isReftable } from "./branch-files.ts";
import { idOrNull } from "./git.ts";
import { readIfThere, readRemoteMemory } from "./ledger-memory.ts";
import { type Repository, tryGit } from "./ledger-repository.ts";

const OBJECT_ID = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g;
/** Of the longest kind, and the space between. */
const TWO_IDS = 64 + 1 + 64;

/** Every tip that the local branch, its remote-tracking branch or the remote had, as far as this clone remembers. */
export async function tipsOnceKnown(repository: Repository): Promise<readonly string[]> {
  const { localRef, remoteRef } = repository;
  const journals = await Promise.all([localRef, remoteRef].map((ref) => journalOf(repository, ref)));
  const { tip } = readRemoteMemory(repository);
  return [...new Set([...journals.flat(), ...(tip === null ? [] : [tip])])].filter((id) => idOrNull(id) !== null);
}

/** What git's journal of a branch names; where branches are kept as a reftable, only what git still has. */
async function journalOf(repository: Repository, ref: string): Promise<readonly string[]> {
  const { commonDirectory } = repository;
  if (isReftable(commonDirectory)) {
    return (await tryGit(repository, ["rev-list", "--walk-reflogs", ref, "--"])).stdout.match(OBJECT_ID) ?? [];
  }
  // A line begins with the old and the new tip.
  const lines = readIfThere(join(commonDirectory, "logs", ref)).split("\n");
  return lines.flatMap((line) => line.slice(0, TWO_IDS).match(OBJECT_ID) ?? []);
}
