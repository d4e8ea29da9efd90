import { activeProcedures } from "./active-procedures.ts";
import type { Finding, Rule } from "./rule.ts";

/** Whoever changes a text also reads it through: no change in git is newer than the review. */
export const drift: Rule = {
  name: "drift",
  severity: "warning",
  dependsOnDay: false,
  check: ({ textChanges, ...input }) => {
    if (textChanges === undefined) return [];
    return activeProcedures(input).flatMap(({ procedure, path, placeOf }): Finding[] => {
      const change = textChanges.get(path);
      if (change === undefined || change.on <= procedure.lastUpdated) return [];
      return [
        {
          path,
          place: placeOf(["last_updated"]),
          message: `Text changed on ${change.on} (${change.commit}), after its review on ${procedure.lastUpdated}; expected a review since.`,
          hint: `See the change (git show ${change.commit}), read the text through, and set \`last_updated\`.`,
        },
      ];
    });
  },
};
