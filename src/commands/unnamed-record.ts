import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { GlobalOptions } from "./options.ts";
import { openRecords, requireLedger } from "./session.ts";
import { describe } from "./undo.ts";

/** How many records are listed. */
const LISTED = 5;

/** Throws the error for `undo` without a word: the last records that the person performed or wrote down and that stand. */
export async function refuseUndoOfNothing(options: GlobalOptions, io: Io): Promise<never> {
  const session = await openRecords(options, io, "first");
  const { email } = await requireLedger(session).author();
  const isOwn = ({ performedBy, recordedBy }: LedgerRecord): boolean =>
    [performedBy, recordedBy].some((who) => who.email.toLowerCase() === email.toLowerCase());
  const standing = session.records
    .filter(
      (record) => record.record !== "void" && !session.schedule.history.voided.has(record.commit) && isOwn(record),
    )
    .toSorted((a, b) => Date.parse(b.recordedAt) - Date.parse(a.recordedAt));
  const [first] = standing;
  if (first === undefined)
    throw new RunbookError("no-candidate", `Nothing of ${email} is on the ledger to undo`, "See all: runbook log");
  const latest = standing.slice(0, LISTED);
  throw new RunbookError(
    "usage",
    `Expected what to undo. What you recorded last:\n${latest.map(describe).join("\n")}`,
    [
      `Name one or more: runbook undo ${first.commit.slice(0, 10)}`,
      ...(standing.length > LISTED ? [`See all: runbook log --person ${email}`] : []),
    ].join("\n"),
  );
}
