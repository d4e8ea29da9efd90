// What is said where git's fetch or push fails, and what to do about it.

import { RunbookError } from "../errors.ts";
import { type GitResult, gitWords } from "./git.ts";
import type { Repository } from "./ledger-repository.ts";

export function noRemote({ settings }: Repository): RunbookError {
  return new RunbookError(
    "no-remote",
    `This repository has no remote \`${settings.remote}\``,
    `Add it: git remote add ${settings.remote} URL. Or name another one in runbook.yml: ledger: { remote: NAME }`,
  );
}

const OFFLINE =
  /could not resolve host|connection (?:refused|timed out|reset)|network is unreachable|failed to connect|operation timed out|no route to host|stopped after/i;
const UNKNOWN_USER =
  /authentication failed|could not read (?:username|password)|terminal prompts disabled|permission denied|returned error: 40[13]|host key verification failed/i;

/** What git says after every failure of a transport, whatever it was. */
const EMPTY_WORDS =
  /^(?:fatal: could not read from remote repository\.|please make sure you have the correct access rights|and the repository exists\.|)$/i;

export function unreachable({ settings }: Repository, result: GitResult): RunbookError {
  const lines = gitWords(result).split("\n");
  const telling = lines.filter((line) => !EMPTY_WORDS.test(line.trim()));
  const words = (telling.length === 0 ? lines : telling).join("\n").replace(/^fatal: /, "");
  const hint = OFFLINE.test(words)
    ? "Records are safe here. Once you are online again: runbook sync"
    : UNKNOWN_USER.test(words)
      ? `Records are safe here. Sign in so that \`git fetch ${settings.remote}\` works (a credential helper, an ssh key; in a pipeline its token), then: runbook sync`
      : `Records are safe here. Mend what git names until \`git fetch ${settings.remote}\` works, then: runbook sync`;
  return new RunbookError("remote", `\`${settings.remote}\` cannot be reached: ${words}`, hint);
}

export function heldBack({ settings }: Repository, result: GitResult): RunbookError {
  const words = result.stderr.replace(/^error: failed to push some refs to .*$/mu, "").trim();
  if (words === "") {
    return new RunbookError(
      "remote-refused",
      `Nothing was pushed to \`${settings.remote}\`, and git does not say why`,
      `Records are safe here. Either a hook here (pre-push) refused it without a word, or the remote is a bundle, a file that takes no push (git remote set-url ${settings.remote} URL). Mend that; then: runbook sync`,
    );
  }
  return new RunbookError(
    "remote-refused",
    `Nothing was pushed to \`${settings.remote}\`: a hook here (pre-push) refused it: ${words}`,
    "Records are safe here. Let the hook pass the ledger's branch; then: runbook sync",
  );
}

export function blockedPush({ settings: { remote, branch } }: Repository, inTheWay: string): RunbookError {
  return new RunbookError(
    "remote-refused",
    `\`${remote}\` has a branch ${inTheWay}, and git keeps no ${branch} beside it`,
    `Records are safe here. Delete or rename that branch there, or name another ledger branch in runbook.yml; then: runbook sync`,
  );
}

export function refusedPush({ settings }: Repository, result: GitResult): RunbookError {
  const reasons = result.stdout
    .split("\n")
    .flatMap((line) => (line.startsWith("!\t") ? [line.split("\t").at(-1) ?? ""] : []));
  const words = [...reasons, ...result.stderr.split("\n").filter((line) => /^remote: |denied|error:/.test(line))];
  return new RunbookError(
    "remote-refused",
    `\`${settings.remote}\` refused the ledger: ${words.join("\n").trim() || gitWords(result)}`,
    `Records are safe here. Whoever looks after the repository must let you push to ${settings.branch} (without force); then: runbook sync`,
  );
}
