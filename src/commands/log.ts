import type { ExitCode, Io } from "../io.ts";
import { count } from "../model/count.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type RecordsSession, openRecords, outputStyle, reportLedger } from "../session/session.ts";
import { renderLogText } from "../view/log-text.ts";
import { renderRecordsCsv } from "../view/records-csv.ts";
import { renderRecordsJson } from "../view/records-json.ts";
import { type LogFilter, wantedRecords } from "./log-filter.ts";
import { writePaged } from "./paging.ts";

export interface LogOptions extends GlobalOptions, LogFilter {
  /** How many to print at most, the newest. */
  readonly limit?: number;
}

/** Prints the records of this run book, newest first, voided ones included. */
export async function runLog(options: LogOptions, io: Io): Promise<ExitCode> {
  const session = await openRecords(options, io);
  reportLedger(session, io);
  const found = session.records
    .filter(wantedRecords(options, session))
    .map((record) => ({ record, at: Date.parse(record.performedAt) }))
    .toSorted((a, b) => b.at - a.at)
    .map(({ record }) => record);
  const records = found.slice(0, options.limit);
  if (records.length < found.length) {
    io.stderr.write(`The newest ${records.length} of ${count(found.length, "record")}; more with --limit.\n`);
  }
  await writeAnswer(records, session, options, io);
  return 0;
}

async function writeAnswer(
  records: readonly LedgerRecord[],
  session: RecordsSession,
  options: LogOptions,
  io: Io,
): Promise<void> {
  const { schedule, unreadable } = session;
  const write = (pieces: Iterable<string>): void => {
    for (const piece of pieces) io.stdout.write(piece);
  };
  switch (options.format) {
    case "json":
      return write(renderRecordsJson(records, schedule, unreadable));
    case "csv":
      return write(renderRecordsCsv(records, schedule));
    default:
      return writePaged(
        records.length === 0 && session.records.length > 0
          ? "No record is like that.\n"
          : renderLogText(records, schedule, outputStyle(options, io)),
        io,
      );
  }
}
