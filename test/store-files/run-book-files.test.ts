import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RunbookError } from "../../src/errors.ts";
import { readRunBookFiles } from "../../src/store/run-book-files.ts";
import { findRunBook } from "../../src/store/run-book-place.ts";

let top: string;
let root: string;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "runbook-files-")));
  root = join(top, "runbook");
  write("runbook/runbook.yml", "id: contoso\n");
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), content);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  symlinkSync(target, join(top, path));
}

/** Each file's path with its text, or `!` where it has a problem. */
function read(): Readonly<Record<string, string>> {
  return Object.fromEntries(readRunBookFiles(root).map((file) => [file.path, "text" in file ? file.text : "!"]));
}

const SETTINGS = { "runbook.yml": "id: contoso\n" };

describe("findRunBook", () => {
  const find = (cwd: string, dir?: string, env: Record<string, string> = {}): string => findRunBook({ cwd, dir, env });
  const failure = (cwd: string, dir?: string, env: Record<string, string> = {}): unknown => {
    try {
      return find(cwd, dir, env);
    } catch (error) {
      return error;
    }
  };

  it("walks up from the working directory", () => {
    write("runbook/procedures/daily/a.md", "");
    mkdirSync(join(top, "src/deep"), { recursive: true });
    expect(find(root)).toBe(root);
    expect(find(join(root, "procedures/daily"))).toBe(root);
    expect(find(top)).toBe(root);
    expect(find(join(top, "src/deep"))).toBe(root);
  });

  it("takes the nearest, and a folder before its runbook/", () => {
    write("runbook/runbook/runbook.yml", "");
    expect(find(root)).toBe(root);
    write("team/runbook/runbook.yml", "");
    expect(find(join(top, "team"))).toBe(join(top, "team/runbook"));
  });

  it("is named by --dir before RUNBOOK_DIR, each relative to the working directory", () => {
    write("other/runbook.yml", "");
    expect(find(top, "other")).toBe(join(top, "other"));
    expect(find(join(top, "other"), "..")).toBe(root);
    expect(find("/", top)).toBe(root);
    expect(find(top, undefined, { RUNBOOK_DIR: "other" })).toBe(join(top, "other"));
    expect(find(top, "runbook", { RUNBOOK_DIR: "other" })).toBe(root);
    expect(find(top, undefined, { RUNBOOK_DIR: "" })).toBe(root);
  });

  it("does not walk up from a folder that is named", () => {
    mkdirSync(join(root, "procedures"));
    const error = failure(top, "runbook/procedures");
    expect(error).toBeInstanceOf(RunbookError);
    expect(error).toMatchObject({ code: "no-runbook", hint: expect.stringContaining("--dir PATH") as string });
    expect(failure(top, "nowhere")).toMatchObject({ code: "no-runbook" });
    expect(failure(top, undefined, { RUNBOOK_DIR: "nowhere" })).toMatchObject({
      code: "no-runbook",
      message: expect.stringContaining("RUNBOOK_DIR") as string,
    });
  });

  it("says how to begin where there is none", () => {
    rmSync(root, { recursive: true });
    const error = failure(top);
    expect(error).toBeInstanceOf(RunbookError);
    expect(error).toMatchObject({ code: "no-runbook", hint: expect.stringContaining("runbook init") as string });
  });

  it("finds a runbook.yml that is a link to nowhere, so that reading can say so", () => {
    rmSync(join(root, "runbook.yml"));
    link("runbook/runbook.yml", "gone.yml");
    expect(find(top)).toBe(root);
    expect(read()).toEqual({ "runbook.yml": "!" });
  });
});

describe("readRunBookFiles", () => {
  it("reads the .yml files and all procedures, by path in code-unit order", () => {
    for (const path of ["b.md", "daily/a.md", "Z.md", "daily/deep/c.md", "README.md"])
      write(`runbook/procedures/${path}`, path);
    for (const path of ["waves.yml", "roles.yml", "holidays.yml", "README.md", "other.yml"])
      write(`runbook/${path}`, path);
    const files = readRunBookFiles(root);
    expect(files.map(({ path }) => path)).toEqual([
      "holidays.yml",
      "procedures/README.md",
      "procedures/Z.md",
      "procedures/b.md",
      "procedures/daily/a.md",
      "procedures/daily/deep/c.md",
      "roles.yml",
      "runbook.yml",
      "waves.yml",
    ]);
    expect(files[5]).toEqual({ path: "procedures/daily/deep/c.md", text: "daily/deep/c.md" });
  });

  it("needs no procedures", () => {
    expect(read()).toEqual(SETTINGS);
  });

  it("keeps byte order mark, line ends and every character", () => {
    const text = "\uFEFF---\r\nname: Ünïcödé 😀\r\n---\r\n\r";
    write("runbook/procedures/a.md", text);
    expect(read()).toEqual({ ...SETTINGS, "procedures/a.md": text });
  });

  it("passes over hidden names and files that are no Markdown", () => {
    for (const path of [".a.md", ".git/b.md", "daily/.DS_Store", "script.sh", "notes.txt", "image.png", "md"]) {
      write(`runbook/procedures/${path}`, "\0");
    }
    link("runbook/procedures/.#a.md", "nowhere");
    link("runbook/procedures/notes.old", "/nowhere");
    link("runbook/procedures/hosts.txt", "/etc/hosts");
    expect(read()).toEqual(SETTINGS);
  });

  it.each(["a.MD", "a.markdown", "a.Md", "a.mdx", "a.mkd"])("names %s, which it does not read", (name) => {
    write(`runbook/procedures/${name}`, "x");
    expect(read()).toEqual({ ...SETTINGS, [`procedures/${name}`]: "!" });
  });

  it.each(["roles.yaml", "Roles.yml", "WAVES.YAML"])("names %s in place of the right name", (name) => {
    write(`runbook/${name}`, "{}");
    expect(read()).toEqual({ ...SETTINGS, [name]: "!" });
  });

  it("names `Procedures` in place of the right name", () => {
    write("runbook/Procedures/a.md", "");
    expect(read()).toEqual({ ...SETTINGS, Procedures: "!" });
  });

  // Elsewhere the second is the first.
  it.runIf(process.platform === "linux")("refuses the second of two names that differ by letter case alone", () => {
    write("runbook/procedures/a.md", "1");
    write("runbook/procedures/A.md", "2");
    expect(read()).toEqual({ ...SETTINGS, "procedures/A.md": "2", "procedures/a.md": "!" });
  });

  it.runIf(process.platform === "linux")("refuses the second of two names of the same letters", () => {
    write("runbook/procedures/caf\u00E9.md", "1");
    write("runbook/procedures/cafe\u0301.md", "2");
    expect(Object.values(read()).toSorted()).toEqual(
      Object.values({ ...SETTINGS, first: "2", second: "!" }).toSorted(),
    );
  });

  it.runIf(process.platform === "linux")("refuses names for which git for Windows checks out nothing", () => {
    for (const name of ["aux.md", "Con.old.md", "a: b.md", "a\\b.md", "a\tb.md", "auxiliary.md", "com.md"]) {
      write(`runbook/procedures/${name}`, name);
    }
    write("runbook/procedures/nul/a.md", "1");
    write("runbook/procedures/daily./b.md", "2");
    expect(read()).toEqual({
      ...SETTINGS,
      ...Object.fromEntries(
        ["aux.md", "Con.old.md", "a: b.md", "a\\b.md", "a\tb.md"].map((file) => [`procedures/${file}`, "!"]),
      ),
      "procedures/auxiliary.md": "auxiliary.md",
      "procedures/com.md": "com.md",
      // What such a folder holds counts all the same.
      "procedures/nul": "!",
      "procedures/nul/a.md": "1",
      "procedures/daily.": "!",
      "procedures/daily./b.md": "2",
    });
  });

  it("passes over roles.yaml beside roles.yml", () => {
    write("runbook/roles.yaml", "{}");
    write("runbook/roles.yml", "{}");
    expect(read()).toEqual({ ...SETTINGS, "roles.yml": "{}" });
  });

  const MEBIBYTE = 1024 * 1024;
  it.each([
    ["1 MiB", "x".repeat(MEBIBYTE), false],
    ["a byte more than 1 MiB", "x".repeat(MEBIBYTE + 1), true],
    ["10 MB", "- abcdefgh\n".repeat(1_000_000), true],
    ["nothing", "", false],
    ["a zero byte", "---\nname: A\0\n---\n", true],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), true],
    ["UTF-16", new Uint8Array(Buffer.from("\uFEFF---\nname: A\n", "utf16le")), true],
    ["Latin-1", new Uint8Array(Buffer.from("name: Überprüfung", "latin1")), true],
    ["a character cut short", new Uint8Array([0x61, 0xe2, 0x82]), true],
    ["an encoded surrogate", new Uint8Array([0xed, 0xa0, 0x80]), true],
  ])("a file of %s has a problem: %3$s", (_, content, isProblem) => {
    write("runbook/procedures/a.md", content);
    write("runbook/roles.yml", content);
    const text = isProblem ? "!" : String(content);
    expect(read()).toEqual({ ...SETTINGS, "procedures/a.md": text, "roles.yml": text });
  });

  it("does not mix a file's text with that of a longer one before it", () => {
    write("runbook/procedures/a.md", "x".repeat(1000));
    write("runbook/procedures/b.md", "y");
    expect(read()["procedures/b.md"]).toBe("y");
  });

  it("follows links to files inside the run book only", () => {
    write("runbook/shared/text.md", "inside");
    write("outside.md", "outside");
    write("runbook-other/a.md", "outside");
    link("runbook/procedures/inside.md", "../shared/text.md");
    link("runbook/procedures/outside.md", "../../outside.md");
    link("runbook/procedures/absolute.md", "/etc/passwd");
    link("runbook/procedures/sibling.md", "../../runbook-other/a.md");
    link("runbook/procedures/chain.md", "outside.md");
    link("runbook/roles.yml", "../outside.md");
    expect(read()).toEqual({
      ...SETTINGS,
      "procedures/inside.md": "inside",
      "procedures/outside.md": "!",
      "procedures/absolute.md": "!",
      "procedures/sibling.md": "!",
      "procedures/chain.md": "!",
      "roles.yml": "!",
    });
  });

  it("names links that lead nowhere or round in circles", () => {
    link("runbook/procedures/gone.md", "nowhere.md");
    link("runbook/procedures/gone-folder", "nowhere");
    link("runbook/procedures/self.md", "self.md");
    link("runbook/procedures/up", "..");
    link("runbook/procedures/here", ".");
    link("runbook/procedures/self", "self");
    link("runbook/waves.yml", "waves.yml");
    expect(read()).toEqual({
      ...SETTINGS,
      "procedures/gone.md": "!",
      "procedures/gone-folder": "!",
      "procedures/self.md": "!",
      "procedures/up": "!",
      "procedures/here": "!",
      "procedures/self": "!",
      "waves.yml": "!",
    });
  });

  it("names links to folders, inside or outside", () => {
    write("elsewhere/a.md", "x");
    write("runbook/procedures/daily/a.md", "x");
    link("runbook/procedures/elsewhere", "../../elsewhere");
    link("runbook/procedures/again", "daily");
    link("runbook/procedures/v1.0", "daily");
    link("runbook/procedures/folder.md", "daily");
    expect(read()).toEqual({
      ...SETTINGS,
      "procedures/daily/a.md": "x",
      "procedures/elsewhere": "!",
      "procedures/again": "!",
      "procedures/v1.0": "!",
      "procedures/folder.md": "!",
    });
  });

  it.each([
    ["a link out", () => link("runbook/procedures", "..")],
    ["a link within", () => link("runbook/procedures", "shared")],
    ["a link to nowhere", () => link("runbook/procedures", "nowhere")],
    ["a file", () => write("runbook/procedures", "x")],
  ])("names `procedures` that is %s", (_, make) => {
    mkdirSync(join(root, "shared"));
    make();
    expect(read()).toEqual({ ...SETTINGS, procedures: "!" });
  });

  it("names folders where a file is due", () => {
    write("runbook/procedures/a.md/b.md", "x");
    mkdirSync(join(root, "waves.yml"));
    expect(read()).toEqual({ ...SETTINGS, "procedures/a.md": "!", "waves.yml": "!" });
  });

  it.skipIf(process.platform === "win32")("names a pipe without waiting for it", () => {
    mkdirSync(join(root, "procedures"));
    const makePipes = "mkfifo";
    execFileSync(makePipes, [join(root, "procedures/a.md"), join(root, "procedures/pipe")]);
    link("runbook/procedures/b.md", "pipe");
    expect(read()).toEqual({ ...SETTINGS, "procedures/a.md": "!", "procedures/b.md": "!" });
  });

  // Root may read everything, so that taking the permission away has no effect.
  it.skipIf(process.getuid?.() === 0 || process.platform === "win32")("names what it may not read", () => {
    write("runbook/procedures/a.md", "x");
    write("runbook/procedures/closed/b.md", "x");
    write("runbook/roles.yml", "x");
    for (const path of ["procedures/a.md", "procedures/closed", "roles.yml"]) chmodSync(join(root, path), 0);
    expect(read()).toEqual({ ...SETTINGS, "procedures/a.md": "!", "procedures/closed": "!", "roles.yml": "!" });
    chmodSync(join(root, "procedures/closed"), 0o700);
  });

  it("reads a run book that is itself reached by a link", () => {
    write("runbook/procedures/a.md", "x");
    link("link", "runbook");
    root = join(top, "link");
    expect(read()).toEqual({ ...SETTINGS, "procedures/a.md": "x" });
  });

  it("cannot read a folder that is not there", () => {
    expect(() => readRunBookFiles(join(top, "nowhere"))).toThrow(RunbookError);
  });

  it("gives every problem a mend", () => {
    write("runbook/procedures/a.MD", "x");
    write("runbook/procedures/b.md", "\0");
    link("runbook/procedures/c.md", "nowhere");
    for (const file of readRunBookFiles(root).filter((entry) => "problem" in entry)) {
      expect(file).toEqual({
        path: file.path,
        problem: { message: expect.any(String), hint: expect.stringMatching(/\S/) },
      });
    }
  });
});
