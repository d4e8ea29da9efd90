import { describe, expect, it } from "vitest";
import { hinter } from "../../src/parse/hints.ts";
import { didYouMean, suggest } from "../../src/parse/suggest.ts";

const KEYS = ["name", "trigger", "owner", "last_updated", "escalate_to", "id"];

describe("suggest", () => {
  it.each([
    ["a letter missing", "triger", "trigger"],
    ["a letter too many", "ownerr", "owner"],
    ["two letters swapped", "onwer", "owner"],
    ["two edits", "tiggr", "trigger"],
    ["another separator", "last-updated", "last_updated"],
    ["another case", "lastUpdated", "last_updated"],
    ["a third of a long word", "escaltoo", "escalate_to"],
    ["three edits in a short word", "tigg", undefined],
    ["most of a short word", "in", "id"],
    ["nothing in common", "zz", undefined],
    ["an empty word", "", undefined],
    ["a word too long to be one of ours", "trigger".repeat(20_000), undefined],
  ])("%s: %.20s", (_, word, expected) => {
    expect(suggest(word, KEYS)).toBe(expected);
  });

  it("takes the nearest, and of equals the first", () => {
    expect(suggest("montly", ["weekly", "monthly"])).toBe("monthly");
    expect(suggest("ab", ["ac", "ad"])).toBe("ac");
  });

  it("has no candidates", () => {
    expect(suggest("name", [])).toBeUndefined();
    expect(didYouMean("name", [])).toBeNull();
  });

  it("makes a sentence", () => {
    expect(didYouMean("nme", KEYS)).toBe("Did you mean `name`?");
  });
});

describe("hinter", () => {
  it("compares with as many as there are, and then with no more", () => {
    const hintFor = hinter();
    expect(hintFor("nme", KEYS)).toBe("Did you mean `name`?");
    const many = new Set(Array.from({ length: 30_000 }, (_, index) => `key-${index}`));
    expect(hintFor("kye-29999", many)).toBe("Did you mean `key-29999`?");
    expect(hintFor("nme", KEYS)).toBeNull();
    expect(hinter()("nme", KEYS)).toBe("Did you mean `name`?");
  });
});
