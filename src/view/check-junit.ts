import type { BlockResult } from "../model/automation.ts";
import { outcomeOfBlock, placeOfBlock } from "./block-text.ts";
import { type ProcedureCheck, checkTotals } from "./check-report.ts";
import { xmlBlock, xmlLine } from "./xml.ts";

/**
 * JUnit XML: a test suite for each procedure, a test case for each block, with its output. `prefix` is the run book's folder
 * relative to the repository's top, with a `/` at its end.
 */
export function renderCheckJunit(checks: readonly ProcedureCheck[], prefix: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="runbook check" ${countsOf(checks)}>`,
    ...checks.flatMap((check) => suiteLines(check, prefix)),
    "</testsuites>",
    "",
  ].join("\n");
}

function countsOf(checks: readonly ProcedureCheck[]): string {
  const { passed, failed, notRun } = checkTotals(checks);
  const seconds = checks.flatMap(({ results }) => results).reduce((sum, result) => sum + result.seconds, 0);
  return `tests="${passed + failed + notRun}" failures="${failed}" errors="0" skipped="${notRun}" time="${seconds.toFixed(3)}"`;
}

function suiteLines(check: ProcedureCheck, prefix: string): string[] {
  const { procedure, results } = check;
  return [
    `  <testsuite name="${xmlLine(procedure.name)}" ${countsOf([check])}>`,
    ...results.flatMap((result) => caseLines(check, prefix, result)),
    "  </testsuite>",
  ];
}

function caseLines({ procedure }: ProcedureCheck, prefix: string, result: BlockResult): string[] {
  const { block, status, output } = result;
  const name = xmlLine(`${placeOfBlock(block)} (${block.language}, line ${block.line})`);
  const outcome = xmlLine(outcomeOfBlock(result));
  return [
    `    <testcase classname="${xmlLine(procedure.id)}" name="${name}" file="${xmlLine(`${prefix}${procedure.path}`)}" line="${block.line}" time="${result.seconds.toFixed(3)}">`,
    ...(status === "not-run" ? ["      <skipped/>"] : []),
    ...(status === "passed" || status === "not-run" ? [] : [`      <failure type="${status}" message="${outcome}"/>`]),
    ...(output === "" ? [] : [`      <system-out>${xmlBlock(output)}</system-out>`]),
    "    </testcase>",
  ];
}
