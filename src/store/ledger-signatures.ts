import type { Signature } from "../model/inspection.ts";
import { type Repository, git } from "./ledger-repository.ts";

/** Of each commit. */
const FIELDS = 4;

/**
 * What git says of the signatures of these commits, by the user's configuration (keyring, gpg.ssh.allowedSignersFile).
 * git starts its verifier once per commit. Throws RunbookError `git`.
 */
export async function readSignatures(
  repository: Repository,
  commits: readonly string[],
): Promise<ReadonlyMap<string, Signature>> {
  if (commits.length === 0) return new Map();
  const chunks: Buffer[] = [];
  let ends = 0;
  const onStdout = (chunk: Buffer): void => {
    chunks.push(chunk);
    for (const byte of chunk) if (byte === 0) ends += 1;
    repository.progress("Checking the ledger: signatures", Math.floor(ends / FIELDS), commits.length);
  };
  await git(
    repository,
    "git cannot check signatures",
    ["log", "-z", "--no-walk=unsorted", "--stdin", "--no-show-signature", "--format=%H%x00%G?%x00%GS%x00%GF"],
    { input: commits.map((id) => `${id}\n`).join(""), onStdout },
  );
  const fields = Buffer.concat(chunks).toString().split("\0");
  const signatures = new Map<string, Signature>();
  for (let index = 0; index + FIELDS - 1 < fields.length; index += FIELDS) {
    const [id = "", verdict = "", signer = "", key = ""] = fields.slice(index, index + FIELDS);
    signatures.set(id, { verdict, signer, key });
  }
  return signatures;
}
