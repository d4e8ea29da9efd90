import type { Procedure } from "../model/procedure.ts";

/** What to type where there is no procedure yet. */
export const FIRST_PROCEDURE = 'runbook new "Service health" --trigger "every business day" --owner ROLE';

/** What to type to be led through a procedure, and to record it afterwards; `key` where only that tells which occurrence. */
export function workCommands({ id, requires }: Procedure, key: string | null): readonly [run: string, done: string] {
  const which = key === null ? "" : ` --for ${key}`;
  const attach = requires.includes("evidence") ? " --attach FILE" : "";
  return [`runbook run ${id}${which}`, `runbook done ${id}${which}${attach}`];
}
