// Findings as the logging commands of a build service, which shows them at the lines of a pull request.

import type { Diagnostic } from "../model/diagnostic.ts";
import { type LintReport, filesIn, wholeMessage } from "./lint-report.ts";
import { plainLine } from "./plain-text.ts";

/**
 * Workflow commands of GitHub Actions. Columns are given where a finding stands on one line: GitHub ignores them elsewhere. What
 * is about no file stands with the run.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function renderGithub(report: LintReport): string {
  const fileOf = filesIn(report);
  return report.diagnostics.map((it) => `${githubCommand(it, fileOf(it))}\n`).join("");
}

function githubCommand(diagnostic: Diagnostic, file: string | undefined): string {
  const { severity, rule, line, column, endLine, endColumn } = diagnostic;
  const columns = [
    ["col", column],
    ["endColumn", endColumn],
  ];
  const isOnOneLine = endLine === line && endColumn > column;
  const place =
    file === undefined ? [] : [["file", file], ["line", line], ...(isOnOneLine ? columns : [["endLine", endLine]])];
  const properties = [...place, ["title", `runbook ${rule}`]];
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
export function renderAzure(report: LintReport): string {
  const { diagnostics } = report;
  const fileOf = filesIn(report);
  const lines = diagnostics.map((diagnostic) => azureLine(diagnostic, fileOf(diagnostic)));
  const worst = ["error", "warning"].find((severity) => diagnostics.some((it) => it.severity === severity));
  if (worst !== undefined) {
    lines.push(`##vso[task.complete result=${worst === "error" ? "Failed" : "SucceededWithIssues"}]`);
  }
  return lines.map((line) => `${line}\n`).join("");
}

function azureLine(diagnostic: Diagnostic, file: string | undefined): string {
  const { severity, rule, path, line, column } = diagnostic;
  const message = azureData(plainLine(wholeMessage(diagnostic)));
  if (severity === "info") {
    const place = file === undefined ? plainLine(path) : `${plainLine(file)}:${line}:${column}`;
    return `${place}: note ${rule}: ${message}`;
  }
  const place = [
    ["linenumber", line],
    ["columnnumber", column],
  ];
  const properties = [
    ["type", severity],
    ...(file === undefined ? [] : [["sourcepath", file], ...place]),
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
