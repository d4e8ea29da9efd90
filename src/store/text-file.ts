import { isUtf8 } from "node:buffer";
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

/** What Windows-1252 has at 0x80 to 0x9F. */
const WESTERN = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/** The text of a file in UTF-8, in UTF-16 with a mark, or else in Windows' Western encoding. */
export function decodedText(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  if (isUtf8(bytes)) return new TextDecoder().decode(bytes);
  // Some versions of Node take Windows-1252 for Latin-1.
  return bytes.toString("latin1").replaceAll(/[\u{80}-\u{9f}]/gu, (mark) => WESTERN[mark.charCodeAt(0) - 0x80] ?? mark);
}
