import { count } from "../model/count.ts";
import type { Work } from "../report/effort.ts";
import type { Report } from "../report/report.ts";
import type { ReportCell, ReportSection } from "./report-section.ts";
import { minutesText, shareText } from "./report-words.ts";
import type { Column } from "./table-parts.ts";

const COLUMNS: readonly Column[] = [
  { title: "Cadence" },
  { title: "Planned", align: "right" },
  { title: "Recorded", align: "right" },
  { title: "Completions", align: "right" },
  { title: "Against plan", align: "right" },
  { title: "Budget", align: "right" },
  { title: "Used", align: "right" },
];

/** Planned against recorded effort, and against the budgets. */
export function effortSection({ byCadence, total }: Report): ReportSection {
  const active = byCadence.filter(({ plannedMinutes, work }) => plannedMinutes + work.completions > 0);
  const rows = active.map(({ cadence, plannedMinutes, work, budget }): ReportCell[] => [
    { text: cadence },
    { text: minutesText(plannedMinutes) },
    { text: minutesText(work.recordedMinutes) },
    { text: timedText(work) },
    { text: againstPlan(work) },
    { text: budget === null ? "" : minutesText(budget.minutes) },
    budget === null || budget.minutes === 0 ? { text: "" } : usedCell(work.recordedMinutes / budget.minutes),
  ]);
  const { work } = total;
  const all: ReportCell[] = [
    { text: "all" },
    { text: minutesText(total.plannedMinutes) },
    { text: minutesText(work.recordedMinutes) },
    { text: timedText(work) },
    { text: againstPlan(work) },
    { text: "" },
    { text: "" },
  ];
  const untimed = work.completions - work.timed;
  const notes =
    work.completions === 0
      ? ["Nothing was performed."]
      : untimed === 0
        ? []
        : [
            `${count(untimed, "completion")} of ${work.completions} without an effort: the recorded time is too low by theirs.`,
          ];
  return { id: "effort", heading: "Effort", columns: COLUMNS, rows: rows.length > 1 ? [...rows, all] : rows, notes };
}

function timedText({ completions, timed }: Work): string {
  return completions === timed ? String(completions) : `${timed} of ${completions}`;
}

function againstPlan({ comparedPlannedMinutes, comparedRecordedMinutes }: Work): string {
  return comparedPlannedMinutes === 0 ? "" : shareText(comparedRecordedMinutes / comparedPlannedMinutes);
}

function usedCell(share: number): ReportCell {
  return share > 1 ? { text: shareText(share), tone: "bad" } : { text: shareText(share) };
}
