import type { ExitCode, Io } from "../io.ts";
import { recordDocument } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { renderLogText } from "../view/log-text.ts";
import { findProcedure } from "./find-procedure.ts";
import type { GlobalOptions } from "./options.ts";
import { openSession, outputStyle, reportLedger } from "./session.ts";

export interface LogOptions extends GlobalOptions {
  /** Only records of these; empty: all. */
  readonly procedures: readonly string[];
}

/** Prints the records of this run book, newest first, voided ones included. */
export async function runLog(options: LogOptions, io: Io): Promise<ExitCode> {
  const session = await openSession(options, io);
  const { schedule, diagnostics } = session;
  reportLedger(session, io);
  const wanted = options.procedures.map((word) => idsNamed(word, session));
  const records = session.records
    .filter(
      ({ procedure }) => wanted.length === 0 || (procedure !== null && wanted.some((ids) => ids.includes(procedure))),
    )
    .toSorted((a, b) => Date.parse(b.performedAt) - Date.parse(a.performedAt));
  io.stdout.write(
    options.format === "json"
      ? renderJson<"log">({
          schemaVersion: 1,
          records: records.map((record) => recordDocument(record, schedule)),
          diagnostics: diagnostics.filter(({ rule }) => rule === "ledger"),
        })
      : renderLogText(records, schedule, outputStyle(options, io)),
  );
  return 0;
}

/** A procedure's ids, former ones too; a word that only the ledger knows names itself. */
function idsNamed(word: string, { book, records }: Awaited<ReturnType<typeof openSession>>): readonly string[] {
  if (records.some(({ procedure }) => procedure === word) && !book.procedures.some(({ id }) => id === word))
    return [word];
  const { id, formerly } = findProcedure(book, word);
  return [id, ...formerly];
}
