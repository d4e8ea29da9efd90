// The rules that read a procedure's text: links, pointers, comments, catalogue, and severities by path.
import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { REGIONS } from "../../src/data/announced-waves.ts";
import { lint } from "../../src/lint/lint.ts";
import { pathOf, splitUrl, wayBetween } from "../../src/lint/link-paths.ts";
import type { LintInput } from "../../src/lint/rule.ts";
import type { CoverageArea } from "../../src/model/coverage-area.ts";
import { linesToFill } from "../../src/lint/section.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { readProcedureTemplates, readTemplate } from "../../src/store/package-files.ts";
import { lintInputOf } from "../helpers/lint-input.ts";
import { type BookParts, bookFiles } from "../helpers/run-book.ts";

const HEAD = "---\nname: Job\ntrigger: daily\nowner: operations-analyst\nlast_updated: 2026-11-20\n---\n";

/** Findings of one rule in a book whose procedure `daily/job.md` has this body, as `severity line:column`. */
function findings(
  rule: string,
  body: string,
  {
    parts = {},
    more = {},
    frontmatter = HEAD,
  }: { parts?: BookParts; more?: Partial<LintInput>; frontmatter?: string } = {},
): string[] {
  const files = [
    ...bookFiles(parts),
    { path: "procedures/daily/job.md", text: `${frontmatter}${body}` },
    { path: "procedures/daily/a b.md", text: `${HEAD.replace("Job", "Other")}id: x\n` },
    {
      path: "procedures/weekly/other.md",
      text: `${HEAD.replace("Job", "Third")}# Who to *call*?\n## Again\n## Again\n<a id="here"></a>\n`,
    },
  ];
  const parsed = parseRunBook(files, { knownRegions: REGIONS });
  return lint(lintInputOf(files, parsed, "2026-11-23" as CalendarDate, more), parsed.diagnostics)
    .filter((diagnostic) => diagnostic.rule === rule && diagnostic.path === "procedures/daily/job.md")
    .map(({ severity, line, column }) => `${severity} ${line}:${column}`);
}

describe("broken-link", () => {
  it.each([
    "[a](../weekly/other.md)",
    "[a](../weekly/other.md#who-to-call)",
    "[a](../weekly/other.md#again-1) [b](../weekly/other.md#here) [c](../weekly/other.md#top)",
    // Azure DevOps keeps punctuation.
    "[a](../weekly/other.md#who-to-call?)",
    "[a](/procedures/weekly/other.md?plain=1#again)",
    "[a](<a b.md>) [b](a%20b.md) [c](./job.md)",
    "[a](../weekly) [b](../weekly/) [c](..) [d](.)",
    "# Own\n\n[a](#own) [b](#) [c](#top)",
    "[a](https://contoso.example/x#y) <mailto:desk@contoso.example> [b](//contoso.example) [c](tel:+44) [d](ms-settings:about)",
    "[a][x] [b][]\n\n[x]: ../weekly/other.md\n",
    '`[a](nothing.md)`\n\n```text\n[a](nothing.md)\n```\n\n<!-- [a](nothing.md) <a href="nothing.md"> -->\n',
    '<a href="../weekly/other.md">x</a>',
  ])("passes %s", (body) => {
    expect(findings("broken-link", body)).toEqual([]);
  });

  it.each([
    ["[a](nothing.md)", ["error 7:5"]],
    ["[a](nothing.md) [nothing.md](nothing.md)", ["error 7:5", "error 7:30"]],
    ["![a](nothing.png)", ["error 7:6"]],
    ["[![a](nothing.png)](nothing.md)", ["error 7:7", "error 7:21"]],
    ["[a][x]\n\n[x]: nothing.md\n", ["error 9:6"]],
    ["[a](../Weekly/other.md)", ["error 7:5"]],
    ["[a](../weekly/Other.md)", ["error 7:5"]],
    ["[a](../weekly/other.md#who)", ["error 7:5"]],
    ["[a](../weekly/other.md#again-2)", ["error 7:5"]],
    ["[a](#own)", ["error 7:5"]],
    ["[a](a%2zb.md)", ["error 7:5"]],
    ["[a](..\\\\weekly\\\\other.md)", ["error 7:1"]],
    ["[a](../../../x.md)", ["error 7:5"]],
    ["[a]()", ["error 7:1"]],
    ['<a title="x" href="nothing.md">x</a> <img src=\'nothing.png\'>', ["error 7:20", "error 7:48"]],
    ["| a |\n|---|\n| [a](nothing.md) |\n", ["error 9:7"]],
    ["\tcode\n\n> 1. [a](nothing.md)\n", ["error 9:10"]],
  ])("finds %s", (body, expected) => {
    expect(findings("broken-link", body)).toEqual(expected);
  });

  it("leads to the procedure that was the missing file until it was renamed", () => {
    const files = [
      ...bookFiles({}),
      { path: "procedures/daily/job.md", text: `${HEAD}[a](../weekly/old.md)\n` },
      { path: "procedures/weekly/new.md", text: HEAD.replace("name: Job", "name: New\nformerly: [old]") },
    ];
    const parsed = parseRunBook(files, { knownRegions: REGIONS });
    const found = lint(lintInputOf(files, parsed, "2026-11-23" as CalendarDate), parsed.diagnostics);
    expect(found.filter(({ rule }) => rule === "broken-link").map(({ hint }) => hint)).toEqual([
      "Did you mean `../weekly/new.md`?",
    ]);
  });

  it("takes what the network said", () => {
    const deadUrls = new Map([
      ["https://contoso.example/gone", { reason: "status 404", isCertain: true }],
      ["https://contoso.example/slow", { reason: "no answer", isCertain: false }],
    ]);
    const linkTargets = { folder: "", deadUrls, find: () => ({ kind: "nothing" }) as const };
    const body = "<https://contoso.example/gone> https://contoso.example/slow https://contoso.example/there";
    expect(findings("broken-link", body, { more: { linkTargets } })).toEqual(["error 7:2", "info 7:32"]);
  });
});

describe("link paths", () => {
  it.each([
    ["x.md", "procedures/a.md", "", "procedures/x.md"],
    ["../x.md", "procedures/a.md", "", "x.md"],
    ["../../x.md", "procedures/a.md", "", "../x.md"],
    ["../../../x/../y.md", "procedures/a.md", "", "../../y.md"],
    ["/docs/x.md", "procedures/a.md", "runbook", "../docs/x.md"],
    ["/ops/runbook/x.md", "procedures/a.md", "ops/runbook", "x.md"],
    ["/ops/x.md", "procedures/a.md", "ops/runbook", "../x.md"],
    ["../../runbook/x.md", "procedures/a.md", "ops/runbook", "x.md"],
    ["../../../../x.md", "procedures/a.md", "ops/runbook", "../../../x.md"],
    ["/runbook", "procedures/a.md", "runbook", ""],
    ["/x.md", "procedures/a.md", "", "x.md"],
    ["./", "procedures/daily/a.md", "", "procedures/daily"],
  ])("%s in %s of `%s`", (way, from, folder, expected) => {
    expect(pathOf(way, from, folder)).toBe(expected);
  });

  it("are taken apart and put together", () => {
    expect(splitUrl("a%20b.md?x#y%2Fz")).toEqual({ way: "a b.md", anchor: "y/z" });
    expect(splitUrl("%")).toBeUndefined();
    expect(wayBetween("procedures/daily/a.md", "procedures/weekly/b c.md")).toBe("../weekly/b%20c.md");
    expect(wayBetween("procedures/a.md", "procedures/b.md")).toBe("b.md");
  });
});

describe("external-steps", () => {
  const of = (steps: string): string[] =>
    findings("external-steps", `## Steps\n\n${steps}\n\n## Validation\n\n- It is 0.\n`);
  it.each([
    "1. Follow the steps in [the wiki](https://wiki.contoso.example/a).",
    "1. See https://contoso.sharepoint.com/sites/ops/a.docx",
    "1. Refer to [this document](https://contoso.example/a) and\n2. the [guide](../files/guide.pdf).",
    "See [the wiki](https://wiki.contoso.example/a).",
  ])("finds %s", (steps) => {
    expect(of(steps)).toEqual(["warning 7:1"]);
  });
  it.each([
    "1. Open [the admin center](https://admin.microsoft.com).",
    "1. Open [the list](https://contoso.sharepoint.com/sites/ops) and set the rows of today to done.",
    "1. Follow [the other](../weekly/other.md).",
    "1. See [the wiki](https://wiki.contoso.example/a).\n2. Restart the job.",
    "1. See [the wiki](https://wiki.contoso.example/a):\n\n   ```sh\n   pac org who\n   ```",
    "1. Open it.",
    "<!-- to be written -->",
  ])("passes %s", (steps) => {
    expect(of(steps)).toEqual([]);
  });
});

describe("a comment that switches a rule off", () => {
  const AZURE = "Azure AD\n\n";
  it.each([
    ["<!-- runbook-disable renamed-product: tells of the move -->", [], []],
    ["<!--runbook-disable renamed-product : over\ntwo lines-->", [], []],
    ["<!-- runbook-disable renamed-product -->", ["warning 7:1"], ["warning 9:1"]],
    ["<!-- runbook-disable renamed-product: -->", ["warning 7:1"], ["warning 9:1"]],
    ["<!-- runbook-disable -->", ["warning 7:1"], ["warning 9:1"]],
    ["<!-- runbook-disable renamed-products: tells of it -->", ["warning 7:1"], ["warning 9:1"]],
    ["<!-- runbook-disable trigger: not now -->", ["warning 7:1"], ["warning 9:1"]],
    ["`<!-- runbook-disable renamed-product: shown only -->`", ["warning 7:1"], []],
  ])("%s", (comment, ofRule, ofSchema) => {
    expect(findings("renamed-product", `${AZURE}${comment}\n`)).toEqual(ofRule);
    expect(findings("schema", `${AZURE}${comment}\n`)).toEqual(ofSchema);
  });
});

describe("severities by path", () => {
  const of = (lint_: string): string[] =>
    findings("renamed-product", "Azure AD\n", { parts: { settings: { lint: lint_ } } });
  it.each([
    ["{ overrides: [{ paths: [procedures/daily/**], rules: { renamed-product: error } }] }", ["error 7:1"]],
    ["{ overrides: [{ paths: ['procedures/*.md'], rules: { renamed-product: error } }] }", ["warning 7:1"]],
    ["{ overrides: [{ paths: ['*/**/j*b.*', '.*/**'], rules: { renamed-product: error } }] }", ["error 7:1"]],
    [
      "{ overrides: [{ paths: ['*', '**/*/*/*/*', '**/d', '**/*j'], rules: { renamed-product: error } }] }",
      ["warning 7:1"],
    ],
    [
      "{ rules: { renamed-product: off }, overrides: [{ paths: ['**/job.md'], rules: { renamed-product: info } }] }",
      ["info 7:1"],
    ],
    [
      "{ overrides: [{ paths: ['**'], rules: { renamed-product: error } }, { paths: ['**/daily/*'], rules: { renamed-product: off } }] }",
      [],
    ],
    [
      "{ overrides: [{ paths: ['**'], rules: { renamed-product: error } }, { paths: ['**'], rules: { stale: off } }] }",
      ["error 7:1"],
    ],
  ])("%s", (settings, expected) => {
    expect(of(settings)).toEqual(expected);
  });

  it.each([
    "{ overrides: [{ paths: [], rules: {} }] }",
    "{ overrides: [{ paths: [/x], rules: {} }] }",
    "{ overrides: [{ paths: ['{x,y}'], rules: {} }] }",
    "{ overrides: [{ paths: ['+(x)'], rules: {} }] }",
    "{ overrides: [{ paths: ['[x]?'], rules: {} }] }",
    "{ overrides: [{ paths: [x] }] }",
    "{ overrides: [{ paths: [x], rules: { stael: off } }] }",
  ])("are refused: %s", (settings) => {
    const files = bookFiles({ settings: { lint: settings } });
    expect(
      parseRunBook(files, { knownRegions: REGIONS }).diagnostics.map(({ rule, path }) => `${rule} ${path}`),
    ).toEqual(["schema runbook.yml"]);
  });
});

describe("coverage", () => {
  const area = (id: string, products: CoverageArea["products"] = []): CoverageArea => ({
    id,
    name: id,
    why: "Why.",
    products,
  });
  const coverageAreas = [
    area("all"),
    area("bc", ["business-central"]),
    area("flows", ["customer-engagement", "power-platform"]),
    area("pp", ["power-platform"]),
  ];
  const missing = (parts: BookParts): string[] => {
    const files = bookFiles(parts);
    const parsed = parseRunBook(files, { knownRegions: REGIONS });
    return lint(lintInputOf(files, parsed, "2026-11-23" as CalendarDate, { coverageAreas }), parsed.diagnostics)
      .filter(({ rule }) => rule === "coverage")
      .map(({ path, message }) => `${path} ${/`(?:covers` names `)?([^`]+)/u.exec(message)?.[1]}`);
  };
  it.each([
    ["customer engagement", {}, ["runbook.yml all", "runbook.yml flows", "runbook.yml pp"]],
    ["business central", { settings: { tracks: "[business-central]" } }, ["runbook.yml all", "runbook.yml bc"]],
    ["covered", { procedures: { job: { covers: "[all, flows, pp]" } } }, []],
    [
      "covered by a retired one",
      { procedures: { job: { covers: "[all, flows, pp]", retired: "2026-11-23" } } },
      ["runbook.yml all", "runbook.yml flows", "runbook.yml pp"],
    ],
    ["an unknown area", { procedures: { job: { covers: "[all, flows, pp, moon]" } } }, ["procedures/job.md moon"]],
  ])("%s", (_title, parts, expected) => {
    expect(missing(parts)).toEqual(expected);
  });
});

describe("section", () => {
  const body = "\n## Steps\n\n1. Open it.\n\n## Validation\n\n- None failed.\n\n## Escalation\n\n- operations-lead\n";
  it.each([
    ["whole", HEAD],
    ["unclosed", HEAD.replace("\n---\n", "\n")],
    ["unclosed, CRLF", HEAD.replace("\n---\n", "\n").replaceAll("\n", "\r\n")],
  ])("finds the steps under frontmatter that is %s", (_title, frontmatter) => {
    expect(findings("section", body, { frontmatter })).toEqual([]);
  });

  it.each([
    ["a second heading of one, whatever its case", `${body}\n## STEPS\n\n1. Close it.\n`, ["error 20:1"]],
    ["each further one", `${body}\n## Validation\n\n## *Validation*\n`, ["error 20:1", "error 22:1"]],
    ["not a part of one", `${body}\n### Steps\n\n1. Call them.\n`, []],
    ["not what stands in a block of code", `${body}\n\`\`\`text\n## Steps\n\`\`\`\n`, []],
  ])("finds %s", (_title, text, expected) => {
    expect(findings("section", text)).toEqual(expected);
  });

  const block = "```sh run\ntrue\n```\n";
  it.each([
    ["under Escalation", `${body}\n${block}`, ["warning 20:1"]],
    [
      "before the first heading, in an item",
      `\n- Once:\n\n  ${block.replaceAll("\n", "\n  ")}${body}`,
      ["warning 10:3"],
    ],
    ["under a heading of its own", `${body}\n## Way back\n\n${block}`, ["warning 22:1"]],
    ["not in a step", body.replace("1. Open it.\n", `1. Open it.\n\n   ${block.replaceAll("\n", "\n   ")}`), []],
    ["not under Validation", body.replace("- None failed.\n", `- None failed.\n\n${block}`), []],
    ["not without the word", `${body}\n${block.replace(" run", "")}`, []],
  ])("finds a block that nothing runs: %s", (_title, text, expected) => {
    expect(findings("section", text)).toEqual(expected);
  });
});

describe("section: what a template says", () => {
  const templateLines = new Set(readProcedureTemplates().flatMap(linesToFill));
  const left = (body: string): string[] => findings("section", body, { more: { templateLines } });

  it("is found at its first line, as a warning", () => {
    const template = readTemplate("procedure.md");
    expect(left(template)).toEqual(["warning 7:1"]);
    const begun = template.replace(/^Say.*\n/, "Why.\n").replace(/^1\. .*$/m, "1. Open the page.");
    expect(left(begun)).toEqual(["warning 12:1"]);
    expect(left(begun.replaceAll("\n", "\r\n"))).toEqual(["warning 12:1"]);
    // In another list, in other words around it.
    expect(left(begun.replace(/^2\. /m, "  * "))).toEqual(["warning 12:3"]);
  });

  it("every template has some, and is clean once those are replaced", () => {
    for (const template of readProcedureTemplates()) {
      expect(linesToFill(template)).not.toEqual([]);
      expect(left(template)).toHaveLength(1);
      const filled = template.split("\n").map((line) => line.replace(/\bsay\b|\bexact place\b/gi, "tell"));
      expect(left(filled.join("\n"))).toEqual([]);
    }
  });
});
