// A ledger that was rewritten (`git rebase`, `git filter-branch`) has its records again under other ids.

import type { LedgerCommit } from "../model/record.ts";
import { commitsByLog } from "./commit-reading.ts";
import type { Repository } from "./ledger-repository.ts";

/** Those of the commits that say the same of the same work as one of the originals. */
export function copiesAmong(
  repository: Repository,
  ids: readonly string[],
  originals: readonly string[],
): LedgerCommit[] {
  const known = new Set(commitsByLog(repository, originals).map(contentOf));
  return commitsByLog(repository, ids).filter((commit) => known.has(contentOf(commit)));
}

function contentOf({ author: { name, email }, authorDate, message }: LedgerCommit): string {
  return JSON.stringify([name, email, authorDate, message.trim()]);
}
