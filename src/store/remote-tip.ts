import { RunbookError } from "../errors.ts";
import { objectType } from "./ledger-remote.ts";
import { type Repository, tryGit } from "./ledger-repository.ts";

/**
 * Throws RunbookError `remote`: what the remote has as its branch is of a type that is no commit, which no push makes of it.
 * The remote-tracking branch then is again the first of the tips known before that is one.
 */
export async function refuseTip(repository: Repository, type: string, known: readonly string[]): Promise<never> {
  const { remoteRef, settings } = repository;
  const types = await Promise.all(known.map(async (id) => objectType(repository, id)));
  const before = known[types.indexOf("commit")];
  if (before !== undefined) await tryGit(repository, ["update-ref", "-m", "runbook sync", remoteRef, before]);
  // Behind a tag there may be records, and behind nothing else.
  else if (type !== "tag") await tryGit(repository, ["update-ref", "-d", remoteRef]);
  throw new RunbookError(
    "remote",
    `\`${settings.remote}\` has ${type === "" ? "something else than a commit" : `a ${type}, not a commit,`} as its branch ${settings.branch}`,
    `Records are safe here. Whoever looks after the repository must point the branch at its last commit; then: runbook sync`,
  );
}
