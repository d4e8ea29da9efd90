import type { Diagnostic } from "../model/diagnostic.ts";
import { isGrouped } from "../model/kept-records.ts";
import type { Identity, LedgerCommit, LedgerRecord } from "../model/record.ts";
import type { Settings } from "../model/runbook.ts";
import { ownText } from "./own-text.ts";
import { leanRecord } from "./lean-record.ts";
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

/**
 * Takes from completions and skips what no status follows from, as the cache of a ledger does (`parseLedgerCache`), and has
 * one text for all that say the same: of a large ledger hundreds of thousands are kept.
 */
export function leanRecords(): (record: LedgerRecord) => LedgerRecord {
  const texts = new Map<string, string>();
  const people = new Map<string, Identity>();
  const textOf = (text: string): string => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    texts.set(own, own);
    return own;
  };
  const personOf = ({ name, email }: Identity): Identity => {
    const key = `${name}\n${email}`;
    const known = people.get(key) ?? { name, email };
    people.set(key, known);
    return known;
  };
  return (record) => {
    if (!isGrouped(record)) return record;
    const { commit, procedure, occurrence, outcome, performedAt, performedBy, recordedAt, recordedBy } = record;
    const performer = personOf(performedBy);
    const isOwn = recordedBy.name === performer.name && recordedBy.email === performer.email;
    return leanRecord({
      record: record.record,
      procedure: textOf(procedure),
      occurrence: occurrence === null ? null : textOf(occurrence),
      outcome,
      commit,
      performedBy: performer,
      performedAt,
      recordedBy: isOwn ? performer : personOf(recordedBy),
      recordedAt: recordedAt === performedAt ? performedAt : recordedAt,
    });
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
