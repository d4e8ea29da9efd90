// Where the run book is.

import { lstatSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Environment } from "../model/environment.ts";

const SETTINGS_FILE = "runbook.yml";

/**
 * The run book's folder, absolute: the one that `dir` or RUNBOOK_DIR names, else the nearest at or above `cwd`; each may
 * be the run book itself or hold it as `runbook/`. Throws RunbookError "no-runbook" where there is none.
 */
export function findRunBook(options: {
  readonly dir?: string | undefined;
  readonly env: Environment;
  readonly cwd: string;
}): string {
  const { dir, env, cwd } = options;
  const named = dir ?? (env["RUNBOOK_DIR"] || undefined);
  if (named !== undefined) return namedRunBook(resolve(cwd, named), dir === undefined ? "RUNBOOK_DIR" : "--dir");
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    const root = runBookIn(folder);
    if (root !== undefined) return root;
    if (dirname(folder) === folder) break;
  }
  throw new RunbookError(
    "no-runbook",
    `No run book here: neither ${resolve(cwd)} nor a folder above it holds ${SETTINGS_FILE} or runbook/${SETTINGS_FILE}.`,
    "Make one with `runbook init`, or name its folder with `--dir PATH`.",
  );
}

function namedRunBook(folder: string, source: string): string {
  const root = runBookIn(folder);
  if (root !== undefined) return root;
  throw new RunbookError(
    "no-runbook",
    `No run book in ${folder}, which ${source} names: it holds neither ${SETTINGS_FILE} nor runbook/${SETTINGS_FILE}.`,
    "Name another folder with `--dir PATH`, or make a run book with `runbook init`.",
  );
}

function runBookIn(folder: string): string | undefined {
  return [folder, join(folder, "runbook")].find((root) => exists(join(root, SETTINGS_FILE)));
}

/** Also true for a link that leads nowhere: reading then says so, where walking on would hide it. */
function exists(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
