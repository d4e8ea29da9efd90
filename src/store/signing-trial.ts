import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCommit } from "./ledger-commits.ts";
import { type Repository, git, tryGit } from "./ledger-repository.ts";

/** How records are signed here. */
export interface SigningTrial {
  readonly isSigned: boolean;
  /** As git calls it: `openpgp`, `ssh`, `x509`. */
  readonly format: string;
  /** Whether there is anything to check signatures with, as far as the configuration tells. */
  readonly canVerify: boolean;
}

/**
 * Signs a commit as a record would be, into a folder of its own that is then removed: the repository stays as it is.
 * `at` is RFC 3339. Throws RunbookError `signing`, `no-identity` or `git`.
 */
export async function trySigning(repository: Repository, at: string): Promise<SigningTrial> {
  const setting = async (key: string): Promise<string> =>
    (await tryGit(repository, ["config", "--get", key])).stdout.trim();
  const format = (await setting("gpg.format")) || "openpgp";
  const canVerify = format !== "ssh" || (await setting("gpg.ssh.allowedSignersFile")) !== "";
  const isSigned = repository.settings.sign === "required" || (await repository.config()).signsCommits;
  if (!isSigned) return { isSigned, format, canVerify };
  const folder = mkdtempSync(join(tmpdir(), "runbook-signing-"));
  try {
    const objects = join(repository.commonDirectory, "objects");
    const apart = {
      ...repository,
      env: { ...repository.env, GIT_OBJECT_DIRECTORY: folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: objects },
    };
    const tree = (await git(apart, "git cannot write a tree", ["mktree"])).trim();
    await writeCommit(apart, { message: "Try to sign\n", tree, parents: [], author: null, authorDate: at }, at);
    return { isSigned, format, canVerify };
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}
