import type { LedgerRecord } from "../model/record.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { outcomeText } from "./record-line.ts";
import type { Style } from "./style.ts";
import { readableTime } from "./words.ts";
import { type Cell, type Column, renderTable } from "./table.ts";

const COLUMNS: readonly Column[] = [
  { title: "Performed" },
  { title: "Procedure or event", isFlexible: true },
  { title: "For", isFlexible: true },
  { title: "Outcome", isFlexible: true },
  { title: "By", isFlexible: true },
  { title: "Commit" },
  { title: "Note", isFlexible: true },
];

/** `log` for people, newest first. */
export function renderLogText(records: readonly LedgerRecord[], schedule: Schedule, style: Style): string {
  if (records.length === 0) return "No records yet. Record the first one: runbook done PROCEDURE\n";
  return `${renderTable(
    COLUMNS,
    records.map((record) => rowOf(record, schedule, style)),
    style,
  )}\n`;
}

function rowOf(record: LedgerRecord, schedule: Schedule, style: Style): Cell[] {
  const voided = schedule.history.voided.has(record.commit);
  const paint = voided ? { paint: style.chalk.dim } : {};
  const performed = readableTime(record.performedAt, schedule.zone);
  const by =
    record.recordedBy.email === record.performedBy.email
      ? record.performedBy.name
      : `${record.performedBy.name} (recorded by ${record.recordedBy.name})`;
  const texts = [
    performed,
    record.procedure ?? record.event ?? "",
    record.occurrence ?? "",
    voided ? `${outcomeText(record)} (voided)` : outcomeText(record),
    by,
    record.commit.slice(0, 10),
    record.note,
  ];
  return texts.map((text) => ({ text, ...paint }));
}
