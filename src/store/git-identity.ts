import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";
import type { Identity } from "../model/record.ts";
import { type GitResult, gitEnvironment, gitError } from "./git.ts";
import { type Repository, tryGit } from "./ledger-repository.ts";

const NO_IDENTITY = /tell me who you are|auto-detection is disabled|empty ident name|no (?:name|email) was given/i;

/** Who git says authors or commits; a guess of its own does not count. Throws RunbookError `no-identity`. */
export async function readIdentity(
  repository: Pick<Repository, "directory" | "env"> & Partial<Pick<Repository, "config">>,
  role: "author" | "committer",
): Promise<Identity> {
  const known = (await repository.config?.())?.identity(role);
  if (known !== undefined) return known;
  const result = await tryGit(repository, ["-c", "user.useConfigOnly=true", "var", `GIT_${role.toUpperCase()}_IDENT`]);
  if (result.exitCode !== 0) throw identityError(result) ?? gitError("git cannot tell who you are", result);
  const [, name, email] = /^([^]*) <([^]*)> \S+ \S+\n$/.exec(result.stdout) ?? [];
  if (name === undefined || email === undefined) throw gitError("git cannot tell who you are", result);
  return { name, email };
}

/** Who git says is at work in a folder, in a repository or not; undefined where nobody told it, or there is no git. */
export async function configuredIdentity(folder: string, env: Environment): Promise<Identity | undefined> {
  try {
    return await readIdentity({ directory: folder, env: gitEnvironment(env) }, "author");
  } catch (error) {
    if (error instanceof RunbookError) return undefined;
    throw error;
  }
}

/** The error for a failure of git that says that nobody told it who is at work; undefined for any other. */
export function identityError(result: GitResult): RunbookError | undefined {
  if (!NO_IDENTITY.test(result.stderr)) return undefined;
  return new RunbookError(
    "no-identity",
    "git does not know who you are, and a record must say who made it",
    'Tell git once: git config --global user.name "Your Name" and git config --global user.email you@example.com',
  );
}
