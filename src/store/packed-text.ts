import { deflateSync, inflateSync } from "node:zlib";

/** Far above any text of a run book; what unpacks to more is no text of ours. */
const LARGEST_TEXT = 4 * 1024 * 1024;

/** A text as one word: zlib, whose checksum tells damage, in base64. */
export function packText(text: string): string {
  return deflateSync(Buffer.from(text, "utf8"), { level: 9 }).toString("base64");
}

/** The text of a word that `packText` made; undefined where it was damaged. */
export function unpackText(packed: string): string | undefined {
  try {
    return inflateSync(Buffer.from(packed, "base64"), { maxOutputLength: LARGEST_TEXT }).toString("utf8");
  } catch {
    return undefined;
  }
}
