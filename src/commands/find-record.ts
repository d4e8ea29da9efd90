import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import { type LedgerRecord, type UnreadableRecord, abbreviated, isUnreadable } from "../model/record.ts";
import type { RecordsSession, StatusSession } from "../session/session.ts";
import { findProcedure } from "./find-procedure.ts";

const COMMIT = /^[0-9a-f]{4,64}$/i;

/** Whether a word may be a commit's id, whole or abbreviated as git allows. */
export function isCommitWord(word: string): boolean {
  return COMMIT.test(word);
}

/**
 * The record whose commit a word names, whole or abbreviated, among all that were read; undefined where none has it.
 * Throws RunbookError `ambiguous` where several begin with it.
 */
export function recordWithCommit(
  { read: { records, unreadable } }: Pick<StatusSession, "read">,
  word: string,
): LedgerRecord | UnreadableRecord | undefined {
  if (!isCommitWord(word)) return undefined;
  const [found, ...others] = [...records, ...unreadable].filter(({ commit }) => commit.startsWith(word.toLowerCase()));
  if (others.length === 0) return found;
  throw new RunbookError("ambiguous", `Several records begin with ${word}`, "Write more of the commit id.");
}

/** As `recordWithCommit`; throws RunbookError `not-found` too, where the record cannot be read. */
export function readableRecord(session: RecordsSession, word: string): LedgerRecord | undefined {
  const found = recordWithCommit(session, word);
  if (found === undefined || !isUnreadable(found)) return found;
  const name = abbreviated(found.commit);
  throw new RunbookError("not-found", `Record ${name} cannot be read: ${found.problem}`, `See it: git show ${name}`);
}

/**
 * The procedure that a word names where only one will do, or no record has it for its commit's id.
 * Throws as `findProcedure`, and RunbookError `not-found` or `usage` for a word that could be such an id.
 */
export function procedureMeant(session: Pick<StatusSession, "book" | "parsed" | "read">, word: string): Procedure {
  if (!isCommitWord(word) || session.book.procedures.some(({ id }) => id === word)) return findProcedure(session, word);
  if (recordWithCommit(session, word) === undefined) throw noSuchRecord(word);
  throw new RunbookError("usage", `--for goes with a procedure, and ${word} is a record's commit`, "Leave out --for.");
}

/** The error for a word that is no record's commit id; it may be one of `procedures`, by their ids. */
export function noSuchRecord(word: string, procedures: readonly string[] = []): RunbookError {
  const hint = procedures.includes(word) ? `Find it by its commit: runbook log ${word}` : "Find it: runbook log";
  return new RunbookError("not-found", `No record has a commit that begins with ${word}`, hint);
}
