import { count } from "../model/count.ts";
import { severityTotals } from "./diagnostics-text.ts";
import { type LintReport, wholeMessage } from "./lint-report.ts";
import { markdownTable } from "./markdown.ts";

/** Rows that a comment on a pull request has room for. */
const MOST_ROWS = 200;

/** A table for a comment on a pull request, the gravest first. */
export function renderLintMarkdown({ diagnostics, paths, prefix }: LintReport): string {
  const totals = severityTotals(diagnostics);
  const heading = "## Run book\n";
  if (diagnostics.length === 0) return `${heading}\n${count(paths.length, "file")} checked, no findings.\n`;
  const order = ["error", "warning", "info"];
  const sorted = diagnostics.toSorted((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  const rows = sorted
    .slice(0, MOST_ROWS)
    .map((it) => [it.severity, it.rule, `${prefix}${it.path}:${it.line}`, wholeMessage(it)]);
  const rest = diagnostics.length - rows.length;
  const summary = [count(totals.error, "error"), count(totals.warning, "warning"), count(totals.info, "note")].join(
    ", ",
  );
  return [
    heading,
    `${count(paths.length, "file")} checked: ${summary}.`,
    "",
    markdownTable(["severity", "rule", "place", "finding"], rows),
    ...(rest === 0 ? [] : ["", `And ${rest} more: \`runbook lint\``]),
    "",
  ].join("\n");
}
