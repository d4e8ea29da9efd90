import { statSync } from "node:fs";
import { join, sep } from "node:path";
import type { Stamp } from "../model/source-file.ts";
import { isSameStamp, isSettled, stampOf } from "./file-stamp.ts";

/** Folders of a run book with their stamps, as `findRunBookFiles` looks through them. */
export interface LookedThrough {
  /** By path; null where a file may come or go without another stamp. */
  readonly stamps: ReadonlyMap<string, Stamp | null>;
  readonly startedAt: number;
  readonly onFolder: (path: string) => void;
}

/** Of the run book's folder, from now on. */
export function lookThrough(root: string): LookedThrough {
  const stamps = new Map<string, Stamp | null>();
  const startedAt = Date.now();
  const onFolder = (path: string): void => {
    const stamp = stampOf(statSync(join(root, path)));
    stamps.set(path, isSettled(stamp, startedAt) ? stamp : null);
  };
  return { stamps, startedAt, onFolder };
}

/** Whether files and folders, by their paths under a root, have the stamps by which they are known; none has null. */
export function areAsStamped(root: string, known: Iterable<readonly [path: string, stamp: Stamp | null]>): boolean {
  // Paths are put together as they are: tidying up hundreds of them takes longer than asking for their stamps.
  for (const [path, stamp] of known) if (stamp === null || !isAsStamped(`${root}${sep}${path}`, stamp)) return false;
  return true;
}

function isAsStamped(path: string, stamp: Stamp): boolean {
  try {
    return isSameStamp(stamp, stampOf(statSync(path)));
  } catch {
    return false;
  }
}
