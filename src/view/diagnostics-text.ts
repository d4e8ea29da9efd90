import type { Diagnostic } from "../model/diagnostic.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { count } from "./words.ts";

/** How many findings there are of each severity. */
export interface SeverityTotals {
  readonly error: number;
  readonly warning: number;
  readonly info: number;
}

/** Counts findings by severity. */
export function severityTotals(diagnostics: readonly Diagnostic[]): SeverityTotals {
  const number = (severity: Diagnostic["severity"]): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  return { error: number("error"), warning: number("warning"), info: number("info") };
}

/** Findings for people, a line each with `path:line:column`, the mend under it. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], style: Style): string {
  return diagnostics.map((diagnostic) => `${renderDiagnostic(diagnostic, style)}\n`).join("");
}

function renderDiagnostic(diagnostic: Diagnostic, { chalk }: Style): string {
  const { path, line, column, severity, rule, message, hint } = diagnostic;
  const paint = { error: chalk.red, warning: chalk.yellow, info: chalk.blue }[severity];
  const place = chalk.bold(`${plainLine(path)}:${line}:${column}`);
  const found = `${place}: ${paint(severity)} ${chalk.dim(rule)}: ${plainLine(message)}`;
  return hint === null ? found : `${found}\n    ${plainLine(hint)}`;
}

/** `lint` for people: the findings, then the count of files and findings. */
export function renderLintText(diagnostics: readonly Diagnostic[], files: number, style: Style): string {
  const totals = severityTotals(diagnostics);
  const findings =
    diagnostics.length === 0
      ? style.chalk.green("no findings")
      : [count(totals.error, "error"), count(totals.warning, "warning"), count(totals.info, "note")].join(", ");
  const list = renderDiagnostics(diagnostics, style);
  return `${list}${list === "" ? "" : "\n"}${count(files, "file")} checked: ${findings}\n`;
}
