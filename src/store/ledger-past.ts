// What this clone remembers of the ledger's branch: git's own journal of the branch, and what `sync` noted. Only read here.

import { join } from "node:path";
import { idOrNull } from "./git.ts";
import { readIfThere, readRemoteMemory } from "./ledger-memory.ts";
import type { Repository } from "./ledger-repository.ts";

const OBJECT_ID = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g;
/** Of the longest kind, and the space between. */
const TWO_IDS = 64 + 1 + 64;

/** Every tip that the local branch, its remote-tracking branch or the remote had, as far as this clone remembers. */
export function tipsOnceKnown(repository: Repository): readonly string[] {
  const { commonDirectory, localRef, remoteRef } = repository;
  const journals = [localRef, remoteRef].map((ref) => readIfThere(join(commonDirectory, "logs", ref)));
  const { tip } = readRemoteMemory(repository);
  // A line begins with the old and the new tip.
  const journaled = journals.flatMap((text) =>
    text.split("\n").flatMap((line) => line.slice(0, TWO_IDS).match(OBJECT_ID) ?? []),
  );
  return [...new Set([...journaled, ...(tip === null ? [] : [tip])])].filter((id) => idOrNull(id) !== null);
}
