import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isCopied, wrapped } from "../../src/view/line-breaking.ts";
import { plainLine } from "../../src/view/plain-text.ts";

describe("a word that people copy", () => {
  it.each([
    "a@contoso.example",
    "https://contoso.example/a",
    "procedures/job.md",
    "database_gb",
    "bulk-delete-jobs",
    "(bulk-delete-jobs),",
    "2026-11-23",
    "procedures/täglich.md",
    "größe-prüfen",
  ])("is %s", (word) => {
    expect(isCopied(word)).toBe(true);
  });

  it.each(["", "maintenance", "Bulk-Delete", "well-", "-x", "end.", "…", "Prüfung", "Größe-Prüfen", "(a)"])(
    "is not %j",
    (word) => {
      expect(isCopied(word)).toBe(false);
    },
  );

  it("is the same with a letter of another script beside it that changes nothing", () => {
    const words = fc.string({ unit: fc.constantFrom(..."aZ9-_/.:@() "), maxLength: 12 });
    fc.assert(
      fc.property(words, (word) => {
        expect(isCopied(`${word}…`)).toBe(isCopied(`${word}!`));
      }),
    );
  });
});

describe("a text with marks of logging commands", () => {
  it("has none at the start of a line, however narrow the lines are", () => {
    const parts = fc.constantFrom(
      "::warning::x",
      "::Add-Mask::",
      "::error title=a::b",
      ":",
      "a",
      "é",
      "aaaa/",
      " ",
      "日本",
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), fc.integer({ min: 2, max: 20 }), (words, width) => {
        const lines = wrapped(plainLine(words.join("")), width, (text) => text.length);
        expect(lines.join("\n")).not.toMatch(/^\s*::[a-z-]+(?:[ ,]|::)/imu);
        expect(lines.filter((line) => line.length > width)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});
