// What `sync --restore` says where a rewritten ledger had the same records already.

import { count } from "../model/count.ts";
import { type LedgerCommit, abbreviated } from "../model/record.ts";
import { parseRecordMessage } from "../parse/record-message.ts";

/** A hint about completions and skips that are there twice now; empty where there are none. */
export function copiesHint(copies: readonly LedgerCommit[]): string {
  // Copies of voids and approvals are about the originals, as those themselves.
  const doubled = copies.flatMap(({ id, message }) => {
    const parsed = parseRecordMessage(message);
    if (parsed === undefined || "problem" in parsed) return [];
    return ["completion", "skip"].includes(parsed.content.record) ? [abbreviated(id)] : [];
  });
  if (doubled.length === 0) return "";
  return (
    `${count(doubled.length, "record")} put back had been copied when the ledger was rewritten, and the copies count, too: ` +
    `what was voided counts again, what was approved may await it.\nVoid the copies: runbook undo ${doubled.join(" ")}\n`
  );
}
