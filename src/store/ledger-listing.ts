// Which objects a ledger consists of.

import type { InspectedCommit, UnsoundObject } from "../model/inspection.ts";
import { gitWords } from "./git.ts";
import { type Repository, tryGit } from "./ledger-repository.ts";
import { type ObjectIds, objectIds } from "./object-ids.ts";
import { LINE_FEED, separated } from "./separated.ts";

export interface Listed {
  /** Of the commits, children before parents, then of folders and files. */
  readonly ids: ObjectIds;
  readonly commits: number;
  /** How many folders are the whole of a commit. */
  readonly trees: number;
  readonly missing: readonly UnsoundObject[];
}

/**
 * What git lists, by its commit-graph or by the commits themselves. The graph is four times as fast and may say anything:
 * whoever asks for it has to compare what the commits say. Git's words where it could not walk the history.
 */
export async function listObjects(
  repository: Repository,
  tips: readonly string[],
  by: "graph" | "commits",
): Promise<Listed | string> {
  const ids = objectIds(tips[0]?.length ?? 40);
  const missing: UnsoundObject[] = [];
  let [commits, trees] = [0, 0];
  const fault = await walk(repository, tips, by, (id, path, isMissing) => {
    if (isMissing) missing.push({ id, path: path ?? null, fault: "missing", words: null });
    else ids.add(id);
    if (path === undefined && !isMissing) commits += 1;
    if (path === "") trees += 1;
  });
  return fault ?? { ids, commits, trees, missing };
}

/** The paths of files and folders, by id, as far as git can walk the history. */
export async function findPaths(
  repository: Repository,
  tips: readonly string[],
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const paths = new Map<string, string>();
  await walk(repository, tips, "commits", (id, path) => {
    if (path !== undefined && path !== "" && wanted.has(id)) paths.set(id, path);
  });
  return paths;
}

/** `path`: undefined for a commit, and `""` for the folder that is the whole of one. */
type Take = (id: string, path: string | undefined, isMissing: boolean) => void;

/** Gives git's words where it could not. */
async function walk(
  repository: Repository,
  tips: readonly string[],
  by: "graph" | "commits",
  take: Take,
): Promise<string | null> {
  // A partial clone has its own idea of what may be missing, and fetches it.
  const missing = (await repository.config()).isPartial ? [] : ["--missing=print"];
  const config = by === "graph" ? [] : ["-c", "core.commitGraph=false"];
  // In the order in which all others read the ledger, so that a tie is decided alike.
  const args = [...config, "rev-list", "--objects", "--date-order", ...missing, ...tips, "--"];
  const { take: onStdout } = separated(LINE_FEED, (line) => {
    const isMissing = line.startsWith("?");
    const space = line.indexOf(" ");
    const id = line.slice(isMissing ? 1 : 0, space < 0 ? line.length : space);
    take(id, space < 0 ? undefined : line.slice(space + 1), isMissing);
  });
  const result = await tryGit(repository, args, { onStdout });
  return result.exitCode === 0 ? null : gitWords(result);
}

/** Parents before children. */
export function parentsFirst<Commit extends Pick<InspectedCommit, "id" | "parents">>(
  commits: readonly Commit[],
): Commit[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const ordered = new Set<Commit>();
  for (const start of commits) {
    const pending = [start];
    for (let commit = pending.at(-1); commit !== undefined; commit = pending.at(-1)) {
      const waiting = commit.parents.flatMap((id) => byId.get(id) ?? []).filter((parent) => !ordered.has(parent));
      if (waiting.length > 0) pending.push(...waiting);
      else {
        ordered.add(commit);
        pending.pop();
      }
    }
  }
  return [...ordered];
}
