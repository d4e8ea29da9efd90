import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstSimilar, shinglesOf, similarityOf } from "../../src/lint/shingles.ts";

const set = (...numbers: readonly number[]): Uint32Array => Uint32Array.from(new Set(numbers)).toSorted();

describe("shingles", () => {
  it("are the same whatever the case and the punctuation", () => {
    const words = "Open the page, compare BOTH columns; write it down.";
    expect(shinglesOf(words, 4)).toEqual(shinglesOf("open the page compare both columns write it down", 4));
    expect(shinglesOf(words, 4)).toHaveLength(6);
    expect(shinglesOf(words, 10)).toBeUndefined();
    expect(shinglesOf("three words only", 0)).toBeUndefined();
  });

  it("are compared by what they share of both", () => {
    expect(similarityOf(set(1, 2, 3, 4), set(3, 4, 5, 6))).toBe(2 / 6);
    expect(similarityOf(set(1, 2), set(1, 2))).toBe(1);
    expect(similarityOf(set(1), set(2))).toBe(0);
  });

  it("give the first similar set, as comparing each with each does", () => {
    const sets = fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 }), { maxLength: 14 });
    const threshold = fc.constantFrom(0.3, 0.5, 0.8, 1);
    fc.assert(
      fc.property(sets, threshold, (written, least) => {
        const all = written.map((numbers) => set(...numbers));
        expect(firstSimilar(all, least)).toEqual(eachWithEach(all, least));
      }),
      { numRuns: 400 },
    );
  });

  it("compare a thousand copies with one", () => {
    const copy = shinglesOf("open the page that the list names and compare both columns", 4);
    const found = firstSimilar(
      Array.from({ length: 1000 }, () => copy),
      0.8,
    );
    expect(found.slice(1).every((one) => one?.index === 0)).toBe(true);
  });
});

/** By definition: what resembles an earlier set stands for nothing itself. */
function eachWithEach(sets: readonly Uint32Array[], threshold: number): ReturnType<typeof firstSimilar> {
  const alone: number[] = [];
  return sets.map((one, index) => {
    const found = alone.find((other) => similarityOf(one, sets[other] ?? set()) >= threshold);
    if (found === undefined) alone.push(index);
    return found === undefined ? undefined : { index: found, similarity: similarityOf(one, sets[found] ?? set()) };
  });
}
