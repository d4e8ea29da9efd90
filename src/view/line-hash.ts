// What code scanning tells a finding's line by, wherever it has moved to: the same values as GitHub's own uploader works out, which
// warns of any other. https://github.com/github/codeql-action/blob/main/src/fingerprints.ts

/** Letters from a line's first one on, white space apart, that its hash is of. */
const LETTERS = 100;
const FACTOR = 37n;
const END = "\uFFFF";

/** A hash for each line of a file, the first one first; equal ones are numbered. */
export function lineHashes(text: string): readonly string[] {
  const letters = `${text.replaceAll(/\r\n?/gu, "\n").replaceAll(/[ \t]/gu, "")}${END}`;
  const padded = `${letters}${"\0".repeat(LETTERS)}`;
  const leaving = BigInt.asUintN(64, FACTOR ** BigInt(LETTERS));
  const numbers = new Map<string, number>();
  const hashes: string[] = [];
  let hash = 0n;
  for (let end = 0; end - LETTERS < letters.length - 1; end += 1) {
    const first = end - LETTERS + 1;
    const gone = first > 0 ? padded.charCodeAt(first - 1) : 0;
    hash = BigInt.asUintN(64, hash * FACTOR + BigInt(padded.charCodeAt(end)) - leaving * BigInt(gone));
    if (first !== 0 && (first < 0 || padded[first - 1] !== "\n")) continue;
    const value = hash.toString(16);
    const number = (numbers.get(value) ?? 0) + 1;
    numbers.set(value, number);
    hashes.push(`${value}:${number}`);
  }
  return hashes;
}

/** A hash of the same form for a text as a whole. */
export function textHash(text: string): string {
  let hash = 0n;
  for (let at = 0; at < text.length; at += 1) hash = BigInt.asUintN(64, hash * FACTOR + BigInt(text.charCodeAt(at)));
  return hash.toString(16);
}
