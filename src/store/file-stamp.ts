// A file's stamp tells that it was not written to since, without a look at what it holds.

import type { Stats } from "node:fs";
import type { Stamp } from "../model/source-file.ts";

/**
 * A file system's clock ticks in steps, of 2 seconds at the most (FAT): a file that was written within one of them may be
 * written again without another stamp. Git calls such an entry of its index racy.
 */
const LONGEST_TICK_MS = 2000;

export function stampOf({ mtimeMs, ctimeMs, size, ino }: Stats): Stamp {
  return [mtimeMs, ctimeMs, size, ino];
}

export function isSameStamp(known: Stamp | null, now: Stamp | null | undefined): boolean {
  if (known === null || now == null) return known === now;
  return now.every((value, index) => value === known[index]);
}

/** Whether what was read after an instant (milliseconds, by the clock that stamps files) cannot change without another stamp. */
export function isSettled([modified, changed]: Stamp, instant: number): boolean {
  return Math.max(modified, changed) + LONGEST_TICK_MS < instant;
}
