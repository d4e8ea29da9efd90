// The shared first half of every command: files and ledger in, schedule out.

import { ANNOUNCED_WAVES, REGIONS } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { RunBook } from "../model/runbook.ts";
import { recordsFrom } from "../parse/records.ts";
import { type ParsedRunBook, parseRunBook } from "../parse/run-book.ts";
import { type Schedule, scheduleOf } from "../schedule/schedule.ts";
import { type Ledger, openLedger } from "../store/git-ledger.ts";
import type { LedgerState } from "../store/ledger-reading.ts";
import { findRunBook, readRunBookFiles } from "../store/run-book-files.ts";
import { renderDiagnostics } from "../view/diagnostics-text.ts";
import { type Style, styleOf } from "../view/style.ts";
import { readableTime } from "../view/words.ts";
import type { GlobalOptions } from "./options.ts";
import { type FetchWhen, fetchWhenDue, unpushedLine } from "./sync-automatically.ts";

/** A run book on disk, parsed. */
export interface OpenedRunBook {
  /** The run book's folder, absolute. */
  readonly root: string;
  readonly files: readonly SourceFile[];
  readonly parsed: ParsedRunBook;
}

/** Everything that a command answers from. */
export interface Session extends OpenedRunBook {
  readonly book: RunBook;
  readonly schedule: Schedule;
  /** Undefined outside a git repository. */
  readonly ledger: Ledger | undefined;
  readonly ledgerState: LedgerState;
  /** Of this run book, voided ones included. */
  readonly records: readonly LedgerRecord[];
  /** Files that do not parse, records that cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

const NO_LEDGER: LedgerState = {
  commits: [],
  tip: null,
  remoteTip: null,
  unpushed: 0,
  hasRemote: false,
  fetchedAt: null,
};

/** Finds and parses the run book; faults are in the result. */
export function openRunBook(options: GlobalOptions, io: Io): OpenedRunBook {
  const root = findRunBook({ ...(options.dir !== undefined && { dir: options.dir }), env: io.env, cwd: io.cwd });
  const files = readRunBookFiles(root);
  return { root, files, parsed: parseRunBook(files, { knownRegions: REGIONS }) };
}

/** The run book, which has no fault in its four YAML files. Throws RunbookError `invalid-runbook` where it has one. */
export function openSoundRunBook(options: GlobalOptions, io: Io): OpenedRunBook & { readonly book: RunBook } {
  const opened = openRunBook(options, io);
  return { ...opened, book: requireBook(opened.parsed) };
}

/**
 * Opens the run book and its ledger, fetched before where `fetch` and the settings say so. What does not parse is named on
 * stderr and left out.
 * Throws RunbookError `invalid-runbook` for a fault in one of the four YAML files.
 */
export async function openSession(options: GlobalOptions, io: Io, fetch: FetchWhen = "never"): Promise<Session> {
  const opened = openSoundRunBook(options, io);
  const { root, parsed, book } = opened;
  const ledger = await openLedger({ directory: root, env: io.env, settings: book.settings.ledger });
  if (ledger !== undefined) await fetchWhenDue(ledger, book.settings, fetch, io);
  const ledgerState = (await ledger?.read()) ?? NO_LEDGER;
  const { records, diagnostics: unreadable } = recordsFrom(ledgerState.commits, book.settings);
  const diagnostics = [...parsed.diagnostics, ...unreadable];
  reportOnStderr(diagnostics, options, io);
  return {
    ...opened,
    ledger,
    ledgerState,
    records,
    diagnostics,
    schedule: scheduleOf(book, records, ANNOUNCED_WAVES, io.now(), options.asOf),
  };
}

function requireBook({ book, configDiagnostics }: ParsedRunBook): RunBook {
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
export function requireLedger(ledger: Ledger | undefined, root: string): Ledger {
  if (ledger !== undefined) return ledger;
  throw new RunbookError(
    "no-repository",
    `${root} is not in a git repository, so nothing can be recorded`,
    `Make it one: git -C "${root}" init`,
  );
}

/** Findings go to stderr beside the answer. */
export function reportOnStderr(diagnostics: readonly Diagnostic[], options: GlobalOptions, io: Io): void {
  if (diagnostics.length > 0) io.stderr.write(renderDiagnostics(diagnostics, errorStyle(options, io)));
}

/** What is not known of the ledger, or not shared yet, said once on stderr. */
export function reportLedger({ ledger, ledgerState, book, root, schedule }: Session, io: Io): void {
  const { branch, remote } = book.settings.ledger;
  if (ledger === undefined) {
    io.stderr.write(`${root} is not in a git repository: nothing is known of what was done.\n`);
  } else if (ledgerState.tip === null && ledgerState.remoteTip === null && ledgerState.hasRemote) {
    const { fetchedAt } = ledgerState;
    io.stderr.write(
      fetchedAt === null
        ? `No ledger here yet. If the team has one, fetch it: runbook sync\nor: git fetch ${remote} ${branch}:refs/remotes/${remote}/${branch}\n`
        : `No ledger yet, here or on ${remote} (asked ${readableTime(fetchedAt, schedule.zone)}). To ask again: runbook sync\n`,
    );
  }
  if (ledgerState.unpushed > 0) io.stderr.write(unpushedLine(ledgerState.unpushed));
}

/** How answers look on stdout. */
export function outputStyle(options: GlobalOptions, io: Io): Style {
  return styleOf(io.stdout, io.env, !options.color);
}

function errorStyle(options: GlobalOptions, io: Io): Style {
  return styleOf(io.stderr, io.env, !options.color);
}

/** 1 where a file of the run book does not parse, else 0. */
export function exitCodeOf({ parsed }: OpenedRunBook): ExitCode {
  return parsed.diagnostics.some(({ severity }) => severity === "error") ? 1 : 0;
}
