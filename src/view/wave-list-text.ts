import { STATUSES, type Status } from "../model/occurrence.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { TrackPlan, WavePlan } from "../schedule/wave-plan.ts";
import type { Style } from "./style.ts";
import type { Cell } from "./table-parts.ts";
import { renderTable } from "./table.ts";
import { STATUS_WORDS, paintStatus } from "./words.ts";

/** The statuses of what is not done, nor excused, the most urgent first. */
const TO_DO: readonly Status[] = STATUSES.slice(0, STATUSES.indexOf("done"));

/** `wave list` for people: a row per wave and track. */
export function renderWaveListText(schedule: Schedule, plans: readonly WavePlan[], style: Style): string {
  const rows = plans.flatMap(({ id, name, tracks }) =>
    tracks.map((plan) => [
      { text: id },
      { text: name },
      { text: plan.track },
      { text: plan.anchor.date },
      { text: plan.anchor.source },
      toDoCell(plan, style),
    ]),
  );
  const columns = ["Id", "Wave", "Track", "Anchor", "From", "To do"].map((title, index) => ({
    title,
    isFlexible: index === 1 || index === 2 || index === 5,
  }));
  return `${renderTable(columns, rows, style)}\n\nAnnounced dates checked ${schedule.waves.checked}.\n`;
}

/** How many procedures stand where, in the plan's own words: `1 overdue, 5 upcoming`. */
function toDoCell({ milestones }: TrackPlan, style: Style): Cell {
  const items = milestones.flatMap((milestone) => milestone.items);
  const counts = TO_DO.map((status) => ({ status, many: items.filter((item) => item.status === status).length }));
  const [first, ...others] = counts.filter(({ many }) => many > 0);
  if (first === undefined) return { text: "–" };
  const text = [first, ...others].map(({ status, many }) => `${many} ${STATUS_WORDS[status]}`).join(", ");
  return { text, paint: paintStatus(first.status, style) };
}
