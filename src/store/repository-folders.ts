import { accessSync, constants, existsSync, readdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Environment } from "../model/environment.ts";
import { askGit, gitEnvironment, runGit } from "./git.ts";
import { unreadableRepository } from "./unreadable-repository.ts";

/** A folder's path within its repository, with a `/` at its end; `""` at the top, and outside any repository. */
export async function folderInRepository(folder: string, env: Environment): Promise<string> {
  return (await askGit(["rev-parse", "--show-prefix"], folder, env))?.replace(/\n$/, "") ?? "";
}

/** What asks `git rev-parse` for the work tree's top folder, last. */
const ASK_TOP: readonly string[] = ["--show-toplevel", "--show-cdup"];

/**
 * The top folder, absolute, that git told of in a folder. It is where the way up leads: by itself git on Windows names a folder on
 * a substituted or mapped drive by what the drive stands for, in which nothing else here finds the folder again.
 */
function toldTop(folder: string, told: string): string {
  const [, up] = /\n((?:\.\.\/)*)\n$/.exec(told) ?? [];
  // Outside of the work tree there is no way up: git gives the whole path a second time.
  return up === undefined ? resolve(told.replace(/\n[^]*$/, "")) : resolve(realpathSync(folder), up);
}

/** The top folder of the repository around a folder; undefined outside any. */
export async function topOfRepository(folder: string, env: Environment): Promise<string | undefined> {
  const told = await askGit(["rev-parse", ...ASK_TOP], folder, env);
  return told === undefined ? undefined : toldTop(folder, told);
}

/** The repository around a folder, as far as its history of files is concerned. */
export interface FileHistory {
  /** The work tree's top folder, absolute. */
  readonly top: string;
  /** The history is cut: dates from it would be wrong. */
  readonly isShallow: boolean;
}

/** The repository whose work tree holds a folder; undefined where there is none. Throws RunbookError `git`. */
export async function findFileHistory(folder: string, env: Environment): Promise<FileHistory | undefined> {
  const options = { cwd: folder, env: gitEnvironment(env) };
  const result = await runGit(["rev-parse", "--is-shallow-repository", ...ASK_TOP], options);
  if (result.exitCode !== 0) {
    const unreadable = unreadableRepository(folder, result);
    if (unreadable === undefined) return undefined;
    throw unreadable;
  }
  // A folder's name may hold a line break.
  const [, isShallow, told = ""] = /^(true|false)\n([^]*)$/.exec(result.stdout) ?? [];
  return { top: toldTop(folder, told), isShallow: isShallow === "true" };
}

/**
 * The first folder of a repository, absolute, that git writes a record into and that cannot be written: often one that somebody
 * made as another user. Undefined where all can.
 */
export function unwritableFolder(commonDirectory: string): string | undefined {
  const objects = join(commonDirectory, "objects");
  const loose = readdirSync(objects).filter((name) => /^[0-9a-f]{2}$/.test(name));
  const inObjects = loose.map((name) => join(objects, name));
  // A reftable has no refs to write.
  const others = ["refs/heads", "reftable"].map((name) => join(commonDirectory, name)).filter((way) => existsSync(way));
  return [objects, ...inObjects, ...others].find((folder) => !canWrite(folder));
}

function canWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
