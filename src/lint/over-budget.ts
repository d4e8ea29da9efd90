import { CADENCES, type Trigger } from "../model/trigger.ts";
import { activeProcedures } from "./active-procedures.ts";
import type { Finding, Rule } from "./rule.ts";

const PATH = "runbook.yml";

/** The planned efforts of a cadence stay within what the team has for it. */
export const overBudget: Rule = {
  name: "over-budget",
  severity: "warning",
  dependsOnDay: false,
  check: ({ settings, placesIn, ...input }) => {
    if (settings === undefined) return [];
    const active = activeProcedures(input);
    return CADENCES.flatMap((cadence): Finding[] => {
      const budget = settings.budgetMinutes[cadence];
      const efforts = active
        .filter(({ procedure }) => procedure.cadence === cadence)
        .map(({ procedure }) => (procedure.effortMinutes ?? 0) * timesOf(procedure.trigger));
      const planned = efforts.reduce((sum, minutes) => sum + minutes, 0);
      if (budget === undefined || planned <= budget) return [];
      const place = placesIn(PATH).ofValue(["budgets", cadence]);
      return [
        {
          path: PATH,
          place,
          message: `The ${cadence} procedures take ${planned} minutes, expected at most ${budget}.`,
          hint: "Shorten them, do some less often, or raise the budget.",
        },
      ];
    });
  },
};

/** How often it comes in one period of its cadence: a budget of weekly work is for a week, with each of its days. */
function timesOf(trigger: Trigger): number {
  return trigger.kind === "weekly" ? Math.max(1, trigger.weekdays.length) : 1;
}
