export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A finding with a place. Lines and columns count from 1; columns in UTF-16 units, the end exclusive. */
export interface Diagnostic {
  /** A lint rule's name. */
  readonly rule: string;
  readonly severity: Severity;
  /** Relative to the run book, with `/`. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What was found and what was expected. */
  readonly message: string;
  /** How to mend it. */
  readonly hint: string | null;
}

/** Rules whose findings mean that a file does not parse: the procedure is left out of every answer. */
export const PARSE_RULES = ["syntax", "schema", "trigger", "duplicate-id"] as const;
