import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Similar, shinglesOf, similarBefore, similarityOf } from "../../src/lint/shingles.ts";

const set = (...numbers: readonly number[]): Uint32Array => Uint32Array.from(new Set(numbers)).toSorted();

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + index);

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

  const written = fc.array(fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 9 }), {
    maxLength: 14,
  });
  const threshold = fc.constantFrom(0.3, 0.5, 0.8, 1);
  it("give earlier sets that are similar, and all that stand for themselves, as comparing each with each does", () => {
    fc.assert(
      fc.property(written, threshold, (numbers, least) => {
        const sets = numbers.map((one) => set(...one));
        const heads = new Set<number>();
        similarBefore(sets, least).forEach((found, index) => {
          const before = similarTo(sets, index, least);
          expect(before).toEqual(expect.arrayContaining(found));
          const indexes = found.map((one) => one.index);
          expect(indexes).toEqual([...new Set(indexes)].toSorted((a, b) => a - b));
          const alike = before.map((one) => one.index).filter((one) => heads.has(one));
          expect(indexes.filter((one) => heads.has(one))).toEqual(alike);
          if (alike.length === 0) heads.add(index);
        });
      }),
      { numRuns: 400 },
    );
  });

  it("have a part in what is given where they are similar to any other", () => {
    fc.assert(
      fc.property(written, threshold, (numbers, least) => {
        const sets = numbers.map((one) => set(...one));
        const taken = (all: readonly (readonly Similar[])[]): number[] =>
          sets.flatMap((_, at) =>
            all.some((found, by) => (by === at ? found.length > 0 : found.some(({ index }) => index === at))) ? at : [],
          );
        expect(taken(similarBefore(sets, least))).toEqual(taken(sets.map((_, index) => similarTo(sets, index, least))));
      }),
      { numRuns: 400 },
    );
  });

  it("give, where none stands for itself, the first of those that resemble the same", () => {
    const chain = [range(0, 100), range(10, 105), range(10, 106), range(15, 112), range(15, 113)];
    const found = similarBefore(
      chain.map((numbers) => set(...numbers)),
      0.8,
    );
    expect(found.map((similar) => similar.map(({ index }) => index))).toEqual([[], [0], [0], [1], [3]]);
  });

  it("compare a thousand copies with one", () => {
    const copy = shinglesOf("open the page that the list names and compare both columns", 4);
    const copies = Array.from({ length: 1000 }, () => copy);
    const found = similarBefore(copies, 0.8);
    expect(found.slice(1)).toEqual(copies.slice(1).map(() => [{ index: 0, similarity: 1 }]));
  });
});

/** By definition. */
function similarTo(sets: readonly Uint32Array[], index: number, least: number): Similar[] {
  const similarities = sets.slice(0, index).map((other, at) => ({
    index: at,
    similarity: similarityOf(sets[index] ?? set(), other),
  }));
  return similarities.filter(({ similarity }) => similarity >= least);
}
