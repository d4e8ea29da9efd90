// House rules that no lint rule can say.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const settings = JSON.parse(readFileSync(join(root, ".oxlintrc.json"), "utf8")) as {
  readonly overrides: readonly { readonly files: readonly string[] }[];
};
/** The folders in which lint lets nothing name a clock or a process. */
const CORE = settings.overrides.flatMap(
  ({ files }) => /^src\/\{(.*)\}\/\*\*$/u.exec(files[0] ?? "")?.[1]?.split(",") ?? [],
);
const isOfCore = (path: string): boolean => CORE.some((folder) => path.startsWith(`src/${folder}/`));

const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .map((path) => `src/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts"))
  .map((path) => ({ path, code: codeOf(readFileSync(join(root, path), "utf8")) }));

describe("the source", () => {
  it("is seen", () => {
    expect(sources.length).toBeGreaterThan(20);
    expect(CORE.length).toBeGreaterThan(10);
  });

  it("talks to gray-matter in one file", () => {
    expect(pathsWith(/["']gray-matter["']/u)).toEqual(["src/parse/frontmatter.ts"]);
  });

  it("names process in node-io.ts only", () => {
    expect(pathsWith(/(?<![\w.-])process\s*[.[]|["'](node:)?process["']/u)).toEqual(["src/node-io.ts"]);
  });

  it("makes no Date in the core", () => {
    expect(pathsWith(/\bnew\s+Date\b|(?<![\w.])Date\s*\(/u).filter(isOfCore)).toEqual([]);
  });

  it("is synchronous in the core", () => {
    expect(pathsWith(/\basync\b|\bawait\b|\bPromise\b/u).filter(isOfCore)).toEqual([]);
  });
});

describe("the README", () => {
  it.each(["npm ci && npm start", "npm ci && npm test"])("gives `%s`, and CI runs it", (command) => {
    const linesOf = (path: string): string[] => readFileSync(join(root, path), "utf8").split(/\r?\n/u);
    expect(linesOf("README.md").map((line) => line.trim())).toContain(command);
    expect(linesOf(".ci/run").some((line) => line.startsWith(`step "${command}" `))).toBe(true);
  });
});

function pathsWith(pattern: RegExp): string[] {
  return sources.filter(({ code }) => pattern.test(code)).map(({ path }) => path);
}

/** The text without comments; strings stay. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gmu, "");
}
