// What `verify` and `audit` share: the ledger read from git's objects alone, no cache between.

import type { CalendarDate } from "../calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../data/announced-waves.ts";
import type { Io } from "../io.ts";
import type { RunBook } from "../model/runbook.ts";
import { stemOf } from "../parse/procedure.ts";
import { scheduleOf } from "../schedule/schedule.ts";
import { type Instant, zoneOf } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { runBookModel } from "../session/run-book-cache.ts";
import { reportOnStderr, requireBook, requireLedger, rootOf } from "../session/session.ts";
import { type Ledger, openLedger } from "../store/git-ledger.ts";
import type { Subject } from "../verify/subject.ts";
import { ledgerReader } from "../verify/reading.ts";

/** A run book with its ledger, read for checking. */
export interface Inspected {
  /** The run book's folder, absolute. */
  readonly root: string;
  readonly book: RunBook;
  readonly ledger: Ledger;
  readonly subject: Subject;
}

export interface InspectOptions {
  /** The day that statuses are asked for. */
  readonly asOf?: CalendarDate | undefined;
  /** See `Subject`. */
  readonly now: Instant | null;
  /** Which records the schedule's history has: all, or no more than the checks need. */
  readonly history: "whole" | "voids";
  readonly signedSince?: CalendarDate | undefined;
}

/**
 * Opens the run book and inspects its ledger; what does not parse is named on stderr.
 * Throws RunbookError `invalid-runbook`, `no-repository`, `shallow-ledger` or `git`.
 */
export async function openInspected(
  options: GlobalOptions,
  { asOf, now, history, signedSince }: InspectOptions,
  io: Io,
): Promise<Inspected> {
  const root = rootOf(options, io);
  const model = await runBookModel(root);
  const book = requireBook(model);
  reportOnStderr(model.diagnostics, options, io);
  const { env, progress } = io;
  const ledger = requireLedger({
    ledger: await openLedger({ directory: root, env, settings: book.settings.ledger, progress }),
    root,
    env,
  });
  const reader = ledgerReader(book.settings.id, ({ record }) => history === "whole" || record === "void");
  const inspection = await ledger.inspect(reader.inspector);
  const reading = reader.reading();
  const unparsed = model.unparsed.map(stemOf);
  const zone = zoneOf(book.settings.timezone);
  const moment = now === null && asOf !== undefined ? zone.endOf(asOf) : io.now();
  const schedule = scheduleOf(book, reading.records, ANNOUNCED_WAVES, moment, asOf);
  const since = signedSince === undefined ? null : zone.at(signedSince, "00:00");
  const subject = { inspection, reading, book, unparsed, schedule, now, signedSince: since };
  return { root, book, ledger, subject };
}
