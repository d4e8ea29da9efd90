import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Environment } from "../model/environment.ts";
import { gitEnvironment, runGit } from "./git.ts";

/** A folder's path within its repository, with a `/` at its end; `""` at the top, and outside any repository. */
export async function folderInRepository(folder: string, env: Environment): Promise<string> {
  const result = await runGit(["rev-parse", "--show-prefix"], { cwd: folder, env: gitEnvironment(env) });
  return result.exitCode === 0 ? result.stdout.replace(/\n$/, "") : "";
}

/** The top folder of the repository around a folder; undefined outside any. */
export async function topOfRepository(folder: string, env: Environment): Promise<string | undefined> {
  const result = await runGit(["rev-parse", "--show-toplevel"], { cwd: folder, env: gitEnvironment(env) });
  return result.exitCode === 0 ? resolve(result.stdout.replace(/\n$/, "")) : undefined;
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
