import { count } from "../model/count.ts";
import { type LedgerRecord, abbreviated, isSamePerson } from "../model/record.ts";
import { recordedDaysAfter } from "../schedule/lateness.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { noteStart, outcomeText } from "./record-line.ts";
import type { Style } from "./style.ts";
import type { Cell, Column } from "./table-parts.ts";
import { renderTable } from "./table.ts";
import { civilTime } from "./words.ts";

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
  const rows = records.map((record) => rowOf(record, schedule, style));
  return `${renderTable(COLUMNS, rows, style)}\n\nTimes are those of ${schedule.zone.name}.\n`;
}

function rowOf(record: LedgerRecord, schedule: Schedule, style: Style): Cell[] {
  const voided = schedule.history.voided.has(record.commit);
  const paint = voided ? { paint: style.chalk.dim } : {};
  const performed = civilTime(Date.parse(record.performedAt), schedule.zone);
  const texts = [
    performed,
    record.procedure ?? record.event ?? "",
    record.occurrence ?? "",
    voided ? `${outcomeText(record)} (voided)` : outcomeText(record),
    byText(record, schedule),
    abbreviated(record.commit),
    noteStart(record),
  ];
  return texts.map((text) => ({ text, ...paint }));
}

/** Who performed it, with who wrote it down and how many days later where that is not the same. */
export function byText(record: LedgerRecord, schedule: Pick<Schedule, "zone">): string {
  const { performedBy, recordedBy } = record;
  const days = recordedDaysAfter(record, schedule.zone);
  const later = days > 0 ? `${count(days, "day")} later` : "";
  if (isSamePerson(recordedBy, performedBy)) return `${performedBy.name}${later === "" ? "" : `, recorded ${later}`}`;
  return `${performedBy.name} (recorded by ${recordedBy.name})${later === "" ? "" : `, ${later}`}`;
}
