import { toEpochDay } from "../calendar/calendar-date.ts";
import { reviewIntervalOf } from "../model/review-interval.ts";
import { activeProcedures } from "./active-procedures.ts";
import type { Finding, Rule } from "./rule.ts";

/** Every procedure is read again within its review interval. */
export const stale: Rule = {
  name: "stale",
  severity: "warning",
  dependsOnDay: true,
  check: ({ settings, asOf, procedures }) => {
    if (settings === undefined) return [];
    return activeProcedures({ procedures, asOf }).flatMap(({ procedure, path, placeOf }): Finding[] => {
      const age = toEpochDay(asOf) - toEpochDay(procedure.lastUpdated);
      const interval = reviewIntervalOf(procedure, settings);
      if (age < 0) {
        const place = placeOf(["last_updated"]);
        const message = `Reviewed on ${procedure.lastUpdated}, which is in the future; expected ${asOf} or earlier.`;
        return [
          { path, place, severity: "error", message, hint: "Write the day on which somebody last read it through." },
        ];
      }
      if (age <= interval) return [];
      return [
        {
          path,
          place: placeOf(["last_updated"]),
          severity: age > 2 * interval ? "error" : "warning",
          message: `Last reviewed ${age} days ago (${procedure.lastUpdated}), expected at most ${interval}.`,
          hint: `Read it through, mend it, and say so: runbook review ${procedure.id}`,
        },
      ];
    });
  },
};
