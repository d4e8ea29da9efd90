// Git over the network, so that nobody is asked where nobody can answer.

import { type GitResult, runGit } from "./git.ts";
import type { Repository } from "./ledger-repository.ts";

/** How the network is used. */
export interface NetworkOptions {
  /** Nobody may be asked for a password: it fails instead. */
  readonly isUnattended: boolean;
  /** Milliseconds after which the remote counts as out of reach. */
  readonly timeoutMs: number;
}

/**
 * Set for the hooks of a push of ours. One that records or syncs itself has its own push, whose hooks would do so again, and so
 * for ever.
 */
export const WITHIN_PUSH = "RUNBOOK_WITHIN_PUSH";

/** What git says to a question of the remote. */
export async function overNetwork(
  repository: Repository,
  args: readonly string[],
  { isUnattended, timeoutMs }: NetworkOptions,
): Promise<GitResult> {
  const { hasSshCommand } = await repository.config();
  const { env } = repository;
  const ownSsh = hasSshCommand || env["GIT_SSH_COMMAND"] !== undefined || env["GIT_SSH"] !== undefined;
  const quiet = {
    GIT_TERMINAL_PROMPT: "0",
    GCM_INTERACTIVE: "never",
    ...(!ownSsh && { GIT_SSH_COMMAND: "ssh -oBatchMode=yes" }),
  };
  return runGit(args, {
    cwd: repository.directory,
    env: { ...env, ...(isUnattended && quiet), [WITHIN_PUSH]: "1" },
    timeoutMs,
  });
}
