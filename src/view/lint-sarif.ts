// SARIF 2.1.0, which code scanning of GitHub and the SARIF tab of Azure DevOps read.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import type { Diagnostic } from "../model/diagnostic.ts";
import { type LintReport, wholeMessage } from "./lint-report.ts";
import { plainLine } from "./plain-text.ts";
import { safeJson } from "./render-json.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/** One SARIF log with one run. Paths are relative to the repository's top (`%SRCROOT%`). */
export function renderSarif(
  { diagnostics, prefix }: LintReport,
  { version, rules }: { readonly version: string; readonly rules: readonly SarifRule[] },
): string {
  const index = new Map(rules.map(({ name }, position) => [name, position]));
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "runbook",
            version,
            semanticVersion: version,
            rules: rules.map(({ name, severity, finds }) => ({
              id: name,
              shortDescription: { text: finds },
              defaultConfiguration: { level: LEVELS[severity] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The repository's top folder" } } },
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, prefix, index)),
      },
    ],
  };
  return safeJson(log);
}

export interface SarifRule {
  readonly name: string;
  readonly severity: Diagnostic["severity"];
  /** What it finds, in a few words. */
  readonly finds: string;
}

function resultOf(diagnostic: Diagnostic, prefix: string, index: ReadonlyMap<string, number>): object {
  const { rule, severity, path, line, column, endLine, endColumn } = diagnostic;
  const ruleIndex = index.get(rule);
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: plainLine(wholeMessage(diagnostic)) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(`${prefix}${path}`), uriBaseId: "%SRCROOT%" },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    // Without the line, which moves when something is written above it.
    partialFingerprints: { "runbook/v1": `${rule}:${plainLine(path)}:${plainLine(diagnostic.message)}` },
  };
}

/** A relative path as a URI reference (RFC 3986). */
function uriOf(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, "\uFFFD")))
    .join("/");
}
