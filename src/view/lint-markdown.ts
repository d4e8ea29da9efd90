import { count } from "../model/count.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type LintReport, absentFrom, countsOf, filesIn, wholeMessage } from "./lint-report.ts";
import { markdownTable } from "./markdown.ts";

/** Rows that anybody reads, and letters of a table: GitHub takes 65,536 in a comment on a pull request. */
const MOST_ROWS = 200;
const MOST_LETTERS = 60_000;

/** A table for a comment on a pull request, the gravest first. */
export function renderLintMarkdown(report: LintReport): string {
  const { diagnostics, paths } = report;
  const fileOf = filesIn(report);
  const heading = "## Run book\n";
  const counts = countsOf(report);
  if (counts === undefined) return `${heading}\n${count(paths.length, "file")} checked, ${absentFrom(report)}.\n`;
  const order = ["error", "warning", "info"];
  const sorted = diagnostics.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const rows = sorted
    .slice(0, MOST_ROWS)
    .map((it) => [it.severity, it.rule, placeOf(it, fileOf(it)), wholeMessage(it)]);
  const table = linesWithin(MOST_LETTERS, markdownTable(["severity", "rule", "place", "finding"], rows));
  const rest = diagnostics.length - (table.length - TITLE_LINES);
  return [
    heading,
    `${count(paths.length, "file")} checked: ${counts}.`,
    "",
    ...table,
    ...(rest === 0 ? [] : ["", `And ${rest} more: \`runbook lint\``]),
    "",
  ].join("\n");
}

function placeOf({ path, line }: Diagnostic, file: string | undefined): string {
  return file === undefined ? path : `${file}:${line}`;
}

/** Those of a table above its first row. */
const TITLE_LINES = 2;

/** The first lines of a text, as many as there is room for. */
function linesWithin(most: number, text: string): string[] {
  let letters = 0;
  return text.split("\n").filter((line) => {
    letters += line.length + 1;
    return letters <= most;
  });
}
