import { count } from "../model/count.ts";
import { type Directory, PLACEHOLDER_PERSON } from "../model/runbook.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

/** Every procedure has an owner that roles.yml knows and that somebody can reach. */
export const unowned: Rule = {
  name: "unowned",
  severity: "error",
  dependsOnDay: false,
  check: ({ procedures, directory, placesIn }) => {
    if (directory === undefined) return [];
    const ofProcedures = procedures.flatMap(({ procedure, path, placeOf }): Finding[] => {
      if (procedure === undefined) return [];
      const problem = ownerProblem(procedure.owner, directory);
      return problem === undefined ? [] : [{ path, place: placeOf(["owner"]), ...problem }];
    });
    return [...ofProcedures, ...placeholderFindings(directory, placesIn)];
  },
};

/** Once, not for each procedure: naming one person mends them all. */
function placeholderFindings({ people, roles }: Directory, placesIn: LintInput["placesIn"]): Finding[] {
  if (people[PLACEHOLDER_PERSON] === undefined) return [];
  const held = Object.values(roles).filter((role) => role.people.includes(PLACEHOLDER_PERSON)).length;
  return [
    {
      path: "roles.yml",
      place: placesIn("roles.yml").ofKey(["people", PLACEHOLDER_PERSON]),
      message: `\`${PLACEHOLDER_PERSON}\` is a placeholder, expected a real person; it holds ${count(held, "role")}.`,
      hint: "Replace the id, here and in the roles, with a person's; give the name and the e-mail address.",
    },
  ];
}

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
