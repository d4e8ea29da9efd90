// What this clone remembers of the remote: when it was last asked, and what its ledger held then.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import { keepFile } from "./cache-files.ts";
import { RFC_3339, type Repository } from "./ledger-repository.ts";

export interface RemoteMemory {
  /** RFC 3339: when the remote last answered. */
  readonly fetchedAt: string | null;
  /** The remote branch's tip then; null where it had none. */
  readonly tip: string | null;
}

const NOTHING: RemoteMemory = { fetchedAt: null, tip: null };

/** What is remembered; nothing where the file is missing or makes no sense. */
export function readRemoteMemory(repository: Repository): RemoteMemory {
  const [fetchedAt = "", tip = ""] = readIfThere(remoteMemoryFile(repository)).trim().split(" ");
  if (!RFC_3339.test(fetchedAt)) return NOTHING;
  return { fetchedAt, tip: /^[0-9a-f]{40,64}$/.test(tip) ? tip : null };
}

/** Remembers what the remote holds. A repository that cannot be written to keeps no memory, and works all the same. */
export function writeRemoteMemory(repository: Repository, fetchedAt: string, tip: string | null): void {
  const line = `${[fetchedAt, ...(tip === null ? [] : [tip])].join(" ")}\n`;
  keepFile(remoteMemoryFile(repository), Buffer.from(line), { inOneStep: true });
}

/** Where it is kept, one file for each remote and branch: several run books may share a repository. */
export function remoteMemoryFile({
  commonDirectory,
  settings,
}: Pick<Repository, "commonDirectory" | "settings">): string {
  return join(commonDirectory, "runbook", "remotes", encodeURIComponent(`${settings.remote}/${settings.branch}`));
}

/** What git has in place of the file of a branch, as `a`, where there is a branch such as `a/b`; and the other way round. */
const NOT_THERE: ReadonlySet<string | undefined> = new Set(["ENOENT", "EISDIR", "ENOTDIR"]);

/** The text of a file; empty where there is none. Throws RunbookError `io`. */
export function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (NOT_THERE.has((error as NodeJS.ErrnoException).code)) return "";
    throw new RunbookError("io", `${file} cannot be read: ${(error as Error).message}`, null, { cause: error });
  }
}
