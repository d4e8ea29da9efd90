import { chmodSync, existsSync, lstatSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { RunbookError } from "../errors.ts";

/** Writes a file that must not exist yet, with its folders. Throws RunbookError `io` where it does, or cannot be written. */
export function writeNewFile(file: string, text: string | Uint8Array): void {
  attempt(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
  });
}

/** Replaces a file's content in one step, so that no reader ever sees half of it; its mode stays. Throws RunbookError `io`. */
export function replaceFile(file: string, text: string | Uint8Array): void {
  const temporary = `${file}.new`;
  attempt(file, () => {
    try {
      writeFileSync(temporary, text, { flag: "wx" });
      const old = statSync(file, { throwIfNoEntry: false });
      if (old !== undefined) chmodSync(temporary, old.mode);
      renameSync(temporary, file);
    } finally {
      if (existsSync(temporary)) rmSync(temporary);
    }
  });
}

function attempt(file: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") {
      throw new RunbookError("io", `${file} exists already`, "Nothing was overwritten; choose another name.", {
        cause: error,
      });
    }
    throw new RunbookError("io", `${file} cannot be written: ${message}`, null, { cause: error });
  }
}

/** Those of the paths that something is at, a link that leads nowhere included. */
export function existingPaths(paths: readonly string[]): string[] {
  return paths.filter((path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined);
}

/** Makes a folder with those above it. Throws RunbookError `io`. */
export function makeFolder(folder: string): void {
  attempt(folder, () => mkdirSync(folder, { recursive: true }));
}
