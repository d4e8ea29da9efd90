// Which commit each file of a folder comes from.

import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";
import { abbreviated } from "../model/record.ts";
import { askGit, gitEnvironment } from "./git.ts";
import { tryGit } from "./ledger-repository.ts";
import { folderInRepository } from "./repository-folders.ts";
import { NUL, separated } from "./separated.ts";
import { unlessVast } from "./vast-trees.ts";

export interface FileOrigins {
  /**
   * The commit that last changed a file or folder (relative to the folder, with `/`; `""`: the folder itself); null where it
   * is not committed as it is.
   */
  readonly commitOf: (path: string) => string | null;
  /** The remote's address without user and password; null without a remote. */
  readonly repository: string | null;
}

const CHANGES: readonly string[] = ["-z", "--name-only", "--no-renames", "--relative", "--diff-merges=first-parent"];
const STATUS: readonly string[] = ["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all"];
/** Behind the last commit that was told; more than git holds back before it writes. */
const MOST_UNTOLD = 100;

/**
 * Asks git once for all files; what git does not know comes from no commit. Throws RunbookError `git` where a commit has more
 * files than can be gone through.
 */
export async function readFileOrigins(folder: string, remote: string, env: Environment): Promise<FileOrigins> {
  const repository = { directory: folder, env: gitEnvironment(env) };
  const ask = async (args: readonly string[]): Promise<string> => (await askGit(args, folder, env)) ?? "";
  const [url, prefix] = await Promise.all([
    ask(["config", "--get", `remote.${remote}.url`]),
    folderInRepository(folder, env),
  ]);
  const commits = new Map<string, string>();
  let commit = "";
  const history = separated(NUL, (field) => {
    const [, id, rest] = /^\n?\u0001([0-9a-f]{40,64})\n?([^]*)$/.exec(field) ?? [];
    if (id !== undefined) commit = id;
    const path = (rest ?? field).replace(/^\n/, "");
    if (path === "" || commit === "") return;
    for (const above of [path, ...foldersAbove(path)]) if (!commits.has(above)) commits.set(above, commit);
  });
  /** The run book's trees that git may be at: that of HEAD, and those behind what it has told of. */
  const treesNow = async (): Promise<string[]> => {
    const ids = (await ask(["log", "--format=%H", "--", "."])).split("\n").filter((id) => id !== "");
    const told = Math.max(0, ids.indexOf(commit));
    return ["HEAD", ...ids.slice(told, told + MOST_UNTOLD)].map((id) => `${id}:${prefix}`);
  };
  const run = await unlessVast(repository, treesNow, ({ signal, isAlive }) => {
    const onStdout = (chunk: Buffer): void => {
      isAlive();
      history.take(chunk);
    };
    return Promise.all([
      tryGit(repository, ["log", "--format=%x01%H", ...CHANGES, "--", "."], { onStdout, signal }),
      tryGit(repository, [...STATUS, "--", "."], { signal }),
    ]);
  });
  if ("vast" in run) {
    const failure = "git cannot tell which commits the files come from";
    const hint = "Take it out of the history, or begin after it: git clone --depth 1";
    const [vast = ""] = run.vast.split(":");
    throw new RunbookError("git", `${failure}: ${abbreviated(vast)} has more files than can be gone through`, hint);
  }
  const [, { stdout: status }] = run.result;
  const changed = new Set(
    status
      .split("\0")
      .map((entry) => entry.slice(3))
      .filter((path) => path.startsWith(prefix) && path !== "")
      .flatMap((path) => [path.slice(prefix.length), ...foldersAbove(path.slice(prefix.length))]),
  );
  return {
    commitOf: (path) => (changed.has(path) ? null : (commits.get(path) ?? null)),
    repository: withoutCredentials(url.trim()),
  };
}

function foldersAbove(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return ["", ...names.map((_, index) => names.slice(0, index + 1).join("/"))];
}

/** `https://user:token@host/x` as `https://host/x`; a path on this machine is nobody else's business. */
function withoutCredentials(url: string): string | null {
  const [, scheme, rest] = /^(https?|ssh|git):\/\/(?:[^@/]*@)?([^?#]+)/i.exec(url) ?? [];
  if (scheme !== undefined && rest !== undefined) return `${scheme}://${rest}`;
  return /^(?:[^@/\s]+@)?[^/:\s\\]{2,}:[^\\]+$/.test(url) ? url.replace(/^[^@/]+@/, "") : null;
}
