import type { LedgerRecord } from "../model/record.ts";
import type { LedgerFacts } from "./rule.ts";

/** Records of what happened that nobody voided: what voids or approves one repeats what that says, and of old ones is not kept. */
export function standingRecords({ records, schedule }: LedgerFacts): LedgerRecord[] {
  return records.filter(
    ({ commit, record }) => record !== "void" && record !== "approval" && !schedule.history.voided.has(commit),
  );
}
