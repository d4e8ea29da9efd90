import { isRetired } from "../model/procedure.ts";
import { CADENCES } from "../model/trigger.ts";
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
          : [procedure.effortMinutes ?? 0],
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
