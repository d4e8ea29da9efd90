// Files that ship with the tool.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { RunbookError } from "../errors.ts";
import { compare } from "../model/compare.ts";
import type { Environment } from "../model/environment.ts";
import { wayTo } from "./inside-folder.ts";

/** The text of a template, by its file name. */
export function readTemplate(name: string): string {
  return readFileSync(join(packageRoot(), "templates", name), "utf8");
}

/** The texts of the templates that procedures begin with. */
export function readProcedureTemplates(): string[] {
  const names = readdirSync(join(packageRoot(), "templates")).filter((name) => name.startsWith("procedure"));
  return names.map(readTemplate);
}

/** The text of a script for a shell, by its file name. */
export function readCompletionScript(name: string): string {
  return readFileSync(join(packageRoot(), "completions", name), "utf8");
}

/**
 * The reference run book: every file with its path relative to the run book, with `/`, in order. `RUNBOOK_REFERENCE`
 * names a folder to read instead of the one that ships. Throws RunbookError `io` where that cannot be read.
 */
export function readReferenceRunBook(env: Environment): { path: string; text: string }[] {
  const root = env["RUNBOOK_REFERENCE"] || join(packageRoot(), "runbook");
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => ({ path: wayTo(root, file), file }))
      .filter(({ path }) => !path.split("/").some((name) => name.startsWith(".")))
      .toSorted((a, b) => compare(a.path, b.path))
      .map(({ path, file }) => ({ path, text: readFileSync(file, "utf8").replaceAll("\r\n", "\n") }));
  } catch (error) {
    throw new RunbookError(
      "io",
      `The reference run book in ${root} cannot be read: ${(error as Error).message}`,
      null,
      {
        cause: error,
      },
    );
  }
}

/** The bundle's chunks lie deeper than the source; both lie under the folder that holds the templates. */
function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, "templates")) || !existsSync(join(folder, "package.json"))) {
    if (dirname(folder) === folder) throw new Error("The package's own files are missing.");
    folder = dirname(folder);
  }
  return folder;
}
