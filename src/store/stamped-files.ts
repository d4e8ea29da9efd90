import { statSync } from "node:fs";
import { join } from "node:path";
import type { Stamp } from "../model/source-file.ts";
import { isSameStamp, stampOf } from "./file-stamp.ts";

/** Whether files and folders, by their paths under a root, have the stamps by which they are known; none has null. */
export function areAsStamped(root: string, known: Iterable<readonly [path: string, stamp: Stamp | null]>): boolean {
  for (const [path, stamp] of known) if (stamp === null || !isAsStamped(join(root, path), stamp)) return false;
  return true;
}

function isAsStamped(path: string, stamp: Stamp): boolean {
  try {
    return isSameStamp(stamp, stampOf(statSync(path)));
  } catch {
    return false;
  }
}
