import { isForTrack } from "../model/procedure.ts";
import { CADENCES, type CadenceGroup, type Trigger } from "../model/trigger.ts";
import type { Track } from "../model/wave.ts";
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
      if (budget === undefined) return [];
      const planned = active.filter(({ procedure }) => procedure.cadence === cadence);
      return sharesOf(cadence, planned, settings.tracks).flatMap(({ of, share }): Finding[] => {
        const efforts = share.map(({ procedure }) => (procedure.effortMinutes ?? 0) * timesOf(procedure.trigger));
        const minutes = efforts.reduce((sum, effort) => sum + effort, 0);
        if (minutes <= budget) return [];
        return [
          {
            path: PATH,
            place: placesIn(PATH).ofValue(["budgets", cadence]),
            message: `The ${cadence} procedures${of} take ${minutes} minutes, expected at most ${budget}.`,
            hint: "Shorten them, do some less often, or raise the budget.",
          },
        ];
      });
    });
  },
};

type Active = ReturnType<typeof activeProcedures>;

/** What one budget is for: all procedures of a cadence, but each track has a wave of its own, with a budget of its own. */
function sharesOf(
  cadence: CadenceGroup,
  planned: Active,
  tracks: readonly Track[],
): { readonly of: string; readonly share: Active }[] {
  if (cadence !== "wave" || tracks.length === 1) return [{ of: "", share: planned }];
  return tracks.map((track) => ({
    of: ` of ${track}`,
    share: planned.filter(({ procedure }) => isForTrack(procedure, track)),
  }));
}

/** How often it comes in one period of its cadence: a budget of weekly work is for a week, with each of its days. */
function timesOf(trigger: Trigger): number {
  return trigger.kind === "weekly" ? Math.max(1, trigger.weekdays.length) : 1;
}
