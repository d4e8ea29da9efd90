// The shared first half of every command that looks at the run book: files and ledger in, schedule out.

import type { CalendarDate } from "../calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Environment } from "../model/environment.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { SourceFile } from "../model/source-file.ts";
import { commandWord } from "../model/command-word.ts";
import type { RunBook, Settings } from "../model/runbook.ts";
import { recordsFrom, unreadableFinding } from "../parse/records.ts";
import type { ParsedRunBook } from "../parse/run-book.ts";
import { historyWithin } from "../schedule/kept-records.ts";
import { type Schedule, scheduleOf } from "../schedule/schedule.ts";
import type { Instant, ZoneOffsets } from "../schedule/zone.ts";
import { withLittleGarbage } from "../store/garbage.ts";
import { type Ledger, openLedger } from "../store/git-ledger.ts";
import { LinesLost } from "../store/kept-lines.ts";
import { readKeptConfig } from "../store/kept-config.ts";
import { type RepositoryConfig, readRepositoryConfig } from "../store/repository-config.ts";
import { namedPath } from "../store/named-path.ts";
import { findRunBook } from "../store/run-book-place.ts";
import { renderDiagnostics } from "../view/diagnostics-text.ts";
import { type Style, styleOf } from "../view/style.ts";
import { type Known, NO_LEDGER, allRecords, askRecords, isOfOthers } from "./ledger-records.ts";
import { type GlobalOptions, mayCache } from "./options.ts";
import { type Reading, cachedRunBook, parsedRunBook } from "./run-book-cache.ts";
import { type FetchWhen, fetchWhenDue, unpushedLine } from "./sync-automatically.ts";
import { plainLine } from "../view/plain-text.ts";
import { BUILD, VERSION } from "../version.ts";
import { civilTime } from "../view/words.ts";

/** A run book on disk, parsed. */
export interface OpenedRunBook {
  /** The run book's folder, absolute. */
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly parsed: ParsedRunBook;
}

/** What statuses follow from: the model of the run book, and as much of the ledger as was needed. */
export interface StatusSession {
  /** The run book's folder, absolute. */
  readonly root: string;
  readonly env: Environment;
  readonly parsed: Pick<ParsedRunBook, "diagnostics">;
  readonly book: RunBook;
  readonly schedule: Schedule;
  /** The schedule once further records (newest first) are in front of those that were read, at a moment. */
  readonly scheduleWith: (added: readonly LedgerRecord[], now: Instant) => Schedule;
  /** The schedule with all that the records of a procedure say, notes and values too: what is kept of them lacks those. */
  readonly scheduleTelling: (procedure: Procedure) => Schedule;
  /** Undefined outside a git repository. */
  readonly ledger: Ledger | undefined;
  readonly ledgerState: Known["state"];
  /** The records that were read, voided ones included: all, or those that are not in `schedule.history` by procedure. */
  readonly read: Pick<Known, "records" | "unreadable" | "isWhole">;
  /** See `Known.keepWritten`. */
  readonly keepWritten: Known["keepWritten"];
  /** Files that do not parse, and `unreadable`. */
  readonly diagnostics: readonly Diagnostic[];
  /** Records that cannot be read and that no other one voids. */
  readonly unreadable: readonly Diagnostic[];
}

/** The whole ledger, beside the model of the run book. */
export interface RecordsSession extends StatusSession {
  /** Of this run book, voided ones included. */
  readonly records: readonly LedgerRecord[];
}

/** Everything that a command answers from. */
export interface Session extends RecordsSession, OpenedRunBook {
  readonly parsed: ParsedRunBook;
}

/** Finds and parses the run book; faults are in the result. */
export async function openRunBook(options: GlobalOptions, io: Io): Promise<OpenedRunBook> {
  const root = rootOf(options, io);
  return { root, ...(await parsedRunBook(root)) };
}

/** The run book, which has no fault in its four YAML files. Throws RunbookError `invalid-runbook` where it has one. */
export async function openSoundRunBook(
  options: GlobalOptions,
  io: Io,
  config?: Promise<RepositoryConfig>,
): Promise<OpenedRunBook & { readonly book: RunBook }> {
  const opened = await openRunBook(options, io);
  const book = requireBook(opened.parsed);
  await reportAbsence(book, opened.root, io, config);
  return { ...opened, book };
}

/**
 * Opens the run book and its whole ledger, fetched before where `fetch` and the settings say so. What does not parse is
 * named on stderr and left out.
 * Throws RunbookError `invalid-runbook` for a fault in one of the four YAML files.
 */
export async function openSession(options: GlobalOptions, io: Io, fetch: FetchWhen = "never"): Promise<Session> {
  const config = configOf(rootOf(options, io), options, io);
  const opened = await openSoundRunBook(options, io, config);
  const ledger = await ledgerOf(opened, fetch, options, io, config);
  const known = await allRecords(ledger, opened.book);
  const session = { ...opened, ...statusSession(opened, ledger, known, options, io), records: known.records };
  await reportKnown(session, known, options, io);
  return { ...session, parsed: opened.parsed };
}

/** As `openSession`, of a run book of which no text is asked for: from the caches, where they hold what is there now. */
export async function openRecords(options: GlobalOptions, io: Io, fetch: FetchWhen = "never"): Promise<RecordsSession> {
  const opening = await openForStatus(options, io, fetch);
  const known = await allRecords(opening.ledger, opening.book);
  const session = { ...statusSession(opening, opening.ledger, known, options, io), records: known.records };
  await reportKnown(session, known, options, io);
  return session;
}

/** Says on stderr what does not parse, and where a ledger has no record of this run book but of one that is not here. */
async function reportKnown(
  { diagnostics, ledger, root, book }: StatusSession,
  known: Known,
  options: GlobalOptions,
  io: Io,
): Promise<void> {
  reportOnStderr(diagnostics, options, io);
  if (ledger === undefined || !isOfOthers(known)) return;
  await (await import("./other-run-books.ts")).reportStrangers(ledger, root, book, io);
}

/** A run book whose statuses are asked for, before the ledger has been read. */
export interface Opening extends Sound {
  readonly ledger: Ledger | undefined;
  /** Of the contents of all files; undefined where nothing may be kept of an answer. */
  readonly fingerprint: string | undefined;
  /** See `Reading.contents`. */
  readonly contents?: Reading["contents"];
  /** See `Reading.known`. */
  readonly known?: Reading["known"];
}

/**
 * Asks a question that statuses answer, of no more than it needs: the run book and the records of late from the caches,
 * where they hold what is there now; all records where the question reaches further back. Reports what does not parse as
 * `openSession` does, and throws as it does. A question about no other procedures than those `wanted`, by their ids, gets a
 * run book whose other files were not looked at: see `cachedRunBook`.
 */
export async function answerFrom<Answer>(
  ask: (session: StatusSession) => Promise<Answer> | Answer,
  options: GlobalOptions,
  io: Io,
  fetch: FetchWhen,
  wanted?: readonly string[],
): Promise<{ readonly session: StatusSession; readonly answer: Answer }> {
  return withLittleGarbage(async () => {
    try {
      return await answerOf(await openForStatus(options, io, fetch, wanted), ask, options, io);
    } catch (error) {
      if (!(error instanceof LinesLost)) throw error;
      return answerOf(await openForStatus({ ...options, cache: false }, io, fetch), ask, options, io);
    }
  });
}

/** As `answerFrom` where nothing is asked that follows from what procedures have done: about events, people, days. */
export async function openStatus(options: GlobalOptions, io: Io, fetch: FetchWhen): Promise<StatusSession> {
  return (await answerFrom(() => undefined, options, io, fetch)).session;
}

/**
 * As `openStatus` where nothing is asked that a record changes: about people, days and texts. The ledger is not read, so it
 * may be incomplete here.
 */
export async function openWithoutRecords(options: GlobalOptions, io: Io): Promise<StatusSession> {
  const opening = await openForStatus(options, io, "never");
  const session = statusSession(opening, opening.ledger, NO_LEDGER, options, io);
  reportOnStderr(session.diagnostics, options, io);
  return session;
}

/** The first half of `answerFrom`: the run book, and where its ledger is. */
export async function openForStatus(
  options: GlobalOptions,
  io: Io,
  fetch: FetchWhen,
  wanted?: readonly string[],
): Promise<Opening> {
  const root = rootOf(options, io);
  // Git answers while the run book is read.
  const config = configOf(root, options, io);
  const reading: Reading = mayCache(options, io) ? await cachedRunBook(root, io, wanted) : await parsedRunBook(root);
  const { parsed, fingerprint, contents, known, offsets } = reading;
  const sound = { root, parsed, book: requireBook(parsed), ...(offsets && { offsets }) };
  await reportAbsence(sound.book, root, io, wanted === undefined ? config : undefined);
  return { ...sound, fingerprint, contents, known, ledger: await ledgerOf(sound, fetch, options, io, config) };
}

/** The second half of `answerFrom`: the ledger, and the answer. `onRead` gets what the answer was given from. */
export async function answerOf<Answer>(
  opening: Opening,
  ask: (session: StatusSession) => Promise<Answer> | Answer,
  options: GlobalOptions,
  io: Io,
  onRead: (known: Known) => void = () => {},
): Promise<{ readonly session: StatusSession; readonly answer: Answer }> {
  const { ledger, book } = opening;
  let isReported = false;
  const fromKnown = async (known: Known): Promise<{ session: StatusSession; answer: Answer }> => {
    const session = statusSession(opening, ledger, known, options, io);
    if (!isReported) await reportKnown(session, known, options, io);
    isReported = true;
    const answer = await ask(session);
    onRead(known);
    return { session, answer };
  };
  return askRecords(ledger, book, mayCache(options, io), fromKnown);
}

/** A run book without any procedure is new, or git has not checked them out; of a sparse checkout (`config`) some may lack. */
export async function reportAbsence(
  book: Pick<RunBook, "procedures" | "procedureWith">,
  root: string,
  io: Io,
  config: Promise<RepositoryConfig> | undefined,
): Promise<void> {
  // Where procedures are found one by one, there are some, and to ask for all would have them parsed.
  const isEmpty = book.procedureWith === undefined && book.procedures.length === 0;
  // That git has no answer is for whoever needs one.
  if (isEmpty || (await config?.catch(() => undefined))?.isSparse === true)
    await (await import("./sparse-checkout.ts")).reportLeftOut(root, io);
}

/** The run book's folder, absolute. Throws RunbookError `no-runbook` where there is none. */
export function rootOf({ dir }: GlobalOptions, { env, cwd }: Io): string {
  return namedPath(cwd, findRunBook({ dir, env, cwd }));
}

/** What git's configuration says: from an earlier run where that may be used. */
export function configOf(root: string, options: GlobalOptions, io: Io): Promise<RepositoryConfig> {
  if (!mayCache(options, io)) return readRepositoryConfig(root, io.env);
  return readKeptConfig(root, io.env, [VERSION, BUILD, io.user ?? null]);
}

/** The ledger of a run book, by settings that are known already; undefined outside a git repository. */
export function ledgerAt(
  root: string,
  settings: Settings["ledger"],
  options: GlobalOptions,
  io: Io,
  config: Promise<RepositoryConfig> = configOf(root, options, io),
): Promise<Ledger | undefined> {
  const keeper = mayCache(options, io) ? `${VERSION} ${BUILD}` : undefined;
  return openLedger({ directory: root, env: io.env, settings, progress: io.progress, config, keeper });
}

interface Sound extends Pick<StatusSession, "root" | "parsed" | "book"> {
  readonly offsets?: ZoneOffsets;
}

async function ledgerOf(
  { root, book }: Pick<Sound, "root" | "book">,
  fetch: FetchWhen,
  options: GlobalOptions,
  io: Io,
  config: Promise<RepositoryConfig>,
): Promise<Ledger | undefined> {
  const { settings } = book;
  const ledger = await ledgerAt(root, settings.ledger, options, io, config);
  if (ledger !== undefined) await fetchWhenDue(ledger, settings, fetch, io);
  return ledger;
}

/** What statuses follow from, once as much of the ledger is known as they need. */
export function statusSession(
  { root, parsed, book, offsets }: Sound,
  ledger: Ledger | undefined,
  { state, records, groups, unreadable, isWhole, keepWritten }: Known,
  options: GlobalOptions,
  io: Io,
): StatusSession {
  const kept = (id: string): readonly LedgerRecord[] => groups.get(id)?.records() ?? [];
  const horizons = { get: (id: string) => groups.get(id)?.horizon() };
  const inGroups = isWhole ? undefined : kept;
  const within = (all: readonly LedgerRecord[], now: Instant, asOf?: CalendarDate, further = inGroups): Schedule => {
    const schedule = scheduleOf(book, all, ANNOUNCED_WAVES, now, asOf, offsets, further);
    return isWhole ? schedule : { ...schedule, history: historyWithin(schedule.history, horizons, schedule.asOf.date) };
  };
  const schedule = within(records, io.now(), options.asOf);
  const standing = unreadable.filter(({ commit }) => !schedule.history.voided.has(commit));
  const findings = standing.map((it) => unreadableFinding(it, book.settings.ledger.branch));
  const scheduleTelling = (procedure: Procedure): Schedule => {
    const ids = idsOf(procedure).flatMap((id) => kept(id).map(({ commit }) => commit));
    if (ledger === undefined || ids.length === 0) return schedule;
    const { records: told } = recordsFrom(ledger.commitsWithIds(ids), book.settings);
    const ofProcedure = (id: string): readonly LedgerRecord[] => told.filter((record) => record.procedure === id);
    return within(records, io.now(), options.asOf, ofProcedure);
  };
  return {
    root,
    env: io.env,
    parsed,
    book,
    ledger,
    ledgerState: state,
    read: { records, unreadable, isWhole },
    keepWritten,
    diagnostics: [...parsed.diagnostics, ...findings],
    unreadable: findings,
    schedule,
    scheduleTelling,
    scheduleWith: (added, now) => within([...added, ...records], now),
  };
}

/** The model, where the four YAML files have no fault. Throws RunbookError `invalid-runbook` where one has. */
export function requireBook({ book, configDiagnostics }: Pick<ParsedRunBook, "book" | "configDiagnostics">): RunBook {
  if (book !== undefined) return book;
  const places = configDiagnostics.map(
    ({ path, line, column, message, hint }) =>
      `${path}:${line}:${column}: ${message}${hint === null ? "" : ` ${hint}`}`,
  );
  throw new RunbookError(
    "invalid-runbook",
    `The run book's configuration has ${places.length === 1 ? "a fault" : "faults"}:\n${places.join("\n")}`,
    "Mend it and check with: runbook lint",
  );
}

/** The repository's ledger, for commands that record. Throws RunbookError `no-repository` outside one. */
export function requireLedger({ ledger, root, env }: Pick<StatusSession, "ledger" | "root" | "env">): Ledger {
  if (ledger !== undefined) return ledger;
  throw new RunbookError(
    "no-repository",
    `${root} is not in a git repository, so nothing can be recorded`,
    repositoryHint(root, env),
  );
}

/** How a run book comes to be in a repository. */
export function repositoryHint(root: string, { GIT_DIR: elsewhere = "" }: Environment): string {
  // Git's hooks set it for what they concern; `git init` would follow it.
  return elsewhere === ""
    ? `Make it one: git -C ${commandWord(root, "FOLDER")} init`
    : `GIT_DIR is not followed, only a .git above the run book. Where that is its repository, write a file .git there with the line: gitdir: ${elsewhere}`;
}

/** Findings go to stderr beside the answer. */
export function reportOnStderr(diagnostics: readonly Diagnostic[], options: GlobalOptions, io: Io): void {
  if (diagnostics.length > 0) io.stderr.write(renderDiagnostics(diagnostics, errorStyle(options, io)));
}

/** What is not known of the ledger, or not shared yet, said once on stderr. */
export function reportLedger({ ledger, ledgerState, book, root, schedule }: StatusSession, io: Io): void {
  const { branch, remote } = book.settings.ledger;
  if (ledger === undefined) {
    io.stderr.write(`${plainLine(root)} is not in a git repository: nothing is known of what was done.\n`);
  } else if (ledgerState.tip === null && ledgerState.remoteTip === null && ledgerState.hasRemote) {
    const { fetchedAt } = ledgerState;
    io.stderr.write(
      fetchedAt === null
        ? `No ledger here yet. If the team has one, fetch it: runbook sync\nor: git fetch ${remote} ${branch}:refs/remotes/${remote}/${branch}\n`
        : `No ledger yet, here or on ${remote} (asked ${civilTime(Date.parse(fetchedAt), schedule.zone)}). To ask again: runbook sync\n`,
    );
  }
  if (ledgerState.unpushed > 0) io.stderr.write(unpushedLine(ledgerState.unpushed));
}

/** How answers look on stdout. */
export function outputStyle(options: GlobalOptions, io: Io): Style {
  return styleOf(io.stdout, io.env, !options.color, options.dir);
}

function errorStyle(options: GlobalOptions, io: Io): Style {
  return styleOf(io.stderr, io.env, !options.color);
}

/** 1 where a file of the run book does not parse, else 0. */
export function exitCodeOf({ parsed }: Pick<StatusSession, "parsed">): ExitCode {
  return parsed.diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}
