import { toEpochDay } from "../calendar/calendar-date.ts";
import { count } from "../model/count.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { plainLine } from "./plain-text.ts";
import { shortRecordLine } from "./record-line.ts";
import type { Style } from "./style.ts";

/** Records that are shown. */
const RECENT = 5;

/** What a reviewer should know beside the text: its age, how the work went lately, and what failed. */
export function renderReviewFacts(
  procedure: Procedure,
  records: readonly LedgerRecord[],
  { asOf, history }: Schedule,
  { chalk }: Style,
): string {
  const age = toEpochDay(asOf.date) - toEpochDay(procedure.lastUpdated);
  const own = records
    .filter((it) => idsOf(procedure).includes(it.procedure ?? ""))
    .filter(({ record, commit }) => (record === "completion" || record === "skip") && !history.voided.has(commit))
    .toSorted((a, b) => Date.parse(b.performedAt) - Date.parse(a.performedAt));
  const recent = own.slice(0, RECENT);
  const failures = own.filter(({ outcome }) => outcome === "failed").slice(0, RECENT);
  const older = failures.filter((failure) => !recent.includes(failure));
  const lines = (list: readonly LedgerRecord[]): string[] => list.map((it) => `  ${plainLine(shortRecordLine(it))}`);
  return [
    `${chalk.bold("Last reviewed")} ${age === 0 ? "today" : `${count(age, "day")} ago`} (${procedure.lastUpdated})`,
    ...(recent.length === 0 ? ["No record of it yet."] : [chalk.bold("Latest records"), ...lines(recent)]),
    ...(older.length === 0 ? [] : [chalk.bold("Earlier failures"), ...lines(older)]),
    "",
  ].join("\n");
}
