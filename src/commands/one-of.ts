import { RunbookError } from "../errors.ts";
import { didYouMean } from "../parse/suggest.ts";

/** Throws RunbookError `usage` for a value that is not among those that are known. */
export function requireOneOf<Known extends string>(
  what: string,
  values: readonly string[],
  known: readonly Known[],
): asserts values is readonly Known[] {
  const unknown = values.find((value) => !known.some((it) => it === value));
  if (unknown === undefined) return;
  throw new RunbookError(
    "usage",
    `Unknown ${what} \`${unknown}\``,
    didYouMean(unknown, known) ?? `Expected one of ${known.join(", ")}.`,
  );
}
