// What this clone remembers of the ledger's branch: git's own journal of the branch, and what `sync` noted. Only read here.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Repository } from "./ledger-repository.ts";

const OBJECT_ID = /(?<![0-9a-f])(?:[0-9a-f]{64}|[0-9a-f]{40})(?![0-9a-f])/g;

/** Every tip that the local branch, its remote-tracking branch or the remote had, as far as this clone remembers. */
export async function tipsOnceKnown(repository: Repository): Promise<readonly string[]> {
  const { commonDirectory, localRef, remoteRef, settings } = repository;
  const journals = await Promise.all(
    [localRef, remoteRef].map((ref) => readIfThere(join(commonDirectory, "logs", ref))),
  );
  const remembered = await readIfThere(
    join(commonDirectory, "runbook", "remotes", encodeURIComponent(`${settings.remote}/${settings.branch}`)),
  );
  const ids = [...journals.flatMap((text) => text.split("\n").map((line) => line.slice(0, 129))), remembered].flatMap(
    (line) => line.match(OBJECT_ID) ?? [],
  );
  return [...new Set(ids)].filter((id) => !/^0+$/.test(id));
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return "";
    throw new RunbookError("io", `${file} cannot be read: ${message}`, null, { cause: error });
  }
}
