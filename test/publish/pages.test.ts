import { unified } from "unified";
import rehypeParse from "rehype-parse";
import { describe, expect, it } from "vitest";
import { nodesUnder, wordsOf } from "../../src/parse/markdown-tree.ts";
import { parseMarkdown } from "../../src/parse/markdown.ts";
import { azureFileName, azureWikiFiles } from "../../src/publish/azure-wiki.ts";
import { confluenceFiles } from "../../src/publish/confluence.ts";
import { titlesOf } from "../../src/publish/page-names.ts";
import { pagesOf } from "../../src/publish/pages.ts";
import type { PublishInput, PublishedFile } from "../../src/publish/publication.ts";
import { sharepointFiles } from "../../src/publish/sharepoint.ts";
import { nameOfFile } from "../../src/store/import-files.ts";
import { done, failed, scheduleAsOf } from "../helpers/run-book.ts";

const SECTIONS = "## Steps\n\n1. One.\n\n## Validation\n\n- x\n\n## Escalation\n\n- y\n";

function inputOf(body: string, changes: Partial<PublishInput> = {}): PublishInput {
  const parts = { name: '"Job: the *first*"', trigger: "weekly" };
  const schedule = scheduleAsOf("2026-11-23", {
    settings: { title: "Run book" },
    procedures: { job: parts, other: { name: "Other", trigger: "daily" } },
  });
  return {
    schedule,
    textOf: ({ id }) => (id === "job" ? body : SECTIONS),
    origin: {
      commitOf: () => "0123456789abcdef",
      commit: "0123456789abcdef",
      ledger: null,
      repository: null,
      pathOf: (path) => path,
      editOf: () => undefined,
    },
    attachmentOf: (path) => (path === "images/a b.png" ? "a-b-01234567.png" : undefined),
    folder: "",
    kept: [],
    ...changes,
  };
}

const textIn = (files: readonly PublishedFile[], ending: string): string => {
  const file = files.find(({ path }) => path.endsWith(ending));
  return file !== undefined && "text" in file ? file.text : "";
};

function wiki(body: string, changes: Partial<PublishInput> = {}): string {
  const input = inputOf(body, changes);
  const { files } = azureWikiFiles(pagesOf(input), { wikiPath: "/Ops", attachmentOf: input.attachmentOf });
  const text = textIn(files, "first.md") || textIn(files, "Job%3A-the-%2Afirst%2A.md");
  return text.slice(text.indexOf("Record it"));
}

it("is led to by another page, whatever the target: not every one shows a tree", () => {
  const input = inputOf(SECTIONS);
  const files = confluenceFiles(pagesOf(input), input.attachmentOf);
  const texts = files.map((file) => ("text" in file ? file.text : ""));
  const unled = files.filter(({ path }) => !texts.some((text) => text.includes(`href="${encodeURIComponent(path)}`)));
  expect(unled.map(({ path }) => path)).toEqual(["Run book.html"]);
});

it("is made without a look at every other procedure", () => {
  const input = inputOf(SECTIONS);
  const [job] = input.schedule.book.procedures;
  let looks = 0;
  const procedures = Array.from({ length: 100 }, (_, index) => ({
    ...job,
    id: `job-${index}`,
    get path() {
      looks += 1;
      return `procedures/job-${index}.md`;
    },
  }));
  const schedule = { ...input.schedule, book: { ...input.schedule.book, procedures } } as PublishInput["schedule"];
  expect(pagesOf({ ...input, schedule }).length).toBeGreaterThan(100);
  expect(looks).toBeLessThan(2000);
});

describe("a page's file in an Azure DevOps wiki", () => {
  it.each([
    ["How to contribute", "How-to-contribute"],
    ["Set-up guide", "Set%2Dup-guide"],
    ["FAQ?", "FAQ%3F"],
    [`a:b<c>d*e|f"g`, "a%3Ab%3Cc%3Ed%2Ae%7Cf%22g"],
    ["95 % of Übersicht", "95-%25-of-Übersicht"],
  ])("is named as Microsoft documents it: %s", (title, name) => {
    expect(azureFileName(title)).toBe(name);
    expect(nameOfFile(`${name}.md`)).toBe(title);
  });

  it("has a title that the wiki takes, and no other page has", () => {
    const titles = [".a/b\\c#1.", "👍", "Same", "same", "x".repeat(300), "a\u202eb\u0007", "...", "Aux. checks", "con"];
    const pages = titles.map((title, index) => ({ id: `procedure-p${index}`, title, parent: null, blocks: [] }));
    expect([...titlesOf(pages).values()]).toEqual([
      "a b c 1",
      "procedure-p1",
      "Same",
      "same (p3)",
      "x".repeat(80),
      "ab",
      "procedure-p6",
      "Aux checks (p7)",
      "con (p8)",
    ]);
  });

  it("has a title of its own where others end in its id, are as long, or are a device of Windows", () => {
    const long = "y".repeat(90);
    const titles = ["A (p1)", "A", "a", `${long}1`, `${long}2`, "CON", "nul.x"];
    const pages = titles.map((title, index) => ({ id: `procedure-p${index}`, title, parent: null, blocks: [] }));
    const found = [...titlesOf(pages).values()];
    expect(found).toEqual([
      "A (p1)",
      "A",
      "a (p2)",
      long.slice(0, 80),
      `${long.slice(0, 75)} (p4)`,
      "CON (p5)",
      "nulx (p6)",
    ]);
    const clashing = [{ title: "B (b)" }, { title: "B" }, { title: "b", id: "procedure-b" }];
    const ids = clashing.map(({ title, id = `procedure-${title}` }) => ({ id, title, parent: null, blocks: [] }));
    expect([...titlesOf(ids).values()]).toEqual(["B (b)", "B", "b (b 2)"]);
  });
});

describe("links of a published text", () => {
  it.each([
    ["[a](../procedures/other.md#steps)", "[a](/Ops/Run-book/Daily-procedures/Other#steps)"],
    ["[a](/procedures/other.md)", "[a](/Ops/Run-book/Daily-procedures/Other)"],
    ["[a][b]\n\n[b]: other.md", "[a](/Ops/Run-book/Daily-procedures/Other)"],
    [
      "[a](#whats-next-a--b)\n\n### What's next? A & b",
      "[a](/Ops/Run-book/Weekly-procedures/Job%3A-the-%2Afirst%2A#what's-next%3F-a-%26-b)",
    ],
    ["![a](../images/a%20b.png)", "![a](/Ops/.attachments/a-b-01234567.png)"],
    ["[a](../roles.yml)", "[a](/Ops/Run-book/Roles)"],
    ["<https://a.example/?b#c>", "[https://a.example/?b#c](https://a.example/?b#c)"],
    ["![a](https://a.example/pixel.png)", "[a](https://a.example/pixel.png)"],
    ["[a](../../../.ssh/id) [b](../../.git/config) [c](nowhere.md)", "a b c"],
    ["[a](javascript:alert(1)) [b](data:text/html,x) [c](file:///etc/passwd) [d](vbscript:x)", "a b c d"],
    ["[a](&#106;avascript:x) [b](JAVASCRIPT:x) [c]( javascript:x) [d](java&#9;script:x)", "a b c d"],
  ])("lead to pages, files and the web only: %s", (markdown, expected) => {
    const text = wiki(`${markdown}\n\n${SECTIONS}`);
    const body = text.slice(text.indexOf("\n\n") + 2);
    expect(body.slice(0, body.indexOf("\n\n"))).toBe(expected);
  });
});

describe("HTML of a published text", () => {
  it.each([
    ["<p>AT&amp;T, 5&nbsp;&lt;&#32;6 &copy; &#x2713;</p>", "AT&T, 5\u00a0< 6 © ✓"],
    ["<p>&lt;script&gt;x&lt;/script&gt;</p>", "<script>x</script>"],
    ["<p>&amp;lt; &nosuch; & &#0;</p>", "&lt; &nosuch; & \ufffd"],
    ["<p>a&#10;# b&#10;- c</p>", "a\n# b\n- c"],
  ])("comes out as its words, as a browser would read them: %s", (html, expected) => {
    const tree = parseMarkdown(wiki(`${html}\n\n${SECTIONS}`))?.root;
    const blocks = tree?.children.slice(1) ?? [];
    expect(blocks.map(({ type }) => type).slice(0, 2)).toEqual(["paragraph", "heading"]);
    expect(blocks[0] && wordsOf(blocks[0])).toBe(expected);
  });
});

it.each(["confluence", "sharepoint"])(
  "has one heading of the first rank in %s, whatever its text begins with",
  (target) => {
    const headingsOf = (body: string): string[] => {
      const input = inputOf(body);
      const files = (target === "confluence" ? confluenceFiles : sharepointFiles)(pagesOf(input), input.attachmentOf);
      const text = textIn(files, "first.html") || textIn(files, "procedure-job.json");
      return [...text.matchAll(/<(h\d)[^>]*>(Job|Steps|Detail|Validation)/gu)].map(
        ([, tag, words]) => `${tag} ${words}`,
      );
    };
    const title = target === "confluence" ? ["h1 Job"] : [];
    const titled = `# Job\n\n${SECTIONS.replace("1. One.", "1. One.\n\n### Detail")}`;
    expect(headingsOf(titled)).toEqual([...title, "h2 Job", "h3 Steps", "h4 Detail", "h3 Validation"]);
    expect(headingsOf(SECTIONS)).toEqual([...title, "h2 Steps", "h2 Validation"]);
  },
);

const HOSTILE = `<script>alert(1)</script> <img src=x onerror=alert(1)> <a href="javascript:x">a</a> <b>bold</b>

<div style="position:fixed"><iframe src="https://evil.example"></iframe>

inside

</div>

<p>&lt;img src=x onerror=alert(1)&gt; &#91;x](javascript:x) &#35;123 &#36;x&#36; &#91;&#91;_TOC_]]&#10;::: mermaid</p>

<!-- hidden --> [[_TOC_]] #123 !45 @<1f3c9ab2-0000-0000-0000-000000000000> $$x$$ $y$

::: mermaid
graph LR;
:::

::: query-table 6ff7777e-8ca5-4f04-a7f6-9e63737dddf7
:::

\`\`\`mermaid onclick=x
graph
\`\`\`

| a<br>b | <svg onload=x> |
|---|---|
| [x](javascript:x) | ![y](data:image/svg+xml;base64,AAAA) |

[f]: javascript:x
[g][f] ![h][f] [^1] [i](other.md)

[^1]: <object data=x></object>

${SECTIONS}`;

describe("hostile Markdown", () => {
  it("is inert in an Azure DevOps wiki", () => {
    const text = wiki(HOSTILE);
    const nodes = [...nodesUnder(parseMarkdown(text)?.root ?? { type: "root", children: [] })];
    expect(nodes.filter(({ type }) => type === "html")).toEqual([]);
    const urls = nodes.flatMap(({ url }) => url ?? []);
    expect(urls).toEqual(["/Ops/Run-book/Daily-procedures/Other"]);
    expect(text).not.toContain("hidden");
    // What a wiki would take for a table of contents, a work item, a pull request, somebody to be told, a formula, a diagram.
    for (const mark of [/(?<!\\)\[(?:\\)?\[_TOC_/u, /(?<!\\)#123/u, /(?<!\\)!45/u, /@<1f/u, /(?<!\\)\$/u, /^:::/mu]) {
      expect(text).not.toMatch(mark);
    }
    expect(text).toContain("inside");
    expect(text).toContain("```mermaid\ngraph\n```");
  });

  it.each(["confluence", "sharepoint"])("is inert in HTML for %s", (target) => {
    const input = inputOf(HOSTILE);
    const files =
      target === "confluence"
        ? confluenceFiles(pagesOf(input), input.attachmentOf)
        : sharepointFiles(pagesOf(input), input.attachmentOf);
    const html = files
      .flatMap((file) => ("text" in file ? [file.text] : []))
      .map((text) =>
        target === "confluence"
          ? text
          : ((
              JSON.parse(text) as {
                canvasLayout: { horizontalSections: { columns: { webparts: { innerHtml: string }[] }[] }[] };
              }
            ).canvasLayout.horizontalSections[0]?.columns[0]?.webparts[0]?.innerHtml ?? ""),
      );
    expect(html.some((text) => text.includes("inside"))).toBe(true);
    for (const text of html) {
      const elements = elementsIn(unified().use(rehypeParse).parse(text));
      for (const { tagName, properties } of elements) {
        expect(tagName).not.toMatch(/^(?:script|style|iframe|object|embed|svg|form|link|base)$/u);
        expect(Object.keys(properties).filter((name) => /^on|^style$|^srcdoc$/iu.test(name))).toEqual([]);
        for (const name of ["href", "src"]) {
          const address = properties[name];
          if (typeof address === "string")
            expect(address).toMatch(
              /^(?:https?:\/\/|mailto:|#|\.\.\/SiteAssets\/|attachments\/|[\w%.()'*~-]+\.(?:html|aspx)(?:#|$))/u,
            );
        }
      }
    }
  });

  it("shows a step of more lines than a function takes arguments", () => {
    const input = inputOf(`## Steps\n\n1. One.\n${"   a  \n".repeat(80_000)}   b\n`);
    for (const files of [
      confluenceFiles(pagesOf(input), input.attachmentOf),
      sharepointFiles(pagesOf(input), input.attachmentOf),
    ]) {
      const page = files.find(({ path }) => /first|job/i.test(path));
      expect(page !== undefined && "text" in page ? page.text.split("<br>").length : 0).toBe(80_001);
    }
  });

  it("does not show a text with a credential, nor one nested too deep", () => {
    expect(wiki(SECTIONS, { textOf: () => null })).toContain("credential");
    expect(wiki(`${">".repeat(70)} x\n`)).toContain("nested too deep");
    expect(wiki(`${"> ".repeat(200)} x\n`)).toContain("nested too deep");
  });
});

interface Element {
  readonly tagName: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

function elementsIn(node: unknown): Element[] {
  const { type, children = [] } = node as { type: string; children?: readonly unknown[] };
  return [...(type === "element" ? [node as Element] : []), ...children.flatMap(elementsIn)];
}

it("names whoever hands over work of their own", () => {
  const parts = {
    roles: [
      "roles:",
      "  lead: { name: Lead, people: [ben] }",
      "people:",
      "  ana: { name: Ana Contoso, email: ana@contoso.example }",
      "  ben: { name: Ben Contoso, email: ben@contoso.example }",
      "absences:",
      "  - { person: ana, from: 2026-11-25, to: 2026-11-27, cover: ben }",
      "",
    ].join("\n"),
    procedures: { job: { trigger: "daily", owner: "ana" } },
  };
  const input = inputOf(SECTIONS, { schedule: scheduleAsOf("2026-11-23", parts) });
  const { files } = azureWikiFiles(pagesOf(input), { wikiPath: "/Ops", attachmentOf: input.attachmentOf });
  expect(textIn(files, "Roles.md")).toMatch(/25 Nov[^|]*\| *Ana Contoso *\| *Ana Contoso *\| *Ben Contoso/);
});

it("shows in its calendar what was done although a freeze had taken it away, and nothing else of the freeze", () => {
  const parts = {
    settings: {
      freezes: '[{ from: 2026-11-23, to: 2026-11-29, reason: "Quiet week", procedures: [job, other, third] }]',
    },
    procedures: { job: { trigger: "weekly" }, other: { trigger: "weekly" }, third: { trigger: "weekly" } },
  };
  const records = [
    done("2026-W48", "2026-11-23", { procedure: "job" }),
    failed("2026-W48", "2026-11-23", { procedure: "other" }),
  ];
  const input = inputOf(SECTIONS, { schedule: scheduleAsOf("2026-11-23", parts, records) });
  const { files } = azureWikiFiles(pagesOf(input), { wikiPath: "/Ops", attachmentOf: input.attachmentOf });
  const [november = ""] = textIn(files, "Calendar.md").split("## December");
  const rows = november.split("\n").filter((line) => /\[(?:job|other|third)\]/u.test(line));
  expect(rows.map((row) => /\[(\w+)\].*\| *(\w+) *\|$/u.exec(row)?.slice(1).join(" "))).toEqual([
    "job done",
    "other failed",
    "job upcoming",
    "other upcoming",
    "third upcoming",
  ]);
});

it("turns no line around, whatever people and procedures are called", () => {
  const parts = {
    settings: { title: '"Run \\u202ebook"' },
    roles:
      'roles:\n  lead: { name: "Lead \\u202e", people: [eve] }\npeople:\n  eve: { name: "Eve \\u2066", email: eve@contoso.example, phone: "1\\u202e" }\n',
    procedures: {
      job: { name: '"Job \\u202e"', owner: "lead", tags: '["a \\u202e"]', measures: '{ gb: { unit: "G\\u202eB" } }' },
    },
  };
  const input = inputOf(SECTIONS, { schedule: scheduleAsOf("2026-11-23", parts), textOf: () => SECTIONS });
  const pages = pagesOf(input);
  const files = [
    ...azureWikiFiles(pages, { wikiPath: "/Ops", attachmentOf: input.attachmentOf }).files,
    ...confluenceFiles(pages, input.attachmentOf),
    ...sharepointFiles(pages, input.attachmentOf),
  ];
  const texts = files.flatMap((file) => ("text" in file ? [file.text] : []));
  expect(texts.length).toBeGreaterThan(10);
  expect(texts.filter((text) => /[\u202a-\u202e\u2066-\u2069]/u.test(text))).toEqual([]);
});
