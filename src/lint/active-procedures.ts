import { type Procedure, isRetired } from "../model/procedure.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";
import type { LintInput } from "./rule.ts";

/** The procedures that parse, and that somebody still has to follow. */
export function activeProcedures({
  procedures,
  asOf,
}: Pick<LintInput, "procedures" | "asOf">): (ParsedProcedure & { readonly procedure: Procedure })[] {
  return procedures.flatMap((parsed) => {
    const { procedure } = parsed;
    return procedure === undefined || isRetired(procedure, asOf) ? [] : [{ ...parsed, procedure }];
  });
}
