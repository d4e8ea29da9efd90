import type { Diagnostic } from "../model/diagnostic.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { recordDocument } from "./json.ts";
import type { RecordOutput } from "./output-shapes.ts";
import { renderLongJson } from "./long-json.ts";

/** `log --json`, in pieces. */
export function renderRecordsJson(
  records: readonly LedgerRecord[],
  schedule: Schedule,
  diagnostics: readonly Diagnostic[],
): Generator<string> {
  const documents = function* (): Generator<RecordOutput> {
    for (const record of records) yield recordDocument(record, schedule);
  };
  const document = { schemaVersion: 1 as const, records: [], diagnostics: [...diagnostics] };
  return renderLongJson<"log", "records">(document, "records", documents());
}
