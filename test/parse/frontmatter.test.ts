import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { splitFrontmatter } from "../../src/parse/frontmatter.ts";
import { locateIn } from "../../src/parse/place.ts";
import { processorSeconds } from "../helpers/processor-time.ts";

const split = (text: string): ReturnType<typeof splitFrontmatter> => splitFrontmatter("a.md", text, locateIn(text));

/** `rule line:column-endColumn` of each diagnostic. */
function faults(text: string): readonly string[] {
  const result = split(text);
  if (!("diagnostics" in result)) return [];
  return result.diagnostics.map(({ rule, line, column, endColumn }) => `${rule} ${line}:${column}-${endColumn}`);
}

describe("splitFrontmatter", () => {
  it.each([
    ["LF", "---\nname: A\n---\nBody\n", { yaml: "name: A", start: 4, body: "Body\n", bodyLine: 4 }],
    ["CRLF", "---\r\nname: A\r\n---\r\nBody\r\n", { yaml: "name: A", start: 5, body: "Body\r\n", bodyLine: 4 }],
    ["CRLF and LF", "---\r\nname: A\n---\r\nBody\n", { yaml: "name: A", start: 5, body: "Body\n", bodyLine: 4 }],
    ["byte order mark", "\uFEFF---\nname: A\n---\nBody", { yaml: "name: A", start: 5, body: "Body", bodyLine: 4 }],
    ["no body", "---\nname: A\n---", { yaml: "name: A", start: 4, body: "", bodyLine: 4 }],
    ["no body, line end", "---\nname: A\n---\n", { yaml: "name: A", start: 4, body: "", bodyLine: 4 }],
    ["nothing between", "---\n---\nBody", { yaml: "", start: 4, body: "Body", bodyLine: 3 }],
    ["nothing between, CRLF", "---\r\n---\r\nBody", { yaml: "", start: 5, body: "Body", bodyLine: 3 }],
    ["a blank line between", "---\n\n---\nBody", { yaml: "", start: 4, body: "Body", bodyLine: 4 }],
    ["a comment between", "---\n# note\n---\nBody", { yaml: "# note", start: 4, body: "Body", bodyLine: 4 }],
    ["blank lines at both ends", "---\n\na: 1\n\n---\n", { yaml: "\na: 1\n", start: 4, body: "", bodyLine: 6 }],
    ["a rule in the body", "---\na: 1\n---\nx\n\n---\ny", { yaml: "a: 1", start: 4, body: "x\n\n---\ny", bodyLine: 4 }],
    [
      "a code block in the body",
      "---\na: 1\n---\n---js\nx\n---\n",
      { yaml: "a: 1", start: 4, body: "---js\nx\n---\n", bodyLine: 4 },
    ],
    [
      "an indented rule in a value",
      "---\na: |\n  ---\n---\n",
      { yaml: "a: |\n  ---", start: 4, body: "", bodyLine: 5 },
    ],
  ])("%s", (_, text, expected) => {
    expect(split(text)).toEqual({ frontmatter: expected });
    expect(text.startsWith(expected.yaml, expected.start)).toBe(true);
  });

  it.each([
    ["empty file", "", ["syntax 1:1-1"]],
    ["byte order mark only", "\uFEFF", ["syntax 1:1-1"]],
    ["no frontmatter", "# Title\n", ["syntax 1:1-8"]],
    ["TOML", "+++\nname = 1\n+++\n", ["syntax 1:1-4"]],
    ["two dashes", "--\nname: A\n--\n", ["syntax 1:1-3"]],
    ["leading blank line", "\n---\nname: A\n---\n", ["syntax 1:1-1"]],
    ["leading blank lines, CRLF", "\r\n\r\n---\r\nname: A\r\n---\r\n", ["syntax 1:1-1"]],
    ["indented opening", "  ---\nname: A\n---\n", ["syntax 1:1-6"]],
    ["four dashes open", "----\nname: A\n---\n", ["syntax 1:4-5"]],
    ["four dashes close", "---\nname: A\n----\n", ["syntax 3:4-5"]],
    ["white space after the opening", "--- \nname: A\n---\n", ["syntax 1:4-5"]],
    ["white space after the closing", "---\nname: A\n---\t\n", ["syntax 3:4-5"]],
    ["text after the closing", "---\nname: A\n--- end\n", ["syntax 3:4-8"]],
    ["a key that begins with dashes", "---\n---name: A\n---\n", ["syntax 2:4-11"]],
    ["unclosed", "---\nname: A\n\nBody\n", ["syntax 1:1-4"]],
    ["the opening line alone", "---", ["syntax 1:1-4"]],
    ["both lines wrong", "---yaml\nname: A\n----\n", ["syntax 1:4-8", "syntax 3:4-5"]],
    ["language and unclosed", "---js\nname: A\n", ["syntax 1:4-6", "syntax 1:1-6"]],
    ["carriage returns only", "---\rname: A\r---\rBody", ["syntax 1:4-5"]],
    ["one carriage return among line feeds", "---\nname: A\rowner: b\n---\n", ["syntax 2:8-9"]],
    ["one carriage return, byte order mark", "\uFEFF---\nname: A\rowner: b\n---\n", ["syntax 2:8-9"]],
    ["blank lines without end", `---\n${"\n".repeat(101)}a: 1\n---\n`, ["syntax 2:1-1"]],
    ["line separators without end", `---\na: ${"\u2028".repeat(101)}\n---\n`, ["syntax 2:1-2"]],
  ])("%s", (_, text, expected) => {
    expect(faults(text)).toEqual(expected);
  });

  it("lets a hundred blank lines pass", () => {
    expect(faults(`---\n${"\n".repeat(100)}a: 1\n---\n`)).toEqual([]);
  });

  it("ignores carriage returns in the body", () => {
    expect(faults("---\na: 1\n---\nold\rMac\r")).toEqual([]);
  });
});

describe("no language but YAML", () => {
  const folder = mkdtempSync(join(tmpdir(), "runbook-frontmatter-"));
  const file = join(folder, "proof");
  afterAll(() => rmSync(folder, { recursive: true }));
  const code = `{ name: (globalThis.wasRun = true, require("node:fs").writeFileSync(${JSON.stringify(file)}, "")) }`;
  const languages = (
    "js JS Js javascript JavaScript JAVASCRIPT ecmascript node mjs cjs ts eval coffee coffeescript CoffeeScript cson json " +
    "JSON json5 toml yaml yml constructor __proto__ toString hasOwnProperty js; {js} js,title=x"
  ).split(" ");
  const openings = languages.flatMap((language) => [
    `---${language}`,
    `--- ${language}`,
    `---\t${language}`,
    `---  ${language} `,
  ]);

  it.each(openings)("%j is refused and runs nothing", (opening) => {
    for (const lineEnd of ["\n", "\r\n", "\r"]) {
      for (const start of ["", "\uFEFF"]) {
        for (const body of [code, `return ${code}`, `module.exports = ${code}`]) {
          const text = `${start}${[opening, body, "---", "Body", ""].join(lineEnd)}`;
          expect(faults(text)[0]).toMatch(/^syntax 1:/);
        }
      }
    }
    expect(globalThis).not.toHaveProperty("wasRun");
    expect(existsSync(file)).toBe(false);
  });

  it("runs nothing in a body or in a second block", () => {
    expect(faults(`---\nname: A\n---\n---js\n${code}\n---\n`)).toEqual([]);
    expect(faults("---\n!!js/function 'x'\n---\n")).toEqual([]);
    expect(globalThis).not.toHaveProperty("wasRun");
  });
});

describe("laws", () => {
  const piece = fc.constantFrom(
    "---",
    "----",
    "--- js",
    "---js",
    "\n",
    "\r\n",
    "\r",
    "\uFEFF",
    " ",
    "a: 1",
    "\u2028",
    "# x",
    "...",
  );
  const pieces = fc.array(piece).map((them) => them.join(""));
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    pieces,
    fc
      .tuple(
        fc.constantFrom("", "\uFEFF"),
        fc.constantFrom("\n", "\r\n"),
        pieces,
        fc.constantFrom("", "\n", "\r\n"),
        pieces,
      )
      .map(([mark, lineEnd, yaml, end, body]) => `${mark}---${lineEnd}${yaml}\n---${end}${body}`),
  );

  it("never throws, and what it splits are parts of the file", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const result = split(text);
        if ("diagnostics" in result) return result.diagnostics.length > 0;
        const { yaml, start, body, bodyLine } = result.frontmatter;
        expect(text.slice(start, start + yaml.length)).toBe(yaml);
        expect(text.endsWith(body)).toBe(true);
        const closing = text.slice(0, text.length - body.length);
        expect(closing).toMatch(/\n---(?:\r?\n)?$/);
        expect(bodyLine).toBe(closing.replace(/\r?\n$/, "").split("\n").length + 1);
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  it("is fast on what is hard for gray-matter", async () => {
    const fillers = ["\n", " \n", "\u2028", "\r", " ", "#\n", "-\n", "--\n"];
    const pages = fillers.map((filler) => `---\n${filler.repeat(500_000)}\n---\n`);
    expect(await processorSeconds(() => pages.map(split))).toBeLessThan(10);
  });
});
