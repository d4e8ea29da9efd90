import { resolve } from "node:path";
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
