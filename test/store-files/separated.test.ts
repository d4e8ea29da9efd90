import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LINE_FEED, separated } from "../../src/store/separated.ts";
import { processorSeconds } from "../helpers/processor-time.ts";

function partsOf(pieces: readonly Buffer[]): { readonly parts: string[]; readonly rest: string } {
  const parts: string[] = [];
  const reader = separated(LINE_FEED, (text) => parts.push(text));
  for (const piece of pieces) reader.take(piece);
  return { parts, rest: reader.rest() };
}

describe("what stands between separators", () => {
  it("is the same in whatever pieces it comes", () => {
    const words = fc.string({ unit: fc.constantFrom("a", "é", "漢", "\n"), maxLength: 40 });
    fc.assert(
      fc.property(words, fc.array(fc.nat({ max: 120 })), (text, places) => {
        const bytes = Buffer.from(text);
        const cuts = [0, ...places.filter((at) => at < bytes.length).toSorted((a, b) => a - b), bytes.length];
        const pieces = cuts.slice(1).map((end, index) => bytes.subarray(cuts[index], end));
        const lines = text.split("\n");
        expect(partsOf(pieces)).toEqual({ parts: lines.slice(0, -1), rest: lines.at(-1) });
      }),
    );
  });

  it("takes as long as it has bytes, however many pieces one comes in", async () => {
    const piece = Buffer.alloc(1000, "a");
    const pieces = Array.from({ length: 50_000 }, () => piece);
    expect(await processorSeconds(() => partsOf([...pieces, Buffer.from("\n")]))).toBeLessThan(10);
  });
});
