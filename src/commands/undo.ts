import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import {
  EMPTY_CONTENT,
  type LedgerRecord,
  type UnreadableRecord,
  abbreviated,
  isSamePerson,
  isUnreadable,
} from "../model/record.ts";
import { recordsFrom } from "../parse/records.ts";
import { eventsAsOf } from "../schedule/incidents.ts";
import { BeyondHorizon } from "../schedule/kept-records.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, answerFrom, openRecords, requireLedger } from "../session/session.ts";
import { outcomeText } from "../view/record-line.ts";
import { plainLine } from "../view/plain-text.ts";
import { civilTime } from "../view/words.ts";
import { keyMeant } from "./choose.ts";
import { findProcedure } from "./find-procedure.ts";
import { isCommitWord, procedureMeant, recordWithCommit } from "./find-record.ts";
import { type Draft, answerRecorded, record } from "./recording.ts";

export interface UndoOptions extends GlobalOptions {
  /** Commits (abbreviated as git allows) and procedures. */
  readonly targets: readonly string[];
  readonly for?: string;
  readonly message?: string;
}

type Target = LedgerRecord | UnreadableRecord;

/** How many records are listed. */
const LISTED = 5;

/** Voids records by further records; nothing is ever removed. */
export async function runUndo(options: UndoOptions, io: Io): Promise<ExitCode> {
  if (options.targets.length === 0) await refuseUndoOfNothing(options, io);
  const ask = async (opened: StatusSession): Promise<Target[]> => eachOnce(await recordsToVoid(opened, options));
  const { session, answer: targets } = await answerFrom(ask, options, io, "first");
  const performedBy = await requireLedger(session).author();
  const drafts = targets.map((target): Draft => ({
    content: {
      ...EMPTY_CONTENT,
      record: "void",
      ...(!isUnreadable(target) && {
        procedure: target.procedure,
        occurrence: target.occurrence,
        event: target.event,
      }),
      voids: target.commit,
      note: options.message ?? "",
    },
    subject: `Void: ${isUnreadable(target) ? `record ${abbreviated(target.commit)}, which cannot be read` : target.subject}`,
    performedBy,
    performedAt: io.now(),
    procedure: null,
  }));
  const records = await record(session, drafts, io);
  const text = [
    ...targets.map((target) => `Voided ${describe(target)}\n`),
    ...reopenedLines(targets, () => session.scheduleWith(records, io.now())),
  ].join("");
  await answerRecorded(session, records, text, options, io);
  return 0;
}

/** Whether events of which a closing was undone are open: two clones may have closed one. */
function reopenedLines(targets: readonly Target[], after: () => Schedule): string[] {
  const ids = new Set(
    targets.flatMap((it) => (!isUnreadable(it) && it.record === "event-close" && it.event !== null ? it.event : [])),
  );
  if (ids.size === 0) return [];
  const schedule = after();
  return eventsAsOf(schedule)
    .filter(({ id }) => ids.has(id))
    .map(({ id, closedAt, closedBy }) =>
      closedAt === null
        ? `  ${id} is open again\n`
        : `  ${id} stays closed, since ${civilTime(closedAt, schedule.zone)}, by ${plainLine(closedBy?.name ?? "")}\n`,
    );
}

/** Throws the error for `undo` without a word: the last records that the person performed or wrote down and that stand. */
async function refuseUndoOfNothing(options: GlobalOptions, io: Io): Promise<never> {
  const session = await openRecords(options, io, "first");
  const { email } = await requireLedger(session).author();
  const isOwn = ({ performedBy, recordedBy }: LedgerRecord): boolean =>
    [performedBy, recordedBy].some((who) => isSamePerson(who, { email }));
  const standing = session.records
    .filter((it) => it.record !== "void" && !session.schedule.history.voided.has(it.commit) && isOwn(it))
    .toSorted((a, b) => Date.parse(b.recordedAt) - Date.parse(a.recordedAt));
  const [first] = standing;
  if (first === undefined)
    throw new RunbookError("no-candidate", `Nothing of ${email} is on the ledger to undo`, "See all: runbook log");
  const latest = standing.slice(0, LISTED);
  throw new RunbookError(
    "usage",
    `Expected what to undo. What you recorded last:\n${latest.map(describe).join("\n")}`,
    [
      `Name one or more: runbook undo ${abbreviated(first.commit)}`,
      ...(standing.length > LISTED ? [`See all: runbook log --person ${email}`] : []),
    ].join("\n"),
  );
}

function eachOnce(records: readonly Target[]): Target[] {
  return [...new Map(records.map((it) => [it.commit, it])).values()];
}

async function recordsToVoid(session: StatusSession, { targets, for: key }: UndoOptions): Promise<Target[]> {
  const toVoid = session.read.isWhole ? recordAmongAll : recordOfLate;
  return Promise.all(targets.map(async (word) => toVoid(session, word, key)));
}

/** Of late records alone where those tell for certain; else of all, for which BeyondHorizon asks. */
async function recordOfLate(session: StatusSession, word: string, key: string | undefined): Promise<Target> {
  if (!isCommitWord(word)) {
    const { commit } = latestOfLate(session, findProcedure(session, word), key);
    // What is kept of it says less.
    return recordBeginning(session, commit);
  }
  if (key !== undefined) throw new BeyondHorizon(word);
  return notAVoid(await recordBeginning(session, word), word);
}

function recordAmongAll(session: StatusSession, word: string, key: string | undefined): Target {
  const found = key === undefined ? recordWithCommit(session, word) : undefined;
  return found === undefined ? latestRecord(session, word, key) : notAVoid(found, word);
}

/** The record whose commit's id begins so. Throws BeyondHorizon where that takes a look at all records. */
async function recordBeginning({ ledger, book }: StatusSession, word: string): Promise<Target> {
  const commit = await ledger?.readCommit(word);
  const { records, unreadable } = recordsFrom(commit === undefined ? [] : [commit], book.settings);
  const [found] = [...records, ...unreadable];
  if (found === undefined) throw new BeyondHorizon(word);
  return found;
}

/** The record itself. Throws RunbookError `usage` for a void. */
function notAVoid(found: Target, word: string): Target {
  if (isUnreadable(found) || found.record !== "void") return found;
  throw new RunbookError(
    "usage",
    `${word} is a void, and a void cannot be voided`,
    "Record the work again: runbook done PROCEDURE",
  );
}

/**
 * The record of a procedure that was recorded last. Throws BeyondHorizon where one that was left out may be later, and where
 * two are of one second: then the ledger's order decides.
 */
function latestOfLate({ schedule, read }: StatusSession, procedure: Procedure, word: string | undefined): LedgerRecord {
  const { history } = schedule;
  const key = word === undefined ? undefined : keyMeant(procedure, schedule, word);
  const performed = history.of(procedure);
  const ofKey = key === undefined ? performed : (history.byKey(procedure).get(key) ?? []);
  const others = read.records.filter((it) => isOf(it, procedure, key) && !history.voided.has(it.commit));
  const found = new Map([...others, ...ofKey.map(({ record: it }) => it)].map((it) => [it.commit, it]));
  const [latest, next] = byRecording([...found.values()]);
  const lastPerformed = Math.max(...performed.map(({ at }) => at));
  const isCertain = latest !== undefined && (key !== undefined || Date.parse(latest.recordedAt) >= lastPerformed);
  const isTied = next !== undefined && latest !== undefined && byTime(latest) === byTime(next);
  if (!isCertain || isTied) throw new BeyondHorizon(procedure.id);
  return latest;
}

function isOf({ record: kind, procedure, occurrence }: LedgerRecord, of: Procedure, key: string | undefined): boolean {
  const isNamed = procedure !== null && idsOf(of).includes(procedure);
  return kind !== "void" && isNamed && (key === undefined || occurrence === key);
}

function byTime({ recordedAt }: LedgerRecord): number {
  return Date.parse(recordedAt);
}

/** The one recorded last first; of one second, as they stand. */
function byRecording(records: readonly LedgerRecord[]): LedgerRecord[] {
  return records.toSorted((a, b) => byTime(b) - byTime(a));
}

function latestRecord(session: StatusSession, word: string, named: string | undefined): LedgerRecord {
  const { read, schedule } = session;
  const procedure = procedureMeant(session, word);
  const key = named === undefined ? undefined : keyMeant(procedure, schedule, named);
  const standing = read.records.filter((it) => isOf(it, procedure, key) && !schedule.history.voided.has(it.commit));
  // The ledger is read newest first: among records of one second the later one comes first.
  const [latest] = byRecording(standing);
  if (latest !== undefined) return latest;
  throw new RunbookError(
    "not-found",
    `${procedure.id} has no record${key === undefined ? "" : ` for ${key}`} to undo`,
    `What was recorded of it, and voided: runbook log ${procedure.id}`,
  );
}

/** A record in a line that names its commit. */
function describe(target: Target): string {
  if (isUnreadable(target)) return `a record that cannot be read (${abbreviated(target.commit)})`;
  const subject = [target.procedure ?? target.event ?? "", target.occurrence ?? ""]
    .filter((word) => word !== "")
    .join(" for ");
  return plainLine(`${subject}: ${outcomeText(target)} (${abbreviated(target.commit)})`);
}
