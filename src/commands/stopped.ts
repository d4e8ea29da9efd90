import type { Io } from "../io.ts";
import { plainLine } from "../view/plain-text.ts";

/**
 * Does work of many files, and says on stderr what is left of it where this process is told to end meanwhile, which it then does.
 * It is heard where the work waits: see `letBeHeard`.
 */
export async function sayingWhatIsLeft<Result>(
  { signals, stderr }: Io,
  left: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const stopListening = signals.beforeEnd?.(() => stderr.write(`${plainLine(left)}\n`));
  try {
    return await work();
  } finally {
    stopListening?.();
  }
}

/** Of a folder that the next run finishes. */
export function unfinished(folder: string): string {
  return `${folder} is unfinished. Run this again.`;
}

/** Lets be heard what this process has been told; to be awaited between files, since all else is done without a wait. */
export async function letBeHeard(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
