import { describe, expect, it } from "vitest";
import { type ImportedPage, importPage } from "../../src/adopt/import-page.ts";
import type { Directory } from "../../src/model/runbook.ts";
import type { PagePart, PageRest } from "../../src/adopt/page-part.ts";
import { splitPage } from "../../src/adopt/page-parts.ts";
import { formatBlocks, readPage } from "../../src/adopt/page-tree.ts";
import { labelledValues } from "../../src/adopt/page-values.ts";
import { splitTable } from "../../src/adopt/task-table.ts";
import { PAGE_OPTIONS } from "../helpers/page-options.ts";

/** Each procedure of HTML. */
function htmlPieces(text: string): string[] | undefined {
  return splitPage(readPage(text, "html"), "page")?.map(lineOf);
}

/** Each procedure as `name | trigger | said owner`, and each heading that became none. */
function piecesOf(text: string): string[] | undefined {
  return splitPage(readPage(text, "markdown"), "page")?.map(lineOf);
}

function lineOf(piece: PagePart | PageRest): string {
  return "reason" in piece
    ? `- ${piece.anchor}: ${piece.reason}`
    : [piece.name, textOf(piece).trigger ?? "", ownerIn(piece)].join(" | ");
}

function ownerIn({ tree, given }: PagePart): string {
  const values = new Map([...given, ...labelledValues(tree.blocks, tree.frontmatter)]);
  return values.get("owner") ?? "";
}

function textOf({ tree, given }: PagePart): ImportedPage {
  return importPage(tree, { ...PAGE_OPTIONS, given });
}

describe("splitPage", () => {
  it.each<[string, string, string[] | undefined]>([
    [
      "headings below a cadence",
      "# Operations\n\n## 1. Daily operations\n\n### 1.1 Queues\n\n1. Look\n\n### 1.2) Jobs\n\n- Look\n\n## Month end\n\n### Close\n\n1. Close\n",
      ["Queues | daily | ", "Jobs | daily | ", "Close | monthly | "],
    ],
    [
      "a list under each cadence",
      "## Daily\n\n- a\n- b\n\n## Every Monday\n\n- c\n",
      ["Daily checks | daily | ", "Every Monday checks | weekly on Monday | "],
    ],
    [
      "what a procedure says itself goes before what stands above it",
      "# Ops\n\nOwner: lead\n\n## Weekly\n\n### A\n\nFrequency: quarterly\n\n1. x\n\n### B\n\nResponsible: ben\n\n1. y\n",
      ["A | quarterly | lead", "B | weekly | ben"],
    ],
    [
      "what is said of when in words that no trigger says, below a cadence",
      "# Weekly operations\n\n## Every Monday\n\n### A\n\n1. x\n\n## Twice weekly\n\n### B\n\n1. x\n\n## Every two months\n\n### C\n\n- x\n\n## As required\n\n### D\n\n1. x\n\n## Every user\n\n### E\n\n1. x\n\n## Monthly (not in August)\n\n### F\n\n1. x\n",
      ["A | weekly on Monday | ", "B |  | ", "C |  | ", "D |  | ", "E | weekly | ", "F |  | "],
    ],
    [
      "what says only together with the cadence above when it is done",
      "# Ops\n\n## Annually\n\n| Task | When |\n|-|-|\n| A | March |\n| B | by 31 January |\n| C | in summer |\n\n## Monthly\n\n### D\n\nWhen: 15th\n\n1. x\n\n### E\n\nWhen: yearly\n\n1. x\n",
      [
        "A | annually on 1 March within 30 days | ",
        "B | annually on 31 January | ",
        "C |  | ",
        "D | monthly on day 15 | ",
        "E | annually | ",
      ],
    ],
    [
      "rows of a table",
      "## Tasks\n\n| Task | Frequency | Owner | Remarks |\n|-|-|-|-|\n| A | Weekly | lead | x |\n| B | last Friday of the month | | |\n| | daily | | |\n",
      ["A | Weekly | lead", "B | monthly on last Friday | ", "- null: a row does not say what is done: daily"],
    ],
    [
      "rows of a table whose first column says what",
      "| Procedure | When |\n|-|-|\n| A | daily |\n| B | yearly |\n",
      ["A | daily | ", "B | annually | "],
    ],
    [
      "rows under a cadence, and contacts, which are none",
      "## Weekly\n\n| Task | Responsible |\n|-|-|\n| A | lead |\n| B | ana |\n\n## Contacts\n\n| Name | Role |\n|-|-|\n| Ana | lead |\n",
      ["A | weekly | lead", "B | weekly | ana"],
    ],
    [
      "labels are no tasks, and of two columns for one field the first counts",
      "## A\n\n| Frequency | Weekly |\n|-|-|\n| Owner | ana |\n\n1. x\n\n## B\n\n| Owner | Job | When | Role |\n|-|-|-|-|\n| ben | C | daily | ana |\n",
      ["A | Weekly | ana", "C | daily | ben"],
    ],
    [
      "nothing is left out unsaid",
      "# Ops\n\nRead this first.\n\n## Background\n\nWords.\n\n## Weekly\n\nThe weekly work.\n\n### A\n\n1. x\n\n### B\n\n1. y\n\n## Tasks\n\nAll of them:\n\n| Task | When |\n|-|-|\n| C | daily |\n",
      [
        "- ops: it introduces what stands below it",
        "- background: it has no numbered steps",
        "- weekly: it introduces what stands below it",
        "A | weekly | ",
        "B | weekly | ",
        "- tasks: it stands around a table of procedures",
        "C | daily | ",
      ],
    ],
    [
      "of what stands under Owner only the value is one",
      "# Ops\n\n## Owner\n\nana\n\n- and others\n\n## A\n\n1. x\n\n## B\n\n1. y\n",
      ["- ops: it introduces what stands below it", "A |  | ana", "B |  | ana"],
    ],
    [
      "a table of contents, a rule and a label are no words of their own",
      "# Ops\n\n[[_TOC_]]\n\n- [A](#a)\n- [B](#b)\n\nOwner: lead\n\n---\n\n## A\n\n1. x\n\n---\n\n## B\n\n1. y\n",
      ["A |  | lead", "B |  | lead"],
    ],
    [
      "headings within steps open no procedure",
      "## A\n\n### Steps\n\n#### One\n\n1. x\n\n#### Two\n\n1. y\n\n## B\n\n1. z\n",
      ["A |  | ", "B |  | "],
    ],
    [
      "numbers, letters and pictures before headings",
      "# Ops\n\n## 📅 Weekly\n\n- x\n\n## A. Users\n\n1. x\n\n## IV. Roles\n\n1. x\n\n## 2️⃣ Flows\n\n1. x\n",
      ["📅 Weekly checks | weekly | ", "Users |  | ", "Roles |  | ", "Flows |  | "],
    ],
    [
      "what German and French pages say",
      "# Betrieb\n\n## Täglich\n\n### A\n\n#### Schritte\n\n1. x\n\n## Wöchentliche Prüfungen\n\n### B\n\nVerantwortlich: ben\n\nFréquence : mensuelle\n\n1. y\n\n### C\n\n1. z\n\n## Halbjährlich\n\n- q\n",
      ["A | daily | ", "B | monthly | ben", "C | weekly | ", "Halbjährlich | half-yearly | "],
    ],
    [
      "two cadences in a heading are none, nor is what only looks like one",
      "## Daily and weekly\n\n### A\n\n1. x\n\n## Bi-weekly\n\n### B\n\n1. y\n\n## Half yearly work\n\n### C\n\n1. z\n",
      ["A |  | ", "B |  | ", "C | half-yearly | "],
    ],
    [
      "labels on lines of one paragraph, and anchors in headings",
      "# Ops\n\n## <a id='a'></a>Task 1: A\n\n**Frequency:** Daily  \n**Owner:** ben\n\n1. x\n\n## Weekly (10 minutes)\n\nOwner: ana<br>Last review: 2026-01-01\n\n1. y\n\n## Pictures\n\n![p](p.png)\n\n<!-- none -->\n\n## Sub\n\n<img src='p.png'>\n\n### C\n\n1. z\n",
      [
        "A | Daily | ben",
        "Weekly (10 minutes) | weekly | ana",
        "- pictures: it has no numbered steps",
        "- sub: it introduces what stands below it",
        "C |  | ",
      ],
    ],
    [
      "the same under several headings",
      "# Ops\n\n## 1. Finance\n\n### Weekly\n\n- x\n\n### Jobs\n\n1. y\n\n## Sales\n\n### Weekly\n\n- x\n",
      ["Finance: Weekly checks | weekly | ", "Jobs |  | ", "Sales: Weekly checks | weekly | "],
    ],
    [
      "what is done when stands before what it is about",
      "# Weekly work\n\n## Review the monthly report\n\n1. x\n\n## 2. Daily look\n\n1. y\n\n## Month end\n\n- z\n",
      ["Review the monthly report | weekly | ", "Daily look | daily | ", "Month end | monthly | "],
    ],
    [
      "a cadence in the page's title",
      "# Daily checks\n\n## A\n\n- x\n\n## B\n\nFrequency: weekly | Owner: ben\n\n- y\n",
      ["A | daily | ", "B | weekly | ben"],
    ],
    [
      "steps that are headings open no procedure",
      "# Ops\n\n## A\n\n### Step 1: Open\n\nText.\n\n### Step 2\n\n1. Look\n\n## B\n\n1. y\n",
      ["A |  | ", "B |  | "],
    ],
    [
      "steps of the page's own",
      "# A\n\n## Steps\n\n### One\n\n1. x\n\n### Two\n\n1. y\n\n## Validation\n\n- z\n",
      undefined,
    ],
    ["a single part", "# A\n\nWords.\n\n## How we do it\n\n1. x\n", undefined],
    ["no heading", "1. x\n2. y\n", undefined],
    ["nothing", "", undefined],
  ])("finds the procedures of a page: %s", (_what, text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  it("gives each procedure the sections and the definitions that the page has for all of them", () => {
    const text =
      "# Ops\n\n## Weekly\n\n### A\n\nSee [the admin centre][c].\n\n1. x\n\n### B\n\n#### Steps\n\n1. y\n\n#### Escalation\n\n- ben\n\n## Contacts\n\n- ana\n\n[c]: https://admin.example\n[d]: https://other.example\n";
    const [a, b] = splitPage(readPage(text, "markdown"), "page") ?? [];
    const texts = [a, b].map((piece) => (piece !== undefined && "tree" in piece ? textOf(piece).text : ""));
    expect(texts[0]?.split("\n---\n\n")[1]).toBe(
      "See [the admin centre][c].\n\n## Steps\n\n1. x\n\n## Escalation\n\n- ana\n\n[c]: https://admin.example\n",
    );
    expect(texts[1]?.split("\n---\n\n")[1]).toBe("## Steps\n\n1. y\n\n## Escalation\n\n- ben\n");
  });

  it("keeps what a heading or a cell leads to that becomes a name", () => {
    const text =
      "# Ops\n\n## [Queue](https://queue.example) ![q](q.png)\n\n1. x\n\n## Tasks\n\n| Task | When |\n|-|-|\n| [B](b.md) | daily |\n";
    const pieces = splitPage(readPage(text, "markdown"), "page") ?? [];
    const bodies = pieces.map((piece) => ("tree" in piece ? textOf(piece).text.split("\n---\n\n")[1] : ""));
    expect(bodies).toEqual(["[Queue](https://queue.example)![q](q.png)\n\n## Steps\n\n1. x\n", "[B](b.md)\n"]);
    const whole = importPage(readPage("# [A](https://a.example)\n\n1. x\n", "markdown"), {
      ...PAGE_OPTIONS,
      given: new Map(),
    });
    expect(whole.text).toMatch(/name: A\n[^]*\n\n\[A\]\(https:\/\/a\.example\)\n\n## Steps/);
  });

  it("makes steps of a row's cell, a line each", () => {
    const text =
      "| Task | When | What to do | Checks | Remarks |\n|-|-|-|-|-|\n| A | daily | Open **it**<br>Look | Green | Ask<br>first |\n| B | daily | | | |\n";
    const [a, b] = splitPage(readPage(text, "markdown"), "page") ?? [];
    const bodies = [a, b].map((piece) =>
      piece !== undefined && "tree" in piece ? textOf(piece).text.split("\n---\n\n")[1] : "",
    );
    expect(bodies).toEqual([
      "Remarks: Ask first\n\n## Steps\n\n1. Open **it**\n2. Look\n\n## Validation\n\n- Green\n",
      "",
    ]);
  });
});

describe("what exports write in HTML", () => {
  const row = (...cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;

  it("takes a merged cell for each of its rows", () => {
    const merged = "<tr><td rowspan=2>Finance</td><td>A</td><td rowspan=2>Daily</td><td rowspan=9>ben</td></tr>";
    const table = `<table>${row("Contoso")}${row("Area", "Task", "When", "Owner")}${merged}${row("B")}${row("CE", "C", "weekly")}</table>`;
    expect(htmlPieces(table)).toEqual([
      "- null: it stands above the titles of the columns: Contoso",
      "A | Daily | ben",
      "B | Daily | ben",
      "C | weekly | ben",
    ]);
    const hostile = readPage(`<table>${"<tr><td rowspan=1000>x</td></tr>".repeat(3000)}</table>`, "html");
    expect(hostile.blocks).toHaveLength(1);
    expect(hostile.notes).toHaveLength(1);
  });

  it("ends a merged cell with its part of the table, and says where it is taken for one row", () => {
    const header = "<thead><tr><th>Task</th><th rowspan=9>When</th></tr></thead>";
    const rows = "<tr><td>A</td><td rowspan=0>daily</td></tr><tr><td>B</td></tr>";
    expect(htmlPieces(`<table>${header}<tbody>${rows}</tbody><tbody>${row("C", "weekly")}</tbody></table>`)).toEqual([
      "A | daily | ",
      "B | daily | ",
      "C | weekly | ",
    ]);
    const wide = "<tr><td rowspan=65534 colspan=1000>A</td><td>daily</td></tr>".repeat(1000);
    const pieces = htmlPieces(`<table>${row("Task", "When")}${wide}</table>`);
    expect(pieces).toHaveLength(1001);
    expect(pieces?.slice(0, 2)).toEqual([
      expect.stringContaining("- null: a table has cells that reach"),
      "A | daily | ",
    ]);
  });

  it("says once what is bold within bold", () => {
    const words = (text: string): string => formatBlocks(readPage(text, "html").blocks);
    expect(words("<p><b>a <b>b <i>c</i></b></b> <i>d <b><i>e</i></b></i>")).toBe("**a b _c_** *d __e__*\n");
  });

  it("writes a table as narrow as its words where it would be larger than a procedure may be", () => {
    const text = `<table>${row("a".repeat(5000), "b")}${row("c", "d").repeat(300)}</table>`;
    expect(formatBlocks(readPage(text, "html").blocks)).toHaveLength(8025);
  });

  it("reads Word's title, headings and icons as what they say", () => {
    const text = `<title>Old</title><p class=MsoTitle>Weekly work</p><p class=MsoToc1><a href="#_Toc1">1 A....2</a></p>
<h1><a name="_Toc1">1<span>&nbsp;&nbsp; </span>A</a></h1><p>See <a href="#b-1">b</a>.</p><ol><li>x</li></ol><h1 id="b-1">2 B <i>b</i></h1><ol><li>y</li></ol>
<div><span class="expand-control-icon"><img src="arrow.png"></span>More <img class="emoticon emoticon-tick" alt="(tick)" src="tick.png"></div>`;
    const page = readPage(text, "html");
    expect(page.title).toBe("Weekly work");
    expect(
      splitPage(page, "page")?.map((piece) => ("tree" in piece ? textOf(piece).text.split("\n---\n\n")[1] : piece)),
    ).toEqual(["See [b](#2-b-b).\n\n## Steps\n\n1. x\n", "## Steps\n\n1. y\n\nMore (tick)\n"]);
  });

  it("reads bold words of OneNote, and titles of what Confluence folds away, as headings where they name a field", () => {
    const text = `<h1>A</h1><p><span style='font-size:11pt;font-weight:bold'>Steps</span></p><ol><li>x <span style="font-weight:700">y</span></li></ol>
<div class="expand-container"><div class="expand-control"><span class="expand-control-text">Who to contact</span></div><div><p>Partner</p></div></div>
<p><span style="font-weight:normal">Check</span></p>`;
    const { text: procedure } = importPage(readPage(text, "html"), { ...PAGE_OPTIONS, given: new Map() });
    expect(procedure.split("\n---\n\n")[1]).toBe("## Steps\n\n1. x **y**\n\n## Escalation\n\nPartner\n\nCheck\n");
  });

  it("reads headings and tables of HTML within Markdown", () => {
    const table = `<table>\n${row("Task", "When")}\n${row("C", "daily")}\n</table>`;
    expect(piecesOf(`# Ops\n\n<h2>A</h2>\n\n1. x\n\n<h2 id="b">B</h2>\n\n1. y\n\n## Tasks\n\n${table}\n`)).toEqual([
      "A |  | ",
      "B |  | ",
      "C | daily | ",
    ]);
  });
});

describe("splitTable", () => {
  const bodyOf = (piece: PagePart | PageRest | undefined): string | undefined =>
    piece !== undefined && "tree" in piece ? textOf(piece).text.split("\n---\n\n")[1] : undefined;

  it.each<[string, string, string[] | undefined]>([
    [
      "titles below the name of the whole, numbered rows, a total",
      "sep=;\nContoso\nAs of:;01.03.2026;\n;;\n#;What we do;Freq.;Who\n1;A;W;ben\n2;B;every weekday;\n;;;\nTotal;2;;\nGrand total:;7;;\n",
      [
        "- null: it stands above the titles of the columns: Contoso",
        "- null: it stands above the titles of the columns: As of: 01.03.2026",
        "A | weekly | ben",
        "B | every business day | ",
        "- null: a row is a total: Total 2",
        "- null: a row is a total: Grand total: 7",
      ],
    ],
    [
      "the column that tells the rows apart",
      "System,Check,Frequency\nFinance,A,Daily (at 9)\nFinance,B,D\n",
      ["A | Daily | ", "B | daily | "],
    ],
    [
      "marks under cadences",
      "Task,Daily,Weekly,Every quarter,Who\nA,x,,-,ben\nB,no,✔️,,\nC,,,yes,\nD,x,x,,\nE,,,,\n",
      ["A | Daily | ben", "B | Weekly | ", "C | quarterly | ", "D |  | ", "E |  | "],
    ],
    ["marks under letters", "Task,D,W,M\nA,,x,\n", ["A | weekly | "]],
    [
      "rows that say when those below are done",
      "Task;Who;Frequency\nDaily checks;;\nA;ben;\nMonth end;;\nB;;\nC;;quarterly\nD;;\n",
      ["A | daily | ben", "B | monthly | ", "C | quarterly | ", "D | monthly | "],
    ],
    [
      "no titles but of what it holds",
      "Contoso\nJob,Remarks\nA,x\n",
      ["- null: it stands above the titles of the columns: Contoso", "A |  | "],
    ],
    ["no rows", "Contoso,\nTask,When\n", undefined],
  ])("finds the procedures of a spreadsheet: %s", (_what, text, pieces) => {
    expect(splitTable(readPage(text, "csv"))?.map(lineOf)).toEqual(pieces);
  });

  it.each([
    ["a cell of too many lines", (lines: number) => `Task,Note\nA,"${"x\n".repeat(lines)}"\n`],
    ["too many cells", (cells: number) => `Task${",x".repeat(999)}\n`.repeat(Math.ceil(cells / 1000))],
  ])("refuses a spreadsheet of %s", (_what, text) => {
    expect(() => readPage(text(200_001), "csv")).toThrow(RangeError);
    expect(() => readPage(text(100_000), "csv")).not.toThrow();
  });

  it("keeps what is more than a mark", () => {
    const [a, b] = splitTable(readPage("Task,Daily,Weekly\nA,09:00,\nB,x,ben\n", "csv")) ?? [];
    expect([bodyOf(a), bodyOf(b)]).toEqual(["Daily: 09:00\n", "Weekly: ben\n"]);
  });
});

describe("importPage", () => {
  const bodyOf = (text: string) => {
    const { text: procedure, notes } = importPage(readPage(text, "markdown"), { ...PAGE_OPTIONS, given: new Map() });
    return { body: procedure.split("\n---\n\n")[1], notes };
  };
  const NOTE = "no heading names its steps; its list was taken for them";

  it.each([
    ["the numbered list", "# A\n\nWhy.\n\n1. x\n2. y\n\nThen.\n", "Why.\n\n## Steps\n\n1. x\n2. y\n\nThen.\n"],
    [
      "numbered lists before others",
      "# A\n\n- why\n\n1. x\n\nThen:\n\n1. y\n",
      "- why\n\n## Steps\n\n1. x\n\nThen:\n\n1. y\n",
    ],
    [
      "the numbered list under another heading, which stays",
      "# A\n\nWhy.\n\n## How we do it\n\nFirst:\n\n1. x\n\n## Checks\n\n- z\n",
      "Why.\n\n## Steps\n\n### How we do it\n\nFirst:\n\n1. x\n\n## Validation\n\n- z\n",
    ],
    ["a list to tick off", "# A\n\n- why\n\nThen\n\n- [ ] x\n- [x] y\n", "- why\n\nThen\n\n## Steps\n\n1. x\n2. y\n"],
    [
      "a list with labels of other fields",
      "# A\n\n1. Look\n2. Verify: it is green\n",
      "## Steps\n\n1. Look\n2. Verify: it is green\n",
    ],
    ["the only list", "# A\n\nOwner: ben\n\n- x\n- y\n", "Owner: ben\n\n## Steps\n\n1. x\n2. y\n"],
  ])("takes for the steps, where no heading names them, %s", (_what, text, body) => {
    expect(bodyOf(text)).toEqual({ body, notes: expect.arrayContaining([NOTE]) });
  });

  it("takes lines with marks for lists, and a field's name in bold for a heading", () => {
    const page =
      "Why.\n\n**Steps:**\n\n1\\. Open\n\n2\\. Look\na) *here*\nb) there\n\n3\\. Close\n\n**Checks**\n\n• one  \n• two\n\n• three\n1\\. x\n2\\. y\n\n**Contacts**:\n\nA. Silva\nB. Okafor\n\n• alone\n\n**Note**\n";
    expect(bodyOf(page).body).toBe(
      "Why.\n\n## Steps\n\n1. Open\n2. Look\n   1. *here*\n   2. there\n3. Close\n\n## Validation\n\n- one\n- two\n- three\n\n1. x\n2. y\n\n## Escalation\n\nA. Silva\nB. Okafor\n\n• alone\n\n**Note**\n",
    );
    const word = ["1.\u{a0} Open", "o\u{a0} a", "o\u{a0} b", "2.\u{a0} Close"].map((line) => `<p>${line}</p>`).join("");
    const { text } = importPage(readPage(word, "html"), { ...PAGE_OPTIONS, given: new Map() });
    expect(text).toContain("## Steps\n\n1. Open\n   - a\n   - b\n2. Close\n");
  });

  it.each([
    [
      "steps that are headings",
      "# A\n\n## Step 1: Open *it*\n\nText.\n\n### More\n\n## Step 2 - Look\n\n1. x\n\n## Step 3\n\nGo.\n\n## Checks\n\n- z\n",
      "## Steps\n\n1. Open *it*\n\n   Text.\n\n   #### More\n\n2. Look\n\n   1. x\n\n3. Go.\n\n## Validation\n\n- z\n",
    ],
    [
      "them under Procedure",
      "# A\n\n## Procedure\n\nFirst.\n\n### Step 1. Open\n\n### Notes\n\nN.\n",
      "## Steps\n\nFirst.\n\n1. Open\n\n### Notes\n\nN.\n",
    ],
    ["points under Steps", "# A\n\n## How to\n\n- x\n- y\n", "## Steps\n\n1. x\n2. y\n"],
    ["an alert, and no mark of contents", "[[_TOC_]]\n\n> [!NOTE]\n> Look\n", "> [!NOTE]\n> Look\n"],
  ])("reads %s", (_what, text, body) => {
    expect(bodyOf(text).body).toBe(body);
  });

  it.each([
    ["2026-03-01T10:00", "2026-03-01"],
    ["01.03.2026", "2026-03-01"],
    ["March 1st, 2026", "2026-03-01"],
    ["on 1 Mar 2026", "2026-03-01"],
    ["46082", "2026-03-01"],
    ["3/1/2026", "1970-01-01"],
    ["31.02.2026", "1970-01-01"],
  ])("tells the day of review %s", (written, day) => {
    const { text, notes } = importPage(readPage(`Last review: ${written}\n`, "markdown"), {
      ...PAGE_OPTIONS,
      given: new Map(),
    });
    expect(text).toContain(`\nlast_updated: ${day}`);
    expect(notes).toEqual(day === "1970-01-01" ? [`its day of review is none that can be told: ${written}`] : []);
  });

  it.each(["@<Ana Silva>", "@Ana Silva", "ana@contoso.com", "ana-silva"])("knows the owner %s", (written) => {
    const people = { "ana-silva": { id: "ana-silva", name: "Ana Silva", email: "ana@contoso.com" } };
    const directory = { roles: {}, people } as unknown as Directory;
    const page = readPage(`Owner: ${written.replace("<", "\\<")}\n`, "markdown");
    expect(importPage(page, { ...PAGE_OPTIONS, directory, given: new Map() }).text).toContain("\nowner: ana-silva\n");
  });

  it("names what it leaves out of a trigger, and what it made of one", () => {
    const { notes } = bodyOf("Frequency: Monthly (before the books close)\n");
    expect(notes).toEqual(["its trigger was taken without what is in brackets: Monthly (before the books close)"]);
    expect(bodyOf("Frequency: Monthly (first Monday)\n").notes).toEqual([
      "its trigger was read as `monthly on first Monday`: Monthly (first Monday)",
    ]);
    expect(bodyOf("Fréquence: Q\n").notes).toEqual(["its trigger was read as `quarterly`: Q"]);
    for (const plain of ["Weekly", "wöchentlich", "every Friday", "mensuelle", "W"])
      expect(bodyOf(`Frequency: ${plain}\n`).notes).toEqual([]);
  });

  it("keeps no space before the words of a list to tick off, as Notion writes it", () => {
    expect(bodyOf("- [ ]  **x** y\n- [ ]  z\n").body).toBe("## Steps\n\n1. **x** y\n2. z\n");
  });

  it.each([
    ["of two parts each has one", "# A\n\n## Before\n\n1. x\n\n## After\n\n1. y\n"],
    ["a list under a heading of its own may be anything", "# A\n\n## Impact\n\n- x\n"],
    ["labels are no steps", "# A\n\n- Owner: ben\n- When: daily\n"],
    ["nor is a table of contents", "# A\n\n- [B](#b)\n\n## B\n\nWords.\n"],
  ])("takes nothing for the steps where %s", (_what, text) => {
    expect(bodyOf(text).body).not.toContain("## Steps");
    expect(bodyOf(text).notes).not.toContain(NOTE);
  });
});
