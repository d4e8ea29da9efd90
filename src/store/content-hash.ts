// Alone in its file: most runs have nothing to hash, and need not load what does it.

import { createHash } from "node:crypto";

/** Tells texts apart. */
export function hashOfText(text: string): string {
  return createHash("sha256").update(text).digest("base64url");
}

/** The same hash as a content-security policy writes it. */
export function base64HashOfText(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}
