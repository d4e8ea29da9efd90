import system, { type PlatformPath } from "node:path";

/**
 * The path, absolute, of what somebody names. Windows' long form of it (`\\?\C:\run book`) becomes the usual one: git opens no
 * file by the long one, and no way leads from either to the other.
 */
export function namedPath(cwd: string, path: string, by: PlatformPath = system): string {
  return by.resolve(cwd, path).replace(/^\\\\[?.]\\(?=[a-z]:)|^(\\)\\[?.]\\UNC(?=\\)/i, "$1");
}
