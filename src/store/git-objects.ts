// Git's objects, read by the hundred thousand in one process.

import { createHash } from "node:crypto";
import { gitWords } from "./git.ts";
import { type Repository, tryGit } from "./ledger-repository.ts";

export type ObjectType = "commit" | "tree" | "blob" | "tag";

/** Gets objects piece by piece, so that none has to fit into memory. */
export interface ObjectSink {
  readonly begin: (id: string, type: ObjectType, size: number) => void;
  readonly piece: (bytes: Buffer) => void;
  /** `isSound`: the bytes are those that the id names. */
  readonly end: (isSound: boolean) => void;
  /** The object is not in the repository, or git cannot read it; git's words, or null where it is missing. */
  readonly unreadable: (id: string, reason: string | null) => void;
}

const LINE_FEED = 10;

/** Reads objects in the order of their ids (whole ones) and checks each against its id. Throws RunbookError `git`. */
export async function readObjects(repository: Repository, ids: readonly string[], sink: ObjectSink): Promise<void> {
  let next = 0;
  while (next < ids.length) {
    const reader = objectReader(sink);
    const result = await tryGit(repository, ["cat-file", "--batch", "--buffer"], {
      input: `${ids.slice(next).join("\n")}\n`,
      onStdout: reader.take,
    });
    next += reader.count();
    if (result.exitCode === 0 || next >= ids.length) continue;
    // git stops at an object that is damaged; the others are read by a further process.
    sink.unreadable(ids[next] ?? "", gitWords(result).split("\n")[0] ?? "");
    next += 1;
  }
}

interface ObjectReader {
  readonly take: (chunk: Buffer) => void;
  /** How many objects were read whole, or named as missing. */
  readonly count: () => number;
}

/** Takes apart what `git cat-file --batch` writes. */
function objectReader(sink: ObjectSink): ObjectReader {
  let header = "";
  let id = "";
  let left = -1;
  let hash = createHash("sha1");
  let read = 0;
  const begin = (line: string): void => {
    const [name = "", type = "", size = ""] = line.split(" ");
    if (size === "") {
      sink.unreadable(name, null);
      read += 1;
      return;
    }
    id = name;
    left = Number(size);
    hash = createHash(id.length === 40 ? "sha1" : "sha256").update(`${type} ${size}\0`);
    sink.begin(id, type as ObjectType, left);
  };
  const take = (chunk: Buffer): void => {
    let at = 0;
    while (at < chunk.length) {
      if (left < 0) {
        const end = chunk.indexOf(LINE_FEED, at);
        header += chunk.toString("latin1", at, end < 0 ? chunk.length : end);
        if (end < 0) return;
        at = end + 1;
        begin(header);
        header = "";
      } else if (left === 0) {
        // The line feed after the object.
        at += 1;
        left = -1;
        read += 1;
        sink.end(hash.digest("hex") === id);
      } else {
        const bytes = chunk.subarray(at, at + left);
        hash.update(bytes);
        sink.piece(bytes);
        at += bytes.length;
        left -= bytes.length;
      }
    }
  };
  return { take, count: () => read };
}
