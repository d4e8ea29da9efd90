import type { CoverageArea } from "../model/coverage-area.ts";
import type { Product } from "../model/product.ts";
import type { Settings } from "../model/runbook.ts";
import { FILE_START } from "../parse/place.ts";
import { hinter } from "../parse/hints.ts";
import { activeProcedures } from "./active-procedures.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

/** Every area of the coverage catalogue that concerns the run book's products has a procedure. */
export const coverage: Rule = {
  name: "coverage",
  severity: "info",
  dependsOnDay: false,
  check: (input) => (input.settings === undefined ? [] : [...uncoveredAreas(input), ...unknownAreas(input)]),
};

/** The areas of the catalogue that concern what a run book is for. */
export function concerningAreas(areas: readonly CoverageArea[], { tracks }: Pick<Settings, "tracks">): CoverageArea[] {
  const owned = new Set<Product>([
    ...tracks,
    // Customer engagement runs on Power Platform; others say so in a procedure of their own.
    ...(tracks.includes("customer-engagement") ? (["power-platform"] as const) : []),
  ]);
  return areas.filter(({ products }) => products.length === 0 || products.some((product) => owned.has(product)));
}

function uncoveredAreas({ settings, coverageAreas, ...input }: LintInput): Finding[] {
  const covered = new Set(activeProcedures(input).flatMap(({ procedure }) => procedure.covers));
  return concerningAreas(coverageAreas, settings ?? { tracks: [] })
    .filter((area) => !covered.has(area.id))
    .map(({ id, name, why }) => ({
      path: "runbook.yml",
      place: FILE_START,
      message: `No procedure covers \`${id}\` (${name}), expected at least one.`,
      hint: `${why} Write one, or add \`covers: [${id}]\` to the procedure that does.`,
    }));
}

function unknownAreas({ procedures, coverageAreas }: LintInput): Finding[] {
  const known = coverageAreas.map(({ id }) => id);
  const didYouMean = hinter();
  return procedures.flatMap(({ procedure, path, placeOf }) =>
    (procedure?.covers ?? []).flatMap((id, index): Finding[] =>
      known.includes(id)
        ? []
        : [
            {
              path,
              place: placeOf(["covers", index]),
              message: `\`covers\` names \`${id}\`, expected an area of the coverage catalogue.`,
              hint: didYouMean(id, known) ?? "Delete it: the catalogue has no such area.",
            },
          ],
    ),
  );
}
