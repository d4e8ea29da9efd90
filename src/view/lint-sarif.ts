// SARIF 2.1.0, which code scanning of GitHub and the SARIF tab of Azure DevOps read.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html

import type { Diagnostic } from "../model/diagnostic.ts";
import { lineHashes, textHash } from "./line-hash.ts";
import { type LintReport, filesIn, wholeMessage } from "./lint-report.ts";
import { plainLine } from "./plain-text.ts";
import { safeJson } from "./render-json.ts";
import { steadyMessage } from "./steady-message.ts";

const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const LEVELS = { error: "error", warning: "warning", info: "note" } as const;

/**
 * One SARIF log with one run. Paths are relative to the repository's top (`%SRCROOT%`). `textOf` gives the texts whose lines may
 * be told by a hash of theirs.
 */
export function renderSarif(
  report: LintReport,
  { version, rules }: { readonly version: string; readonly rules: readonly SarifRule[] },
  textOf: (path: string) => string | undefined,
): string {
  const { diagnostics, prefix } = report;
  const fileOf = filesIn(report);
  const index = new Map(rules.map(({ name }, position) => [name, position]));
  const fingerprints = fingerprintsOf(diagnostics, prefix, textOf);
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
              shortDescription: { text: sentence(finds) },
              fullDescription: { text: sentence(finds) },
              help: { text: `Finds ${finds}. What is to be done stands with each finding.` },
              defaultConfiguration: { level: LEVELS[severity] },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The repository's top folder" } } },
        results: diagnostics.map((diagnostic, position) => ({
          ...resultOf(diagnostic, fileOf(diagnostic), prefix, index),
          partialFingerprints: fingerprints[position],
        })),
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

/** The file that each run book has: code scanning takes no log in which a single result is about no file. */
const ALWAYS_THERE = "runbook.yml";

function resultOf(
  diagnostic: Diagnostic,
  file: string | undefined,
  prefix: string,
  index: ReadonlyMap<string, number>,
): object {
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
          artifactLocation: { uri: uriOf(file ?? `${prefix}${ALWAYS_THERE}`), uriBaseId: "%SRCROOT%" },
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
        ...(file === undefined && { logicalLocations: [{ name: plainLine(path) }] }),
      },
    ],
  };
}

/**
 * What a finding is known again by on another day, and when something is written above it: for code scanning, which reads that name
 * only, its line's hash, so that its own uploader has nothing to warn of; of findings of one rule at one line, and of those about
 * a file as a whole, what they say.
 */
function fingerprintsOf(
  diagnostics: readonly Diagnostic[],
  prefix: string,
  textOf: (path: string) => string | undefined,
): Readonly<Record<string, string>>[] {
  const hashes = new Map<string, readonly string[]>();
  const hashAt = ({ path, line }: Diagnostic): string | undefined => {
    const text = textOf(path);
    const ofFile = hashes.get(path) ?? (text === undefined ? [] : lineHashes(text));
    hashes.set(path, ofFile);
    return ofFile[line - 1];
  };
  const told = new Set<string>();
  const numbers = new Map<string, number>();
  return diagnostics.map((diagnostic) => {
    const { rule, path, line, column, endLine, endColumn } = diagnostic;
    const words = `${rule}:${prefix}${plainLine(path)}:${plainLine(steadyMessage(diagnostic))}`;
    const number = (numbers.get(words) ?? 0) + 1;
    numbers.set(words, number);
    const isOfFile = line === 1 && column === 1 && endLine === 1 && endColumn === 1;
    const place = JSON.stringify([rule, path, line]);
    const hash = isOfFile || told.has(place) ? undefined : hashAt(diagnostic);
    told.add(place);
    return { primaryLocationLineHash: hash ?? `${textHash(words)}:${number}`, "runbook/v1": `${words}:${number}` };
  });
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** A relative path as a URI reference (RFC 3986). */
function uriOf(path: string): string {
  return path
    .split("/")
    .map((part) => encodeURIComponent(part.replaceAll(/\p{Surrogate}/gu, "\uFFFD")))
    .join("/");
}
