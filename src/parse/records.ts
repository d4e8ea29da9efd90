import type { Diagnostic } from "../model/diagnostic.ts";
import type { LedgerCommit, LedgerRecord } from "../model/record.ts";
import type { Settings } from "../model/runbook.ts";
import { type ParsedRecord, parseRecordMessage } from "./record-message.ts";

/**
 * The records of one run book among the ledger's commits; roots, merges and other run books' records are left out.
 * A commit that means to be a record and cannot be read is a finding of rule `ledger`.
 */
export function recordsFrom(
  commits: readonly LedgerCommit[],
  { id, ledger }: Pick<Settings, "id" | "ledger">,
): { records: LedgerRecord[]; diagnostics: Diagnostic[] } {
  const records: LedgerRecord[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const commit of commits) {
    const parsed = parseRecordMessage(commit.message);
    if (parsed === undefined) continue;
    if ("problem" in parsed) {
      diagnostics.push(unreadable(commit, ledger.branch, parsed.problem));
    } else if (parsed.content.book === id) {
      records.push(recordIn(commit, parsed));
    }
  }
  return { records, diagnostics };
}

/** What a commit's message says, with who and when from the commit itself. */
export function recordIn(commit: LedgerCommit, { content, subject }: ParsedRecord): LedgerRecord {
  // All keys one by one: to spread the content takes ten times as long, and there may be a million of these.
  return {
    book: content.book,
    record: content.record,
    procedure: content.procedure,
    occurrence: content.occurrence,
    event: content.event,
    outcome: content.outcome,
    effortMinutes: content.effortMinutes,
    values: content.values,
    note: content.note,
    evidence: content.evidence,
    content: content.content,
    severity: content.severity,
    ticket: content.ticket,
    assignee: content.assignee,
    voids: content.voids,
    approves: content.approves,
    commit: commit.id,
    subject,
    performedBy: commit.author,
    performedAt: commit.authorDate,
    recordedBy: commit.committer,
    recordedAt: commit.committerDate,
  };
}

function unreadable(commit: LedgerCommit, branch: string, problem: string): Diagnostic {
  return {
    rule: "ledger",
    severity: "error",
    path: branch,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    message: `Record ${commit.id.slice(0, 10)} cannot be read: ${problem}`,
    hint: `See it: git show ${commit.id.slice(0, 10)}. Records are never amended; record the work again.`,
  };
}
