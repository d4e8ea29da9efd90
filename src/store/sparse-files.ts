import type { Environment } from "../model/environment.ts";
import { askGit } from "./git.ts";

/**
 * Paths of tracked files of a folder (relative to it, with `/`) that a sparse checkout leaves out of the work tree; none
 * where git cannot tell.
 */
export async function filesLeftOut(folder: string, env: Environment): Promise<string[]> {
  const listing = await askGit(["ls-files", "-t", "-z"], folder, env).catch(() => undefined);
  return listing?.split("\0").flatMap((line) => (line.startsWith("S ") ? line.slice(2) : [])) ?? [];
}
