import type { ParsedProcedure } from "../parse/procedure.ts";
import { type ProcedureText, readProcedureText } from "../parse/procedure-text.ts";

/** Reads each procedure's text when it is first asked for, and once. */
export function procedureTexts(): (procedure: ParsedProcedure) => ProcedureText {
  const known = new Map<string, ProcedureText>();
  return ({ path, text }) => {
    const read = known.get(path) ?? readProcedureText(text);
    known.set(path, read);
    return read;
  };
}
