import { readFileSync } from "node:fs";

/** The text of a file; undefined where it is not there, or cannot be read. */
export function textIn(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
