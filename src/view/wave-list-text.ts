import { count } from "../model/count.ts";
import { isPressing } from "../model/occurrence.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { WavePlan } from "../schedule/wave-plan.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";

/** `wave list` for people: a row per wave and track. */
export function renderWaveListText(schedule: Schedule, plans: readonly WavePlan[], style: Style): string {
  const rows = plans.flatMap(({ id, name, tracks }) =>
    tracks.map(({ track, anchor, milestones }) => {
      const items = milestones.flatMap((milestone) => milestone.items);
      const pressing = items.filter(({ status }) => isPressing(status)).length;
      return [
        { text: id },
        { text: name },
        { text: track },
        { text: anchor.date },
        { text: anchor.source },
        { text: pressing === 0 ? "" : count(pressing, "milestone"), paint: style.chalk.red },
      ];
    }),
  );
  const columns = ["Id", "Wave", "Track", "Anchor", "From", "To do"].map((title, index) => ({
    title,
    isFlexible: index === 1 || index === 2 || index === 5,
  }));
  return `${renderTable(columns, rows, style)}\n\nAnnounced dates checked ${schedule.waves.checked}.\n`;
}
