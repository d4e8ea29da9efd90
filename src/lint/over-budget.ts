import { isRetired } from "../model/procedure.ts";
import { CADENCES, type Trigger } from "../model/trigger.ts";
import type { Finding, Rule } from "./rule.ts";

const PATH = "runbook.yml";

/** The planned efforts of a cadence stay within what the team has for it. */
export const overBudget: Rule = {
  name: "over-budget",
  severity: "warning",
  dependsOnDay: false,
  check: ({ procedures, settings, placesIn, asOf }) => {
    if (settings === undefined) return [];
    return CADENCES.flatMap((cadence): Finding[] => {
      const budget = settings.budgetMinutes[cadence];
      const efforts = procedures.flatMap(({ procedure }) =>
        procedure === undefined || procedure.cadence !== cadence || isRetired(procedure, asOf)
          ? []
          : [(procedure.effortMinutes ?? 0) * timesOf(procedure.trigger)],
      );
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
