import type { Schedule } from "../schedule/schedule.ts";
import type { WavePlan } from "../schedule/wave-plan.ts";
import { sumEffort } from "./json.ts";
import { formatEffort } from "./words.ts";

/** How much work a release plan is, what of it is not owed, and what the budget for it is. */
export function plannedWork({ book }: Schedule, { tracks }: WavePlan): string {
  const items = tracks.flatMap(({ milestones }) => milestones.flatMap((milestone) => milestone.items));
  const spared = sumEffort(items.filter(({ status }) => status === "not-owed"));
  const budget = book.settings.budgetMinutes.wave;
  return [
    `${formatEffort(sumEffort(items)) || "0m"} of work is planned`,
    ...(spared === 0 ? [] : [`, ${formatEffort(spared)} of it not owed`]),
    ...(budget === undefined ? [] : [`; the budget is ${formatEffort(budget)} a wave`]),
    ...(budget === undefined || tracks.length === 1 ? [] : [" in each track"]),
    ".",
  ].join("");
}
