import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { idsOf } from "../model/procedure.ts";
import { EMPTY_CONTENT, type LedgerRecord } from "../model/record.ts";
import { outcomeText } from "../view/record-line.ts";
import { plainLine } from "../view/plain-text.ts";
import { findProcedure } from "./find-procedure.ts";
import { isCommitWord, noSuchRecord, recordWithCommit } from "./find-record.ts";
import type { GlobalOptions } from "./options.ts";
import { type Draft, answerRecorded, record } from "./recording.ts";
import { type Session, openSession, requireLedger } from "./session.ts";

export interface UndoOptions extends GlobalOptions {
  /** Commits (abbreviated as git allows), or one procedure. */
  readonly targets: readonly string[];
  readonly for?: string;
  readonly message?: string;
}

/** Voids records by further records; nothing is ever removed. */
export async function runUndo(options: UndoOptions, io: Io): Promise<ExitCode> {
  const session = await openSession(options, io, "first");
  const targets = recordsToVoid(session, options);
  const performedBy = await requireLedger(session.ledger, session.root).author();
  const drafts = targets.map((target): Draft => ({
    content: {
      ...EMPTY_CONTENT,
      record: "void",
      procedure: target.procedure,
      occurrence: target.occurrence,
      event: target.event,
      voids: target.commit,
      note: options.message ?? "",
    },
    subject: `Void: ${target.subject}`,
    performedBy,
    performedAt: io.now(),
    procedure: null,
  }));
  const records = await record(session, drafts, io);
  const text = targets.map((target) => `Voided ${describe(target)}\n`).join("");
  await answerRecorded(session, records, text, options, io);
  return 0;
}

function recordsToVoid(session: Session, { targets, for: key }: UndoOptions): LedgerRecord[] {
  const commits = targets.map((target) => recordToVoid(session, target));
  if (key === undefined && commits.every((found) => found !== undefined)) return commits;
  const [target, ...others] = targets;
  if (target === undefined || others.length > 0) {
    throw new RunbookError(
      "usage",
      "Expected one procedure, or only commits of records",
      "Find the commits: runbook log",
    );
  }
  return [latestRecord(session, target, key)];
}

/** The record of a commit; undefined where the word names none. Throws RunbookError `usage` for a void. */
function recordToVoid(session: Session, word: string): LedgerRecord | undefined {
  const found = recordWithCommit(session, word);
  if (found?.record !== "void") return found;
  throw new RunbookError(
    "usage",
    `${word} is a void, and a void cannot be voided`,
    "Record the work again: runbook done PROCEDURE",
  );
}

function latestRecord(session: Session, word: string, key: string | undefined): LedgerRecord {
  if (isCommitWord(word) && !session.book.procedures.some(({ id }) => id === word)) throw noSuchRecord(word);
  const procedure = findProcedure(session.book, word);
  const ids = idsOf(procedure);
  const [latest] = session.records
    .filter(
      (it) =>
        it.record !== "void" &&
        it.procedure !== null &&
        ids.includes(it.procedure) &&
        (key === undefined || it.occurrence === key) &&
        !session.schedule.history.voided.has(it.commit),
    )
    // The ledger is read newest first: among records of one second the later one comes first.
    .toSorted((a, b) => Date.parse(b.recordedAt) - Date.parse(a.recordedAt));
  if (latest !== undefined) return latest;
  throw new RunbookError(
    "not-found",
    `${procedure.id} has no record${key === undefined ? "" : ` for ${key}`} that is not voided already`,
    `See its records: runbook log ${procedure.id}`,
  );
}

function describe(target: LedgerRecord): string {
  const subject = [target.procedure ?? target.event ?? "", target.occurrence ?? ""]
    .filter((word) => word !== "")
    .join(" for ");
  return plainLine(`${subject}: ${outcomeText(target)} (${target.commit.slice(0, 10)})`);
}
