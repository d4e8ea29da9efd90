import type { Directory } from "../model/runbook.ts";
import { hinter } from "../parse/hints.ts";
import type { YamlPath } from "../parse/yaml-document.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

const PATH = "roles.yml";

/** Every escalation, duty, cover and absence names somebody, and of each person more is known than the id. */
export const unknownRole: Rule = {
  name: "unknown-role",
  severity: "error",
  dependsOnDay: false,
  check: (input) => {
    const { directory } = input;
    if (directory === undefined) return [];
    return [...escalations(input, directory), ...entriesOfRoles(input, directory), ...unlistedPeople(input, directory)];
  },
};

function escalations({ procedures }: LintInput, directory: Directory): Finding[] {
  const known = new Set([...Object.keys(directory.roles), ...Object.keys(directory.people)]);
  const didYouMean = hinter();
  return procedures.flatMap(({ procedure, path, placeOf }) =>
    (procedure?.escalateTo ?? []).flatMap((id, index): Finding[] =>
      known.has(id)
        ? []
        : [
            {
              path,
              place: placeOf(["escalate_to", index]),
              ...unknown("Escalation", id, "role or person", didYouMean(id, known)),
            },
          ],
    ),
  );
}

function entriesOfRoles({ placesIn }: LintInput, directory: Directory): Finding[] {
  const places = placesIn(PATH);
  const people = new Set(Object.keys(directory.people));
  const anyone = new Set([...Object.keys(directory.roles), ...people]);
  const didYouMean = hinter();
  const entries: {
    way: YamlPath;
    what: string;
    id: string;
    kind: string;
    known: ReadonlySet<string>;
    /** Who is not meant, however near the name. */
    other?: string;
  }[] = [
    ...Object.entries(directory.duties).map(([duty, id]) => ({
      way: ["duties", duty],
      what: `Duty ${duty}`,
      id,
      kind: "role or person",
      known: anyone,
    })),
    ...directory.absences.flatMap(({ person, cover }, index) => [
      { way: ["absences", index, "person"], what: "Absence", id: person, kind: "person", known: people },
      ...(cover === undefined
        ? []
        : [
            {
              way: ["absences", index, "cover"],
              what: "Cover",
              id: cover,
              kind: "person",
              known: people,
              other: person,
            },
          ]),
    ]),
  ];
  return entries
    .filter(({ id, known }) => !known.has(id))
    .map(({ way, what, id, kind, known, other }) => ({
      path: PATH,
      place: places.ofValue(way),
      ...unknown(what, id, kind, didYouMean(id, known, other)),
    }));
}

/** At the first role that names them. */
function unlistedPeople({ placesIn }: LintInput, { roles, unlisted }: Directory): Finding[] {
  const places = placesIn(PATH);
  const named = Object.values(roles).flatMap(({ id, people, deputies }) => [
    ...people.map((person, index) => ({ person, way: ["roles", id, "people", index] })),
    ...deputies.map((person, index) => ({ person, way: ["roles", id, "deputies", index] })),
  ]);
  return unlisted.flatMap((id): Finding[] => {
    const first = named.find(({ person }) => person === id);
    if (first === undefined) return [];
    return [
      {
        path: PATH,
        place: places.ofValue(first.way),
        severity: "warning",
        message: `\`${id}\` is not under \`people\`, expected a name and an address for whoever holds a role.`,
        hint: `Add \`${id}: { name: …, email: … }\` under \`people\`.`,
      },
    ];
  });
}

function unknown(what: string, id: string, kind: string, nearest: string | null): Pick<Finding, "message" | "hint"> {
  return {
    message: `${what} names \`${id}\`, expected a ${kind} of roles.yml.`,
    hint:
      nearest ??
      (kind === "person"
        ? "Mend the name, or put it back under `people`: who has left stays there, without a role."
        : "Mend the name, or add it to roles.yml."),
  };
}
