import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import { type LedgerRecord, type UnreadableRecord, abbreviated } from "../model/record.ts";
import type { RecordsSession, StatusSession } from "../session/session.ts";
import { findProcedure } from "./find-procedure.ts";

const COMMIT = /^[0-9a-f]{4,64}$/i;

/** Whether a word may be a commit's id, whole or abbreviated as git allows. */
export function isCommitWord(word: string): boolean {
  return COMMIT.test(word);
}

/**
 * The one among records whose commit a word names, whole or abbreviated; undefined where none has it.
 * Throws RunbookError `ambiguous` where several begin with it.
 */
export function recordWithCommit<Some extends LedgerRecord | UnreadableRecord>(
  records: readonly Some[],
  word: string,
): Some | undefined {
  if (!isCommitWord(word)) return undefined;
  const [found, ...others] = records.filter(({ commit }) => commit.startsWith(word.toLowerCase()));
  if (others.length === 0) return found;
  throw new RunbookError("ambiguous", `Several records begin with ${word}`, "Write more of the commit id.");
}

/**
 * The record whose commit a word names, whole or abbreviated; undefined where none has it. Throws RunbookError `ambiguous` where
 * several begin with it, `not-found` where it cannot be read.
 */
export function readableRecord({ records, read }: RecordsSession, word: string): LedgerRecord | undefined {
  const found = recordWithCommit<LedgerRecord | UnreadableRecord>([...records, ...read.unreadable], word);
  if (found === undefined || !("problem" in found)) return found;
  const name = abbreviated(found.commit);
  throw new RunbookError("not-found", `Record ${name} cannot be read: ${found.problem}`, `See it: git show ${name}`);
}

/**
 * The procedure that a word names where only one will do, or no record has it for its commit's id.
 * Throws as `findProcedure`, and RunbookError `not-found` or `usage` for a word that could be such an id.
 */
export function procedureMeant(
  session: Pick<StatusSession, "book" | "parsed">,
  records: readonly (LedgerRecord | UnreadableRecord)[],
  word: string,
): Procedure {
  if (!isCommitWord(word) || session.book.procedures.some(({ id }) => id === word)) return findProcedure(session, word);
  if (recordWithCommit(records, word) === undefined) throw noSuchRecord(word);
  throw new RunbookError("usage", `--for goes with a procedure, and ${word} is a record's commit`, "Leave out --for.");
}

/** The error for a word that is no record's commit id; it may be one of `procedures`, by their ids. */
export function noSuchRecord(word: string, procedures: readonly string[] = []): RunbookError {
  const hint = procedures.includes(word) ? `Find it by its commit: runbook log ${word}` : "Find it: runbook log";
  return new RunbookError("not-found", `No record has a commit that begins with ${word}`, hint);
}
