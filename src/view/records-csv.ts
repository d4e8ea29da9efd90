import type { LedgerRecord } from "../model/record.ts";
import { recordedDaysAfter } from "../schedule/lateness.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type ColumnsOf, csvPieces } from "./csv.ts";
import { recordDocument } from "./json.ts";

/** The columns of `renderRecordsCsv`, with what each says. */
export const RECORD_COLUMNS = {
  commit: "id of the record in the ledger",
  record: "kind of record: completion, skip, void, approval, event, event-update, event-close",
  procedure: "what was done",
  occurrence: "which instance of it: a day, week, month, quarter, year, release wave or event",
  event: "the event that the record is about",
  outcome: "done, failed (performed, validation did not pass) or skipped",
  performed_at: "when the work was performed",
  performed_by: "who performed it",
  performed_by_email: "",
  recorded_at: "when it was written down",
  recorded_by: "who wrote it down",
  recorded_by_email: "",
  recorded_days_after: "days from the one to the other",
  effort_minutes: "how long it took",
  values: "measures",
  voided: "yes: taken back by a later record, and counts no more",
  approved_by: "who approved it, where approval counts",
  voids: "the record that this one takes back",
  approves: "the record that this one approves",
  severity: "of an event",
  ticket: "of an event, in another tool",
  assignee: "who has the event from here on",
  evidence: "files kept with it",
  text: "git id of the text that was followed",
  note: "",
} as const;

/** Records as a table for spreadsheets, a line each, in pieces; `more` columns stand at the end. */
export function renderRecordsCsv(
  records: readonly LedgerRecord[],
  schedule: Schedule,
  more: ColumnsOf<LedgerRecord> = {},
): Generator<string> {
  const rows = function* (): Generator<(string | number | null)[]> {
    for (const record of records) {
      yield [...Object.values(rowOf(record, schedule)), ...Object.values(more).map((cellOf) => cellOf(record))];
    }
  };
  return csvPieces([...Object.keys(RECORD_COLUMNS), ...Object.keys(more)], rows());
}

function rowOf(record: LedgerRecord, schedule: Schedule): Record<keyof typeof RECORD_COLUMNS, string | number | null> {
  const document = recordDocument(record, schedule);
  return {
    commit: document.commit,
    record: document.record,
    procedure: document.procedure,
    occurrence: document.occurrence,
    event: document.event,
    outcome: document.outcome,
    performed_at: document.performedAt,
    performed_by: document.performedBy.name,
    performed_by_email: document.performedBy.email,
    recorded_at: document.recordedAt,
    recorded_by: document.recordedBy.name,
    recorded_by_email: document.recordedBy.email,
    recorded_days_after: recordedDaysAfter(record, schedule.zone),
    effort_minutes: document.effortMinutes,
    values: Object.entries(document.values)
      .map(([name, value]) => `${name}=${value}`)
      .join("; "),
    voided: document.voided ? "yes" : "",
    approved_by: document.approvedBy.map(({ name, email }) => `${name} <${email}>`).join("; "),
    voids: document.voids,
    approves: document.approves,
    severity: document.severity,
    ticket: document.ticket,
    assignee: document.assignee?.name ?? null,
    evidence: document.evidence.join("; "),
    text: document.content,
    note: document.note,
  };
}
