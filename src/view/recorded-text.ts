import type { Measure } from "../model/procedure.ts";
import { type LedgerRecord, abbreviated } from "../model/record.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { isLate } from "../schedule/status.ts";
import { plainLine } from "./plain-text.ts";
import { outcomeText } from "./record-line.ts";
import type { Style } from "./style.ts";
import { withFolder } from "./typed-command.ts";
import { dueText, shortDate, unitAfter } from "./words.ts";

/** What was just recorded, a line each, with what the values and dates mean. */
export function renderRecordedText(
  items: readonly Item[],
  records: readonly LedgerRecord[],
  schedule: Schedule,
  style: Style,
): string {
  return records
    .map((record, index) => {
      const item = items[index];
      const name = style.chalk.bold(plainLine(item?.occurrence.procedure.name ?? record.procedure ?? ""));
      const paint = record.outcome === "failed" ? style.chalk.red : style.chalk.green;
      const by = `by ${plainLine(record.performedBy.name)}`;
      const outcome = `${paint(outcomeText(record))}${punctuality(item, record, schedule)}`;
      const line = `Recorded ${name} for ${record.occurrence}: ${outcome}, ${by} (${abbreviated(record.commit)})`;
      return [
        line,
        ...earlierLine(item, record, schedule, style),
        ...measureLines(item, record, style),
        ...approvalLine(item, record, style),
      ].join("\n");
    })
    .join("\n")
    .concat("\n");
}

/** Whoever gives `--at` without `--for`, or works ahead, sees which occurrence was taken. */
function punctuality(item: Item | undefined, record: LedgerRecord, { zone, asOf }: Schedule): string {
  if (item === undefined || record.outcome === "failed") return "";
  const { scheduled } = item.occurrence;
  const at = Date.parse(record.performedAt);
  const date = zone.dateAt(at);
  const isSkip = record.record === "skip";
  if (isLate(item.occurrence, { at, on: date })) {
    return ` ${isSkip ? "too late, so waived" : "late"}: it was ${dueText(item.occurrence, asOf.date)}`;
  }
  return date < scheduled && !isSkip ? ` early: it is scheduled for ${shortDate(scheduled, asOf.date)}` : "";
}

/** Work of an earlier day than any that its occurrence could be done on was hardly for that one: `--at` does not choose. */
function earlierLine(
  item: Item | undefined,
  { performedAt, record }: LedgerRecord,
  { zone, asOf }: Schedule,
  { dir }: Style,
): string[] {
  const date = zone.dateAt(Date.parse(performedAt));
  if (item === undefined || record === "skip" || date >= item.occurrence.scheduled || date >= asOf.date) return [];
  const undo = `runbook undo ${item.occurrence.procedure.id}`;
  return [withFolder(`  If an earlier one was meant, take this back, then record that with --for KEY: ${undo}`, dir)];
}

function measureLines(item: Item | undefined, record: LedgerRecord, { chalk }: Style): string[] {
  return Object.entries(record.values).map(([name, value]) => {
    const measure = item?.occurrence.procedure.measures[name];
    const text = `  ${valueText(name, value, measure)}`;
    if (measure?.limit !== undefined && value >= measure.limit) return chalk.red(text);
    return measure?.warn !== undefined && value >= measure.warn ? chalk.yellow(text) : text;
  });
}

/** `database_gb 86 GB: at or over the warning level of 85 GB`. */
export function valueText(name: string, value: number, measure: Measure | undefined): string {
  const unit = unitAfter(measure);
  const text = `${name} ${value}${unit}`;
  if (measure?.limit !== undefined && value >= measure.limit) {
    return `${text}: at or over the limit of ${measure.limit}${unit}`;
  }
  const isHigh = measure?.warn !== undefined && value >= measure.warn;
  return isHigh ? `${text}: at or over the warning level of ${measure.warn}${unit}` : text;
}

/** What is to be approved is the completion that decides: the first, where it was done before. */
function approvalLine(item: Item | undefined, record: LedgerRecord, { dir }: Style): string[] {
  const needed = record.outcome === "done" && item?.occurrence.procedure.requires.includes("approval") === true;
  if (!needed) return [];
  const before = item.decidedBy?.record;
  const isDecided = before?.outcome === "done" && Date.parse(before.performedAt) <= Date.parse(record.performedAt);
  if (isDecided && item.status !== "awaiting-approval") return [];
  const { commit } = isDecided ? before : record;
  const approve = `runbook approve ${abbreviated(commit)}`;
  return [withFolder(`  It awaits the approval of someone else in roles.yml: ${approve}`, dir)];
}
