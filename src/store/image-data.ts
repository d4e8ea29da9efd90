// Images of a repository as `data:` addresses, which a page can hold.

import { readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { staysInside } from "./inside-folder.ts";

/** A page with a larger one would take long to open; none of a screen comes near. */
const LARGEST_IMAGE = 2 * 1024 * 1024;

/** What a file begins with, by its kind. SVG is left out: it may hold programs. */
const KINDS: readonly { readonly type: string; readonly begins: RegExp }[] = [
  { type: "image/png", begins: /^\u0089PNG\r\n\u001a\n/ },
  { type: "image/jpeg", begins: /^\u00ff\u00d8\u00ff/ },
  { type: "image/gif", begins: /^GIF8[79]a/ },
  { type: "image/webp", begins: /^RIFF[^]{4}WEBP/ },
];

/**
 * Reads images at paths relative to a run book (`root`), inside `top` (both absolute): undefined for what is not there, too
 * large, or none of PNG, JPEG, GIF and WebP.
 */
export function imageReader(root: string, top: string): (path: string) => string | undefined {
  return (path) => {
    const file = resolve(root, path);
    try {
      if (!staysInside(top, relative(top, file))) return undefined;
      const stats = statSync(file);
      if (!stats.isFile() || stats.size > LARGEST_IMAGE) return undefined;
      const content = readFileSync(file);
      const start = content.subarray(0, 16).toString("latin1");
      const kind = KINDS.find(({ begins }) => begins.test(start));
      return kind === undefined ? undefined : `data:${kind.type};base64,${content.toString("base64")}`;
    } catch {
      return undefined;
    }
  };
}
