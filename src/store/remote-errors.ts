// What is said where git's fetch or push fails, and what to do about it.

import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { RunbookError } from "../errors.ts";
import { type GitResult, gitWords } from "./git.ts";
import { type Repository, git, tryGit } from "./ledger-repository.ts";
import { type NetworkOptions, WITHIN_PUSH, overNetwork } from "./remote-git.ts";

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
  /authentication failed|could not read (?:username|password)|terminal prompts disabled|permission denied|returned error: 40[13]/i;

const UNKNOWN_HOST = /host key verification failed/i;

/** What git says where a page answers, or another service. */
const NO_GIT = /git-http-push failed|not valid: is this a git repository|bad line length character/i;

/** What git says after every failure of a transport, whatever it was. */
const EMPTY_WORDS =
  /^(?:fatal: could not read from remote repository\.|please make sure you have the correct access rights|and the repository exists\.|)$/i;

export function unreachable({ settings }: Repository, result: GitResult): RunbookError {
  const lines = gitWords(result).split("\n");
  const telling = lines.filter((line) => !EMPTY_WORDS.test(line.trim()));
  const words = (telling.length === 0 ? lines : telling).join("\n").replace(/^fatal: /, "");
  return new RunbookError(
    "remote",
    `\`${settings.remote}\` cannot be reached: ${words}`,
    `Records are safe here. ${wayBack(words, settings.remote)}: runbook sync`,
  );
}

function wayBack(words: string, remote: string): string {
  if (OFFLINE.test(words)) return "Once you are online again";
  if (UNKNOWN_HOST.test(words)) {
    return `The server's ssh key is not trusted here: compare it with the one that your host publishes, and accept it (\`git fetch ${remote}\` in a terminal; in a pipeline known_hosts), then`;
  }
  if (UNKNOWN_USER.test(words)) {
    return `Sign in so that \`git fetch ${remote}\` works (a credential helper, an ssh key; in a pipeline its token), then`;
  }
  if (NO_GIT.test(words)) {
    return `What answers there is no git server: the page of a proxy or a sign-in, or another address (see: git remote get-url ${remote}). Mend that; then`;
  }
  return `Mend what git names until \`git fetch ${remote}\` works, then`;
}

/** What stood against a push of which the remote said nothing: a hook here, or the way to the remote. */
export async function notPushed(repository: Repository, result: GitResult): Promise<RunbookError> {
  // Git says no more where the remote answered and something here, a hook, held the push back.
  const isHeldBack = /^error: failed to push some refs to /mu.test(result.stderr) && !/^fatal: /mu.test(result.stderr);
  if (isHeldBack) return heldBack(repository, result);
  const [, seconds] = /^git was stopped after (\d+ s) /mu.exec(result.stderr) ?? [];
  if (seconds !== undefined && (await hasPushHook(repository))) return slowHook(repository, seconds);
  return unreachable(repository, result);
}

async function hasPushHook(repository: Repository): Promise<boolean> {
  const path = (await tryGit(repository, ["rev-parse", "--git-path", "hooks/pre-push"])).stdout.trimEnd();
  return path !== "" && existsSync(resolve(repository.directory, path));
}

/** A hook is for code that is pushed, mostly, and the ledger holds none. */
const PASS_THE_HOOK = `Records are safe here. Let the hook pass the ledger by a line at its beginning, in sh: [ -n "$${WITHIN_PUSH}" ] && exit 0`;

function slowHook({ settings: { remote } }: Repository, seconds: string): RunbookError {
  return new RunbookError(
    "remote-refused",
    `Nothing was pushed to \`${remote}\` in ${seconds}: a hook here (pre-push) may take longer`,
    `${PASS_THE_HOOK}\nThen: runbook sync`,
  );
}

/** A line of `git push --porcelain`, and not of a hook, which git lets write beside it. */
const PORCELAIN = /^(?:To .*|Done|[ +*!=-]\t.*)$/u;

function heldBack({ settings }: Repository, result: GitResult): RunbookError {
  const lines = [...result.stdout.split("\n").filter((line) => !PORCELAIN.test(line)), ...result.stderr.split("\n")];
  const words = lines
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("error: failed to push some refs to "))
    .join("\n");
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
    `${PASS_THE_HOOK}\nThen: runbook sync`,
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

const NAMED = 10;

/** What the remote, whose branch now ends at a tip or is gone, held and lacks now: by its newest records. */
export async function rewritten(
  repository: Repository,
  tip: string | null,
  lost: readonly string[],
  options: NetworkOptions,
): Promise<RunbookError> {
  const { branch, remote } = repository.settings;
  const told = ["--no-walk", "--no-show-signature", "--no-color", "--encoding=UTF-8", "--format=%h %s"];
  const args = ["log", ...told, ...lost.slice(0, NAMED)];
  const lines = (await git(repository, "git cannot read the ledger", args)).trim().split("\n");
  if (lost.length > NAMED) lines.push(`and ${lost.length - NAMED} more`);
  const what = tip === null ? "no longer has the branch" : "was rewritten: it lacks records of";
  const records = lost.length === 1 ? "1 record" : `${lost.length} records`;
  return new RunbookError(
    "remote-rewritten",
    `\`${remote}\` ${what} ${branch}; ${records} that it held before ${lost.length === 1 ? "is" : "are"} gone there:\n${lines.map((line) => `  ${line}`).join("\n")}`,
    `They are still here. ${await otherCauses(repository, tip, options)} out who rewrote it and why. Put them back with: runbook sync --restore`,
  );
}

/** What it may be instead of a rewriting, up to the word "find". */
async function otherCauses(repository: Repository, tip: string | null, options: NetworkOptions): Promise<string> {
  const { remote } = repository.settings;
  if (tip === null && (await namesNothing(repository, options))) {
    return `\`${remote}\` names no branch at all: it may be another repository now, or what answers is none, but the page of a proxy or a sign-in (see: git ls-remote ${remote}). Else find`;
  }
  if (await isPushedElsewhere(repository)) {
    return `\`${remote}\` is pushed to another address than it is fetched from: where those are two repositories, the one may be behind the other. Else find`;
  }
  return "Find";
}

/** So does an empty repository; and of a page that is none of git's, git says nothing either. */
async function namesNothing(repository: Repository, options: NetworkOptions): Promise<boolean> {
  const result = await overNetwork(repository, ["ls-remote", repository.settings.remote], options);
  return result.exitCode === 0 && result.stdout.trim() === "";
}

async function isPushedElsewhere(repository: Repository): Promise<boolean> {
  const addresses = async (...kind: readonly string[]): Promise<string> =>
    (await tryGit(repository, ["remote", "get-url", ...kind, repository.settings.remote])).stdout;
  return (await addresses()) !== (await addresses("--push"));
}
