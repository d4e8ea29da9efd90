import type { Schedule } from "../schedule/schedule.ts";
import { type WavePlan, plannedItems } from "../schedule/wave-plan.ts";
import { sumEffort } from "./json.ts";
import { formatEffort } from "./words.ts";

/** How much work a release plan is, what of it is not owed, and what the budget for it is. */
export function plannedWork({ book }: Schedule, plan: WavePlan): string {
  const items = plannedItems(plan);
  const spared = sumEffort(items.filter(({ status }) => status === "not-owed"));
  const budget = book.settings.budgetMinutes.wave;
  return [
    `${formatEffort(sumEffort(items)) || "0m"} of work is planned`,
    ...(spared === 0 ? [] : [`, ${formatEffort(spared)} of it not owed`]),
    ...(budget === undefined ? [] : [`; the budget is ${formatEffort(budget)} a wave`]),
    ...(budget === undefined || plan.tracks.length === 1 ? [] : [" in each track"]),
    ".",
  ].join("");
}
