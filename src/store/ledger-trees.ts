// Trees of the ledger: written through an index of their own, never the user's.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { numbered } from "./evidence-files.ts";
import { type Repository, git } from "./ledger-repository.ts";

/** A file in the ledger's tree. */
export interface LedgerFile {
  readonly path: string;
  readonly blob: string;
}

/** Adds files to what was written so far, replacing those of the same path, and gives the tree's id. */
export type WriteTree = (files: readonly LedgerFile[]) => Promise<string>;

/** Git's mode of a file that is no program. */
export const FILE_MODE = "100644";
/** The user's settings for large work trees would have git write more than the temporary index. */
const PLAIN_INDEX = [
  ...["core.splitIndex", "core.fsmonitor", "core.untrackedCache", "core.sparseCheckout"].map((key) => `${key}=false`),
  // A post-index-change hook would take the temporary index for the user's.
  "core.hooksPath=/dev/null",
].flatMap((setting) => ["-c", setting]);
/** Paths per call, well within the shortest command line that a system allows. */
const PATHS_AT_ONCE = 100;

/** Calls `use` with a function that adds files to `tree`; the index for it is made when first needed. */
export async function withTreeWriter(
  repository: Repository,
  tree: string,
  use: (writeTree: WriteTree) => Promise<void>,
): Promise<void> {
  const failure = "git cannot write the ledger's files";
  let folder: string | undefined;
  try {
    await use(async (files) => {
      const isNew = folder === undefined;
      folder ??= mkdtempSync(join(tmpdir(), "runbook-"));
      const env = { GIT_INDEX_FILE: join(folder, "index") };
      if (isNew) await (await import("./vast-trees.ts")).readIntoIndex(repository, failure, tree, PLAIN_INDEX, env);
      for (let start = 0; start < files.length; start += PATHS_AT_ONCE) {
        // Not --index-info: it skips a path that it does not like and goes on.
        const added = files
          .slice(start, start + PATHS_AT_ONCE)
          .flatMap(({ path, blob }) => ["--cacheinfo", `${FILE_MODE},${blob},${path}`]);
        await git(repository, failure, [...PLAIN_INDEX, "update-index", "--add", ...added], { env });
      }
      // A partial clone has not all blobs, and need not fetch them for this.
      const missing = (await repository.config()).isPartial ? ["--missing-ok"] : [];
      return (await git(repository, failure, [...PLAIN_INDEX, "write-tree", ...missing], { env })).trim();
    });
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  }
}

/** The files in these folders of a tree, not those below; folders end with `/`. */
export async function filesIn(
  repository: Repository,
  tree: string,
  folders: readonly string[],
): Promise<readonly LedgerFile[]> {
  if (folders.length === 0) return [];
  const args = ["ls-tree", "-z", "--full-tree", tree, "--", ...folders];
  const output = await git(repository, "git cannot read the ledger's files", args);
  return output.split("\0").flatMap((line): LedgerFile[] => {
    const [, blob, path] = /^\d+ blob ([0-9a-f]+)\t([^]+)$/.exec(line) ?? [];
    return blob === undefined || path === undefined ? [] : [{ path, blob }];
  });
}

/** The folder of a path, with its `/`. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/**
 * Files under names that no other content has among `there`, letter case apart: an earlier file is never replaced, here or in
 * a checkout that knows no case. A name that is taken gets a number.
 */
export function withFreeNames(files: readonly LedgerFile[], there: readonly LedgerFile[]): readonly LedgerFile[] {
  const taken = new Map(there.map((file) => [file.path.toLowerCase(), file]));
  return files.map(({ path, blob }) => {
    let name = path;
    for (let number = 2; isOther(taken.get(name.toLowerCase()), { path: name, blob }); number += 1) {
      name = numbered(path, number);
    }
    taken.set(name.toLowerCase(), { path: name, blob });
    return { path: name, blob };
  });
}

function isOther(there: LedgerFile | undefined, { path, blob }: LedgerFile): boolean {
  return there !== undefined && (there.path !== path || there.blob !== blob);
}
