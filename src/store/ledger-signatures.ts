import type { Signature } from "../model/inspection.ts";
import { type Repository, git } from "./ledger-repository.ts";

/**
 * What git says of the signatures of these commits, by the user's configuration (keyring, gpg.ssh.allowedSignersFile).
 * git starts its verifier once per commit. Throws RunbookError `git`.
 */
export async function readSignatures(
  repository: Repository,
  commits: readonly string[],
): Promise<ReadonlyMap<string, Signature>> {
  if (commits.length === 0) return new Map();
  const output = await git(
    repository,
    "git cannot check signatures",
    ["log", "-z", "--no-walk=unsorted", "--stdin", "--no-show-signature", "--format=%H%x00%G?%x00%GS%x00%GF"],
    { input: commits.map((id) => `${id}\n`).join(""), env: { GIT_FLUSH: "0" } },
  );
  const fields = output.split("\0");
  const signatures = new Map<string, Signature>();
  for (let index = 0; index + 3 < fields.length; index += 4) {
    const [id = "", verdict = "", signer = "", key = ""] = fields.slice(index, index + 4);
    signatures.set(id, { verdict, signer, key });
  }
  return signatures;
}
