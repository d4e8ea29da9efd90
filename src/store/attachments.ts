import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { safeName } from "./evidence-files.ts";
import { isAttachment } from "./import-files.ts";
import { staysInside } from "./inside-folder.ts";

/**
 * Names of files (relative to a run book, with `/`) that may be published: images and documents, none that is hidden or leads
 * out of the run book. Undefined for any other.
 */
export function attachments(root: string): (path: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const nameOf = (path: string): string | undefined => {
    const file = join(root, path);
    const isHidden = path.split("/").some((name) => name.startsWith("."));
    if (isHidden || path.includes("\0") || !existsSync(file) || !staysInside(root, path) || !isAttachment(file))
      return undefined;
    // The content in the name: two files of one name stay apart, and a reader's cache shows the new one.
    const hash = createHash("sha256").update(readFileSync(file)).digest("hex").slice(0, 8);
    const ending = extname(file);
    return `${safeName(basename(file, ending))}-${hash}${ending.toLowerCase()}`;
  };
  return (path) => {
    if (!known.has(path)) known.set(path, nameOf(path));
    return known.get(path);
  };
}
