import { addDays } from "../calendar/calendar-date.ts";
import { count } from "../model/count.ts";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { type Procedure, isRetired } from "../model/procedure.ts";
import { absenceOf, holdersOf } from "../schedule/holders.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

const PATH = "roles.yml";
const DAYS_AHEAD = 30;

/** On each of the next 30 days somebody holds every role that owns something, and a person who does is there or covered. */
export const uncovered: Rule = {
  name: "uncovered",
  severity: "warning",
  dependsOnDay: true,
  check: ({ procedures, directory, placesIn, asOf }) => {
    if (directory === undefined) return [];
    const days = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(asOf, index));
    const owned = proceduresByOwner(procedures);
    const daysOf = (owner: string): CalendarDate[] =>
      days.filter((date) => owned.get(owner)?.some((procedure) => !isRetired(procedure, date)));
    // A role without people is an outside team, or `unowned`.
    const roles = Object.values(directory.roles).filter(({ people }) => people.length > 0);
    const people = Object.keys(directory.people).filter((id) => directory.roles[id] === undefined);
    const isAlone = (id: string, date: CalendarDate): boolean => {
      const absence = absenceOf(id, directory, date);
      return absence !== undefined && absence.cover === undefined;
    };
    return [
      ...roles.flatMap(({ id }): Finding[] => {
        const when = daysText(daysOf(id).filter((date) => holdersOf(id, directory, date).people.length === 0));
        const message = `Nobody holds \`${id}\` on ${when}, expected a holder, a cover or a deputy.`;
        const hint = "Name a cover for the absence, or a deputy of the role.";
        return when === undefined ? [] : [{ path: PATH, place: placesIn(PATH).ofKey(["roles", id]), message, hint }];
      }),
      ...people.flatMap((id): Finding[] => {
        const when = daysText(daysOf(id).filter((date) => isAlone(id, date)));
        const message = `\`${id}\`, who owns procedures, is away on ${when}, expected a cover.`;
        const hint = "Name a cover for the absence, or let a role own the procedures.";
        return when === undefined ? [] : [{ path: PATH, place: placesIn(PATH).ofKey(["people", id]), message, hint }];
      }),
    ];
  },
};

function proceduresByOwner(procedures: LintInput["procedures"]): ReadonlyMap<string, readonly Procedure[]> {
  const byOwner = new Map<string, Procedure[]>();
  for (const { procedure } of procedures) {
    if (procedure?.owner === undefined) continue;
    const owned = byOwner.get(procedure.owner);
    if (owned === undefined) byOwner.set(procedure.owner, [procedure]);
    else owned.push(procedure);
  }
  return byOwner;
}

/** `2026-12-14, and on 3 more days until 2026-12-17`; undefined of no day. */
function daysText(days: readonly CalendarDate[]): string | undefined {
  const [first, ...others] = days;
  return others.length === 0 ? first : `${first}, and on ${count(others.length, "more day")} until ${others.at(-1)}`;
}
