import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TOO_DEEP } from "../../src/parse/section-blocks.ts";
import { parseSections } from "../../src/parse/sections.ts";
import { processorSeconds } from "../helpers/processor-time.ts";

const FILE = `---
name: Service health
---
Finds incidents that Microsoft announces
before users do.

<!-- runbook-disable drift: generated -->

## Steps

1. Open the **admin centre**.
2. Read what is new:

   \`\`\`sh run
   echo hello
   \`\`\`

   - nested
3. [ ] Tell the desk.

Between.

7. Go on.

- not a step

## Validation
- Nothing unread.
- No row in \`x\`.

## Escalation
- operations-lead if open for a day;
  partner-support after that

## History
- old
`;

describe("parseSections", () => {
  it("finds purpose, sections and items", () => {
    const { purpose, sections, steps, validation, escalation, problem } = parseSections(FILE);
    expect(purpose).toBe("Finds incidents that Microsoft announces\nbefore users do.");
    expect(problem).toBeUndefined();
    expect(sections.steps?.heading).toEqual({ line: 9, column: 1, endLine: 9, endColumn: 9 });
    expect(sections.validation).toEqual({
      heading: { line: 27, column: 1, endLine: 27, endColumn: 14 },
      source: "- Nothing unread.\n- No row in `x`.",
      hasContent: true,
    });
    expect(sections.escalation?.source).not.toContain("History");
    expect(steps).toEqual([
      { text: "Open the **admin centre**.", line: 11 },
      { text: "Read what is new:\n\n```sh run\necho hello\n```\n\n- nested", line: 12 },
      { text: "Tell the desk.", line: 19 },
      { text: "Go on.", line: 23 },
    ]);
    expect(validation.map(({ text }) => text)).toEqual(["Nothing unread.", "No row in `x`."]);
    expect(escalation).toEqual([{ text: "operations-lead if open for a day;\npartner-support after that", line: 32 }]);
  });

  it("gives the same with CRLF and a byte order mark", () => {
    const parsed = parseSections(FILE);
    expect(parseSections(FILE.replaceAll("\n", "\r\n"))).toEqual(parsed);
    expect(parseSections(`\uFEFF${FILE}`)).toEqual(parsed);
    expect(parseSections(`\uFEFF${FILE.replaceAll("\n", "\r\n")}`)).toEqual(parsed);
  });

  it("counts columns of the first line without the byte order mark", () => {
    expect(parseSections("\uFEFF## Steps\n").sections.steps?.heading).toEqual({
      line: 1,
      column: 1,
      endLine: 1,
      endColumn: 9,
    });
  });

  it.each([
    ["capitals", "## STEPS\n1. a\n"],
    ["white space", "##    steps   \n1. a\n"],
    ["closing marks", "## Steps ##\n1. a\n"],
    ["underlined", "Steps\n-----\n1. a\n"],
    ["emphasis", "## *Steps*\n1. a\n"],
    ["under a title", "# Title\n## Steps\n1. a\n"],
    ["parentheses after the numbers", "## Steps\n1) a\n"],
    ["a list in a part", "## Steps\n### Before\n1. a\n"],
  ])("finds Steps with %s", (_, text) => {
    const { sections, steps } = parseSections(text);
    expect(sections.steps?.hasContent).toBe(true);
    expect(steps.map((step) => step.text)).toEqual(["a"]);
  });

  it.each([
    ["another level", "# Steps\n1. a\n### Steps\n1. a\n"],
    ["another name", "## Steps to take\n1. a\n"],
    ["a code block", "```\n## Steps\n1. a\n```\n"],
    ["a comment", "<!--\n## Steps\n1. a\n-->\n"],
    ["a quote", "> ## Steps\n> 1. a\n"],
    ["frontmatter", "---\n## Steps\n---\n"],
    ["an empty file", ""],
  ])("finds no Steps in %s", (_, text) => {
    expect(parseSections(text)).toMatchObject({ sections: {}, steps: [] });
  });

  it.each([
    ["nothing", "", false],
    ["a comment", "<!-- to do -->", false],
    ["comments", "<!-- a --> <!-- b -->\n\n<!-- unclosed", false],
    ["a further heading", "### Later", false],
    ["a rule", "---", false],
    ["empty items", "1.\n2.", false],
    ["a link's address", "[a]: https://x.example", false],
    ["text", "To do", true],
    ["an image", "![](x.png)", true],
    ["code", "    ls", true],
    ["HTML", "<details>x</details>", true],
    ["a table", "| a |\n|---|", true],
    ["text under a further heading", "### Later\nx", true],
    ["a comment and text", "<!-- a --> b", true],
  ])("a section with %s has content: %3$s", (_, content, expected) => {
    expect(parseSections(`## Validation\n\n${content}\n\n## Escalation\nx\n`).sections.validation?.hasContent).toBe(
      expected,
    );
  });

  it("takes the first of two sections of one name", () => {
    const { steps, sections } = parseSections("## Steps\n1. a\n## Steps\n1. b\n");
    expect(steps).toEqual([{ text: "a", line: 2 }]);
    expect(sections.steps?.heading.line).toBe(1);
  });

  it("keeps empty steps, so that numbers stay right", () => {
    expect(parseSections("## Steps\n1. a\n2.\n3. c\n").steps).toEqual([
      { text: "a", line: 2 },
      { text: "", line: 3 },
      { text: "c", line: 4 },
    ]);
  });

  it("has a purpose without sections", () => {
    expect(parseSections("---\nname: A\n---\nOne.\n\nTwo.\n").purpose).toBe("One.\n\nTwo.");
    expect(parseSections("# Title\nOne.\n").purpose).toBe("");
  });

  it("says when the text is nested too deep", () => {
    const parsed = parseSections(`## Steps\n1. a\n\n${">".repeat(10_000)}`);
    expect(parsed).toMatchObject({ sections: {}, steps: [], purpose: "" });
    expect(parsed.problem).toBeDefined();
  });

  it("says when each of many rows would be filled up to the width of a wide one", () => {
    const table = (columns: number, rows: number): string =>
      `## Steps\n1. a\n\n${"|a".repeat(columns)}\n${"|-".repeat(columns)}\n${"|b\n".repeat(rows)}`;
    expect(parseSections(table(2000, 2000)).problem).toBeDefined();
    expect(parseSections(table(50, 500))).toMatchObject({ steps: [{ text: "a" }], problem: undefined });
  });

  it.each(["a\\\n", "x\n\n", "- a\n", "[a](b) ", "_a_ ", "`a` ", "a|b\n", "# a\n"])(
    "says when a megabyte of %j, with what plain Markdown has not, is too much markup",
    async (part) => {
      const text = `a\tb\n\n${part.repeat((1 << 20) / part.length)}`;
      expect(await processorSeconds(() => expect(parseSections(text).problem).toBe(TOO_DEEP))).toBeLessThan(10);
    },
  );

  it("says when lists within lists are gone through again and again", async () => {
    const items = Array.from({ length: 600 }, (_, level) => `${"  ".repeat(level)}- a\n`).join("");
    expect(await processorSeconds(() => expect(parseSections(items).problem).toBe(TOO_DEEP))).toBeLessThan(2);
    const code = `\`\`\`yaml\n${`${" ".repeat(40)}- name: a\n`.repeat(5000)}\`\`\`\n`;
    expect(parseSections(`## Steps\n1. a\tb\n\n${code}`)).toMatchObject({ problem: undefined });
  });

  it("says when all before is copied behind each of many lists", async () => {
    const lists = (count: number): string => `## Steps\n1. a\tb\n\n${"## Later\n\n1. a\n\n".repeat(count)}`;
    expect(await processorSeconds(() => expect(parseSections(lists(10_000)).problem).toBe(TOO_DEEP))).toBeLessThan(2);
    expect(parseSections(lists(1000))).toMatchObject({ problem: undefined });
  });

  it("reads more steps than anybody writes", () => {
    const step = "1. Open **Monitor**, then `Failures`, and look at [what failed](https://a.example/b_c)\tfirst.\n";
    expect(parseSections(`## Steps\n${step.repeat(1000)}`)).toMatchObject({ problem: undefined });
  });

  it("never throws, and every place lies inside the file", () => {
    const piece = fc.constantFrom(
      "## Steps\n",
      "## Validation\n",
      "Escalation\n---\n",
      "1. a\n",
      "1.\n",
      "- b\n",
      "  c\n",
      "\n",
      "\r\n",
      "\r",
      "> ",
      "```\n",
      "<!--",
      "-->",
      "---\n",
      "| a |\n",
      "[x]: y\n",
      "\t",
      "\uFEFF",
    );
    const pieces = fc.array(piece).map((them) => them.join(""));
    const section = fc
      .tuple(fc.constantFrom("## Steps\n", "## Validation\n", "## Escalation\n"), pieces)
      .map((parts) => parts.join(""));
    const texts = fc.oneof(fc.string({ unit: "binary" }), pieces, section);
    let items = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const { sections, steps, validation, escalation } = parseSections(text);
        const lines = text.replace(/^\uFEFF/, "").split("\n");
        for (const { heading } of Object.values(sections)) {
          expect(heading.endColumn).toBeLessThanOrEqual((lines[heading.line - 1]?.length ?? -1) + 1);
        }
        // A carriage return alone ends a line in Markdown.
        const lineCount = text.split(/\r\n|\n|\r/).length;
        for (const { line } of [...steps, ...validation, ...escalation]) expect(line).toBeLessThanOrEqual(lineCount);
        items += steps.length + validation.length + escalation.length;
      }),
      { numRuns: 1000 },
    );
    expect(items).toBeGreaterThan(50);
  });
});
