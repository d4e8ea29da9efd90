import { lastCompletions } from "../schedule/recent.ts";
import { activeProcedures } from "./active-procedures.ts";
import type { Finding, Rule } from "./rule.ts";

const OF_LAST = 5;
const FAILURES = 3;

/** What fails again and again is mended, not repeated. */
export const repeatFailure: Rule = {
  name: "repeat-failure",
  severity: "warning",
  dependsOnDay: true,
  check: ({ ledger, ...input }) => {
    if (ledger === undefined) return [];
    return activeProcedures(input).flatMap(({ procedure, path, placeOf }): Finding[] => {
      const completions = lastCompletions(procedure, OF_LAST, ledger.schedule);
      const failures = completions.filter(({ record }) => record.outcome === "failed");
      if (failures.length < FAILURES) return [];
      return [
        {
          path,
          place: placeOf(["name"]),
          message: `${failures.length} of the last ${completions.length} completions failed (last on ${failures.at(-1)?.on}), expected fewer than ${FAILURES}.`,
          hint: `See why: runbook log ${procedure.id}`,
        },
      ];
    });
  },
};
