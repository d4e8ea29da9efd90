import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Checklist } from "../../src/model/checklist.ts";
import { type TextBlock, codeIn } from "../../src/model/rich-text.ts";
import { checklistOf } from "../../src/parse/checklist.ts";
import { parseSections } from "../../src/parse/sections.ts";

function read(body: string): Checklist {
  const checklist = checklistOf(`---\nname: Job\n---\n${body}`);
  if (checklist === undefined) throw new Error("The text could not be read.");
  return checklist;
}

/** Words of blocks as they are, a block a line. */
function words(blocks: readonly TextBlock[]): string[] {
  return blocks.flatMap((block) => {
    switch (block.kind) {
      case "words":
        return block.spans.map(({ text }) => text).join("");
      case "code":
        return `${block.language}@${block.line}: ${block.code}`;
      case "list":
        return block.items.map(
          (item, index) => `${block.first === null ? "-" : block.first + index} ${words(item).join(" | ")}`,
        );
      case "quote":
        return words(block.blocks).map((line) => `> ${line}`);
      case "table":
        return block.rows.map((row) => row.join(" / "));
    }
  });
}

const tasks = (body: string): string[] =>
  read(body).tasks.map(
    ({ kind, number, lead, text }) => `${kind} ${number}: ${lead === "" ? "" : `[${lead}] `}${text}`,
  );

const FULL = `Why it is done.

## Steps

Read this first.

1. Open **the page**, then wait.

   \`\`\`sh
   echo 1
   \`\`\`
2. Close it.

### Afternoon

3. Again.

Leave the desk tidy.

## Validation

- It is 0.
- It is \`green\`.

## Escalation

- Call the lead.
`;

describe("a checklist", () => {
  it("has every step and point, with what stands beside their lists", () => {
    expect(tasks(FULL)).toEqual([
      "step 1: [Read this first.] Open **the page**, then wait.\n\n```sh\necho 1\n```",
      "step 2: Close it.",
      "step 3: [### Afternoon] Again.\n\nLeave the desk tidy.",
      "point 1: It is 0.",
      "point 2: It is `green`.",
    ]);
    expect(read(FULL).tasks.map(({ title }) => title)).toEqual([
      "Open the page, then wait.",
      "Close it.",
      "Again.",
      "It is 0.",
      "It is green.",
    ]);
    expect(words(read(FULL).purpose)).toEqual(["Why it is done."]);
    expect(words(read(FULL).escalation)).toEqual(["- Call the lead."]);
  });

  it("numbers what `parseSections` finds in the same order", () => {
    const { steps, validation } = parseSections(FULL);
    const plain = read(FULL).tasks.map(({ text }) => text.replace(/\n\nLeave[^]*$/, ""));
    expect(plain).toEqual([...steps, ...validation].map(({ text }) => text));
  });

  it.each([
    {
      what: "a section without a list is one task",
      body: "## Steps\n\nJust do it.\n\nAll.\n",
      expected: ["step 1: Just do it.\n\nAll."],
    },
    {
      what: "bullets of Steps go with the step before",
      body: "## Steps\n1. One\n\n- a\n- b\n",
      expected: ["step 1: One\n\n- a\n- b"],
    },
    {
      what: "comments and rules are nobody's",
      body: "## Steps\n<!-- runbook-disable x: y -->\n1. One\n\n---\n",
      expected: ["step 1: One"],
    },
    {
      what: "an empty item is a task all the same",
      body: "## Steps\n1.\n2. Two\n",
      expected: ["step 1: ", "step 2: Two"],
    },
    { what: "no section, no task", body: "## Notes\n1. One\n", expected: [] },
    { what: "line ends of Windows", body: "## Steps\r\n1. One\r\n   two\r\n", expected: ["step 1: One\ntwo"] },
  ])("$what", ({ body, expected }) => {
    expect(tasks(body)).toEqual(expected);
  });

  it("is undefined where the text is nested too deep", () => {
    expect(checklistOf(`## Steps\n${"> ".repeat(200)}x\n`)).toBeUndefined();
  });
});

describe("the reference run book", () => {
  const folder = join(import.meta.dirname, "../../runbook/procedures");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".md"));

  it("is read whole: every step and point of every procedure, and all code in them", () => {
    expect(files.length).toBeGreaterThan(40);
    for (const file of files) {
      const text = readFileSync(join(folder, file), "utf8");
      const { steps, validation } = parseSections(text);
      const found = checklistOf(text)?.tasks ?? [];
      expect(found.map((task) => task.text)).toEqual([...steps, ...validation].map((item) => item.text));
      const between = text.slice(text.indexOf("## Steps"), text.indexOf("## Escalation"));
      const fences = between.match(/^ *```/gm)?.length ?? 0;
      expect(found.flatMap(({ blocks }) => codeIn(blocks)).length).toBe(fences / 2);
    }
  });
});

describe("blocks", () => {
  const blocks = (markdown: string): readonly TextBlock[] => read(`${markdown}\n\n## Steps\n1. x\n`).purpose;

  it.each([
    ["[the page](https://a.example/b) and <https://a.example>", "the page (https://a.example/b) and https://a.example"],
    ["[text][ref]\n\n[ref]: https://a.example", "text (https://a.example)"],
    ["![Screen](pictures/a.png)", "[picture: Screen, pictures/a.png]"],
    ["a<br>b <!-- never --> c", "a<br>b  c"],
    ["one  \ntwo", "one two"],
    ["- [x] ticked\n- [ ] not", "- [x] ticked\n- [ ] not"],
    ["3. three\n4. four", "3 three\n4 four"],
    ["> said", "> said"],
    ["| a | b |\n|---|---|\n| `1` | **2** |", "a / b\n1 / 2"],
    ["<div>raw</div>", "<div>raw</div>"],
    ["{{as_of}} stays", "{{as_of}} stays"],
  ])("of %j are %j", (markdown, expected) => {
    expect(words(blocks(markdown)).join("\n")).toBe(expected);
  });

  it("keep the looks of words", () => {
    const [first] = blocks("a **b *c* `d`**");
    expect(first?.kind === "words" ? first.spans : []).toEqual([
      { text: "a ", isStrong: false, isEmphasised: false, isCode: false },
      { text: "b ", isStrong: true, isEmphasised: false, isCode: false },
      { text: "c", isStrong: true, isEmphasised: true, isCode: false },
      { text: " ", isStrong: true, isEmphasised: false, isCode: false },
      { text: "d", isStrong: true, isEmphasised: false, isCode: true },
    ]);
  });

  it("give their code wherever it stands, with its line in the file", () => {
    const found = codeIn(blocks("~~~sh run\na\n~~~\n\n- x\n\n  ```\n  b\n  ```\n\n> ```py\n> c\n> ```"));
    expect(found.map(({ language, code, line }) => [language, code, line])).toEqual([
      ["sh", "a", 4],
      ["", "b", 10],
      ["py", "c", 14],
    ]);
  });
});
