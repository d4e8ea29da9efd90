import type { Schedule } from "../schedule/schedule.ts";
import type { WaveConflict } from "../schedule/wave-conflicts.ts";
import type { WavePlan } from "../schedule/wave-plan.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { STATUS_WORDS, formatEffort, offsetText, ownerText } from "./words.ts";

/** `wave --format markdown`: a table per track, for a wiki page or a ticket. */
export function renderWaveMarkdown(schedule: Schedule, plan: WavePlan, conflicts: readonly WaveConflict[]): string {
  const tracks = plan.tracks.map(({ track, anchor, milestones }) => {
    const rows = milestones.flatMap(({ offsetWeeks, from, due, items }) =>
      items.map((item) => [
        offsetText(offsetWeeks),
        `${from} – ${due}`,
        item.occurrence.procedure.name,
        ownerText(item.owner, schedule.book.directory),
        formatEffort(item.occurrence.procedure.effortMinutes),
        `${STATUS_WORDS[item.status]}${item.notBefore === null ? "" : `, not before ${item.notBefore}`}`,
      ]),
    );
    const notes = conflicts.filter((conflict) => conflict.track === track);
    return [
      `## ${markdownText(track)}`,
      "",
      `Anchor ${anchor.date} (${anchor.source}).`,
      "",
      markdownTable(["Week", "From – due", "Procedure", "Owner", "Effort", "Status"], rows),
      ...(notes.length === 0 ? [] : ["", ...notes.map(({ message }) => `- ${markdownText(message)}`)]),
    ].join("\n");
  });
  return `# ${markdownText(plan.name)} (${plan.id})\n\n${tracks.join("\n\n")}\n`;
}
