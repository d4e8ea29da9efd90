import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import type { LedgerRecord, UnreadableRecord } from "../model/record.ts";
import type { StatusSession } from "../session/session.ts";
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
