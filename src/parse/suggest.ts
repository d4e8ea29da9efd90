// "Did you mean": the nearest of the words that would have been right.

/** Past this length no key, id or name of ours is meant, and comparing would only cost time. */
const LONGEST_WORD = 64;

/**
 * The candidate nearest to a word by Damerau-Levenshtein distance (optimal string alignment), letter case, `-`, `_` and
 * spaces apart; undefined where none is near: at most 2 edits or a third of the word, and never most of it.
 */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > LONGEST_WORD) return undefined;
  const folded = fold(word);
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = editDistance(folded, fold(candidate));
    if (isNear(distance, folded, candidate) && distance < (best?.distance ?? Number.POSITIVE_INFINITY)) {
      best = { candidate, distance };
    }
  }
  return best?.candidate;
}

/** The sentence for a hint, or null where nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string | null {
  const candidate = suggest(word, candidates);
  return candidate === undefined ? null : `Did you mean \`${candidate}\`?`;
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, "");
}

function isNear(distance: number, word: string, candidate: string): boolean {
  const length = Math.max(word.length, candidate.length);
  return distance <= Math.max(2, Math.floor(length / 3)) && distance * 2 <= length;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = cell(last, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swap = isSwap ? cell(beforeLast, j - 2) + 1 : substitution;
      row.push(Math.min(cell(last, j) + 1, cell(row, j - 1) + 1, substitution, swap));
    }
    beforeLast = last;
    last = row;
  }
  return cell(last, b.length);
}

function cell(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
