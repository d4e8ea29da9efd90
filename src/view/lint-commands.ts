// Findings as the logging commands of a build service, which shows them at the lines of a pull request.

import type { Diagnostic } from "../model/diagnostic.ts";
import { type LintReport, wholeMessage } from "./lint-report.ts";
import { plainLine } from "./plain-text.ts";

/**
 * Workflow commands of GitHub Actions. Columns are given where a finding stands on one line: GitHub ignores them elsewhere.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub({ diagnostics, prefix }: LintReport): string {
  return diagnostics.map((it) => `${githubCommand(it, prefix)}\n`).join("");
}

function githubCommand(diagnostic: Diagnostic, prefix: string): string {
  const { severity, rule, path, line, column, endLine, endColumn } = diagnostic;
  const properties = [
    ["file", `${prefix}${path}`],
    ["line", line],
    ...(endLine === line && endColumn > column
      ? [
          ["col", column],
          ["endColumn", endColumn],
        ]
      : [["endLine", endLine]]),
    ["title", `runbook ${rule}`],
  ];
  const name = severity === "info" ? "notice" : severity;
  const text = properties.map(([key, value]) => `${key}=${githubProperty(String(value))}`).join(",");
  return `::${name} ${text}::${githubData(plainLine(wholeMessage(diagnostic)))}`;
}

function githubData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function githubProperty(text: string): string {
  return githubData(plainLine(text)).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * Logging commands of Azure Pipelines, and at the end the task's result. Notes have no command of their own: they are lines of
 * the log. https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
 */
export function renderAzure({ diagnostics, prefix }: LintReport): string {
  const lines = diagnostics.map((diagnostic) => azureLine(diagnostic, prefix));
  const worst = ["error", "warning"].find((severity) => diagnostics.some((it) => it.severity === severity));
  if (worst !== undefined) {
    lines.push(`##vso[task.complete result=${worst === "error" ? "Failed" : "SucceededWithIssues"}]`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function azureLine(diagnostic: Diagnostic, prefix: string): string {
  const { severity, rule, path, line, column } = diagnostic;
  const message = azureData(plainLine(wholeMessage(diagnostic)));
  if (severity === "info") return `${plainLine(`${prefix}${path}`)}:${line}:${column}: note ${rule}: ${message}`;
  const properties = [
    ["type", severity],
    ["sourcepath", `${prefix}${path}`],
    ["linenumber", line],
    ["columnnumber", column],
    ["code", rule],
  ];
  const text = properties.map(([key, value]) => `${key}=${azureProperty(String(value))}`).join(";");
  return `##vso[task.logissue ${text}]${message}`;
}

function azureData(text: string): string {
  return text.replaceAll("%", "%AZP25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function azureProperty(text: string): string {
  return azureData(plainLine(text)).replaceAll(";", "%3B").replaceAll("]", "%5D");
}
