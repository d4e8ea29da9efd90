// Files out of the ledger's trees, as records have them.

import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { RunbookError } from "../errors.ts";
import { readObjects } from "./git-objects.ts";
import { type Repository, git } from "./ledger-repository.ts";
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
  const format = "--batch-check=%(objectname) %(objecttype) %(objectsize)";
  // A path of several lines, or a relative one, is none that a record has.
  const names = places.map(({ commit, path }) => (isPlain(path) ? `${commit}:${path}` : ""));
  const asked = names.filter((name) => name !== "");
  const input = asked.map((name) => `${name}\n`).join("");
  const output = await git(repository, "git cannot read the ledger's files", ["cat-file", format], { input });
  const lines = output.split("\n").values();
  return names.map((name) => {
    if (name === "") return null;
    const [, blob, size] = /^([0-9a-f]+) blob (\d+)$/.exec(lines.next().value ?? "") ?? [];
    return blob === undefined ? null : { blob, size: Number(size) };
  });
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
  let pieces: Buffer[] = [];
  let current: string | undefined;
  await readObjects(repository, [...new Set(blobs)], {
    begin: (id, type) => {
      current = type === "blob" ? id : undefined;
      pieces = [];
    },
    piece: (bytes) => pieces.push(Buffer.from(bytes)),
    end: () => {
      if (current !== undefined) texts.set(current, Buffer.concat(pieces).toString("utf8"));
    },
    unreadable: () => {},
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
