import type { Status } from "../model/occurrence.ts";
import type { Report } from "../report/report.ts";
import type { WaveProgress } from "../report/wave-progress.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { ReportCell, ReportSection } from "./report-section.ts";
import { minutesText, shareText } from "./report-words.ts";
import type { Column } from "./table-parts.ts";
import { STATUS_WORDS, shortDate } from "./words.ts";

const COLUMNS: readonly Column[] = [
  { title: "Wave", isFlexible: true },
  { title: "Plan", isFlexible: true },
  { title: "Settled" },
  { title: "Milestones", isFlexible: true },
  { title: "Effort", isFlexible: true },
];

/** Progress of the waves whose plan touches the period. */
export function waveSection({ waves }: Report, { asOf, book }: Schedule): ReportSection {
  const rows = waves.map((wave): ReportCell[] => {
    const settled = wave.items.filter(({ status }) => isSettled(status)).length / wave.items.length;
    const track = book.settings.tracks.length === 1 ? "" : `, ${wave.track}`;
    return [
      { text: `${wave.name}${track}` },
      { text: `${shortDate(wave.from, asOf.date)} to ${shortDate(wave.to, asOf.date)}` },
      { text: shareText(settled), share: settled },
      { text: statusCounts(wave) },
      { text: effortText(wave) },
    ];
  });
  const notes = rows.length === 0 ? ["No wave's plan touches the period."] : [];
  return { id: "waves", heading: "Release waves", columns: COLUMNS, rows, notes };
}

function isSettled(status: Status): boolean {
  return ["done", "done-late", "skipped", "waived"].includes(status);
}

function statusCounts({ items }: WaveProgress): string {
  const statuses = [...new Set(items.map(({ status }) => status))];
  return statuses
    .map((status) => `${items.filter((item) => item.status === status).length} ${STATUS_WORDS[status]}`)
    .join(", ");
}

function effortText({ plannedMinutes, recordedMinutes, budgetMinutes }: WaveProgress): string {
  const budget = budgetMinutes === null ? "" : `, budget ${minutesText(budgetMinutes)}`;
  return `${minutesText(recordedMinutes)} recorded, ${minutesText(plannedMinutes)} planned${budget}`;
}
