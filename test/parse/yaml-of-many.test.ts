import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { locateIn } from "../../src/parse/place.ts";
import { type YamlDocument, parseYaml, parseYamlOfMany } from "../../src/parse/yaml-document.ts";
import { entriesIn, knownEntry } from "../../src/parse/yaml-entries.ts";

const KEYS = ["name", "owner", "tags", "a", "b", "_", "__proto__", "constructor", "null"];
const VALUES = [
  "A",
  " A  # why",
  "",
  "2026-11-02",
  "no",
  "1.50",
  "-0",
  ".inf",
  ".nan",
  "0x1F",
  "[a, b]",
  "[a,",
  "]",
  "{ a: 1,",
  "}",
  "[a,\n  b]",
  "[a,\nb]",
  "{ a: 1, b: { c: [] } }",
  "\n- a\n- b",
  "\n  - a\n  -",
  "\n  a: 1\n  a: 2",
  "\n  a:\n    b: c",
  "\n a: 1",
  '"a',
  '"a b"',
  'b"',
  "'a",
  "it's",
  '"a\\u0000b"',
  '"a\nb: c"',
  "one\n  two",
  "one\n\n  two",
  "|\n  a\n  b",
  "|+\n  a\n\n\n",
  "|-\n  a\n# no comment\n",
  ">\n  a\n  b\n",
  "|2\n   a",
  "|",
  "&x a",
  "*x",
  "&x [1, 2]",
  "!!str 1",
  "!own 1",
  "a: b",
  "- a",
  "? a",
  "\ta",
  "a\tb",
  "\u2028",
  "\uD800",
  "%a",
  "@a",
  "`a`",
  "\r",
];
/** What stands between entries, or is none. */
const OTHERS = [
  "",
  "# note",
  " # note",
  "---",
  "...",
  "%YAML 1.1",
  "- a",
  "-a",
  "a",
  "a :",
  '"a": 1',
  "? a\n: b",
  "  b",
  "\tb",
  "b]",
  "A: 1",
  "<<: { a: 1 }",
  "a:b",
  "&x a: 1",
];

const entry = fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES)).map(([key, value]) => `${key}: ${value}`);
const lines = fc.array(
  fc.oneof({ weight: 5, arbitrary: entry }, { weight: 1, arbitrary: fc.constantFrom(...OTHERS) }),
  { minLength: 1, maxLength: 6 },
);
const text = fc
  .tuple(lines, fc.constantFrom("\n", "\r\n"), fc.constantFrom("", "\n"))
  .map(([parts, lineEnd, end]) => `${parts.join("\n")}${end}`.replaceAll("\n", lineEnd));

/** All that a document tells, as text: a key may be called `constructor`. */
function told(document: YamlDocument): string {
  const { value, diagnostics } = document;
  const ways = [[], ["absent"], ...KEYS.flatMap((key) => [[key], [key, 0], [key, "a"], [key, 0, "a"]])];
  const places = ways.map((way) => [
    document.placeOf(way),
    document.keyPlaceOf(way),
    document.writtenAt(way),
    document.placeWithin(way, 0, 1),
  ]);
  return inspect({ value, diagnostics, places }, { depth: Infinity, maxArrayLength: Infinity });
}

describe("a document among many", () => {
  it("tells what it would tell alone, whatever was read before", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (yamls) => {
        for (const yaml of yamls) {
          const given = ["a.md", yaml, 4, locateIn(`---\n${yaml}`)] as const;
          expect(told(parseYamlOfMany(...given))).toBe(told(parseYaml(...given)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("remembers what an entry says, and nobody can change that", () => {
    const read = (yaml: string): unknown => parseYamlOfMany("a.md", yaml, 0, locateIn(yaml)).value;
    read("owner: remembered\ntags: [remembered]\n");
    expect(knownEntry("owner: remembered\n")).toStrictEqual({ key: "owner", value: "remembered" });
    const { tags } = read("name: another\nowner: remembered\ntags: [remembered]\n") as { readonly tags: string[] };
    expect(tags).toStrictEqual(["remembered"]);
    expect(() => tags.push("more")).toThrow(TypeError);
  });

  it("is refused where it is too long, although each entry of it is known", () => {
    const entries = Array.from({ length: 2000 }, (_, index) => {
      const key = [...index.toString(26)]
        .map((digit) => String.fromCodePoint(97 + Number.parseInt(digit, 26)))
        .join("");
      return `${key}: ${"long".repeat(40)}\n`;
    });
    const read = (yaml: string): YamlDocument => parseYamlOfMany("a.md", yaml, 0, locateIn(yaml));
    for (let at = 0; at < entries.length; at += 500) read(entries.slice(at, at + 500).join(""));
    const document = read(entries.join(""));
    expect([document.value, document.diagnostics[0]?.message]).toEqual([undefined, expect.stringContaining("of YAML")]);
  });

  it.each([
    ["what depends on others", "owner: &x once\ntags: [*x]\n", "owner: &x once\n"],
    ["what has a fault", "owner: 'once\n", "owner: 'once\n"],
    ["what is hardly ever written twice", `owner: ${"long".repeat(100)}\n`, `owner: ${"long".repeat(100)}\n`],
  ])("does not remember %s", (_, yaml, entryText) => {
    parseYamlOfMany("a.md", yaml, 0, locateIn(yaml));
    expect(knownEntry(entryText)).toBeUndefined();
  });
});

describe("entriesIn", () => {
  it.each([
    ["an entry a line", "name: A\nowner: b", ["name: A\n", "owner: b"]],
    ["what is below a key", "tags:\n- a\n\n# why\n  - b\nowner: b\n", ["tags:\n- a\n\n# why\n  - b\n", "owner: b\n"]],
    ["CRLF", "tags:\r\n  - a\r\nowner: b", ["tags:\r\n  - a\r\n", "owner: b"]],
    ["nothing", "", undefined],
    ["a comment first", "# why\nname: A\n", undefined],
    ["the end of a document", "name: A\n...\nowner: b\n", undefined],
    ["a second document", "name: A\n---\nowner: b\n", undefined],
    ["another key", '"name": A\nowner: b\n', undefined],
    ["text at the margin", "tags: [a,\nb]\n", undefined],
  ])("%s", (_, yaml, entries) => {
    expect(entriesIn(yaml)).toStrictEqual(entries);
  });
});
