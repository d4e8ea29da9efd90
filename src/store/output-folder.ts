import { createHash } from "node:crypto";
import { closeSync, openSync, readSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { RunbookError } from "../errors.ts";
import { compare } from "../model/compare.ts";
import { attemptToRead } from "./text-file.ts";
import { attempt, makeFolders } from "./write-files.ts";

/** A folder being filled, with the sums of what is in it. */
export interface Manifest {
  /** Writes a text, or the pieces of one, as UTF-8 to a path relative to the folder, with `/`. Throws RunbookError `io`. */
  readonly write: (path: string, text: string | Iterable<string>) => void;
  /** The same, the file being written by `write`. */
  readonly writeWith: (path: string, write: (file: string) => Promise<void>) => Promise<void>;
  /** Writes SHA256SUMS, in the form that `sha256sum --check` reads; nothing is written after it. */
  readonly seal: () => void;
  /** What was written, in order of its paths. */
  readonly files: () => string[];
}

const SUMS = "SHA256SUMS";

/** What is said of a folder that was not sealed. */
export function leftOf(folder: string): string {
  return `${folder} is unfinished, and has no ${SUMS}. Remove it, and run this again.`;
}

/** A folder that is made, or is there and empty. Throws RunbookError `io` for any other. */
export function openOutputFolder(folder: string): Manifest {
  attempt(folder, () => makeFolders(folder));
  const names = attemptToRead(folder, () => readdirSync(folder));
  if (names.length > 0) {
    const hint = names.includes(SUMS)
      ? "Name a new folder with --out."
      : `Name a new folder with --out. Where an earlier run was stopped in this one (it has no ${SUMS}), remove it.`;
    throw new RunbookError("io", `${folder} is not empty, so nothing was written`, hint);
  }
  const sums = new Map<string, string>();
  const place = (path: string): string => {
    const file = join(folder, path);
    attempt(file, () => makeFolders(dirname(file)));
    return file;
  };
  const ordered = (): [string, string][] => [...sums].toSorted(([a], [b]) => compare(a, b));
  const unfinished = (error: unknown): unknown => {
    if (!(error instanceof RunbookError)) return error;
    const message = `${error.message}; ${folder} is unfinished, and has no ${SUMS}`;
    return new RunbookError(error.code, message, "Mend that, remove the folder, and run this again.", { cause: error });
  };
  const write = (path: string, text: string | Iterable<string>): void => {
    try {
      writeText(path, text);
    } catch (error) {
      throw unfinished(error);
    }
  };
  const writeText = (path: string, text: string | Iterable<string>): void => {
    const file = place(path);
    const hash = createHash("sha256");
    attempt(file, () => {
      const output = openSync(file, "wx");
      try {
        for (const piece of typeof text === "string" ? [text] : text) {
          writeFileSync(output, piece);
          hash.update(piece);
        }
      } finally {
        closeSync(output);
      }
    });
    sums.set(path, hash.digest("hex"));
  };
  return {
    write,
    writeWith: async (path, writeTo) => {
      try {
        const file = place(path);
        await writeTo(file);
        sums.set(
          path,
          attemptToRead(file, () => sumOf(file)),
        );
      } catch (error) {
        throw unfinished(error);
      }
    },
    seal: () =>
      write(
        SUMS,
        ordered()
          .map(([path, sum]) => `${sum}  ${path}\n`)
          .join(""),
      ),
    files: () => ordered().map(([path]) => path),
  };
}

/** Piece by piece: evidence may be large. */
function sumOf(file: string): string {
  const hash = createHash("sha256");
  const buffer = Buffer.allocUnsafe(1 << 20);
  const input = openSync(file, "r");
  try {
    for (let length = readSync(input, buffer); length > 0; length = readSync(input, buffer)) {
      hash.update(buffer.subarray(0, length));
    }
  } finally {
    closeSync(input);
  }
  return hash.digest("hex");
}
