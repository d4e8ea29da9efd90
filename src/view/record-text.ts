import { count } from "../model/count.ts";
import type { LedgerRecord } from "../model/record.ts";
import { recordedDaysAfter } from "../schedule/lateness.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { approvalsOf } from "../schedule/status.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import { inVainText, outcomeText, recordLine } from "./record-line.ts";
import type { Style } from "./style.ts";
import { formatEffort } from "./words.ts";

/** A file that a record names; null where its tree has no such file. */
export interface EvidenceListing {
  readonly path: string;
  readonly blob: string | null;
  /** Bytes. */
  readonly size: number | null;
}

/** A record with all that belongs to it. */
export interface WholeRecord {
  readonly record: LedgerRecord;
  /** Voids and approvals of it. */
  readonly related: readonly LedgerRecord[];
  /** The text that was followed; null where there is none. */
  readonly text: string | null;
  readonly evidence: readonly EvidenceListing[];
  /** Files that its evidence was written to. */
  readonly extracted: readonly string[];
}

/** `log show` for people. */
export function renderRecordText(whole: WholeRecord, schedule: Schedule, style: Style): string {
  const { record, text, extracted } = whole;
  const { chalk } = style;
  const facts = factsOf(whole, schedule);
  const width = Math.max(...facts.map(([name]) => name.length));
  const blocks = [
    `${chalk.bold(plainLine(record.subject))}\n`,
    facts.map(([name, value]) => `  ${chalk.dim(name.padEnd(width))}  ${plainLine(value)}\n`).join(""),
    record.note === "" ? "" : `${plainBlock(record.note)}\n`,
    relatedText(whole, schedule, style),
    text === null ? "" : `${chalk.dim("The text that was followed:")}\n\n${plainBlock(text).trimEnd()}\n`,
    extracted.map((file) => `Wrote ${plainLine(file)}\n`).join(""),
  ];
  return blocks.filter((block) => block !== "").join("\n");
}

function factsOf({ record, text, evidence }: WholeRecord, schedule: Schedule): (readonly [string, string])[] {
  const days = recordedDaysAfter(record, schedule.zone);
  const later = days === 0 ? "" : ` (${count(Math.abs(days), "day")} ${days > 0 ? "later" : "earlier"})`;
  const person = (who: LedgerRecord["performedBy"]): string => `${who.name} <${who.email}>`;
  const content =
    record.content === null ? null : `${record.content}${text === null ? " (not in the repository)" : ""}`;
  const facts: (readonly [string, string | null])[] = [
    ["Commit", record.commit],
    ["Procedure", record.procedure],
    ["For", record.occurrence],
    ["Event", record.event],
    ["Outcome", outcomeText(record)],
    ["Performed", `${record.performedAt} by ${person(record.performedBy)}`],
    ["Recorded", `${record.recordedAt} by ${person(record.recordedBy)}${later}`],
    ["Effort", formatEffort(record.effortMinutes) || null],
    ...Object.entries(record.values).map(([name, value]) => ["Value", `${name} ${value}`] as const),
    ...evidence.map(({ path, size }) => ["Evidence", `${path} (${sizeText(size)})`] as const),
    ["Text", content],
  ];
  return facts.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function sizeText(size: number | null): string {
  if (size === null) return "not in the record's tree";
  if (size < 1024) return `${size} bytes`;
  return size < 1024 * 1024 ? `${Math.ceil(size / 1024)} KiB` : `${Math.ceil(size / 1024 / 1024)} MiB`;
}

function relatedText({ record, related }: WholeRecord, schedule: Schedule, { chalk }: Style): string {
  const remarks = new Map(approvalsOf(record, schedule).map((it) => [it.approval.commit, inVainText(it)]));
  return related
    .map((it) => {
      const isVoided = schedule.history.voided.has(it.commit);
      const remark = isVoided ? " (voided)" : (remarks.get(it.commit) ?? "");
      const line = `${it.record === "void" ? "Voided" : "Approved"}: ${plainLine(`${recordLine(it)}${remark}`)}`;
      return `${it.record === "void" ? chalk.red(line) : line}\n`;
    })
    .join("");
}
