import type { LedgerRecord } from "../model/record.ts";
import { type ProcedureCheck, checkTotals, hasPassed } from "./check-report.ts";
import type { Output } from "./output-shapes.ts";

/** `check --json`; `records` are those of the procedures that were recorded. */
export function checkDocument(checks: readonly ProcedureCheck[], records: readonly LedgerRecord[]): Output<"check"> {
  return {
    schemaVersion: 1,
    procedures: checks.map((check) => ({
      procedure: check.procedure.id,
      name: check.procedure.name,
      path: check.procedure.path,
      occurrence: check.occurrence,
      passed: hasPassed(check),
      uncheckedPoints: check.uncheckedPoints,
      commit: records.find(({ procedure }) => procedure === check.procedure.id)?.commit ?? null,
      blocks: check.results.map(({ block, seconds, status, exitCode, signal, output, leftOut }) => ({
        section: block.section,
        item: block.item,
        line: block.line,
        language: block.language,
        status,
        exitCode,
        signal,
        seconds: Math.round(seconds * 1000) / 1000,
        output,
        leftOut,
      })),
    })),
    totals: checkTotals(checks),
  };
}
