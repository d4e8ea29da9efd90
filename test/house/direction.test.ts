// The import table of .oxlintrc.json, seen to bite: each planted file must be refused, or pass.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

const IMPORTS = "eslint(no-restricted-imports)";
const GLOBALS = "eslint(no-restricted-globals)";
const PROPERTIES = "eslint(no-restricted-properties)";

interface Planted {
  readonly file: string;
  readonly code: string;
  /** What oxlint must say; undefined where it must say nothing. */
  readonly refusedBy?: string;
}

const planted: readonly Planted[] = [
  { file: "calendar/beside.ts", code: use("./month.ts") },
  { file: "calendar/model.ts", code: use("../model/procedure.ts"), refusedBy: IMPORTS },
  { file: "calendar/luxon.ts", code: use("luxon"), refusedBy: IMPORTS },
  { file: "model/calendar.ts", code: use("../calendar/calendar-date.ts") },
  { file: "model/parse.ts", code: use("../parse/trigger.ts"), refusedBy: IMPORTS },
  {
    file: "model/type-only.ts",
    code: 'import type { A } from "../parse/trigger.ts";\nexport type B = A;\n',
    refusedBy: IMPORTS,
  },
  { file: "data/model.ts", code: use("../model/wave.ts") },
  { file: "data/fs.ts", code: use("node:fs"), refusedBy: IMPORTS },
  {
    file: "parse/packages.ts",
    code: use("yaml", "gray-matter", "unified", "remark", "remark-gfm", "github-slugger", "../model/wave.ts"),
  },
  { file: "parse/luxon.ts", code: use("luxon"), refusedBy: IMPORTS },
  { file: "parse/schedule.ts", code: use("../schedule/zone.ts"), refusedBy: IMPORTS },
  { file: "parse/zod.ts", code: 'import * as z from "zod";\nexport const used: unknown = z;\n' },
  {
    file: "parse/zod-named.ts",
    code: 'import { z } from "zod";\nexport const used: unknown = z;\n',
    refusedBy: "unicorn(import-style)",
  },
  {
    file: "adopt/packages.ts",
    code: use(
      "yaml",
      "unified",
      "remark-gfm",
      "rehype-remark",
      "parse5",
      "hast-util-from-parse5",
      "../parse/trigger.ts",
    ),
  },
  { file: "adopt/fs.ts", code: use("node:fs"), refusedBy: IMPORTS },
  { file: "adopt/store.ts", code: use("../store/git.ts"), refusedBy: IMPORTS },
  { file: "schedule/luxon.ts", code: use("luxon", "../model/wave.ts") },
  { file: "schedule/fs.ts", code: use("node:fs"), refusedBy: IMPORTS },
  { file: "schedule/fs-later.ts", code: 'export const used: unknown = import("node:fs");\n', refusedBy: IMPORTS },
  { file: "schedule/fs-again.ts", code: 'export { readFile } from "node:fs";\n', refusedBy: IMPORTS },
  {
    file: "report/schedule.ts",
    code: use("../schedule/status.ts", "../model/procedure.ts", "../calendar/month-day.ts"),
  },
  { file: "report/parse.ts", code: use("../parse/trigger.ts"), refusedBy: IMPORTS },
  { file: "report/clock.ts", code: "export const used: unknown = Date.now();\n", refusedBy: PROPERTIES },
  { file: "lint/schedule.ts", code: use("../schedule/zone.ts", "../parse/trigger.ts") },
  { file: "lint/secretlint.ts", code: use("@secretlint/core"), refusedBy: IMPORTS },
  { file: "lint/store.ts", code: use("../store/git.ts"), refusedBy: IMPORTS },
  { file: "verify/parse.ts", code: use("../parse/trigger.ts", "../schedule/zone.ts", "../model/wave.ts") },
  { file: "verify/store.ts", code: use("../store/git.ts"), refusedBy: IMPORTS },
  { file: "verify/clock.ts", code: "export const used: unknown = Date.now();\n", refusedBy: PROPERTIES },
  { file: "walk/model.ts", code: use("../model/walk.ts") },
  { file: "walk/parse.ts", code: use("../parse/checklist.ts"), refusedBy: IMPORTS },
  { file: "walk/clock.ts", code: "export const used: unknown = Date.now();\n", refusedBy: PROPERTIES },
  {
    file: "view/table.ts",
    code: use("cli-table3", "chalk", "string-width", "../schedule/status.ts", "../report/adherence.ts"),
  },
  { file: "view/store.ts", code: use("../store/git.ts"), refusedBy: IMPORTS },
  { file: "view/commands.ts", code: use("../commands/due.ts"), refusedBy: IMPORTS },
  { file: "view/deeper/fs.ts", code: use("node:fs"), refusedBy: IMPORTS },
  {
    file: "publish/packages.ts",
    code: use(
      "remark",
      "remark-rehype",
      "rehype-sanitize",
      "../lint/link-paths.ts",
      "../view/words.ts",
      "../parse/links.ts",
    ),
  },
  { file: "publish/rules.ts", code: use("../lint/lint.ts"), refusedBy: IMPORTS },
  { file: "publish/store.ts", code: use("../store/git.ts"), refusedBy: IMPORTS },
  { file: "publish/fs.ts", code: use("node:fs"), refusedBy: IMPORTS },
  {
    file: "site/packages.ts",
    code: use(
      "hastscript",
      "remark-rehype",
      "rehype-sanitize",
      "d3-shape",
      "../report/adherence.ts",
      "../lint/link-paths.ts",
    ),
  },
  { file: "site/fs.ts", code: use("node:fs"), refusedBy: IMPORTS },
  { file: "site/store.ts", code: use("../store/git.ts"), refusedBy: IMPORTS },
  { file: "site/clock.ts", code: "export const used: unknown = Date.now();\n", refusedBy: PROPERTIES },
  {
    file: "store/git.ts",
    code: use("simple-git", "cross-spawn", "@secretlint/core", "node:fs", "node:fs/promises", "../errors.ts"),
  },
  { file: "store/parse.ts", code: use("../parse/trigger.ts"), refusedBy: IMPORTS },
  { file: "store/process.ts", code: use("node:process"), refusedBy: IMPORTS },
  {
    file: "session/session.ts",
    code: use("../store/git.ts", "../view/style.ts", "../lint/masked-secrets.ts", "node:fs"),
  },
  { file: "session/commands.ts", code: use("../commands/due.ts"), refusedBy: IMPORTS },
  { file: "session/rules.ts", code: use("../lint/lint.ts"), refusedBy: IMPORTS },
  {
    file: "commands/due.ts",
    code: use(
      "../store/git.ts",
      "../session/session.ts",
      "../view/table.ts",
      "../verify/form.ts",
      "../walk/walk.ts",
      "../report/adherence.ts",
      "../errors.ts",
      "../version.ts",
      "@inquirer/prompts",
    ),
  },
  { file: "commands/cli.ts", code: use("../cli/main.ts"), refusedBy: IMPORTS },
  { file: "commands/simple-git.ts", code: use("simple-git"), refusedBy: IMPORTS },
  {
    file: "cli/main.ts",
    code: use("../model/record.ts", "../commands/due.ts", "../session/options.ts", "../errors.ts", "commander"),
  },
  { file: "cli/store.ts", code: use("../store/git.ts"), refusedBy: IMPORTS },
  {
    file: "main.ts",
    code: use(
      "./cli/main.ts",
      "./session/kept-answer.ts",
      "./store/compiled-code.ts",
      "./model/environment.ts",
      "./node-io.ts",
    ),
  },
  { file: "start.ts", code: use("./commands/due.ts"), refusedBy: IMPORTS },
  { file: "errors.ts", code: use("./store/git.ts"), refusedBy: IMPORTS },
  { file: "brand-new/beside.ts", code: use("./other.ts") },
  { file: "brand-new/model.ts", code: use("../model/wave.ts"), refusedBy: IMPORTS },
  { file: "brand-new/package.ts", code: use("chalk"), refusedBy: IMPORTS },
  { file: "node-io.ts", code: "export const used: unknown = process.env;\n" },
  { file: "io.ts", code: "export const used: unknown = process.env;\n", refusedBy: GLOBALS },
  { file: "commands/process.ts", code: "export const used: unknown = globalThis.process;\n", refusedBy: GLOBALS },
  { file: "view/console.ts", code: "console.log(1);\nexport {};\n", refusedBy: GLOBALS },
  { file: "schedule/fetch.ts", code: "export const used: unknown = fetch;\n", refusedBy: GLOBALS },
  { file: "schedule/instant.ts", code: 'export const used: unknown = Date.parse("2026-11-23T08:30:00Z");\n' },
  { file: "schedule/clock.ts", code: "export const used: unknown = Date.now();\n", refusedBy: PROPERTIES },
];

interface Finding {
  readonly code: string;
  readonly filename: string;
}

let tree = "";
let findings: readonly Finding[] = [];

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), "runbook-direction-"));
  copyFileSync(join(root, ".oxlintrc.json"), join(tree, ".oxlintrc.json"));
  for (const { file, code } of planted) {
    const path = join(tree, "src", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  const oxlint = join(root, "node_modules", "oxlint", "bin", "oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "--format=json"], { cwd: tree, encoding: "utf8" });
  findings = (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
});

afterAll(() => {
  rmSync(tree, { recursive: true, force: true });
});

describe("the import table", () => {
  it.each(planted.filter(({ refusedBy }) => refusedBy !== undefined))("refuses $file", ({ file, refusedBy }) => {
    expect(codesOf(file)).toContain(refusedBy);
  });

  it.each(planted.filter(({ refusedBy }) => refusedBy === undefined))("lets $file pass", ({ file }) => {
    expect(codesOf(file)).not.toContainEqual(expect.stringMatching(/restricted|import-style/u));
  });
});

describe("CONTRIBUTING.md", () => {
  const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
  const { overrides } = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8")) as Settings;

  it("has the import table of .oxlintrc.json", () => {
    const allowed = new Map<string, Set<string>>();
    for (const { files, rules } of overrides) {
      const [, folder] = /^src\/(\w+)\/\*\*$/u.exec(files[0] ?? "") ?? [];
      const patterns = rules["no-restricted-imports"]?.[1]?.patterns ?? [];
      if (folder !== undefined) allowed.set(folder, new Set(patterns.flatMap(namesIn)));
    }
    const told = new Map<string, Set<string>>();
    for (const [, folder = "", ...cells] of text.matchAll(/^\| (\w+) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$/gmu)) {
      if (folder === "folder") continue;
      const names = cells.flatMap((cell) => cell.split(", ")).filter((name) => name !== "–");
      told.set(folder, new Set(names.flatMap((name) => (name === "every folder above" ? [...told.keys()] : [name]))));
    }
    expect(told).toEqual(allowed);
  });

  it("names the folders of the core as .oxlintrc.json does", () => {
    const [, core = ""] = /A functional core \(`([a-z ]+)`\)/u.exec(text) ?? [];
    expect(overrides.map(({ files }) => files[0])).toContain(`src/{${core.replaceAll(" ", ",")}}/**`);
  });
});

interface Settings {
  readonly overrides: readonly {
    readonly files: readonly string[];
    readonly rules: {
      readonly "no-restricted-imports"?: readonly [string, { readonly patterns?: readonly Allowed[] }];
    };
  }[];
}

interface Allowed {
  readonly group: readonly string[];
}

/** What a group lets pass, in the words of CONTRIBUTING.md: a package with all of its parts once. */
function namesIn({ group }: Allowed): string[] {
  return group.flatMap((glob) => {
    if (glob === "!node:*") return ["all of node: but process"];
    if (glob === "**" || glob === "!./*" || glob.endsWith("node:process") || glob === "!node:*/*") return [];
    const path = glob.replace(/^!(?:\.\.\/)?/u, "").replace(/(?:\.ts|[/-]\*)$/u, "");
    return [path.replace(/^(node:\w+)\/.*$/u, "$1")];
  });
}

function codesOf(file: string): string[] {
  return findings.filter(({ filename }) => filename.replaceAll("\\", "/") === `src/${file}`).map(({ code }) => code);
}

/** A module that imports and uses each of these. */
function use(...specifiers: string[]): string {
  const names = specifiers.map((_, index) => `a${index}`);
  const imports = specifiers.map((specifier, index) => `import { a as ${names[index]} } from "${specifier}";`);
  return [...imports, `export const used: unknown = [${names.join(", ")}];`, ""].join("\n");
}
