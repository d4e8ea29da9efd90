import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import { wayWithin } from "../store/inside-folder.ts";

/** Refuses to write among the procedures of a run book what `lint` and `due` would then take for one. */
export function refuseAmongProcedures(path: string, root: string): void {
  if (wayWithin(join(root, "procedures"), path) === undefined) return;
  throw new RunbookError(
    "usage",
    `What is written to ${path} would be taken for procedures`,
    "Name a place outside procedures/.",
  );
}
