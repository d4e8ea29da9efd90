import { RunbookError } from "../errors.ts";
import { didYouMean } from "../parse/suggest.ts";

/** Throws RunbookError `usage` for a value that is not among those that are known. */
export function requireOneOf(what: string, values: readonly string[], known: readonly string[]): void {
  const unknown = values.find((value) => !known.includes(value));
  if (unknown === undefined) return;
  throw new RunbookError(
    "usage",
    `Unknown ${what} \`${unknown}\``,
    didYouMean(unknown, known) ?? `Expected one of ${known.join(", ")}.`,
  );
}
