import { didYouMean } from "./suggest.ts";

/** Comparisons of two words that the hints of one place are worth: some seconds at the most. */
const MOST_COMPARISONS = 20_000;

/**
 * As `didYouMean`, for the many words that one place may have wrong: the first is always compared, and where there are so
 * many that all would take for ever, the later ones get no hint. `other` is a candidate that cannot be meant.
 */
export function hinter(): (
  word: string,
  candidates: readonly string[] | ReadonlySet<string>,
  other?: string,
) => string | null {
  let compared = 0;
  return (word, candidates, other) => {
    if (compared > MOST_COMPARISONS) return null;
    compared += "size" in candidates ? candidates.size : candidates.length;
    return didYouMean(
      word,
      [...candidates].filter((candidate) => candidate !== other),
    );
  };
}
