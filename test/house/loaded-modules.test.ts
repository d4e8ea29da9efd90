// Which modules a command loads before it does anything: a package on the way of `due` is one that every morning pays for.

import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Metafile } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { bookRepository, recorded, runCli, runProgram } from "../helpers/run-cli.ts";

const root = join(import.meta.dirname, "..", "..");
const home = realpathSync(mkdtempSync(join(tmpdir(), "runbook-build-")));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const outdir = join(home, "dist");
for (const name of ["package.json", "templates"]) cpSync(join(root, name), join(home, name), { recursive: true });
execFileSync(process.execPath, ["build.mjs", "--metafile", "--outdir", outdir], { cwd: root });
const { outputs } = JSON.parse(readFileSync(join(outdir, "meta.json"), "utf8")) as Metafile;

/** The files that are loaded once these sources are: what they import statically, all the way. */
function filesLoadedBy(...sources: readonly string[]): Set<string> {
  const found = new Set<string>();
  const pending = sources.map((source) => {
    const file = Object.keys(outputs).find((name) => outputs[name]?.entryPoint === source);
    if (file === undefined) throw new Error(`${source} begins no chunk.`);
    return file;
  });
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const imports = outputs[file]?.imports ?? [];
    pending.push(
      ...imports
        .filter(({ kind, external }) => kind === "import-statement" && external !== true)
        .map(({ path }) => path),
    );
  }
  return found;
}

const inputsOf = (files: ReadonlySet<string>): string[] =>
  [...files].flatMap((file) => Object.keys(outputs[file]?.inputs ?? {}));

const bytesOf = (files: ReadonlySet<string>): number =>
  [...files].reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);

const packagesIn = (files: ReadonlySet<string>): string[] => packagesOf(inputsOf(files));

function packagesOf(paths: readonly string[]): string[] {
  const names = paths.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

/** The packages of which a command runs any module, by V8's count: esbuild names the function of each after its file. */
async function packagesRunBy(args: readonly string[], cwd: string): Promise<string[]> {
  const run = (await scriptsRunBy(args, cwd)).flatMap(({ functions }) =>
    functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0),
  );
  return packagesOf(run.map(({ functionName }) => functionName));
}

/** The files of the program that a command runs. */
async function filesRunBy(args: readonly string[], cwd: string): Promise<string[]> {
  return (await scriptsRunBy(args, cwd)).map(({ url }) => basename(url)).toSorted();
}

async function scriptsRunBy(args: readonly string[], cwd: string): Promise<Coverage["result"]> {
  const folder = mkdtempSync(join(tmpdir(), "runbook-coverage-"));
  const start = join(outdir, "start-of-test.cjs");
  writeFileSync(start, 'require("./start.cjs").run();\n');
  const env = { NODE_V8_COVERAGE: folder, NODE_DISABLE_COMPILE_CACHE: "1" };
  expect(await runProgram(process.execPath, [start, ...args], { cwd, env })).toMatchObject({ code: 0 });
  const [report = ""] = readdirSync(folder);
  const { result } = JSON.parse(readFileSync(join(folder, report), "utf8")) as Coverage;
  rmSync(folder, { recursive: true });
  return result.filter(({ url }) => url.startsWith("file:") && basename(url) !== basename(start));
}

/** As much of V8's report as is looked at. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly functionName: string; readonly ranges: readonly { count: number }[] }[];
  }[];
}

const RARE =
  "is read at each such start: import what is rarely needed later, with import() (build.mjs says where it goes)";
const START = filesLoadedBy("src/main.ts");
const DAILY = filesLoadedBy("src/cli/main.ts");
const LINT = filesLoadedBy("src/commands/lint.ts");

describe("what is loaded", () => {
  it("by --version, and by a `due` that has been answered before, is one small file of our own", () => {
    expect([...START].map((file) => basename(file))).toEqual(["start.cjs"]);
    expect(packagesIn(START)).toEqual([]);
    expect(bytesOf(START), `start.cjs ${RARE}`).toBeLessThan(32_500);
  });

  it("by every other `due`, by `done` and by --help is one more", () => {
    expect([...DAILY].map((file) => basename(file))).toEqual(["daily.cjs"]);
    expect(inputsOf(DAILY)).toEqual(expect.arrayContaining(["src/commands/due.ts", "src/commands/done.ts"]));
    // The parsers are a file of their own, and so is luxon.
    expect(packagesIn(DAILY)).toEqual(["chalk", "commander"]);
    expect(bytesOf(DAILY), `daily.cjs ${RARE}`).toBeLessThan(420_000);
  });

  it("is not all run: a parser only for a text that is new", async () => {
    const { folder } = bookRepository({ procedures: { job: {}, other: {} } });
    await runCli(["due"], { cwd: folder });
    expect(await packagesRunBy(["--help"], folder)).toEqual(["commander"]);
    expect(await packagesRunBy(["due", "--date", "2026-11-24"], folder)).toEqual(["commander"]);
    expect(await packagesRunBy(["done", "job"], folder)).toEqual(["commander"]);
    rmSync(join(folder, ".git", "runbook"), { recursive: true });
    expect(await packagesRunBy(["due"], folder)).toEqual(expect.arrayContaining(["yaml"]));
  });

  it("is not luxon where a text is new, only for offsets that no run has kept", async () => {
    const { folder } = bookRepository({ procedures: { job: {} } });
    expect(await filesRunBy(["due"], folder)).toEqual(["daily.cjs", "parsers.cjs", "start.cjs", "zones.cjs"]);
    appendFileSync(join(folder, "procedures", "job.md"), "One more line.\n");
    expect(await filesRunBy(["due"], folder)).toEqual(["daily.cjs", "parsers.cjs", "start.cjs"]);
  });

  it("by `sync` runs a parser only for settings that are new", async () => {
    const repository = bookRepository({ procedures: { job: {} } });
    const { folder, git } = repository;
    const origin = join(folder, ".git", "origin.git");
    git("init", "--quiet", "--bare", origin);
    git("remote", "add", "origin", origin);
    await recorded(repository, ["done", "job"]);
    expect(await packagesRunBy(["sync"], folder)).toEqual(expect.arrayContaining(["yaml"]));
    expect(await packagesRunBy(["sync"], folder)).toEqual(["commander"]);
  });

  it("by `lint` is one more, without a git library or a table of emoji, and runs a Markdown parser only for what takes one", async () => {
    expect([...LINT].map((file) => basename(file))).toEqual(["lint.cjs"]);
    const bundled = packagesIn(LINT);
    expect(bundled).toEqual(expect.arrayContaining(["remark", "yaml", "zod"]));
    expect(bundled.filter((name) => ["cli-table3", "emoji-regex", "luxon", "simple-git"].includes(name))).toEqual([]);
    const { folder } = bookRepository({ procedures: { job: {} } });
    expect(await filesRunBy(["lint"], folder)).toEqual(["daily.cjs", "lint.cjs", "start.cjs", "zones.cjs"]);
    rmSync(join(folder, ".git", "runbook"), { recursive: true });
    expect(await packagesRunBy(["lint"], folder)).not.toContain("remark");
    appendFileSync(join(folder, "procedures", "job.md"), "\n<div>Markup</div>\n");
    expect(await packagesRunBy(["lint"], folder)).toContain("remark");
  });

  it.each([
    ["what was asked before", ["due"], START],
    ["another day", ["due", "--date", "2026-11-24"], new Set([...START, ...DAILY])],
  ])("is all that `due` needs for %s: it answers with every other file deleted", async (_, args, needed) => {
    const repository = bookRepository({
      procedures: { job: { trigger: "every business day" }, week: { trigger: "weekly" } },
    });
    await recorded(repository, ["done", "week"]);
    const built = join(realpathSync(mkdtempSync(join(tmpdir(), "runbook-part-"))), "dist");
    cpSync(outdir, built, { recursive: true });
    const start = join(dirname(built), "start.cjs");
    writeFileSync(start, 'require("./dist/start.cjs").run();\n');
    const due = (...more: string[]): ReturnType<typeof runProgram> =>
      runProgram(process.execPath, [start, "due", ...more], { cwd: repository.folder });
    await due();
    // Until then a file's stamp does not count.
    await pause(2100);
    const before = await due();
    const asked = args.slice(1);
    const whole = await runProgram(process.execPath, [start, "due", "--no-cache", ...asked], {
      cwd: repository.folder,
    });
    for (const file of Object.keys(outputs).filter((name) => !needed.has(name))) {
      rmSync(join(built, relative(outdir, join(root, file))));
    }
    expect(await due(...asked)).toEqual(whole);
    expect(before).toMatchObject({ code: 0, stdout: expect.stringContaining("job") });
    rmSync(dirname(built), { recursive: true, force: true });
  });
});

describe("the licence notices", () => {
  it("have the terms of every package that is bundled", () => {
    const notices = readFileSync(join(root, "THIRD-PARTY-NOTICES.txt"), "utf8");
    const bundled = packagesIn(new Set(Object.keys(outputs)));
    expect(bundled.length).toBeGreaterThan(50);
    const parts = notices
      .split(/^-{80}\n/mu)
      .map((part) => ({ name: /^(\S+) \d/u.exec(part)?.[1], length: part.length }));
    const named = parts.flatMap(({ name, length }) => (name !== undefined && length > 400 ? [name] : []));
    expect(bundled.filter((name) => !named.includes(name))).toEqual([]);
  });
});
