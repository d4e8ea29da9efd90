import type { CoverageArea } from "../model/coverage-area.ts";
import { isRetired } from "../model/procedure.ts";
import type { Product } from "../model/product.ts";
import { FILE_START } from "../parse/place.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { Finding, LintInput, Rule } from "./rule.ts";

/** Every area of the coverage catalogue that concerns the run book's products has a procedure. */
export const coverage: Rule = {
  name: "coverage",
  severity: "info",
  dependsOnDay: false,
  check: (input) => (input.settings === undefined ? [] : [...uncoveredAreas(input), ...unknownAreas(input)]),
};

function uncoveredAreas({ procedures, settings, coverageAreas, asOf }: LintInput): Finding[] {
  const owned = new Set<Product>([
    ...(settings?.tracks ?? []),
    // Customer engagement runs on Power Platform; others say so in a procedure of their own.
    ...(settings?.tracks.includes("customer-engagement") === true ? (["power-platform"] as const) : []),
  ]);
  const active = procedures.flatMap(({ procedure }) =>
    procedure === undefined || isRetired(procedure, asOf) ? [] : [procedure],
  );
  const covered = new Set(active.flatMap(({ covers }) => covers));
  const concerns = ({ products }: CoverageArea): boolean =>
    products.length === 0 || products.some((product) => owned.has(product));
  return coverageAreas
    .filter((area) => concerns(area) && !covered.has(area.id))
    .map(({ id, name, why }) => ({
      path: "runbook.yml",
      place: FILE_START,
      message: `No procedure covers \`${id}\` (${name}), expected at least one.`,
      hint: `${why} Write one, or add \`covers: [${id}]\` to the procedure that does.`,
    }));
}

function unknownAreas({ procedures, coverageAreas }: LintInput): Finding[] {
  const known = coverageAreas.map(({ id }) => id);
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
