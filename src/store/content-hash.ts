// Alone in its file: most runs have nothing to hash, and need not load what does it.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

/** Tells texts apart. */
export function hashOfText(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** The same hash as a content-security policy writes it. */
export function base64HashOfText(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/** Whether a file holds, byte for byte, what git names by this id. */
export function isBlob(id: string, file: string): boolean {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch {
    return false;
  }
  const hash = createHash(id.length === 40 ? "sha1" : "sha256");
  return hash.update(`blob ${bytes.length}\0`).update(bytes).digest("hex") === id;
}
