import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  type Repository,
  bookRepository,
  emptyFolder,
  recorded,
  referenceRepository,
  repositoryIn,
  runCli,
  runJson,
  writeFiles,
} from "../helpers/run-cli.ts";
import { vastFolders } from "../helpers/vast-folders.ts";
import { contentsOf, expectSoundWiki } from "../helpers/wiki.ts";

const LIST = ".runbook-publish.json";
const BODY =
  "![Screen](../images/screen.png) [b](b.md#validation) [own](#steps)\n\n## Steps\n\n1. One.\n\n## Validation\n\n- x\n\n## Escalation\n\n- y\n";

function book(): Repository {
  const repository = bookRepository({
    settings: { title: "Fabrikam run book", go_live: "2026-11-02" },
    procedures: { a: { name: "A?", body: BODY }, b: { trigger: "monthly" }, c: { trigger: "weekly" } },
  });
  writeFiles(repository.folder, [{ path: "images/screen.png", text: "\u0089PNG" }]);
  commit(repository, "Add an image");
  return repository;
}

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, "utf8");
  const after = change(before);
  expect(after).not.toBe(before);
  writeFileSync(file, after);
}

function commit({ git }: Repository, message: string): void {
  git("add", "--all");
  git("commit", "--quiet", "-m", message);
}

const published = async ({ folder }: Repository, target: string, out: string, ...options: readonly string[]) =>
  runJson("publish", ["publish", "--to", target, out, ...options], { cwd: folder, inProcess: true });

const refused = async ({ folder }: Repository, out: string, ...options: readonly string[]): Promise<string> => {
  const before = contentsOf(out);
  const args = ["publish", "--to", "azure-devops-wiki", out, ...options];
  const { code, document } = await runJson("error", args, { cwd: folder, inProcess: true });
  expect(code).toBe(2);
  expect(contentsOf(out)).toEqual(before);
  return `${document.error.code}: ${document.error.message}`;
};

it("looks for where files come from only through so many", async () => {
  const repository = book();
  const { git } = repository;
  const blob = git("rev-parse", "HEAD:runbook.yml");
  const head = git("rev-parse", "HEAD");
  const tree = vastFolders(repository, "HEAD", `100644 blob ${blob}\tfile\n`);
  git("update-ref", "HEAD", git("commit-tree", "-p", "HEAD", "-m", "Vast", tree));
  const vast = git("rev-parse", "--short=10", "HEAD");
  git("update-ref", "HEAD", git("commit-tree", "-p", "HEAD", "-m", "Back", `${head}^{tree}`));
  const failure = "git cannot tell which commits the files come from";
  expect(await refused(repository, emptyFolder())).toBe(
    `git: ${failure}: ${vast} has more files than can be gone through`,
  );
});

describe("publish --to azure-devops-wiki", () => {
  it("rewrites links, copies images, and tells where a page is to be changed", async () => {
    const repository = book();
    repository.git("remote", "add", "origin", "https://ana:secret@dev.azure.com/contoso/Ops/_git/runbook");
    const out = emptyFolder();
    await published(repository, "azure-devops-wiki", out, "--edit-url", "https://git.example/edit/{path}");
    const page = contentsOf(out).get("Fabrikam-run-book/Daily-procedures/A%3F.md") ?? "";
    expect(page).toContain(
      "change [`procedures/a.md`](https://git.example/edit/procedures/a.md) in `https://dev.azure.com/contoso/Ops/_git/runbook`.",
    );
    expect(page).not.toContain("secret");
    expect(page).toMatch(/!\[Screen\]\(\/\.attachments\/screen-[0-9a-f]{8}\.png\)/u);
    expect(page).toContain("[b](/Fabrikam-run-book/Monthly-procedures/b#validation)");
    expect(page).toContain("[own](/Fabrikam-run-book/Daily-procedures/A%3F#steps)");
    expectSoundWiki(out);
    // Another run, and another folder: the same bytes.
    const again = ["--edit-url", "https://git.example/edit/{path}"];
    expect((await published(repository, "azure-devops-wiki", out, ...again)).document).toMatchObject({
      written: [],
      removed: [],
    });
    const other = emptyFolder();
    await published(repository, "azure-devops-wiki", other, ...again);
    expect(contentsOf(other)).toEqual(contentsOf(out));
  });

  it.each([
    ["azure-devops-wiki", "call%3F-(24%2F7)", "#validation"],
    ["confluence", "call-247", "#validation-1"],
    ["sharepoint", "call-247", "#validation-1"],
  ])("leads to the heading that a link names in either form, in %s", async (target, anchor, second) => {
    const repository = book();
    edit(join(repository.folder, "procedures/a.md"), (text) =>
      text.replace("## Steps", "[1](b.md#call?-\\(24/7\\)) [2](b.md#call-247) [3](b.md#validation-1)\n\n## Steps"),
    );
    edit(join(repository.folder, "procedures/b.md"), (text) => `${text}\n## Call? (24/7)\n\n## Validation\n\nMore.\n`);
    const out = emptyFolder();
    await published(repository, target, out);
    const page =
      [...contentsOf(out)].find(([path]) => /A(?:%3F)?(?:\.md|\.html)$|procedure-a\.json$/u.test(path))?.[1] ?? "";
    const plain = page.replaceAll("\\(", "(").replaceAll("\\)", ")");
    expect(plain.split(`#${anchor}`)).toHaveLength(3);
    // Azure DevOps gives headings of the same words one anchor, which leads to the first.
    expect(plain).toContain(second);
  });

  it("follows links from the repository's top into the run book", async () => {
    const repository = referenceRepository();
    const file = join(repository.folder, "runbook/procedures/daily/service-health.md");
    edit(file, (text) =>
      text.replace("## Steps", "[I](/runbook/procedures/incident/incident-severity-1.md#steps)\n\n## Steps"),
    );
    const out = emptyFolder();
    await published(repository, "azure-devops-wiki", out);
    const pages = [...contentsOf(out)].filter(([path]) => path.endsWith("/Daily-procedures/Service-health.md"));
    expect(pages).toHaveLength(1);
    expect(pages[0]?.[1]).toMatch(/\[I\]\(\S+\/Incident-procedures\/Incident-severity-1#steps\)/);
    expectSoundWiki(out);
  });

  it("writes only what has changed, and removes only what it wrote", async () => {
    const repository = book();
    const out = emptyFolder();
    await published(repository, "azure-devops-wiki", out);
    writeFiles(out, [{ path: "Fabrikam-run-book/Weekly-procedures/Theirs.md", text: "theirs" }]);
    edit(join(repository.folder, "procedures/b.md"), (text) => text.replace("monthly", "monthly on day 7"));
    rmSync(join(repository.folder, "procedures/c.md"));
    const uncommitted = await published(repository, "azure-devops-wiki", out, "--dry-run");
    expect(uncommitted.document.removed).toEqual([
      "Fabrikam-run-book/Weekly-procedures.md",
      "Fabrikam-run-book/Weekly-procedures/.order",
      "Fabrikam-run-book/Weekly-procedures/c.md",
    ]);
    expect(existsSync(join(out, "Fabrikam-run-book/Weekly-procedures/c.md"))).toBe(true);
    const { document } = await published(repository, "azure-devops-wiki", out);
    expect(document.written).toContain("Fabrikam-run-book/Monthly-procedures/b.md");
    expect(document.written).not.toContain("Fabrikam-run-book/Daily-procedures/A%3F.md");
    const files = contentsOf(out);
    expect(files.get("Fabrikam-run-book/Monthly-procedures/b.md")).toContain("from files that are not committed");
    expect(files.get("Fabrikam-run-book/Weekly-procedures/Theirs.md")).toBe("theirs");
    expect([...files.keys()].filter((path) => path.includes("Weekly"))).toHaveLength(1);
    edit(join(repository.folder, "procedures/a.md"), (text) => text.replace("A?", "a?"));
    const renamed = await published(repository, "azure-devops-wiki", out);
    expect(renamed.document.removed).toEqual(["Fabrikam-run-book/Daily-procedures/A%3F.md"]);
    expect(contentsOf(out).has("Fabrikam-run-book/Daily-procedures/a%3F.md")).toBe(true);
  });

  it("takes one entry of a wiki that others write in too, at its place in it", async () => {
    const repository = book();
    const wiki = repositoryIn(emptyFolder());
    wiki.git("init", "--quiet");
    const out = join(wiki.folder, "Operations");
    writeFiles(out, [
      { path: ".order", text: "Welcome\n" },
      { path: "Welcome.md", text: "Welcome" },
    ]);
    expect(await refused(repository, out)).toMatch(/^not-allowed: .*Welcome\.md/u);
    await published(repository, "azure-devops-wiki", out, "--beside");
    const files = contentsOf(out);
    expect(files.get(".order")).toBe("Welcome\nFabrikam-run-book\n");
    expect(files.get("Welcome.md")).toBe("Welcome");
    expect(files.get("Fabrikam-run-book.md")).toContain("(/Operations/Fabrikam-run-book/Due)");
    // Somebody on Windows moves it up.
    writeFiles(out, [{ path: ".order", text: "Fabrikam-run-book\r\nWelcome\r\n" }]);
    edit(join(repository.folder, "runbook.yml"), (text) => text.replace("Fabrikam run book", "New name"));
    await published(repository, "azure-devops-wiki", out, "--beside", "--wiki-path", "/Team/Ops/");
    const renamed = contentsOf(out);
    expect(renamed.get(".order")).toBe("New-name\r\nWelcome\r\n");
    expect(renamed.get("New-name.md")).toContain("(/Team/Ops/New-name/Due)");
    expect([...renamed.keys()].filter((path) => path.startsWith("Fabrikam"))).toEqual([]);
  });

  it("keeps the pages of others below ours, and their lines where they put them", async () => {
    const repository = book();
    const out = emptyFolder();
    const daily = "Fabrikam-run-book/Daily-procedures";
    await published(repository, "azure-devops-wiki", out);
    writeFiles(out, [
      { path: `${daily}/.order`, text: "First\r\nA%3F\r\nTheirs\r\n" },
      { path: `${daily}/First.md`, text: "first" },
      { path: `${daily}/Theirs.md`, text: "theirs" },
      { path: `${daily}/Theirs/.order`, text: "Below\n" },
      { path: `${daily}/Theirs/Below.md`, text: "below" },
    ]);
    const same = await published(repository, "azure-devops-wiki", out);
    expect(same.document).toMatchObject({ written: [], removed: [] });
    // Another of ours, one that is renamed, one that goes: each line of theirs is where it was.
    edit(join(repository.folder, "procedures/c.md"), (text) => text.replace("weekly", "daily"));
    await published(repository, "azure-devops-wiki", out, "--overwrite");
    expect(readFileSync(join(out, daily, ".order"), "utf8")).toBe("First\r\nA%3F\r\nTheirs\r\nc\r\n");
    edit(join(repository.folder, "procedures/a.md"), (text) => text.replace("A?", "B"));
    await published(repository, "azure-devops-wiki", out);
    expect(readFileSync(join(out, daily, ".order"), "utf8")).toBe("First\r\nB\r\nc\r\nTheirs\r\n");
    // No page of ours is there any more.
    writeFiles(out, [{ path: `${daily}/B/Below-ours.md`, text: "below ours" }]);
    for (const id of ["a", "c"])
      edit(join(repository.folder, `procedures/${id}.md`), (text) => text.replace("daily", "monthly"));
    const { stderr } = await published(repository, "azure-devops-wiki", out);
    // What stays is said: no page leads there.
    expect(stderr.split("\n").filter((line) => line.startsWith("Pages of others stay in"))).toEqual(
      [daily, `${daily}/B`].map((path) => `Pages of others stay in ${path}, but the page above them is gone`),
    );
    const files = contentsOf(out);
    expect(files.get(`${daily}/.order`)).toBe("First\r\nTheirs\r\n");
    expect(["First", "Theirs", "Theirs/Below"].map((name) => files.get(`${daily}/${name}.md`))).toEqual([
      "first",
      "theirs",
      "below",
    ]);
    expect(files.has(`${daily}.md`)).toBe(false);
    // Nor is there a file of ours that the next run would ask about.
    expect((await published(repository, "azure-devops-wiki", out)).document).toMatchObject({
      written: [],
      removed: [],
    });
  });

  it.each(["azure-devops-wiki", "confluence", "sharepoint"])(
    "keeps the page of a procedure that does not parse, and all that it shows, for %s",
    async (target) => {
      const repository = book();
      const { folder } = repository;
      const out = emptyFolder();
      edit(join(folder, "procedures/b.md"), (text) => `${text}\nSee [a](a.md).\n`);
      commit(repository, "Link");
      await published(repository, target, out);
      const before = contentsOf(out);
      const [page = ""] = [...before.keys()].filter((path) =>
        /A(?:%3F| )?(?:\.md|\.html)$|procedure-a\.json$/u.test(path),
      );
      expect(page).not.toBe("");
      edit(join(folder, "procedures/a.md"), (text) => text.replace("trigger: daily", "trigger: dayly"));
      const run = async (...options: string[]): ReturnType<typeof runCli> =>
        runCli(["publish", "--to", target, out, ...options], { cwd: folder, inProcess: true });
      const { code, stdout, stderr } = await run("--json");
      expect(code).toBe(1);
      expect(JSON.parse(stdout)).toMatchObject({ kept: [page], removed: [] });
      expect(stderr).toContain(`${page} stays as it was`);
      const after = contentsOf(out);
      expect([...after.keys()]).toEqual([...before.keys()]);
      expect(after.get(page)).toBe(before.get(page));
      for (const [path, text] of after) {
        if (/\.order$|\bb\.|procedure-b\.json$|attachments|SiteAssets/u.test(path)) expect(text).toBe(before.get(path));
      }
      // Nothing more to do, and what somebody writes there meanwhile is not lost unasked.
      expect(JSON.parse((await run("--json")).stdout)).toMatchObject({ written: [], removed: [], kept: [page] });
      edit(join(out, page), (text) => `${text} `);
      expect((await run()).code).toBe(1);
      edit(join(folder, "procedures/a.md"), (text) => text.replace("trigger: dayly", "trigger: daily"));
      expect((await run()).stderr).toContain("changed there by hand");
      expect((await run("--overwrite")).code).toBe(0);
      expect(contentsOf(out)).toEqual(before);
      // A file that is deleted takes its page with it.
      rmSync(join(folder, "procedures/a.md"));
      await run();
      expect(existsSync(join(out, page))).toBe(false);
    },
  );

  it("loses nothing that somebody wrote there", async () => {
    const repository = book();
    const out = emptyFolder();
    writeFiles(out, [{ path: "Fabrikam-run-book/Due.md", text: "theirs" }]);
    expect(await refused(repository, out, "--beside")).toContain("Fabrikam-run-book/Due.md");
    rmSync(join(out, "Fabrikam-run-book"), { recursive: true });
    await published(repository, "azure-devops-wiki", out);
    const page = join(out, "Fabrikam-run-book/Daily-procedures/A%3F.md");
    edit(page, (text) => `${text}\nAdded in the wiki.\n`);
    expect(await refused(repository, out)).toMatch(/changed there by hand.*A%3F\.md/u);
    await published(repository, "azure-devops-wiki", out, "--overwrite");
    expect(readFileSync(page, "utf8")).not.toContain("Added in the wiki.");
    // A checkout on Windows.
    edit(page, (text) => text.replaceAll("\n", "\r\n"));
    expect((await published(repository, "azure-devops-wiki", out)).document.written).toEqual([]);
  });

  it("goes on after a run that was stopped half-way", async () => {
    const repository = book();
    const out = emptyFolder();
    await published(repository, "azure-devops-wiki", out);
    const whole = contentsOf(out);
    const list = JSON.parse(whole.get(LIST) ?? "") as { files: Record<string, unknown> };
    // As it is noted before the pages are written: with what was there, and with what is to be.
    for (const path of Object.keys(list.files)) list.files[path] = ["old", list.files[path]];
    writeFileSync(join(out, LIST), JSON.stringify(list));
    rmSync(join(out, "Fabrikam-run-book/Due.md"));
    writeFileSync(join(out, "Fabrikam-run-book/Roles.md.runbook-new"), "half");
    rmSync(join(out, "Fabrikam-run-book/Roles.md"));
    await published(repository, "azure-devops-wiki", out);
    expect(contentsOf(out)).toEqual(whole);
  });

  it("goes on after a first run that was killed before its list was written", async () => {
    const repository = book();
    const [out, other] = [emptyFolder(), emptyFolder()];
    writeFileSync(join(out, `${LIST}.runbook-new`), "half");
    await published(repository, "azure-devops-wiki", out);
    await published(repository, "azure-devops-wiki", other);
    expect(contentsOf(out)).toEqual(contentsOf(other));
  });

  it("leaves nothing of a page that a killed run was writing when it is not wanted any more", async () => {
    const repository = book();
    const out = emptyFolder();
    await published(repository, "azure-devops-wiki", out);
    const whole = contentsOf(out);
    const list = JSON.parse(whole.get(LIST) ?? "") as { files: Record<string, unknown> };
    list.files["Fabrikam-run-book/Gone/Job.md"] = "new";
    writeFileSync(join(out, LIST), JSON.stringify(list));
    writeFiles(out, [{ path: "Fabrikam-run-book/Gone/Job.md.runbook-new", text: "half" }]);
    await published(repository, "azure-devops-wiki", out);
    expect(contentsOf(out)).toEqual(whole);
  });

  it("trusts no list that leads out of the folder, nor one of another run book", async () => {
    const repository = book();
    const folder = emptyFolder();
    const out = join(folder, "wiki");
    mkdirSync(out);
    const outside = join(folder, "outside.md");
    writeFileSync(outside, "outside");
    await published(repository, "azure-devops-wiki", out);
    edit(join(out, LIST), (text) =>
      text.replace('"files": {', '"files": {\n    "../outside.md": "x", "a/../../outside.md": "x", "/etc/hosts": "x",'),
    );
    await published(repository, "azure-devops-wiki", out);
    expect(readFileSync(outside, "utf8")).toBe("outside");
    edit(join(out, LIST), (text) => text.replace('"book": "contoso"', '"book": "other"'));
    expect(await refused(repository, out)).toContain("run book other");
    writeFileSync(join(out, LIST), "no list");
    expect(await refused(repository, out)).toContain("cannot be read");
  });

  it("publishes no text with a credential, and no file from outside the run book", async () => {
    const repository = book();
    const secret = ["ghp_", "abcdefghijklmnopqrstuvwxyz0123456789"].join("");
    const azure = ["aB3xYz7Q".repeat(9), "c4D5AZ", "DO1aB2"].join("");
    edit(join(repository.folder, "procedures/b.md"), (text) => text.replace("1. ", `1. ${secret} `));
    edit(join(repository.folder, "procedures/c.md"), (text) => text.replace("1. ", `1. ${azure} `));
    writeFiles(dirname(repository.folder), [{ path: "outside.png", text: "outside" }]);
    writeFiles(repository.folder, [{ path: ".hidden.png", text: "hidden" }]);
    edit(join(repository.folder, "procedures/a.md"), (text) =>
      text.replace("![Screen]", "![x](../../outside.png) ![y](../.hidden.png) ![z](../runbook.yml) ![Screen]"),
    );
    const out = emptyFolder();
    await published(repository, "azure-devops-wiki", out);
    const files = contentsOf(out);
    expect([...files.values()].join("\n")).not.toContain(secret);
    expect([...files.values()].join("\n")).not.toContain(azure);
    expect(files.get("Fabrikam-run-book/Monthly-procedures/b.md")).toContain("holds what looks like a credential");
    expect([...files.keys()].filter((path) => path.startsWith(".attachments/"))).toHaveLength(1);
  });
});

describe("publish --to confluence and sharepoint", () => {
  const addresses = (html: string): string[] =>
    [...html.matchAll(/(?:href|src)="([^"]*)"/gu)]
      .map(([, url = ""]) => url)
      .filter((url) => !/^(?:https?|mailto):/u.test(url));

  it("writes a page a file, named by its title, for Confluence's import", async () => {
    const out = emptyFolder();
    const { document } = await published(book(), "confluence", out);
    const files = contentsOf(out);
    expect([...files.keys()].filter((path) => path.endsWith(".html"))).toHaveLength(document.pages);
    const page = files.get("A.html") ?? "";
    expect(page).toContain("<title>A</title>");
    expect(page).toContain('<a href="b.html#validation">b</a>');
    const broken = [...files].flatMap(([path, html]) =>
      path.endsWith(".html")
        ? addresses(html).filter((url) => !files.has(decodeURIComponent(url.split("#")[0] || path)))
        : [],
    );
    expect(broken).toEqual([]);
  });

  it("writes a request a page for Graph, and what is to be uploaded beside", async () => {
    const out = emptyFolder();
    const { document } = await published(book(), "sharepoint", out);
    const files = contentsOf(out);
    const requests = [...files].filter(([path]) => path.startsWith("pages/"));
    expect(requests).toHaveLength(document.pages);
    const names = new Set(requests.map(([, text]) => (JSON.parse(text) as { name: string }).name));
    for (const [path, text] of requests) {
      const request = JSON.parse(text) as Record<string, unknown>;
      expect(request).toMatchObject({ "@odata.type": "#microsoft.graph.sitePage", pageLayout: "article" });
      expect(`pages/${String(request["name"]).replace(/\.aspx$/u, ".json")}`).toBe(path);
      const broken = addresses(JSON.stringify(request).replaceAll(String.raw`\"`, '"')).filter((url) => {
        const way = decodeURIComponent(url.split("#")[0] ?? "");
        return !names.has(way) && !files.has(way.replace("../", ""));
      });
      expect(broken).toEqual([]);
    }
    expect(files.get("pages/runbook-procedure-a.json")).toContain("../SiteAssets/runbook/screen-");
  });
});

describe("publish", () => {
  it("says in a line what it did, and exits 2 for a target or template that there is not", async () => {
    const { folder } = bookRepository({ procedures: { a: {} } });
    const out = join(folder, "out");
    const result = await runCli(["publish", "--to", "confluence", out], { cwd: folder, inProcess: true });
    expect(result).toMatchObject({
      code: 0,
      stdout: `Wrote 6 files of 6 pages into ${out}; 0 unchanged, 0 removed.\n`,
    });
    for (const args of [
      ["--to", "confluence", "procedures/wiki"],
      ["--to", "notion", out],
      [out],
      ["--to", "confluence", out, "--edit-url", "https://x.example"],
      ["--to", "azure-devops-wiki", out, "--wiki-path", "/a/../b"],
    ]) {
      expect((await runCli(["publish", ...args], { cwd: folder, inProcess: true })).code).toBe(2);
    }
  });

  it("shows what was recorded, as of the ledger that it names", async () => {
    const repository = bookRepository({ settings: { go_live: "2026-11-23" }, procedures: { a: {} } });
    const out = emptyFolder();
    await published(repository, "azure-devops-wiki", out);
    const due = (): string => contentsOf(out).get("Contoso-run-book/Due.md") ?? "";
    expect(due()).toContain("| due | [a](");
    await recorded(repository, ["done", "a"]);
    await published(repository, "azure-devops-wiki", out);
    expect(due()).toContain("Nothing is due today.");
    expect(due()).toContain(`and ledger ${repository.git("rev-parse", "--short=10", "runbook-ledger")}`);
  });
});
