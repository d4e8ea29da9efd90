import type { ExitCode, Io } from "../io.ts";
import { count } from "../model/count.ts";
import type { LedgerRecord } from "../model/record.ts";
import { recordDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { renderLogText } from "../view/log-text.ts";
import { renderRecordsCsv } from "../view/records-csv.ts";
import { type LogFilter, wantedRecords } from "./log-filter.ts";
import type { GlobalOptions } from "./options.ts";
import { writePaged } from "./paging.ts";
import { type Session, openSession, outputStyle, reportLedger } from "./session.ts";

export interface LogOptions extends GlobalOptions, LogFilter {
  /** How many to print at most, the newest. */
  readonly limit?: number;
}

/** Prints the records of this run book, newest first, voided ones included. */
export async function runLog(options: LogOptions, io: Io): Promise<ExitCode> {
  const session = await openSession(options, io);
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
  const answer = answerText(records, session, options, io);
  if (options.format === "pretty") await writePaged(answer, io);
  else io.stdout.write(answer);
  return 0;
}

function answerText(records: readonly LedgerRecord[], session: Session, options: LogOptions, io: Io): string {
  const { schedule, diagnostics } = session;
  switch (options.format) {
    case "json":
      return renderJson<"log">({
        schemaVersion: 1,
        records: records.map((record) => recordDocument(record, schedule)),
        diagnostics: diagnostics.filter(({ rule }) => rule === "ledger"),
      });
    case "csv":
      return renderRecordsCsv(records, schedule);
    default:
      return records.length === 0 && session.records.length > 0
        ? "No record is like that.\n"
        : renderLogText(records, schedule, outputStyle(options, io));
  }
}
