import type { Diagnostic } from "../model/diagnostic.ts";
import { isOffset } from "../calendar/timestamp.ts";
import { isGrouped } from "../model/kept-records.ts";
import {
  type LedgerCommit,
  type LedgerRecord,
  type RecordContent,
  type UnreadableRecord,
  abbreviated,
} from "../model/record.ts";
import type { Settings } from "../model/runbook.ts";
import { leanRecord } from "../model/lean-record.ts";
import { ownText } from "./own-text.ts";
import { type ParsedRecord, parseRecordMessage } from "./record-message.ts";

/** What commits say of one run book. */
export interface Records {
  readonly records: LedgerRecord[];
  /** Those that are voided too. */
  readonly unreadable: UnreadableRecord[];
}

type BookSettings = Pick<Settings, "id">;

/** The records of one run book among the ledger's commits; roots, merges and other run books' records are left out. */
export function recordsFrom(commits: readonly LedgerCommit[], settings: BookSettings): Records {
  return readRecords(commits, settings, recordIn);
}

/**
 * As `recordsFrom` for a ledger that comes piece by piece and all of which is held: without its messages, and with one text for
 * all that say the same.
 */
export function recordReader(settings: BookSettings): (commits: readonly LedgerCommit[]) => Records {
  const textOf = sharedTexts();
  return (commits) => readRecords(commits, settings, (commit, parsed) => recordIn(commit, parsed, textOf));
}

/**
 * As `recordReader`, but takes from completions and skips what no status follows from, as the cache of a ledger does
 * (`parseLedgerCache`): of a large ledger hundreds of thousands are kept.
 */
export function leanRecordReader(settings: BookSettings): (commits: readonly LedgerCommit[]) => Records {
  const textOf = sharedTexts();
  const lean = (commit: LedgerCommit, parsed: ParsedRecord): LedgerRecord => {
    const { content } = parsed;
    if (!isGrouped(content)) return recordIn(commit, parsed, textOf);
    return leanRecord({
      record: content.record,
      procedure: textOf(content.procedure),
      occurrence: content.occurrence === null ? null : textOf(content.occurrence),
      outcome: outcomeIn(content),
      commit: commit.id,
      performedBy: commit.author,
      performedAt: commit.authorDate,
      recordedBy: commit.committer,
      recordedAt: commit.committerDate,
    });
  };
  return (commits) => readRecords(commits, settings, lean);
}

/** Gives one text for all that are the same, none of them a part of another. */
export function sharedTexts(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    const own = ownText(text);
    texts.set(own, own);
    return own;
  };
}

function readRecords(
  commits: readonly LedgerCommit[],
  { id }: BookSettings,
  toRecord: (commit: LedgerCommit, parsed: ParsedRecord) => LedgerRecord,
): Records {
  const records: LedgerRecord[] = [];
  const unreadable: UnreadableRecord[] = [];
  for (const commit of commits) {
    // A merge is none, whatever a site where it was made took from a record's message, and a root is none either.
    if (commit.parents.length !== 1) continue;
    const parsed = parseRecordMessage(commit.message);
    if (parsed === undefined) continue;
    if ("problem" in parsed) {
      // What names no run book may be of each.
      if ((parsed.book ?? id) === id) unreadable.push({ commit: commit.id, problem: parsed.problem });
    } else if (parsed.content.book !== id) continue;
    else if (!isTime(commit.authorDate) || !isTime(commit.committerDate)) {
      unreadable.push({ commit: commit.id, problem: "git cannot tell its times, or they lie beyond the year 9999" });
    } else records.push(toRecord(commit, parsed));
  }
  return { records, unreadable };
}

/** Of what other tools write git tells some dates in years of five digits or by clocks that there are not, and some not at all. */
function isTime(timestamp: string): boolean {
  const isUsual = timestamp.length === USUAL_TIME && isOffset(timestamp.slice(-"+00:00".length));
  return isUsual || !Number.isNaN(Date.parse(timestamp));
}

const USUAL_TIME = "2026-11-23T08:30:00+00:00".length;

/** What a commit's message says, with who and when from the commit itself. `textOf` gives the texts that are to be held. */
export function recordIn(
  commit: LedgerCommit,
  { content, subject }: ParsedRecord,
  textOf: (text: string) => string = (text) => text,
): LedgerRecord {
  const held = (text: string | null): string | null => (text === null ? null : textOf(text));
  const { evidence, assignee } = content;
  // All keys one by one: to spread the content takes ten times as long, and there may be a million of these.
  return {
    book: textOf(content.book),
    record: content.record,
    procedure: held(content.procedure),
    occurrence: held(content.occurrence),
    event: held(content.event),
    outcome: outcomeIn(content),
    effortMinutes: content.effortMinutes,
    values: content.values,
    note: textOf(content.note),
    evidence: evidence.length === 0 ? evidence : evidence.map(textOf),
    content: held(content.content),
    severity: content.severity,
    ticket: held(content.ticket),
    assignee: assignee === null ? null : { name: textOf(assignee.name), email: textOf(assignee.email) },
    voids: held(content.voids),
    approves: held(content.approves),
    commit: commit.id,
    subject: textOf(subject),
    performedBy: commit.author,
    performedAt: commit.authorDate,
    recordedBy: commit.committer,
    recordedAt: commit.committerDate,
  };
}

/** What else has a line for it, such as a skip that says `done`, was performed no more for that. */
function outcomeIn({ record, outcome }: RecordContent): RecordContent["outcome"] {
  return record === "completion" ? outcome : null;
}

/** The finding of rule `ledger` about a record that cannot be read and that no other one voids. */
export function unreadableFinding({ commit, problem }: UnreadableRecord, branch: string): Diagnostic {
  const name = abbreviated(commit);
  return {
    rule: "ledger",
    severity: "error",
    path: branch,
    line: 1,
    column: 1,
    endLine: 1,
    endColumn: 1,
    message: `Record ${name} cannot be read: ${problem}.`,
    hint: `See it (git show ${name}), record the work again, then void this one: runbook undo ${name} -m "Why"`,
  };
}
