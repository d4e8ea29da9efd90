import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Checklist } from "../../src/model/checklist.ts";
import { codeIn } from "../../src/model/markdown-node.ts";
import { checklistOf } from "../../src/parse/checklist.ts";
import { parseSections } from "../../src/parse/sections.ts";

function read(body: string): Checklist {
  const checklist = checklistOf(`---\nname: Job\n---\n${body}`);
  if (checklist === undefined) throw new Error("The text could not be read.");
  return checklist;
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
    expect(read(FULL).purpose.map(({ type }) => type)).toEqual(["paragraph"]);
    expect(read(FULL).escalation.map(({ type }) => type)).toEqual(["list"]);
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
      const found = checklistOf(text)?.tasks ?? [];
      const [, steps = "", validation = ""] = text.split(/^## (?:Steps|Validation|Escalation)$/m);
      const count = (part: string, item: RegExp): number => part.match(item)?.length ?? 0;
      expect(found.filter(({ kind }) => kind === "step").length).toBe(count(steps, /^\d+\. /gm));
      expect(found.filter(({ kind }) => kind === "point").length).toBe(count(validation, /^- /gm));
      const fences = count(`${steps}${validation}`, /^ *```/gm);
      expect(found.flatMap(({ nodes }) => codeIn(nodes)).length).toBe(fences / 2);
    }
  });
});

describe("nodes", () => {
  it("give their code wherever it stands, with its line in the file", () => {
    const body =
      "## Steps\n1. x\n\n   ~~~sh run\n   a\n   ~~~\n\n   - x\n\n     ```\n     b\n     ```\n\n   > ```py\n   > c\n   > ```\n";
    expect(codeIn(read(body).tasks[0]?.nodes ?? [])).toEqual([
      { code: "a", line: 7 },
      { code: "b", line: 13 },
      { code: "c", line: 17 },
    ]);
  });

  it("have the addresses of links by name, wherever these stand", () => {
    const checklist = read(
      "[one][ref]\n\n## Steps\n1. [two][ref]\n\n[ref]: https://a.example\n\n## Escalation\n- [three][ref]\n",
    );
    for (const nodes of [checklist.purpose, checklist.tasks[0]?.nodes ?? [], checklist.escalation]) {
      expect(nodes.filter(({ type }) => type === "definition").map(({ url }) => url)).toEqual(["https://a.example"]);
    }
    expect(checklist.tasks.map(({ text }) => text)).toEqual(["[two][ref]"]);
  });
});
