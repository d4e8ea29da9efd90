import { addDays } from "../calendar/calendar-date.ts";
import { count } from "../model/count.ts";
import { holdersOf } from "../schedule/holders.ts";
import type { Finding, Rule } from "./rule.ts";

const PATH = "roles.yml";
const DAYS_AHEAD = 30;

/** On each of the next 30 days somebody holds every role that owns something. */
export const uncovered: Rule = {
  name: "uncovered",
  severity: "warning",
  dependsOnDay: true,
  check: ({ procedures, directory, placesIn, asOf }) => {
    if (directory === undefined) return [];
    const owners = new Set(procedures.map(({ procedure }) => procedure?.owner));
    // A role without people is an outside team, or `unowned`.
    const roles = Object.values(directory.roles).filter(({ id, people }) => owners.has(id) && people.length > 0);
    return roles.flatMap(({ id }): Finding[] => {
      const days = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(asOf, index)).filter(
        (date) => holdersOf(id, directory, date).people.length === 0,
      );
      const [first] = days;
      if (first === undefined) return [];
      const more = days.length === 1 ? "" : `, and on ${count(days.length - 1, "more day")} until ${days.at(-1)}`;
      return [
        {
          path: PATH,
          place: placesIn(PATH).ofKey(["roles", id]),
          message: `Nobody holds \`${id}\` on ${first}${more}, expected a holder, a cover or a deputy.`,
          hint: "Name a cover for the absence, or a deputy of the role.",
        },
      ];
    });
  },
};
