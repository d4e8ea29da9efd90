// Git's objects, read by the hundred thousand in one process.

import { type Hash, createHash, hash } from "node:crypto";
import { gitWords } from "./git.ts";
import { type Repository, tryGit } from "./ledger-repository.ts";
import type { IdList } from "./object-ids.ts";

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
const SPACE = 32;
/** An object of no more bytes is handed over in one piece. */
const WHOLE = 1 << 18;
const IDS_AT_ONCE = 1000;

/** Reads objects in the order of their ids (whole ones) and checks each against its id. Throws RunbookError `git`. */
export async function readObjects(
  repository: Pick<Repository, "directory" | "env">,
  ids: IdList,
  sink: ObjectSink,
): Promise<void> {
  const { length } = ids;
  let next = 0;
  while (next < length) {
    const reader = objectReader(sink);
    const result = await tryGit(repository, ["cat-file", "--batch", "--buffer"], {
      input: linesOf(ids, next, length),
      onStdout: reader.take,
    });
    next += reader.count();
    if (result.exitCode === 0 || next >= length) continue;
    // git stops at an object that is damaged; the others are read by a further process.
    sink.unreadable(ids.at(next) ?? "", gitWords(result).split("\n")[0] ?? "");
    next += 1;
  }
}

/** As `readObjects`, of objects that fit into memory: `take` gets the bytes of each. */
export function readWholeObjects(
  repository: Pick<Repository, "directory" | "env">,
  ids: IdList,
  take: (bytes: Buffer, id: string, type: ObjectType) => void,
  unreadable: ObjectSink["unreadable"] = () => {},
): Promise<void> {
  let pieces: Buffer[] = [];
  let [current, currentType]: [string, ObjectType] = ["", "blob"];
  return readObjects(repository, ids, {
    begin: (id, type) => {
      [current, currentType] = [id, type];
      pieces = [];
    },
    piece: (bytes) => pieces.push(bytes),
    end: () => take(Buffer.concat(pieces), current, currentType),
    unreadable,
  });
}

function* linesOf(ids: IdList, from: number, to: number): Generator<string> {
  for (let start = from; start < to; start += IDS_AT_ONCE) {
    let lines = "";
    for (let index = start; index < Math.min(start + IDS_AT_ONCE, to); index += 1) lines += `${ids.at(index)}\n`;
    yield lines;
  }
}

interface ObjectReader {
  readonly take: (chunk: Buffer) => void;
  /** How many objects were read whole, or named as missing. */
  readonly count: () => number;
}

/** Takes apart what `git cat-file --batch` writes. */
function objectReader(sink: ObjectSink): ObjectReader {
  let rest: Buffer | undefined;
  /** The object that comes in several pieces. */
  let large: { readonly id: string; readonly hash: Hash; left: number } | undefined;
  let read = 0;

  /** Takes one whole object, or the beginning of a large one; gives where it ends, or undefined where more has to come. */
  const takeObject = (bytes: Buffer, start: number): number | undefined => {
    const headerEnd = bytes.indexOf(LINE_FEED, start);
    if (headerEnd < 0) return undefined;
    const idEnd = bytes.indexOf(SPACE, start);
    const id = bytes.toString("latin1", start, idEnd);
    const typeEnd = bytes.indexOf(SPACE, idEnd + 1);
    if (typeEnd < 0 || typeEnd > headerEnd) {
      sink.unreadable(id, null);
      read += 1;
      return headerEnd + 1;
    }
    const size = Number(bytes.toString("latin1", typeEnd + 1, headerEnd));
    const end = headerEnd + 1 + size;
    if (end >= bytes.length && size <= WHOLE) return undefined;
    const type = bytes.toString("latin1", idEnd + 1, typeEnd) as ObjectType;
    sink.begin(id, type, size);
    // An id is of `<type> <size>\0<bytes>`: all of it stands here but for that byte.
    bytes[headerEnd] = 0;
    if (end >= bytes.length) {
      large = { id, hash: createHash(algorithmOf(id)).update(bytes.subarray(idEnd + 1, headerEnd + 1)), left: size };
      return headerEnd + 1;
    }
    sink.piece(bytes.subarray(headerEnd + 1, end));
    sink.end(hash(algorithmOf(id), bytes.subarray(idEnd + 1, end), "hex") === id);
    read += 1;
    return end + 1;
  };

  /** Takes what has come of a large object; gives where it ends. */
  const takePiece = (bytes: Buffer, start: number, object: NonNullable<typeof large>): number => {
    if (object.left === 0) {
      // The line feed after it.
      large = undefined;
      read += 1;
      sink.end(object.hash.digest("hex") === object.id);
      return start + 1;
    }
    const piece = bytes.subarray(start, start + object.left);
    object.hash.update(piece);
    object.left -= piece.length;
    sink.piece(piece);
    return start + piece.length;
  };

  const take = (chunk: Buffer): void => {
    const bytes = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
    rest = undefined;
    for (let at = 0; at < bytes.length;) {
      const end = large === undefined ? takeObject(bytes, at) : takePiece(bytes, at, large);
      if (end === undefined) {
        rest = bytes.subarray(at);
        return;
      }
      at = end;
    }
  };
  return { take, count: () => read };
}

function algorithmOf(id: string): "sha1" | "sha256" {
  return id.length === 40 ? "sha1" : "sha256";
}
