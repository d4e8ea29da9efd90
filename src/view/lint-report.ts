import type { Diagnostic } from "../model/diagnostic.ts";

/** What `lint` found, and what its reports need to show it. */
export interface LintReport {
  readonly diagnostics: readonly Diagnostic[];
  /** Every file that was looked at, relative to the run book, with `/`. */
  readonly paths: readonly string[];
  /** The run book's folder relative to the repository's top, with a `/` at its end; `""` where they are the same. */
  readonly prefix: string;
}

/** A finding's message with how to mend it, on one line. */
export function wholeMessage({ message, hint }: Diagnostic): string {
  return hint === null ? message : `${message} ${hint}`;
}
