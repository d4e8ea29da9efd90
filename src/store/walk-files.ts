// What is kept of a run that is going on, under `<git common directory>/runbook/runs/`: a file each, replaced in one step,
// so that two terminals never write over each other.

import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { renameOver } from "./rename-over.ts";
import { attemptToRead } from "./text-file.ts";
import { attempt } from "./write-files.ts";

/** A run that is kept. */
export interface KeptFile {
  /** Tells it from the others. */
  readonly name: string;
  readonly text: string;
}

export interface WalkFiles {
  readonly folder: string;
  /** All that is kept, whatever it is of. Throws RunbookError `io` where the folder cannot be read. */
  readonly list: () => KeptFile[];
  /** A name that no other run has. */
  readonly newName: () => string;
  /** Throws RunbookError `io` where it cannot be written. */
  readonly save: (name: string, text: string) => void;
  /** Gives what is kept a new name, so that nobody else goes on with it; false where it is there no longer. Throws as `save`. */
  readonly claim: (name: string, newName: string) => boolean;
  /** Removes what is kept, and a folder of files that belong to it. */
  readonly remove: (name: string, files: string) => void;
  /** Makes a folder, by its name here, for files that belong to a run. Throws RunbookError `io`. */
  readonly folderOf: (name: string) => string;
}

const ENDING = ".json";

/** The runs of a repository, by its common directory. */
export function walkFilesOf(commonDirectory: string): WalkFiles {
  const folder = join(commonDirectory, "runbook", "runs");
  const fileOf = (name: string): string => join(folder, `${name}${ENDING}`);
  return {
    folder,
    list: () => attemptToRead(folder, () => listed(folder)),
    newName: () => crypto.randomUUID(),
    save: (name, text) =>
      attempt(folder, () => {
        mkdirSync(folder, { recursive: true });
        const temporary = `${fileOf(name)}.${crypto.randomUUID()}.tmp`;
        try {
          writeFileSync(temporary, text, { flag: "wx" });
          renameOver(temporary, fileOf(name));
        } finally {
          rmSync(temporary, { force: true });
        }
      }),
    claim: (name, newName) =>
      attempt(folder, () => {
        try {
          renameSync(fileOf(name), fileOf(newName));
          return true;
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
          throw error;
        }
      }),
    remove: (name, files) => {
      rmSync(fileOf(name), { force: true });
      rmSync(join(folder, files), { recursive: true, force: true });
    },
    folderOf: (name) =>
      attempt(folder, () => {
        mkdirSync(join(folder, name), { recursive: true });
        return join(folder, name);
      }),
  };
}

function listed(folder: string): KeptFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .toSorted()
    .map((file) => ({ name: file.slice(0, -ENDING.length), text: readFileSync(join(folder, file), "utf8") }));
}
