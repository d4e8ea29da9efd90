// The rules' pages: each has its parts, and its examples find what they say. An example is a run of fences marked `ok` or
// `not-ok`; `file=PATH` puts one into a small run book, `records` and `changes` are what the ledger and git would tell, and
// a fence `findings` after them lists what the rule finds.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import { RULES, lint } from "../../src/lint/lint.ts";
import { RULE_DESCRIPTIONS } from "../../src/lint/rule-descriptions.ts";
import type { LedgerFacts, LintInput, TextChange } from "../../src/lint/rule.ts";
import { PARSE_RULES } from "../../src/model/diagnostic.ts";
import type { RunBook } from "../../src/model/runbook.ts";
import type { SourceFile } from "../../src/model/source-file.ts";
import { COVERAGE_AREAS } from "../../src/data/coverage-areas.ts";
import { parseMarkdown } from "../../src/parse/markdown.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { RULE_NAMES } from "../../src/parse/rule-names.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { lintInputOf } from "../helpers/lint-input.ts";
import { bookFiles, recordOf } from "../helpers/run-book.ts";

const folder = join(import.meta.dirname, "..", "..", "src", "lint");
const pages = readdirSync(folder).filter((name) => name.endsWith(".md") && name !== "README.md");
const pageOf = (rule: string): string => readFileSync(join(folder, `${rule}.md`), "utf8");
const BASE = bookFiles({ holidays: ["2026-12-25", "2027-12-25"], settings: { go_live: "2026-01-01" } });

const ofParsing = PARSE_RULES.map((name) => ({ name, severity: "error", dependsOnDay: false }));
const rules = [...ofParsing, ...RULES];

describe("the pages", () => {
  it("are one for each rule that runbook.yml may set, and the rules are those", () => {
    const names = [...RULE_NAMES].toSorted();
    expect(pages.toSorted(), "pages, and RULE_NAMES of src/parse/rule-names.ts").toEqual(
      names.map((name) => `${name}.md`).toSorted(),
    );
    expect(rules.map(({ name }) => name).toSorted(), "RULES of src/lint/lint.ts, and RULE_NAMES").toEqual(names);
  });

  it("have a table of severities that is the code's", () => {
    const rows = [
      ...readFileSync(join(folder, "README.md"), "utf8").matchAll(
        /^\| \[`([a-z-]+)`\]\(([a-z-]+)\.md\)( \*)? +\| ([a-z]+) +\|/gmu,
      ),
    ];
    expect(
      rows.map(([, name, page, star, severity]) => ({ name, page, severity, dependsOnDay: star !== undefined })),
    ).toEqual(
      RULE_NAMES.map((name) => {
        const { severity, dependsOnDay } = rules.find((rule) => rule.name === name) ?? {};
        return { name, page: name, severity, dependsOnDay };
      }),
    );
  });
});

describe("what reports say of the rules", () => {
  it("is what the README's table says", () => {
    const rows = readFileSync(join(folder, "README.md"), "utf8").matchAll(
      /^\| \[`([a-z-]+)`\]\([a-z-]+\.md\)(?: \*)? +\| ([a-z]+) +\| (.*) \|$/gmu,
    );
    expect(RULE_DESCRIPTIONS, "src/lint/rule-descriptions.ts").toEqual(
      [...rows].map(([, name, severity, finds]) => ({ name, severity, finds: finds?.replaceAll("`", "") })),
    );
  });
});

describe.each(rules)("the page of $name", ({ name, severity, dependsOnDay }) => {
  const page = pageOf(name);
  const examples = examplesIn(page);

  it("says what, why and how to mend it, and the severity", () => {
    const headings = [...page.matchAll(/^#{1,2} .*$/gmu)].map(([heading]) => heading);
    expect(headings.slice(0, 3)).toEqual([`# ${name}`, "## Why", "## How to mend it"]);
    expect(page).toContain(`Default: ${severity}.`);
    expect(page.includes("Depends on the day or the ledger")).toBe(dependsOnDay);
  });

  it("has examples of both kinds", () => {
    expect(new Set(examples.map(({ isOk }) => isOk))).toEqual(new Set([true, false]));
  });

  it.each(examples)("finds what it says, line $line", (example) => {
    expect(example.expected.length > 0).toBe(!example.isOk);
    expect(findingsIn(name, example)).toEqual(example.expected);
  });
});

interface Example {
  /** In the page. */
  readonly line: number;
  readonly isOk: boolean;
  readonly asOf: CalendarDate;
  readonly files: SourceFile[];
  readonly records: string[];
  readonly changes: string[];
  expected: string[];
}

function examplesIn(page: string): readonly Example[] {
  const examples: Example[] = [];
  let isOpen = false;
  for (const node of parseMarkdown(page)?.root.children ?? []) {
    if (node.type !== "code") {
      if (node.type === "heading") isOpen = false;
      continue;
    }
    const words = (node.meta ?? "").split(" ");
    const valueOf = (key: string): string | undefined =>
      words.find((word) => word.startsWith(`${key}=`))?.slice(key.length + 1);
    const line = node.position?.start.line ?? 0;
    if (words.includes("findings")) {
      const last = examples.at(-1);
      if (last === undefined) throw new Error(`Line ${line}: findings without an example.`);
      last.expected = node.value.split("\n");
      isOpen = false;
      continue;
    }
    const isOk = words.includes("ok");
    if (!isOk && !words.includes("not-ok")) continue;
    if (!isOpen || examples.at(-1)?.isOk !== isOk) {
      const asOf = (valueOf("as-of") ?? "2026-11-23") as CalendarDate;
      examples.push({ line, isOk, asOf, files: [], records: [], changes: [], expected: [] });
      isOpen = true;
    }
    const example = examples.at(-1);
    const path = valueOf("file");
    if (path !== undefined) example?.files.push({ path, text: `${node.value}\n` });
    else if (words.includes("records")) example?.records.push(...node.value.split("\n"));
    else if (words.includes("changes")) example?.changes.push(...node.value.split("\n"));
    else throw new Error(`Line ${line}: this fence says neither file nor records nor changes.`);
  }
  return examples;
}

function findingsIn(rule: string, { files: own, asOf, records, changes }: Example): string[] {
  const kept = BASE.filter(({ path }) => !own.some((file) => file.path === path));
  const files = [...kept, ...own];
  const parsed = parseRunBook(files, { knownRegions: REGIONS });
  const more: Partial<LintInput> = {
    coverageAreas: COVERAGE_AREAS,
    textChanges: new Map(changes.map(changeOf)),
    ledger: parsed.book === undefined ? undefined : ledgerOf(parsed.book, records, asOf),
  };
  return lint(lintInputOf(files, parsed, asOf, more), parsed.diagnostics)
    .filter((diagnostic) => diagnostic.rule === rule)
    .map(({ path, line, column, message }) => `${path}:${line}:${column} ${message}`);
}

/** `2026-11-10 4f2c9aa procedures/a.md` */
function changeOf(line: string): [string, TextChange] {
  const [on = "", commit = "", path = ""] = line.split(" ");
  return [path, { on: on as CalendarDate, commit }];
}

/** `2026-11-20 done service-health 2026-11-20`: performed on, outcome, procedure, occurrence. */
function ledgerOf(book: RunBook, lines: readonly string[], asOf: CalendarDate): LedgerFacts {
  const records = lines.map((line, index) => {
    const [on = "", outcome = "", procedure = "", occurrence = ""] = line.split(" ");
    const commit = (index + 1).toString(16).repeat(40).slice(0, 40);
    return recordOf({
      record: "completion",
      outcome: outcome === "failed" ? "failed" : "done",
      procedure,
      occurrence,
      commit,
      performedAt: `${on}T12:00:00+00:00`,
    });
  });
  const now = zoneOf(book.settings.timezone).endOf(asOf);
  const schedule = scheduleOf(book, records, ANNOUNCED_WAVES, now, asOf);
  return { schedule, records, unreadable: [], knownTexts: new Set() };
}
