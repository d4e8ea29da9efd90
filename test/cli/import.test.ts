// Pages as the tools of others export them, imported in this process into a small run book.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bookFolder, emptyFolder, runCli, runJson, writeFiles } from "../helpers/run-cli.ts";

const PIXEL = Buffer.from("iVBORw0KGgo=", "base64");

interface Imported {
  readonly code: number;
  readonly files: readonly Readonly<Record<string, unknown>>[];
  readonly root: string;
  readonly text: (path: string) => string;
}

/** Imports a folder of these texts. */
async function imported(
  texts: Readonly<Record<string, string | Buffer>>,
  ...args: readonly string[]
): Promise<Imported> {
  const [root, wiki] = [bookFolder(), join(emptyFolder(), "wiki")];
  for (const [path, text] of Object.entries(texts)) {
    writeFiles(wiki, [{ path, text: "" }]);
    writeFileSync(join(wiki, path), text);
  }
  const { code, document } = await runJson("import", ["import", wiki, "--dir", root, ...args], {
    cwd: wiki,
    inProcess: true,
  });
  return { code, files: document.files, root, text: (path) => readFileSync(join(root, path), "utf8") };
}

async function rulesIn(root: string): Promise<string[]> {
  const { document } = await runJson("lint", ["lint", "--dir", root], { cwd: root, inProcess: true });
  const found = document.diagnostics.filter(
    ({ path, severity }) => path.startsWith("procedures/") && severity !== "info",
  );
  return found.map(({ rule }) => rule).toSorted();
}

describe("import", () => {
  it("maps the headings and labels of Markdown to the seven fields", async () => {
    const page = `# Month end close

Why we do it.

| Field | Value |
|---|---|
| Frequency | Monthly on business day 3 |
| Responsible | Operations lead |

**Last reviewed:** 2026-10-01

## 1. Procedure

1. Open it.

## Background

### Expected results

- It is 0.

## Who to contact

- The lead.
`;
    const { code, files, root, text } = await imported({ "Month-end-close.md": page });
    expect(code).toBe(0);
    expect(files).toMatchObject([
      { source: "Month-end-close.md", result: "imported", path: "procedures/monthly/month-end-close.md", missing: [] },
    ]);
    const written = text("procedures/monthly/month-end-close.md");
    expect(written.slice(0, written.indexOf("\n---\n"))).toBe(
      "---\nname: Month end close\ntrigger: Monthly on business day 3\nowner: operations-lead\nlast_updated: 2026-10-01\neffective: 2026-11-23",
    );
    expect(written).toMatch(
      /Why we do it\.[^]*## Steps\n\n1\. Open it\.[^]*## Background\n\n## Validation\n\n- It is 0\.[^]*## Escalation\n\n- The lead\./,
    );
    expect(await rulesIn(root)).toEqual([]);
  });

  it("marks what is missing, so that lint finds it", async () => {
    const { files, root, text } = await imported(
      { "alert.md": "# Alert\n\nIt fires.\n" },
      "--trigger",
      "on event alert",
    );
    expect(files[0]?.["missing"]).toEqual(["owner", "last_updated", "steps", "validation", "escalation"]);
    expect(await rulesIn(root)).toEqual(["section", "section", "section", "stale", "unowned"]);
    expect(text("procedures/event/alert.md")).toContain("It fires.");
  });

  it("gathers several headings for one section, without losing a word", async () => {
    const page =
      "# A\n\n## Meaning\n\nM.\n\n## Diagnosis\n\n1. D.\n\n### Deep\n\nE.\n\n## Impact\n\nI.\n\n## Mitigation\n\n1. F.\n";
    const { text } = await imported({ "a.md": page });
    const body = text("procedures/imported/a.md").split("\n---\n\n")[1];
    expect(body).toBe(
      "## Meaning\n\nM.\n\n## Steps\n\n### Diagnosis\n\n1. D.\n\n#### Deep\n\nE.\n\n### Mitigation\n\n1. F.\n\n## Impact\n\nI.\n",
    );
  });

  it("keeps the address of a link that leads nowhere, and knows a heading of two names", async () => {
    const { text } = await imported({ "a.md": "# A\n\n## Diagnosis & mitigation\n\n1. Ask [them](link:x).\n" });
    expect(text("procedures/imported/a.md")).toContain("## Steps\n\n1. Ask them (link:x).\n");
  });

  it("follows an Azure DevOps wiki: order, names, images, links between pages", async () => {
    const { files, text, root } = await imported({
      ".order": "Second\nFirst-page\n",
      "First-page.md": "See [it](/Second#top).\n\n![shot](/.attachments/My%20shot.PNG =500x)\n",
      "Second.md": "![shot](.attachments/My%20shot.PNG)\n",
      "Sub/With%2Dhyphen.md": "[up](../First-page.md)\n",
      ".attachments/My shot.PNG": PIXEL,
    });
    expect(files.map(({ source }) => source)).toEqual(["Second.md", "First-page.md", "Sub/With%2Dhyphen.md"]);
    const first = text("procedures/imported/first-page.md");
    expect(first).toContain("name: First page\n");
    expect(first).toContain("See [it](second.md#top).\n\n![shot](../../attachments/first-page/my-shot.png)");
    expect(readFileSync(join(root, "attachments/second/my-shot.png"))).toEqual(PIXEL);
    expect(text("procedures/imported/with-hyphen.md")).toContain("[up](first-page.md)");
  });

  it("leaves procedures of the run book itself alone", async () => {
    const { root } = await imported({ "disk.md": "# Disk full\n\nText.\n" });
    const before = readdirSync(root, { recursive: true });
    const { document } = await runJson("import", ["import", "procedures", "--dir", root], {
      cwd: root,
      inProcess: true,
    });
    expect(document.files.length).toBeGreaterThan(0);
    expect(new Set(document.files.map(({ reason }) => reason))).toEqual(
      new Set(["it is a file of this run book already"]),
    );
    expect(readdirSync(root, { recursive: true })).toEqual(before);
  });

  it("reads Confluence's HTML without its frame, scripts and styles", async () => {
    const page = `<html><head><title>Ops : Restart the queue</title><style>p{}</style></head><body><div id="breadcrumbs">Home</div>
<h1 id="title-heading"><span id="title-text"> Ops : Restart the queue </span></h1>
<div id="main-content"><table><tr><th>Owner</th><td>Operations analyst</td></tr><tr><th>When</th><td>weekly on Tuesday</td></tr></table>
<h2>Steps</h2><ol><li>Stop <code>a</code></li></ol><script>alert(1)</script><p onclick="x()"><a href="javascript:alert(1)">go</a></p>
<h2>Verification</h2><ul><li>0 left</li></ul><p><img src="attachments/1/2.png"></p></div><div id="footer">Atlassian</div></body></html>`;
    const { files, text } = await imported({
      "restart_1.html": page,
      "attachments/1/2.png": PIXEL,
      "index.html": "<p>List</p>",
    });
    expect(files.map(({ result }) => result)).toEqual(["skipped", "imported"]);
    const written = text("procedures/weekly/restart-1.md");
    expect(written).toContain("name: Restart the queue\ntrigger: weekly on Tuesday\nowner: operations-analyst\n");
    expect(written).toMatch(
      /## Steps\n\n1\. Stop `a`[^]*\ngo\n[^]*## Validation\n\n- 0 left[^]*!\[\]\(\.\.\/\.\.\/attachments\/restart-1\/2\.png\)/,
    );
    expect(written).not.toMatch(/alert|onclick|Atlassian|Home/);
  });

  it("keeps a row of a table on one line, whatever its cells hold", async () => {
    const cells = [
      "<p>a <b>x\ny</b></p><p>b | c</p>",
      '<ul><li>one<ol start="4"><li>deep</li></ol></li><li><p>two</p></li></ul>',
      "<pre>code\n  line</pre><blockquote>q</blockquote><hr/>tail<br/>end",
    ];
    const row = (tag: string, texts: readonly string[]): string =>
      `<tr>${texts.map((cell) => `<${tag}>${cell}</${tag}>`).join("")}</tr>`;
    const { text } = await imported({
      "t.html": `<h1>T</h1><table>${row("th", ["A", "B", "C"])}${row("td", cells)}</table>`,
    });
    const written = text("procedures/imported/t.md").replaceAll(/ {2,}/g, " ");
    expect(written).toContain(
      "| a **x y**<br>b \\| c | - one<br>4. deep<br>- two | `code`<br>`line`<br>q<br>tail<br>end |",
    );
  });

  it.each([
    ["YAML", '---\ntitle: "Disk: full"\nowner: operations-lead\nweight: 20\n---\n'],
    ["TOML", '+++\ntitle = "Disk: full"\nowner = "operations-lead"\nweight = 20\n+++\n'],
  ])("takes %s frontmatter, and keeps the rest of it as text", async (_name, frontmatter) => {
    const { text } = await imported({ "disk.md": `${frontmatter}Text.\n` });
    const written = text("procedures/imported/disk.md");
    expect(written).toContain('name: "Disk: full"\nowner: operations-lead\n');
    expect(written).toMatch(/## Original frontmatter\n\n```text\n[^]*weight[^]*```\n$/);
  });

  it("keeps broken frontmatter, and takes other encodings for what they are", async () => {
    const { text } = await imported({
      "broken.md": "---\na: [\n---\n\nText.\n",
      "latin.md": Buffer.from("# Pr\xfcfung \x93A\x94 \x96 5 \x80\n", "latin1"),
      "wide.md": Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from("# Größe\r\n", "utf16le")]),
    });
    expect(text("procedures/imported/broken.md")).toMatch(/Text\.\n[^]*```text\na: \[\n```/);
    expect(text("procedures/imported/latin.md")).toContain("name: Prüfung “A” – 5 €\n");
    expect(text("procedures/imported/wide.md")).toContain("name: Größe\n");
  });

  it("copies nothing from outside, and leaves out what is no page", async () => {
    const secret = join(emptyFolder(), "secret.png");
    writeFileSync(secret, PIXEL);
    const [root, wiki] = [bookFolder(), join(emptyFolder(), "wiki")];
    writeFiles(wiki, [
      {
        path: "a.md",
        text: `![a](${secret}) ![b](../../secret.png) ![c](link.png) ![d](file://${secret}) ![e](%00.png)\n\n<script>x</script>\n`,
      },
      { path: "deep.md", text: ">".repeat(20_000) },
      { path: "huge.md", text: "x".repeat(4 * 1024 * 1024 + 1) },
      { path: "binary.md", text: "a\0b" },
      { path: "empty.md", text: " \n" },
    ]);
    symlinkSync(secret, join(wiki, "link.png"));
    symlinkSync(secret, join(wiki, "link.md"));
    const { document } = await runJson("import", ["import", wiki, "--dir", root], { cwd: wiki, inProcess: true });
    const byName = Object.fromEntries(document.files.map(({ source, reason }) => [source, reason]));
    expect(byName).toMatchObject({ "a.md": null, "binary.md": "it is no text", "empty.md": "it is empty" });
    expect(Object.values(byName).filter((reason) => reason === null).length).toBeLessThanOrEqual(2);
    expect(existsSync(join(root, "attachments"))).toBe(false);
    expect(readFileSync(join(root, "procedures/imported/a.md"), "utf8")).not.toContain("script");
  });

  it("says of a page without steps that it may hold many, and gives none the number of Notion's file", async () => {
    const { files } = await imported({
      "Ops 0123456789abcdef0123456789abcdef.md": "# Ops\n\n## A\n\n1. x\n\n## B\n\n1. y\n",
    });
    expect(files).toMatchObject([
      { path: "procedures/imported/ops.md", notes: ["it may hold 2 procedures: --split makes one of each"] },
    ]);
  });

  it("names no file as Windows names a device", async () => {
    const [root, wiki] = [bookFolder({ procedures: {} }), emptyFolder()];
    writeFiles(wiki, [
      { path: "Con.md", text: "Seen: ![here](aux.png)\n" },
      { path: "aux.png", text: "image" },
    ]);
    const { document } = await runJson("import", ["import", wiki, "--dir", root], { cwd: wiki, inProcess: true });
    expect(document.files).toMatchObject([
      { source: "Con.md", path: "procedures/imported/con-file.md", attachments: ["attachments/con-file/aux-file.png"] },
    ]);
  });

  it("imports a page once: what was imported before is left alone, and pages added since link to it", async () => {
    const [root, wiki] = [bookFolder(), emptyFolder()];
    writeFiles(wiki, [
      { path: "a.md", text: "# Backups\n\n1. Look.\n" },
      { path: "x/a.md", text: "# Backups\n\n1. Look there.\n" },
      { path: "x/A!.md", text: "# Third\n" },
      { path: "x/手順.md", text: "# 手順\n" },
      { path: "x/確認.md", text: "# 確認\n" },
      { path: "con.md", text: "# Con\n" },
    ]);
    const args = ["import", wiki, "--dir", root, "--owner", "operations-lead"];
    const first = await runJson("import", args, { cwd: wiki, inProcess: true });
    const paths = first.document.files.map(({ path }) => path ?? "");
    const ids = ["a", "x-a", "a-2", "page", "x-page", "con-file"].map((id) => `procedures/imported/${id}.md`);
    expect(paths.toSorted()).toEqual(ids.toSorted());
    const before = paths.map((path) => readFileSync(join(root, path), "utf8"));
    writeFiles(wiki, [{ path: "new.md", text: "See [it](x/a.md).\n" }]);
    const { document } = await runJson("import", args, { cwd: wiki, inProcess: true });
    const added = document.files.filter(({ result }) => result === "imported").map(({ path }) => path);
    expect(added).toEqual(["procedures/imported/new.md"]);
    expect(readFileSync(join(root, "procedures/imported/new.md"), "utf8")).toContain("[it](a-2.md)");
    expect(paths.map((path) => readFileSync(join(root, path), "utf8"))).toEqual(before);
  });

  it("knows a page again that has another name: by Confluence's number, else by its words", async () => {
    const [root, wiki] = [bookFolder(), emptyFolder()];
    const steps = (what: string): string => `## Steps\n\n1. Open [b](b.md) and ${what}.\n\n${"Words. ".repeat(12)}\n`;
    const html = (title: string, what: string): string => `<title>${title}</title><ol><li>${what}</li></ol>`;
    const args = ["import", wiki, "--dir", root, "--trigger", "weekly", "--owner", "operations-lead"];
    const files = async (texts: Readonly<Record<string, string>>): Promise<readonly string[]> => {
      rmSync(wiki, { recursive: true });
      writeFiles(
        wiki,
        Object.entries(texts).map(([path, text]) => ({ path, text })),
      );
      const { document } = await runJson("import", args, { cwd: wiki, inProcess: true });
      return document.files.map(({ source, path, reason }) => `${source}: ${path ?? reason}`);
    };
    const twins = { "x.md": steps("wait"), "y.md": steps("wait") };
    await files({
      "b.md": "# B\n",
      "close.md": steps("close"),
      "Jobs_393217.html": html("Jobs", "Look."),
      "458753.html": html("Ünï", "See."),
      ...twins,
    });
    const again = await files({
      "458753.html": html("Neu", "See again."),
      "Nightly_393217.html": html("Nightly", "Look twice."),
      "b.md": "# B\n\nSee [it](closing.md).\n",
      "c.md": "# C\n\nSee [it](closing.md).\n",
      "closing.md": `# Closing\n\n${steps("close")}`,
      "z.md": steps("wait"),
      ...twins,
    });
    const known = "the run book has it already";
    expect(again).toEqual([
      `458753.html: ${known} by another name: procedures/weekly/458753.md`,
      `Nightly_393217.html: ${known} by another name: procedures/weekly/jobs-393217.md`,
      `b.md: ${known}: procedures/weekly/b.md`,
      "c.md: procedures/weekly/c.md",
      `closing.md: ${known} by another name: procedures/weekly/close.md`,
      `x.md: ${known}: procedures/weekly/x.md`,
      `y.md: ${known}: procedures/weekly/y.md`,
      // No page that is gone has its words.
      "z.md: procedures/weekly/z.md",
    ]);
    expect(readFileSync(join(root, "procedures/weekly/c.md"), "utf8")).toContain("[it](close.md)");
  });

  it("overwrites nothing, and writes nothing where asked to try", async () => {
    const [root, wiki] = [bookFolder({ procedures: { job: {} } }), emptyFolder()];
    writeFiles(wiki, [
      { path: "job.md", text: "# Another job\n\nMine.\n" },
      { path: "x/twin.md", text: "1\n" },
      { path: "y/twin.md", text: "2\n" },
    ]);
    const args = ["import", wiki, "--dir", root];
    await runCli([...args, "--dry-run"], { cwd: wiki, inProcess: true });
    expect(readdirSync(join(root, "procedures"))).toEqual(["job.md"]);
    const before = readFileSync(join(root, "procedures/job.md"), "utf8");
    const { document } = await runJson("import", args, { cwd: wiki, inProcess: true });
    expect(document.files.map(({ path }) => path)).toEqual([
      expect.stringMatching(/-job\.md$/),
      "procedures/imported/twin.md",
      "procedures/imported/y-twin.md",
    ]);
    expect(readFileSync(join(root, "procedures/job.md"), "utf8")).toBe(before);
    // A copy never takes another one's place either.
    writeFiles(root, [{ path: "attachments/shown/a.png", text: "other" }]);
    writeFiles(wiki, [
      { path: "a.png", text: "new" },
      { path: "shown.md", text: "![a](a.png)\n" },
    ]);
    await runCli(["import", join(wiki, "shown.md"), "--dir", root], { cwd: wiki, inProcess: true });
    const copies = ["a.png", "a-2.png"].map((name) => readFileSync(join(root, "attachments/shown", name), "utf8"));
    expect(copies).toEqual(["other", "new"]);
    const outside = emptyFolder();
    const linked = bookFolder();
    mkdirSync(join(linked, "procedures"), { recursive: true });
    symlinkSync(outside, join(linked, "procedures/imported"));
    const refused = await runJson("error", ["import", wiki, "--dir", linked], { cwd: wiki, inProcess: true });
    expect([refused.code, readdirSync(outside)]).toEqual([2, []]);
  });

  it("makes procedures of the parts of a page, and leads links to where they now are", async () => {
    const ops =
      "# Operations\n\n## Daily\n\n### 1.1 Queues\n\nSee [jobs](#12-jobs), [them too](ops.md#1.2-jobs) and [restarts](#restart).\n\n1. Look: ![shot](shot.png)\n\n### 1.2 Jobs\n\n#### Steps\n\n1. Look\n\n##### Restart\n\n2. Go\n\n## Notes\n\nWords.\n";
    const other = "# Other\n\n## Steps\n\n1. See [operations](ops.md) and [its jobs](ops.md#12-jobs).\n";
    const [root, wiki] = [bookFolder(), emptyFolder()];
    writeFiles(wiki, [
      { path: "ops.md", text: ops },
      { path: "other.md", text: other },
    ]);
    writeFileSync(join(wiki, "shot.png"), PIXEL);
    const text = (path: string): string => readFileSync(join(root, "procedures", path), "utf8");
    const args = ["import", ".", "--split", "--dir", root];
    const { document } = await runJson("import", args, { cwd: wiki, inProcess: true });
    expect(document.files.map(({ source, path, reason }) => [source, path ?? reason])).toEqual([
      ["ops.md#11-queues", "procedures/daily/queues.md"],
      ["ops.md#12-jobs", "procedures/daily/jobs.md"],
      ["ops.md#notes", "it has no numbered steps"],
      ["other.md", "procedures/imported/other.md"],
    ]);
    expect(text("daily/queues.md")).toContain(
      "See [jobs](jobs.md), [them too](jobs.md) and [restarts](jobs.md#restart).",
    );
    expect(text("daily/queues.md")).toContain("![shot](../../attachments/queues/shot.png)");
    expect(text("imported/other.md")).toContain("[operations](../daily/queues.md) and [its jobs](../daily/jobs.md)");
    expect(await rulesIn(root)).not.toContain("broken-link");
    const again = await runJson("import", args, { cwd: wiki, inProcess: true });
    expect(again.document.files.map(({ result }) => result)).toEqual(Array(4).fill("skipped"));
  });

  it("makes procedures of the rows of a spreadsheet, and takes none for a page that lies among pages", async () => {
    const [root, wiki] = [bookFolder(), emptyFolder()];
    const calendar =
      "\ufeffTask;Frequency;Responsible;What to do;System\r\n" +
      'Rotate secrets;Quarterly;Operations lead;"1. Open https://portal.example/a_b*c, then\n2) Rotate *it*";Azure\r\n' +
      ";;;;\r\n;weekly;;;\r\nClose;Every month;;;\r\n";
    writeFiles(wiki, [
      { path: "calendar.csv", text: calendar },
      { path: "tabs.tsv", text: "What\tWhen\nTabbed\tdaily\n" },
      { path: "titles.csv", text: "Task,When\n" },
      { path: "broken.csv", text: 'Task,When\n"Open,daily\n' },
      { path: "page.md", text: "See [the calendar](calendar.csv).\n" },
    ]);
    const names = ["calendar.csv", "tabs.tsv", "titles.csv", "broken.csv"];
    const { document } = await runJson("import", ["import", ...names, "--dir", root], { cwd: wiki, inProcess: true });
    expect(document.files.map(({ source, path, reason }) => [source, path ?? reason?.split(":")[0]])).toEqual([
      ["calendar.csv#rotate-secrets", "procedures/quarterly/rotate-secrets.md"],
      ["calendar.csv", "a row does not say what is done"],
      ["calendar.csv#close", "procedures/monthly/close.md"],
      ["tabs.tsv#tabbed", "procedures/daily/tabbed.md"],
      ["titles.csv", "it has no row below its titles"],
      ["broken.csv", "it is no table of comma-separated values"],
    ]);
    expect(readFileSync(join(root, "procedures/quarterly/rotate-secrets.md"), "utf8")).toMatch(
      /trigger: Quarterly\nowner: operations-lead\n[^]*\n---\n\nSystem: Azure\n\n## Steps\n\n1\. Open \[https:\/\/portal\.example\/a_b\\\*c\]\(https:\/\/portal\.example\/a_b\*c\), then\n2\. Rotate \\\*it\\\*\n$/,
    );
    // Excel's "Unicode Text".
    const wide = Buffer.from("Task\tWhen\r\nPrüfung\tdaily\r\n", "utf16le");
    writeFileSync(join(wiki, "wide.txt"), Buffer.concat([Buffer.from([0xff, 0xfe]), wide]));
    writeFileSync(join(wiki, "plain.txt"), "1. Look\n");
    const texts = await runJson("import", ["import", "wide.txt", "plain.txt", "--dir", root], {
      cwd: wiki,
      inProcess: true,
    });
    expect(texts.document.files.map(({ path }) => path)).toEqual([
      "procedures/daily/prufung.md",
      "procedures/imported/plain.md",
    ]);
    const folder = await runJson("import", ["import", wiki, "--dir", root], { cwd: wiki, inProcess: true });
    expect(folder.document.files.map(({ source, attachments }) => [source, attachments])).toEqual([
      ["page.md", ["attachments/page/calendar.csv"]],
    ]);
  });
});
