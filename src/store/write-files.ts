import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { RunbookError } from "../errors.ts";
import { isInUse, renameOver } from "./rename-over.ts";

/** Windows says the same of a file that is protected as of one that is open. */
const CLOSE_IT =
  "Close the program that has it open, or take its write protection off (attrib -r), then run this again.";
const ANOTHER_NAME = "Nothing was overwritten; choose another name.";

/**
 * Writes a file that must not exist yet, with its folders, whole or not at all. Throws RunbookError `io` where it does, or cannot be
 * written.
 */
export function writeNewFile(file: string, text: string | Uint8Array, hintWhereTaken = ANOTHER_NAME): void {
  const write = (): void => {
    makeFolders(dirname(file));
    const output = openSync(file, "wx");
    let isWhole = false;
    try {
      writeFileSync(output, text);
      isWhole = true;
    } finally {
      closeSync(output);
      // Of a full disk: nobody would see that the rest is missing.
      if (!isWhole) rmSync(file, { force: true });
    }
  };
  attempt(file, write, hintWhereTaken);
}

/** Writes files that must not exist yet, all of them or none: half a folder would be in the way of the next try. Throws as `writeNewFile`. */
export function writeNewFiles(files: readonly { readonly path: string; readonly text: string }[]): void {
  const folders = new Set(files.flatMap(({ path }) => missingFolders(dirname(path))));
  const written: string[] = [];
  try {
    for (const { path, text } of files) {
      writeNewFile(path, text);
      written.push(path);
    }
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    const deepestFirst = [...folders].toSorted((a, b) => b.length - a.length);
    for (const folder of deepestFirst) if (existsSync(folder) && readdirSync(folder).length === 0) rmdirSync(folder);
    throw error;
  }
}

/** What a file that `replaceFile` replaces is written as first. A name that nobody else gives: one that is there is what a killed run left. */
export function temporaryOf(file: string): string {
  return `${file}.runbook-new`;
}

/**
 * Replaces a file's content in one step, so that no reader ever sees half of it, and makes its folders; its mode stays.
 * Throws RunbookError `io`.
 */
export function replaceFile(file: string, text: string | Uint8Array): void {
  const temporary = temporaryOf(file);
  const write = (): void => {
    try {
      makeFolders(dirname(file));
      rmSync(temporary, { force: true });
      writeFileSync(temporary, text, { flag: "wx" });
      const old = statSync(file, { throwIfNoEntry: false });
      if (old !== undefined) chmodSync(temporary, old.mode);
      renameOver(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
  };
  attempt(file, write);
}

/** Gives a file another path, where nothing may be, and makes its folders. Throws RunbookError `io`. */
export function moveFile(from: string, to: string): void {
  attempt(to, () => {
    makeFolders(dirname(to));
    renameOver(from, to);
  });
}

/** Removes a file in a folder, and the folders between them that it leaves empty. Throws RunbookError `io`. */
export function removeFrom(folder: string, path: string): void {
  const file = resolve(folder, path);
  attempt(file, () => {
    rmSync(file);
    for (let above = dirname(file); above !== resolve(folder); above = dirname(above)) {
      if (readdirSync(above).length > 0) break;
      rmdirSync(above);
    }
  });
}

/** Removes what a run that was killed while it replaced files in a folder has left there, with the folders that it leaves empty. Throws RunbookError `io`. */
export function removeTemporaries(folder: string, paths: readonly string[]): void {
  for (const path of paths.map(temporaryOf)) if (existsSync(join(folder, path))) removeFrom(folder, path);
}

/**
 * Does what touches the disk at a path. Throws RunbookError `io` where it cannot be done; where something is there already
 * and must not be, with `hintWhereTaken`.
 */
export function attempt<Result>(
  path: string,
  work: () => Result,
  hintWhereTaken?: string,
  system?: NodeJS.Platform,
): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof RunbookError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const isTaken = code === "EEXIST" && hintWhereTaken !== undefined;
    const reason = isTaken ? `${path} exists already` : `${path} cannot be written: ${message}`;
    const room = code === "ENOSPC" || code === "EDQUOT" ? "Make room there, then run this again." : null;
    const hint = isInUse(error, system) ? CLOSE_IT : room;
    throw new RunbookError("io", reason, isTaken ? hintWhereTaken : hint, { cause: error });
  }
}

/** Those of the paths that something is at, a link that leads nowhere included. */
export function existingPaths(paths: readonly string[]): string[] {
  return paths.filter(isThere);
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    // Nothing, or nothing that can be seen: what is written there says why it cannot be.
    return false;
  }
}

/** Makes a folder with those above it. Throws RunbookError `io`. */
export function makeFolder(folder: string): void {
  attempt(folder, () => makeFolders(folder), ANOTHER_NAME);
}

/** Throws RunbookError `io` where there can be no folder of this name, or it, or one above it, is something else. */
export function refuseNoFolder(folder: string): void {
  if (folder.includes("\0")) {
    throw new RunbookError("io", "No folder has a zero character in its name", "Name another folder.");
  }
  let nearest = resolve(folder);
  while (!isThere(nearest)) {
    if (dirname(nearest) === nearest) return;
    nearest = dirname(nearest);
  }
  if (existsSync(nearest) && statSync(nearest).isDirectory()) return;
  throw new RunbookError("io", `${nearest} is no folder`, "Name another folder.");
}

/**
 * Makes a folder with those above it; throws as `mkdirSync` does, and RunbookError `io` where one of them is something else. With
 * `recursive`, Node would try forever where a file system has no place for it, as `/proc` on Linux.
 */
export function makeFolders(folder: string): void {
  refuseNoFolder(folder);
  for (const path of missingFolders(folder).toReversed()) {
    try {
      mkdirSync(path);
    } catch (error) {
      // Somebody else may have been quicker.
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw error;
    }
  }
}

/** Those of a folder and the ones above it that are not there, the deepest first. */
function missingFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let at = resolve(folder); !existsSync(at) && dirname(at) !== at; at = dirname(at)) missing.push(at);
  return missing;
}
