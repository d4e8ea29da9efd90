// Which commit each file of a folder comes from.

import type { Environment } from "../model/environment.ts";
import { askGit } from "./git.ts";
import { folderInRepository } from "./repository-folders.ts";

export interface FileOrigins {
  /**
   * The commit that last changed a file or folder (relative to the folder, with `/`; `""`: the folder itself); null where it
   * is not committed as it is.
   */
  readonly commitOf: (path: string) => string | null;
  /** The remote's address without user and password; null without a remote. */
  readonly repository: string | null;
}

/** Asks git once for all files; what git does not know comes from no commit. */
export async function readFileOrigins(folder: string, remote: string, env: Environment): Promise<FileOrigins> {
  const ask = async (args: readonly string[]): Promise<string> => (await askGit(args, folder, env)) ?? "";
  const [history, status, url, prefix] = await Promise.all([
    ask([
      "log",
      "-z",
      "--format=%x01%H",
      "--name-only",
      "--no-renames",
      "--relative",
      "--diff-merges=first-parent",
      "--",
      ".",
    ]),
    ask(["status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", "."]),
    ask(["config", "--get", `remote.${remote}.url`]),
    folderInRepository(folder, env),
  ]);
  const commits = new Map<string, string>();
  let commit = "";
  for (const field of history.split("\0")) {
    const [, id, rest] = /^\n?\u0001([0-9a-f]{40,64})\n?([^]*)$/.exec(field) ?? [];
    if (id !== undefined) commit = id;
    const path = (rest ?? field).replace(/^\n/, "");
    if (path === "" || commit === "") continue;
    for (const above of [path, ...foldersAbove(path)]) if (!commits.has(above)) commits.set(above, commit);
  }
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
