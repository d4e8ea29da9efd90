import type { Diagnostic } from "../model/diagnostic.ts";
import { type LintReport, filesIn, wholeMessage } from "./lint-report.ts";
import { xmlLine } from "./xml.ts";

/**
 * JUnit XML, which the test tabs of build services read: a test case for each file (and for the ledger), which fails by its errors
 * and warnings; notes are its output. https://github.com/testmoapp/junitxml
 */
export function renderJunit(report: LintReport): string {
  const { diagnostics, paths } = report;
  const fileOf = filesIn(report);
  const all = [...new Set([...paths, ...diagnostics.map(({ path }) => path)])];
  const cases = all.map((path) => ({ path, found: diagnostics.filter((it) => it.path === path) }));
  const failures = cases.filter(({ found }) => found.some(isFailure)).length;
  const counts = `tests="${cases.length}" failures="${failures}" errors="0" skipped="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="runbook lint" ${counts}>`,
    `  <testsuite name="runbook lint" ${counts}>`,
    ...cases.flatMap(({ path, found }) => caseLines(path, fileOf({ path }), found)),
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function isFailure({ severity }: Diagnostic): boolean {
  return severity !== "info";
}

function caseLines(path: string, file: string | undefined, found: readonly Diagnostic[]): string[] {
  const failures = found.filter(isFailure);
  const notes = found.filter((it) => !isFailure(it));
  const name = xmlLine(file ?? path);
  const open = `    <testcase classname="runbook lint" name="${name}"${file === undefined ? "" : ` file="${name}"`}`;
  if (found.length === 0) return [`${open}/>`];
  return [
    `${open}>`,
    ...(failures.length === 0
      ? []
      : [
          `      <failure type="${xmlLine(failures.map(({ rule }) => rule).join(" "))}" message="${xmlLine(failures.map(({ message }) => message).join(" "))}">`,
          ...failures.map((it) => xmlLine(lineOf(it))),
          "      </failure>",
        ]),
    ...(notes.length === 0
      ? []
      : ["      <system-out>", ...notes.map((it) => xmlLine(lineOf(it))), "      </system-out>"]),
    "    </testcase>",
  ];
}

function lineOf(diagnostic: Diagnostic): string {
  const { line, column, severity, rule } = diagnostic;
  return `${line}:${column} ${severity} ${rule}: ${wholeMessage(diagnostic)}`;
}
