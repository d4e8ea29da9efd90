// What becomes of what a page says: nothing of it is lost, and what is not known is said.
import { describe, expect, it } from "vitest";
import { type PageOptions, importPage } from "../../src/adopt/import-page.ts";
import { readPage } from "../../src/adopt/page-tree.ts";
import { PAGE_OPTIONS } from "../helpers/page-options.ts";
import { bookOf } from "../helpers/run-book.ts";

const { directory } = bookOf({
  roles: `roles:
  operations-lead: { name: Head of operations, people: [ana] }
people:
  ana: { name: Ana Silva, email: Ana@contoso.example }
`,
});

interface Said {
  /** Lines of the frontmatter but for name and days that follow from nothing in the page. */
  readonly keys: readonly string[];
  readonly body: string;
  readonly notes: readonly string[];
}

function imported(page: string, options: Partial<PageOptions> = {}): Said {
  const { text, notes } = importPage(readPage(page, "markdown"), {
    ...PAGE_OPTIONS,
    directory,
    given: new Map(),
    ...options,
  });
  const [, frontmatter = "", body = ""] = /^---\n([^]*?)\n---\n\n([^]*)$/.exec(text) ?? [];
  return { keys: frontmatter.split("\n").slice(0, -1), body, notes };
}

const UNREVIEWED = "last_updated: 1970-01-01   # not known: put in the day of the last review";

describe("what a page says of itself", () => {
  it.each([
    ["a role's name", "head of Operations", "operations-lead"],
    ["a role's id", "Operations-Lead", "operations-lead"],
    ["a person's name", "Ana Silva", "ana"],
    ["a person's address", "ana@contoso.example", "ana"],
    ["a mention", "@Ana Silva", "ana"],
    ["a mention as Azure DevOps writes it", "@<Ana Silva>", "ana"],
  ])("may name its owner by %s", (_, words, owner) => {
    expect(imported(`# A\n\nOwner: ${words}\n`)).toMatchObject({
      keys: ["name: A", `owner: ${owner}`, UNREVIEWED],
      notes: [],
    });
  });

  it.each([
    ["---json", '{ "title": "Weekly look", "owner": "ana" }', ["name: Weekly look", "owner: ana"]],
    ["---yaml", "title: Weekly look\nowner: ana", ["name: Weekly look", "owner: ana"]],
    ["---js", '{ title: "Weekly look" }', ["name: Page"]],
    ["---json", "{ title: ", ["name: Page"]],
  ])("may be written %s", (opening, said, keys) => {
    const closing = opening.slice(0, 3);
    const page = imported(`${opening}\n${said}\n${closing}\n\n1. Look\n`, { fallbackName: "Page" });
    expect(page.keys).toEqual([...keys, UNREVIEWED]);
    expect(page.body).toBe(`## Steps\n\n1. Look\n\n## Original frontmatter\n\n\`\`\`text\n${said.trim()}\n\`\`\`\n`);
  });

  it("keeps a mention as it stands", () => {
    expect(imported("# A\n\nOwner: @<Ana Silva>\n\nAsk @<Ana Silva> **first**.\n").body).toBe(
      "Owner: @<Ana Silva>\n\nAsk @<Ana Silva> **first**.\n",
    );
  });

  it("goes before what is said for pages that do not say, which goes before nothing", () => {
    const options = { owner: "operations-lead", trigger: "yearly" };
    expect(imported("# A\n\nOwner: ana\nFrequency: W\nLast reviewed: 4 March 2026\n", options)).toMatchObject({
      keys: ["name: A", "trigger: weekly", "owner: ana", "last_updated: 2026-03-04"],
      notes: [],
    });
    expect(imported("# A\n", options).keys).toEqual([
      "name: A",
      "trigger: yearly",
      "owner: operations-lead",
      UNREVIEWED,
    ]);
    expect(imported("# A\n\nOwner: @Bo\nFrequency: at times\nLast reviewed: 3/4/2026\n", options)).toMatchObject({
      keys: ["name: A", "trigger: yearly", "owner: operations-lead", UNREVIEWED],
      notes: [
        "its trigger is none that runbook knows: at times",
        "its owner is none that roles.yml knows: @Bo",
        "its day of review is none that can be told: 3/4/2026",
      ],
    });
  });

  it.each([
    ["a label", "Effort: 15 min\n\n## Steps\n\n1. x\n", ["effort: 15m"], []],
    ["a label with the unit", "Dauer (Std.): 1,5\n", ["effort: 1h 30m"], []],
    ["a heading", "## Steps\n\n1. x\n\n## Estimated time\n\n2 hours\n", ["effort: 2h"], []],
    ["a row", "| Owner | ana |\n|-|-|\n| Time needed | 20 min |\n", ["owner: ana", "effort: 20m"], []],
    ["about", "Durée : env. 20 min\n", ["effort: 20m"], ["its effort was read as `20m`: env. 20 min"]],
    ["none", "Duration: depends\n", [], ["its effort is none that can be told: depends"]],
    ["that of a job", "## Validation\n\n- Duration: 30 min\n", [], []],
  ])("may tell how long it takes: %s", (_, page, keys, notes) => {
    const said = imported(`# A\n\n${page}`);
    expect(said.keys.filter((key) => key.startsWith("effort") || key.startsWith("owner"))).toEqual(keys);
    expect(said.notes.filter((note) => note.includes("effort"))).toEqual(notes);
  });

  it("may say more of when than a trigger can", () => {
    const { keys, notes } = imported("# A\n\nFrequency: Daily (in the morning)\n");
    expect([keys[1], notes]).toEqual([
      "trigger: Daily",
      ["its trigger was taken without what is in brackets: Daily (in the morning)"],
    ]);
  });

  it.each([
    ["its only first heading", "# A\n\nx\n\n## B\n", "A", "x\n\n## B\n"],
    ["none of two", "# A\n\nx\n\n# B\n", "page", "## A\n\nx\n\n## B\n"],
    ["no section", "# Steps\n\n1. x\n", "page", "## Steps\n\n1. x\n"],
    ["no heading below", "## A\n\nx\n", "page", "## A\n\nx\n"],
  ])("has for a name %s", (_, page, name, body) => {
    expect(imported(page)).toMatchObject({ keys: [`name: ${name}`, UNREVIEWED], body });
  });
});

describe("links", () => {
  const WEB =
    "[c](mailto:ana@contoso.example) [d](tel:1) [e](x.md) [f](a/b:c) [g](https://contoso.example) ![h](h.png)";
  const left = (...addresses: readonly string[]): string[] =>
    addresses.map((url) => `a link that leads neither to the web nor to a file became its words: ${url}`);

  it.each<[string, string, string, readonly string[]]>([
    ["to the web, to files, to people stay", WEB, WEB, []],
    ["to elsewhere become words, with the address", "[it](onenote:x) is", "it (onenote:x) is", left("onenote:x")],
    [
      "to elsewhere by reference do, too",
      "[it][n], ![a picture][n], [n]\n\n[n]: onenote:x",
      "it (onenote:x), a picture, n (onenote:x)",
      left("onenote:x"),
    ],
    ["that run something become words alone", "[it](JavaScript:x)", "it", left("JavaScript:x")],
    ["that run something by reference do, too", "[it][n]\n\n[n]: vbscript:x", "it", left("vbscript:x")],
    ["by reference stay where they may", "[it][n]\n\n[n]: x.md", "[it][n]\n\n[n]: x.md", []],
  ])("%s", (_, text, body, notes) => {
    const said = imported(`# A\n\n${text}\n`);
    expect([said.body.trim(), said.notes]).toEqual([body, notes]);
  });

  it("lead to where their pages are now, but for those that are nowhere", () => {
    const rewrite = (url: string): string | undefined => (url === "b.md" ? "../daily/b.md" : undefined);
    expect(imported("# A\n\n[b](b.md) [c](c.md) [b][b]\n\n[b]: b.md\n", { rewrite }).body).toBe(
      "[b](../daily/b.md) [c](c.md) [b][b]\n\n[b]: ../daily/b.md\n",
    );
  });
});

describe("steps", () => {
  const guessed = "no heading names its steps; its list was taken for them";
  it.each<[string, string, string, readonly string[]]>([
    [
      "that are headings below theirs",
      "## Steps\n\nBefore.\n\n### Step 1: Open it\n\nText.\n\n#### More\n\n### Step 2\n\nLook.\n\n### Notes\n\nAfter.\n",
      "## Steps\n\nBefore.\n\n1. Open it\n\n   Text.\n\n   #### More\n\n2. Look.\n\n### Notes\n\nAfter.\n",
      [],
    ],
    [
      "that are headings beside one another",
      "## Step 1: Open\n\nText.\n\n## Step 2 - **Look**\n\nMore.\n\n## Validation\n\n- It is 0\n",
      "## Steps\n\n1. Open\n\n   Text.\n\n2. **Look**\n\n   More.\n\n## Validation\n\n- It is 0\n",
      [],
    ],
    ["with points", "## Steps\n\n- One\n- Two\n", "## Steps\n\n1. One\n2. Two\n", ["its steps had no numbers"]],
    ["with numbers and points", "## Steps\n\n1. One\n\nText.\n\n- Two\n", "## Steps\n\n1. One\n\nText.\n\n- Two\n", []],
    ["under no heading", "Intro.\n\n- One\n- Two\n", "Intro.\n\n## Steps\n\n1. One\n2. Two\n", [guessed]],
    [
      "to tick off, beside a list that is none",
      "## Before\n\n- [ ] One\n- [x] Two\n\n## Also\n\n- a\n",
      "## Steps\n\n### Before\n\n1. One\n2. Two\n\n## Also\n\n- a\n",
      [guessed],
    ],
    [
      "with numbers of their own, in a part with more",
      "## B\n\nWords.\n\n5. x\n6. y\n\n### D\n\nd\n\n## C\n\n- c\n",
      "## Steps\n\n### B\n\nWords.\n\n5. x\n6. y\n\n#### D\n\nd\n\n## C\n\n- c\n",
      [guessed],
    ],
    ["in two parts are none", "## B\n\n1. x\n\n## C\n\n1. y\n", "## B\n\n1. x\n\n## C\n\n1. y\n", []],
    ["with points under another heading are none", "## B\n\n- x\n", "## B\n\n- x\n", []],
  ])("%s", (_, text, body, notes) => {
    expect(imported(`# A\n\n${text}`)).toMatchObject({ body, notes });
  });
});
