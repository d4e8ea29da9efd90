import type { Diagnostic } from "../model/diagnostic.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { withFolder } from "./typed-command.ts";

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

/** One finding: place, severity, rule and message, then the lines of `frame`, then the mend. */
export function renderDiagnostic(diagnostic: Diagnostic, { chalk, dir }: Style, frame: readonly string[] = []): string {
  const { path, line, column, severity, rule, message, hint } = diagnostic;
  const paint = { error: chalk.red, warning: chalk.yellow, info: chalk.blue }[severity];
  const place = chalk.bold(`${plainLine(path)}:${line}:${column}`);
  const found = `${place}: ${paint(severity)} ${chalk.dim(rule)}: ${plainLine(message)}`;
  return [found, ...frame, ...(hint === null ? [] : [`    ${withFolder(plainLine(hint), dir)}`])].join("\n");
}
