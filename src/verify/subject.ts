import type { InspectedCommit, Inspection } from "../model/inspection.ts";
import type { LedgerRecord, RecordContent } from "../model/record.ts";
import type { RunBook } from "../model/runbook.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant } from "../schedule/zone.ts";

/** A commit of the ledger with what its message says; `content` is null where it is no record that can be read. */
export interface ReadCommit {
  readonly commit: InspectedCommit;
  readonly content: RecordContent | null;
  /** Why a message that means to be a record cannot be read. */
  readonly problem: string | null;
}

/** Everything that the checks look at. */
export interface Subject {
  readonly inspection: Inspection;
  /** Parents before children. */
  readonly commits: readonly ReadCommit[];
  /** Of this run book. */
  readonly records: readonly LedgerRecord[];
  readonly book: RunBook;
  /** Ids of procedures that do not parse today, which are known all the same. */
  readonly unparsed: readonly string[];
  readonly schedule: Schedule;
  /** The present moment; null: clocks that ran ahead are not looked for, so that the answer does not depend on it. */
  readonly now: Instant | null;
  /** Records written down before it need no signature. */
  readonly signedSince: Instant | null;
}

/** As messages name a commit. */
export function short(commit: string): string {
  return commit.slice(0, 10);
}

/** How to look at a commit. */
export function lookAt(commit: string, args = "--stat"): string {
  return `git show ${args} ${short(commit)}`;
}
