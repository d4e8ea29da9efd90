import type { Column } from "./table-parts.ts";

/** A cell of a report: text as it comes from the run book, and what it is drawn from. */
export interface ReportCell {
  readonly text: string;
  readonly tone?: "good" | "warn" | "bad";
  /** A share from 0 to 1, drawn as a bar beside the text. */
  readonly share?: number;
  /** Values drawn as a curve in place of the text, with thresholds. */
  readonly curve?: { readonly values: readonly number[]; readonly thresholds: readonly number[] };
}

export interface ReportSection {
  /** Kebab-case name, unique in a report. */
  readonly id: string;
  readonly heading: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** Sentences under the table, or instead of it. */
  readonly notes: readonly string[];
}
