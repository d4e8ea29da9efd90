import { count } from "../model/count.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { severityTotals } from "./diagnostics-text.ts";

/** What `lint` found, and what its reports need to show it. */
export interface LintReport {
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was looked at, relative to the run book, with `/`. */
  readonly paths: readonly string[];
  /** The run book's folder relative to the repository's top, with a `/` at its end; `""` where they are the same. */
  readonly prefix: string;
  /** Warnings and notes, if there are any, are not among the findings. */
  readonly isOfErrors?: boolean;
}

/**
 * Gives the file that a finding is about, by its path from the repository's top; undefined where there is none, as of what the
 * ledger holds.
 */
export function filesIn({ paths, prefix }: LintReport): (finding: Pick<Diagnostic, "path">) => string | undefined {
  const all = new Set(paths);
  return ({ path }) => (all.has(path) ? `${prefix}${path}` : undefined);
}

/** How many findings there are of what was asked for; undefined where there is none. */
export function countsOf({ diagnostics, isOfErrors }: LintReport): string | undefined {
  if (diagnostics.length === 0) return undefined;
  const { error, warning, info } = severityTotals(diagnostics);
  const errors = count(error, "error");
  return isOfErrors === true ? errors : [errors, count(warning, "warning"), count(info, "note")].join(", ");
}

/** What there is none of where there are no findings. */
export function absentFrom({ isOfErrors }: LintReport): string {
  return isOfErrors === true ? "no errors" : "no findings";
}

/** A finding's message with how to mend it, on one line. */
export function wholeMessage({ message, hint }: Diagnostic): string {
  return hint === null ? message : `${message} ${hint}`;
}
