import type { Inspection } from "../model/inspection.ts";
import type { RunBook } from "../model/runbook.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant } from "../schedule/zone.ts";
import type { LedgerReading } from "./reading.ts";

/** Everything that the checks look at. */
export interface Subject {
  readonly inspection: Inspection;
  readonly reading: LedgerReading;
  readonly book: RunBook;
  /** Ids of procedures that do not parse today, which are known all the same. */
  readonly unparsed: readonly string[];
  /** Its history has the voids at the least. */
  readonly schedule: Schedule;
  /** The present moment; null: clocks that ran ahead are not looked for, so that the answer does not depend on it. */
  readonly now: Instant | null;
  /** Records written down before it need no signature. */
  readonly signedSince: Instant | null;
}

/** The places of the ledger's commits, parents before children. */
export function* placesOf({ reading: { columns } }: Subject): Generator<number> {
  const { count, isReadable } = columns.commits;
  for (let place = count - 1; place >= 0; place -= 1) if (isReadable(place)) yield place;
}

/** Those of this run book's records. */
export function* recordsOf({ reading: { columns } }: Subject): Generator<number> {
  for (let place = columns.commits.count - 1; place >= 0; place -= 1) if (columns.isOwn(place)) yield place;
}
