// Which modules a command loads before it does anything: a package on the way of `due` is one that every morning pays for.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Metafile } from "esbuild";
import { afterAll, describe, expect, it } from "vitest";
import { bookRepository, recorded, runProgram } from "../helpers/run-cli.ts";

const root = join(import.meta.dirname, "..", "..");
const outdir = realpathSync(mkdtempSync(join(tmpdir(), "runbook-build-")));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));
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

function packagesIn(files: ReadonlySet<string>): string[] {
  const names = inputsOf(files).flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].toSorted();
}

const COMMAND = ["src/main.ts", "src/cli/main.ts"];
const DUE = filesLoadedBy(...COMMAND, "src/commands/due.ts");

describe("what is loaded", () => {
  it("by --version is three files of our own", () => {
    expect(inputsOf(filesLoadedBy("src/main.ts")).toSorted()).toEqual([
      "src/main.ts",
      "src/node-io.ts",
      "src/version.ts",
    ]);
  });

  it("by --help is commander and the command line", () => {
    const files = filesLoadedBy(...COMMAND);
    expect(packagesIn(files)).toEqual(["commander"]);
    expect(inputsOf(files).filter((path) => /^src\/(?:commands|store|schedule|data)\//.test(path))).toEqual([]);
  });

  it.each(["due", "done", "complete"])("by `%s` holds neither a parser nor a table library", (name) => {
    const files = filesLoadedBy(...COMMAND, `src/commands/${name}.ts`);
    expect(packagesIn(files)).toEqual(["chalk", "commander", "luxon"]);
  });

  it("is all that a warm `due` needs: it answers with every other file deleted", async () => {
    const repository = bookRepository({
      procedures: { job: { trigger: "every business day" }, week: { trigger: "weekly" } },
    });
    await recorded(repository, ["done", "week"]);
    const start = join(outdir, "start.mjs");
    writeFileSync(start, 'import { run } from "./main.js";\nawait run();\n');
    const due = (): ReturnType<typeof runProgram> =>
      runProgram(process.execPath, [start, "due"], { cwd: repository.folder });
    const cold = await due();
    // Until then a file's stamp does not count.
    await pause(2100);
    expect(await due()).toEqual(cold);
    for (const file of Object.keys(outputs).filter((name) => !DUE.has(name))) {
      expect(relative(outdir, join(root, file))).not.toContain("..");
      rmSync(join(root, file));
    }
    expect(await due()).toEqual(cold);
    expect(cold).toMatchObject({ code: 0, stdout: expect.stringContaining("job") });
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
