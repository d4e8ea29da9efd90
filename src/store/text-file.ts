import { readFileSync } from "node:fs";
import { RunbookError } from "../errors.ts";

/** The text of a file; undefined where it is not there, or cannot be read. */
export function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Does what reads at a path. Throws RunbookError `io` where it cannot be done. */
export function attemptToRead<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw new RunbookError("io", `${path} cannot be read: ${(error as Error).message}`, null, { cause: error });
  }
}
