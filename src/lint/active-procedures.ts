import { type Procedure, idsOf, isRetired } from "../model/procedure.ts";
import { type ParsedProcedure, stemOf } from "../parse/procedure.ts";
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

/** The ids that procedures have or had; one that does not parse today is known by its file's name. */
export function knownIds({ procedures }: Pick<LintInput, "procedures">): Set<string> {
  return new Set(
    procedures.flatMap(({ procedure, path }) => (procedure === undefined ? stemOf(path) : idsOf(procedure))),
  );
}
