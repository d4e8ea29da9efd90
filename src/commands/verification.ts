// What `verify` and `audit` share: the ledger read from git's objects alone, no cache between.

import type { CalendarDate } from "../calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../data/announced-waves.ts";
import type { Io } from "../io.ts";
import type { RunBook } from "../model/runbook.ts";
import { stemOf } from "../parse/procedure.ts";
import { scheduleOf } from "../schedule/schedule.ts";
import { type Instant, zoneOf } from "../schedule/zone.ts";
import { type Ledger, openLedger } from "../store/git-ledger.ts";
import type { Subject } from "../verify/subject.ts";
import { readInspected } from "../verify/verify.ts";
import type { GlobalOptions } from "./options.ts";
import { type OpenedRunBook, openSoundRunBook, reportOnStderr, requireLedger } from "./session.ts";

/** A run book with its ledger, read for checking. */
export interface Inspected extends OpenedRunBook {
  readonly book: RunBook;
  readonly ledger: Ledger;
  readonly subject: Subject;
}

export interface InspectOptions {
  /** The day that statuses are asked for. */
  readonly asOf?: CalendarDate | undefined;
  /** See `Subject`. */
  readonly now: Instant | null;
  readonly signedSince?: CalendarDate | undefined;
}

/**
 * Opens the run book and inspects its ledger; what does not parse is named on stderr.
 * Throws RunbookError `invalid-runbook`, `no-repository`, `shallow-ledger` or `git`.
 */
export async function openInspected(
  options: GlobalOptions,
  { asOf, now, signedSince }: InspectOptions,
  io: Io,
): Promise<Inspected> {
  const opened = await openSoundRunBook(options, io);
  const { root, parsed, book } = opened;
  reportOnStderr(parsed.diagnostics, options, io);
  const ledger = requireLedger(
    await openLedger({ directory: root, env: io.env, settings: book.settings.ledger, progress: io.progress }),
    root,
  );
  const inspection = await ledger.inspect();
  const { commits, records } = readInspected(inspection, book.settings.id);
  const unparsed = parsed.procedures.flatMap(({ procedure, path }) => (procedure === undefined ? [stemOf(path)] : []));
  const zone = zoneOf(book.settings.timezone);
  const moment = now === null && asOf !== undefined ? zone.endOf(asOf) : io.now();
  // Newest first, as the ledger is read elsewhere.
  const schedule = scheduleOf(book, records.toReversed(), ANNOUNCED_WAVES, moment, asOf);
  const since = signedSince === undefined ? null : zone.at(signedSince, "00:00");
  const subject = { inspection, commits, records, book, unparsed, schedule, now, signedSince: since };
  return { ...opened, book, ledger, subject };
}
