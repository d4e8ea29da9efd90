import { activeProcedures } from "./active-procedures.ts";
import type { Finding, Rule } from "./rule.ts";

const PATH = "roles.yml";

/** No role that owns something hangs on one person. */
export const singleHolder: Rule = {
  name: "single-holder",
  severity: "info",
  dependsOnDay: false,
  check: ({ directory, placesIn, ...input }) => {
    if (directory === undefined) return [];
    const owners = new Set(activeProcedures(input).map(({ procedure }) => procedure.owner));
    const alone = Object.values(directory.roles).filter(
      ({ id, people, deputies }) => owners.has(id) && people.length === 1 && deputies.length === 0,
    );
    return alone.map(({ id, people }): Finding => ({
      path: PATH,
      place: placesIn(PATH).ofKey(["roles", id]),
      message: `Role \`${id}\` has one person (${people[0]}) and no deputy, expected somebody for the days without them.`,
      hint: "Name a second person, or `deputies: [PERSON]`.",
    }));
  },
};
