import type { RecordKind } from "./record.ts";

/** What `verify` looks for, in the order in which breaks are told. */
export const CHECKS = [
  "object",
  "lost",
  "form",
  "file",
  "signature",
  "time",
  "reference",
  "procedure",
  "occurrence",
  "approval",
] as const;
export type Check = (typeof CHECKS)[number];

/** A place where the ledger is not as it should be. */
export interface Break {
  readonly check: Check;
  /** The commit to look at; null where it is no single one. */
  readonly commit: string | null;
  readonly message: string;
  /** How to look at it, or what to do. */
  readonly hint: string;
}

/** A record that was written down on a later day than the work was performed. */
export interface LateRecord {
  readonly commit: string;
  readonly record: RecordKind;
  readonly procedure: string | null;
  readonly occurrence: string | null;
  readonly event: string | null;
  readonly performedAt: string;
  readonly recordedAt: string;
  readonly daysAfter: number;
}

/** Late records, newest first; made one by one when they are asked for, since there may be very many. */
export interface LateRecords extends Iterable<LateRecord> {
  readonly count: number;
}

/** Signatures of commits, by what they are worth. */
export interface SignatureCounts {
  /** By a key that is trusted; it may have run out since. */
  readonly good: number;
  /** There, and not to be checked here: the key is unknown or not trusted. */
  readonly unchecked: number;
  /** Does not fit, or is by a key that was revoked. */
  readonly bad: number;
  readonly none: number;
}

/** What became of checking a ledger. */
export interface Verification {
  /** Commits that no other one follows. */
  readonly tips: readonly string[];
  readonly commits: number;
  /** Of this run book. */
  readonly records: number;
  readonly breaks: readonly Break[];
  readonly late: LateRecords;
  readonly signatures: SignatureCounts;
}
