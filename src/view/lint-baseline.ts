// A baseline: the findings that a run book had when lint was adopted, so that only new ones count.

import { compare } from "../model/compare.ts";
import * as z from "zod";
import type { Diagnostic } from "../model/diagnostic.ts";
import { steadyMessage } from "./steady-message.ts";

const SHAPE = z.strictObject({
  schemaVersion: z.literal(1),
  findings: z.array(
    z.strictObject({ rule: z.string(), path: z.string(), message: z.string(), count: z.int().positive() }),
  ),
});

/** How often each finding is known, by `keyOf`. */
export type Baseline = ReadonlyMap<string, number>;

/** What knows these findings. */
export function baselineOf(diagnostics: readonly Diagnostic[]): Baseline {
  const numbers = new Map<string, number>();
  for (const it of diagnostics) numbers.set(keyOf(it), (numbers.get(keyOf(it)) ?? 0) + 1);
  return numbers;
}

/** The baseline in a file's text; undefined where it is none. */
export function readBaseline(text: string): Baseline | undefined {
  let document: unknown;
  try {
    // Editors on Windows may put a byte order mark before it.
    document = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
  const { data } = SHAPE.safeParse(document);
  return data && new Map(data.findings.map(({ count, ...finding }) => [keyOf(finding), count]));
}

/** The file for these findings: in order, a finding a line block, so that its history can be read. */
export function baselineText(diagnostics: readonly Diagnostic[]): string {
  const findings = new Map<string, { rule: string; path: string; message: string; count: number }>();
  for (const diagnostic of diagnostics) {
    const { rule, path } = diagnostic;
    const known = findings.get(keyOf(diagnostic));
    const message = steadyMessage(diagnostic);
    findings.set(keyOf(diagnostic), { rule, path, message, count: (known?.count ?? 0) + 1 });
  }
  const sorted = [...findings].toSorted(([a], [b]) => compare(a, b)).map(([, finding]) => finding);
  return `${JSON.stringify({ schemaVersion: 1, findings: sorted }, null, 2)}\n`;
}

/** What the baseline does not know, how many it does, and how many of its own are no longer found. */
export function compareWithBaseline(
  diagnostics: readonly Diagnostic[],
  baseline: Baseline,
): { readonly fresh: Diagnostic[]; readonly known: number; readonly gone: number } {
  const left = new Map(baseline);
  const fresh = diagnostics.filter((diagnostic) => {
    const key = keyOf(diagnostic);
    const number = left.get(key) ?? 0;
    if (number > 0) left.set(key, number - 1);
    return number === 0;
  });
  const gone = [...left.values()].reduce((sum, number) => sum + number, 0);
  return { fresh, known: diagnostics.length - fresh.length, gone };
}

/** A finding without its line, which moves, and without figures that change by themselves. */
function keyOf(finding: Pick<Diagnostic, "rule" | "path" | "message">): string {
  return JSON.stringify([finding.path, finding.rule, steadyMessage(finding)]);
}
