// Files that ship with the tool.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The text of a template, by its file name. */
export function readTemplate(name: string): string {
  return readFileSync(join(packageRoot(), "templates", name), "utf8");
}

/** The reference run book: every file with its path relative to the run book, with `/`, in order. */
export function readReferenceRunBook(): { path: string; text: string }[] {
  const root = join(packageRoot(), "runbook");
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted()
    .map((file) => ({ path: relative(root, file).split(sep).join("/"), text: readFileSync(file, "utf8") }));
}

/** The bundle's chunks lie deeper than the source; both lie under the folder that holds the templates. */
function packageRoot(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "templates")) || !existsSync(join(folder, "package.json"))) {
    if (dirname(folder) === folder) throw new Error("The package's own files are missing.");
    folder = dirname(folder);
  }
  return folder;
}
