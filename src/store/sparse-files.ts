import type { Environment } from "../model/environment.ts";
import { gitEnvironment, runGit } from "./git.ts";

/**
 * Paths of tracked files of a folder (relative to it, with `/`) that a sparse checkout leaves out of the work tree; none
 * where git cannot tell.
 */
export async function filesLeftOut(folder: string, env: Environment): Promise<string[]> {
  const options = { cwd: folder, env: gitEnvironment(env) };
  const listing = await runGit(["ls-files", "-t", "-z"], options).catch(() => undefined);
  if (listing?.exitCode !== 0) return [];
  return listing.stdout.split("\0").flatMap((line) => (line.startsWith("S ") ? line.slice(2) : []));
}
