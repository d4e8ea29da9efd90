import type { Directory } from "../model/runbook.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { Finding, Rule } from "./rule.ts";

/** Every procedure has an owner that roles.yml knows and that somebody can reach. */
export const unowned: Rule = {
  name: "unowned",
  severity: "error",
  dependsOnDay: false,
  check: ({ procedures, directory }) => {
    if (directory === undefined) return [];
    return procedures.flatMap(({ procedure, path, placeOf }): Finding[] => {
      if (procedure === undefined) return [];
      const place = placeOf(["owner"]);
      const problem = ownerProblem(procedure.owner, directory);
      return problem === undefined ? [] : [{ path, place, ...problem }];
    });
  },
};

function ownerProblem(
  owner: string | undefined,
  { roles, people }: Directory,
): Pick<Finding, "message" | "hint"> | undefined {
  const known = [...Object.keys(roles), ...Object.keys(people)];
  if (owner === undefined) {
    const example = known[0] ?? "operations-analyst";
    return { message: "No owner, expected a role of roles.yml.", hint: `Add one: \`owner: ${example}\`` };
  }
  const role = roles[owner];
  if (role !== undefined) {
    const isReachable = role.people.length > 0 || role.contact !== undefined;
    return isReachable
      ? undefined
      : {
          message: `Owner \`${owner}\` is a role with neither people nor a contact, expected somebody to hold it.`,
          hint: "Name its people in roles.yml.",
        };
  }
  if (people[owner] !== undefined) return undefined;
  return {
    message: `Owner \`${owner}\` is not in roles.yml, expected one of its roles or people.`,
    hint: didYouMean(owner, known) ?? "Add the role to roles.yml.",
  };
}
