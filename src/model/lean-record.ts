import type { LedgerRecord } from "./record.ts";

/** What statuses follow from of a completion or skip. */
export type Lean = Pick<
  LedgerRecord,
  | "record"
  | "procedure"
  | "occurrence"
  | "outcome"
  | "commit"
  | "performedBy"
  | "performedAt"
  | "recordedBy"
  | "recordedAt"
>;

const NO_VALUES = {};
const NO_EVIDENCE: readonly string[] = [];

/** Whether a record says no more than what `leanRecord` makes one of. */
export function isLean(record: LedgerRecord): boolean {
  const { values, evidence, note, subject, book } = record;
  return (
    values === NO_VALUES &&
    evidence === NO_EVIDENCE &&
    (book || note || subject) === "" &&
    (record.event ?? record.effortMinutes ?? record.content ?? record.severity ?? record.ticket) === null &&
    (record.assignee ?? record.voids ?? record.approves) === null
  );
}

/**
 * A completion or skip of which nothing else is known. All keys one by one: there are many such records, and to spread a shared
 * object into each takes twenty times as long.
 */
export function leanRecord(lean: Lean): LedgerRecord {
  return {
    book: "",
    record: lean.record,
    procedure: lean.procedure,
    occurrence: lean.occurrence,
    event: null,
    outcome: lean.outcome,
    effortMinutes: null,
    values: NO_VALUES,
    note: "",
    evidence: NO_EVIDENCE,
    content: null,
    severity: null,
    ticket: null,
    assignee: null,
    voids: null,
    approves: null,
    commit: lean.commit,
    subject: "",
    performedBy: lean.performedBy,
    performedAt: lean.performedAt,
    recordedBy: lean.recordedBy,
    recordedAt: lean.recordedAt,
  };
}
