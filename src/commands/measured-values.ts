import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import { parseFigure } from "../parse/figure.ts";
import { didYouMean } from "../parse/suggest.ts";

/**
 * The figures of `measure=number` pairs. Throws RunbookError `usage` for what is no figure of one of the procedure's measures,
 * and for one that is given twice.
 */
export function measuredValues(procedure: Procedure, pairs: readonly string[]): Record<string, number> {
  const measures = Object.keys(procedure.measures);
  const seen = new Set<string>();
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, name, number = ""] = /^([^=]+)=(.*)$/su.exec(pair) ?? [];
      if (name === undefined) {
        throw new RunbookError(
          "usage",
          `Unexpected value \`${pair}\`, expected NAME=NUMBER`,
          "For example: --value database_gb=81.4",
        );
      }
      if (seen.has(name)) throw new RunbookError("usage", `--value ${name} is given twice`, "Give each measure once.");
      seen.add(name);
      if (!measures.includes(name)) {
        throw new RunbookError(
          "usage",
          `${procedure.id} has no measure \`${name}\`${measures.length === 0 ? "" : `, expected one of ${measures.join(", ")}`}`,
          didYouMean(name, measures) ?? "Write --value NAME=NUMBER for a measure of the procedure's frontmatter.",
        );
      }
      const figure = parseFigure(number);
      if (figure === undefined) {
        throw new RunbookError(
          "usage",
          `Unexpected value \`${number}\` of ${name}, expected a number`,
          `For example: --value ${name}=81.4`,
        );
      }
      return [name, figure];
    }),
  );
}
