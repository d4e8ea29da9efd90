import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSiteFolder } from "../../src/store/site-folder.ts";
import { emptyFolder, writeFiles } from "../helpers/run-cli.ts";

type Pages = Readonly<Record<string, string>>;

const PAGES: Pages = { "index.html": "today\n", "procedures/one.html": "one\n", "procedures/two.html": "two\n" };

function makeSite(
  folder: string,
  pages: Pages,
  book = "contoso",
): { written: string[]; removed: readonly string[]; kept: readonly string[] } {
  const site = openSiteFolder(folder, book, Object.keys(pages));
  const written = Object.entries(pages)
    .filter(([path, text]) => site.write(path, text))
    .map(([path]) => path);
  return { written, ...site.close() };
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .toSorted();

describe("a folder of pages", () => {
  it("is made where there is none, and holds the pages and their list", () => {
    const folder = join(emptyFolder(), "a", "site");
    expect(makeSite(folder, PAGES)).toEqual({ written: Object.keys(PAGES), removed: [], kept: [] });
    expect(filesIn(folder)).toEqual([...Object.keys(PAGES), "runbook-site.json"]);
    expect(readFileSync(join(folder, "index.html"), "utf8")).toBe("today\n");
  });

  it("has only what changed written again, and what is not wanted removed with its folder", () => {
    const folder = emptyFolder();
    makeSite(folder, PAGES);
    const list = readFileSync(join(folder, "runbook-site.json"));
    const before = new Date("2026-01-01");
    for (const path of [...Object.keys(PAGES), "runbook-site.json"]) utimesSync(join(folder, path), before, before);
    expect(makeSite(folder, PAGES).written).toEqual([]);
    expect(filesIn(folder).every((path) => statSync(join(folder, path)).mtimeMs === before.getTime())).toBe(true);
    expect(readFileSync(join(folder, "runbook-site.json"))).toEqual(list);
    expect(makeSite(folder, { "index.html": "tomorrow\n" })).toEqual({
      written: ["index.html"],
      removed: ["procedures/one.html", "procedures/two.html"],
      kept: [],
    });
    expect(filesIn(folder)).toEqual(["index.html", "runbook-site.json"]);
    expect(existsSync(join(folder, "procedures"))).toBe(false);
  });

  it("keeps a page that somebody has changed, and every file of others beside the pages", () => {
    const folder = emptyFolder();
    makeSite(folder, PAGES);
    writeFiles(folder, [
      { path: "procedures/one.html", text: "mine\n" },
      { path: "procedures/notes.txt", text: "mine\n" },
      { path: "CNAME", text: "runbook.contoso.example\n" },
    ]);
    expect(makeSite(folder, { "index.html": "today\n" })).toEqual({
      written: [],
      removed: ["procedures/two.html"],
      kept: ["procedures/one.html"],
    });
    expect(filesIn(folder)).toEqual([
      "CNAME",
      "index.html",
      "procedures/notes.txt",
      "procedures/one.html",
      "runbook-site.json",
    ]);
    // It is a stranger's from now on.
    expect(() => makeSite(folder, PAGES)).toThrow(/no page of this tool's/);
  });

  it("mends a page that was changed and is still wanted", () => {
    const folder = emptyFolder();
    makeSite(folder, PAGES);
    writeFileSync(join(folder, "index.html"), "changed\n");
    expect(makeSite(folder, PAGES).written).toEqual(["index.html"]);
  });

  it("goes on where a run was stopped: pages written and not finished are known", () => {
    const folder = emptyFolder();
    const stopped = openSiteFolder(folder, "contoso", Object.keys(PAGES));
    stopped.write("index.html", "today\n");
    stopped.write("procedures/one.html", "an older one\n");
    writeFileSync(join(folder, "procedures", "one.html.runbook-new"), "half");
    writeFileSync(join(folder, "runbook-site.json.runbook-new"), "half");
    expect(makeSite(folder, PAGES).written).toEqual(["procedures/one.html", "procedures/two.html"]);
    expect(filesIn(folder)).toEqual([...Object.keys(PAGES), "runbook-site.json"]);
  });

  it("goes on where a first run was killed before its list was written", () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "runbook-site.json.runbook-new"), "half");
    expect(makeSite(folder, PAGES).written).toEqual(Object.keys(PAGES));
    expect(filesIn(folder)).toEqual([...Object.keys(PAGES), "runbook-site.json"]);
  });

  it("removes what a run that was killed wrote for the first time, and is not wanted any more", () => {
    const folder = emptyFolder();
    makeSite(folder, { "index.html": "today\n", "procedures/two.html": "two\n" });
    const killed = openSiteFolder(folder, "contoso", Object.keys(PAGES));
    killed.write("procedures/one.html", "one\n");
    killed.write("procedures/two.html", "a newer two\n");
    writeFileSync(join(folder, "procedures", "one.html.runbook-new"), "half");
    expect(makeSite(folder, { "index.html": "today\n" })).toEqual({
      written: [],
      removed: ["procedures/one.html"],
      kept: ["procedures/two.html"],
    });
    expect(filesIn(folder)).toEqual(["index.html", "procedures/two.html", "runbook-site.json"]);
  });

  it("may be a checked-out branch that holds nothing yet", () => {
    const folder = emptyFolder();
    mkdirSync(join(folder, ".git"));
    expect(makeSite(folder, PAGES).written).toHaveLength(3);
  });
});

describe("a folder that is refused, and left as it is", () => {
  it.each<{ title: string; prepare: (folder: string) => void; says: RegExp }>([
    {
      title: "with other things",
      prepare: (folder) => writeFileSync(join(folder, "letter.txt"), ""),
      says: /holds other things \(letter\.txt\)/,
    },
    {
      title: "with a hidden file",
      prepare: (folder) => writeFileSync(join(folder, ".env"), ""),
      says: /holds other things \(\.env\)/,
    },
    {
      title: "of another run book",
      prepare: (folder) => makeSite(folder, { "index.html": "theirs\n" }, "fabrikam"),
      says: /another run book \(fabrikam\)/,
    },
    {
      title: "with a list that cannot be read",
      prepare: (folder) => writeFileSync(join(folder, "runbook-site.json"), "{"),
      says: /cannot be read/,
    },
    {
      title: "with a list of another shape",
      prepare: (folder) => writeFileSync(join(folder, "runbook-site.json"), "[1]"),
      says: /cannot be read/,
    },
    {
      title: "with a file of others where a page would be",
      prepare: (folder) => {
        makeSite(folder, { "index.html": "today\n" });
        writeFiles(folder, [{ path: "procedures/one.html", text: "theirs\n" }]);
      },
      says: /one\.html is no page of this tool's/,
    },
    {
      title: "with a link out of it where pages would be",
      prepare: (folder) => {
        makeSite(folder, { "index.html": "today\n" });
        symlinkSync(emptyFolder(), join(folder, "procedures"));
      },
      says: /leads out of the folder/,
    },
  ])("$title", ({ prepare, says }) => {
    const folder = emptyFolder();
    prepare(folder);
    const before = filesIn(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")]);
    expect(() => makeSite(folder, PAGES)).toThrow(
      expect.objectContaining({ code: "io", message: expect.stringMatching(says) }),
    );
    expect(filesIn(folder).map((path) => [path, readFileSync(join(folder, path), "utf8")])).toEqual(before);
  });

  it("is a file", () => {
    const file = join(emptyFolder(), "site");
    writeFileSync(file, "");
    expect(() => makeSite(file, PAGES)).toThrow(expect.objectContaining({ code: "io" }));
  });
});

describe("a list that somebody has changed", () => {
  it("removes nothing outside the folder, and nothing that is no page", () => {
    const outer = emptyFolder();
    const folder = join(outer, "site");
    makeSite(folder, PAGES);
    writeFiles(outer, [
      { path: "secret.html", text: "theirs\n" },
      { path: "site/keep.txt", text: "theirs\n" },
    ]);
    const file = join(folder, "runbook-site.json");
    const list = JSON.parse(readFileSync(file, "utf8")) as { pages: Record<string, string> };
    const hash = list.pages["index.html"] ?? "";
    writeFileSync(join(outer, "secret.html"), "today\n");
    list.pages = { ...list.pages, "../secret.html": hash, "keep.txt": hash, "/etc/passwd.html": hash };
    writeFileSync(file, JSON.stringify(list));
    expect(makeSite(folder, { "index.html": "today\n" }).removed).toEqual([
      "procedures/one.html",
      "procedures/two.html",
    ]);
    expect(filesIn(outer)).toContain("secret.html");
    expect(filesIn(folder)).toContain("keep.txt");
    rmSync(outer, { recursive: true });
  });
});
