// Files out of the ledger's trees, as records have them.

import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { RunbookError } from "../errors.ts";
import { readObjects, readWholeObjects } from "./git-objects.ts";
import { type Repository, git } from "./ledger-repository.ts";
import { treeEntries } from "./tree-object.ts";
import { attempt } from "./write-files.ts";

const ANOTHER_FOLDER = "Nothing was overwritten; name another folder.";

/** A path in a commit's tree. */
export interface FilePlace {
  readonly commit: string;
  readonly path: string;
}

export interface FoundFile {
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
}

/** The file at each place; null where there is none. Throws RunbookError `git`. */
export async function findFiles(
  repository: Repository,
  places: readonly FilePlace[],
): Promise<readonly (FoundFile | null)[]> {
  if (places.length === 0) return [];
  // Folder by folder: for a path git looks through all branches first, and then through the whole folder.
  const folderOf = ({ commit, path }: FilePlace): string | null =>
    isPlain(path) ? `${commit}:${path.slice(0, Math.max(path.lastIndexOf("/"), 0))}` : null;
  const folders = [...new Set(places.map(folderOf))].filter((name) => name !== null);
  const trees = await checkObjects(repository, folders);
  const treeOf = new Map(folders.map((name, index) => [name, trees[index]?.id]));
  const filesIn = await readTrees(
    repository,
    trees.flatMap((found) => (found?.type === "tree" ? [found.id] : [])),
  );
  const ids = places.map((place) => {
    const tree = treeOf.get(folderOf(place) ?? "");
    return tree === undefined
      ? null
      : (filesIn.get(tree)?.get(place.path.slice(place.path.lastIndexOf("/") + 1)) ?? null);
  });
  const blobs = [...new Set(ids)].filter((id) => id !== null);
  const found = new Map((await checkObjects(repository, blobs)).map((object) => [object?.id, object]));
  return ids.map((id) => {
    const object = id === null ? undefined : found.get(id);
    return object?.type === "blob" ? { blob: object.id, size: object.size } : null;
  });
}

interface FoundObject {
  readonly id: string;
  readonly type: string;
  readonly size: number;
}

/** What each name of an object leads to, none of them with a line feed; null where to nothing. */
async function checkObjects(
  repository: Repository,
  names: readonly string[],
): Promise<readonly (FoundObject | null)[]> {
  if (names.length === 0) return [];
  const format = "--batch-check=%(objectname) %(objecttype) %(objectsize)";
  const input = names.map((name) => `${name}\n`).join("");
  const output = await git(repository, "git cannot read the ledger's files", ["cat-file", format], { input });
  const lines = output.split("\n");
  return names.map((_, index) => {
    const [, id, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(lines[index] ?? "") ?? [];
    return id === undefined || type === undefined ? null : { id, type, size: Number(size) };
  });
}

/** What stands in folders, by their ids: the object of each name. */
async function readTrees(
  repository: Repository,
  trees: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const found = new Map<string, ReadonlyMap<string, string>>();
  await readWholeObjects(repository, [...new Set(trees)], (bytes, tree) => {
    const names = new Map<string, string>();
    for (const { name, id } of treeEntries(bytes, tree.length / 2)) {
      const text = name.toString("utf8");
      // As git does where a name stands twice.
      if (!names.has(text)) names.set(text, id.toString("hex"));
    }
    found.set(tree, names);
  });
  return found;
}

function isPlain(path: string): boolean {
  return !/\p{Cc}/u.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

/** Small files as UTF-8 text, by blob; what is missing or no blob is left out. Throws RunbookError `git`. */
export async function readFiles(
  repository: Repository,
  blobs: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  await readWholeObjects(repository, [...new Set(blobs)], (bytes, id, type) => {
    if (type === "blob") texts.set(id, bytes.toString("utf8"));
  });
  return texts;
}

/** Writes a blob, piece by piece, to a file that must not exist yet. Throws RunbookError `io` or `git`. */
export async function writeFileTo(repository: Repository, blob: string, file: string): Promise<void> {
  const output = attempt(file, () => openSync(file, "wx"), ANOTHER_FOLDER);
  let fault = "it is not in the repository";
  let isWhole = false;
  try {
    await readObjects(repository, [blob], {
      begin: () => {},
      piece: (bytes) => attempt(file, () => writeAll(output, bytes), ANOTHER_FOLDER),
      end: (isSound) => {
        isWhole = isSound;
        fault = "its bytes are not those that its id names";
      },
      unreadable: (_id, words) => (fault = words ?? fault),
    });
  } finally {
    closeSync(output);
    if (!isWhole) rmSync(file, { force: true });
  }
  if (isWhole) return;
  throw new RunbookError(
    "git",
    `${file} cannot be taken from the ledger: ${fault}`,
    "See what is damaged: runbook verify",
  );
}

function writeAll(output: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) done += writeSync(output, bytes, done);
}
