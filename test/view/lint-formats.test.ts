import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { Chalk } from "chalk";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { describe, expect, it } from "vitest";
import { RULE_DESCRIPTIONS } from "../../src/lint/rule-descriptions.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import { renderAzure, renderGithub } from "../../src/view/lint-commands.ts";
import { renderJunit } from "../../src/view/lint-junit.ts";
import { renderLintMarkdown } from "../../src/view/lint-markdown.ts";
import type { LintReport } from "../../src/view/lint-report.ts";
import { renderSarif } from "../../src/view/lint-sarif.ts";
import { renderLintText } from "../../src/view/lint-text.ts";
import { textWidth } from "../../src/view/text-width.ts";
import { renderJson } from "../../src/view/render-json.ts";

const STALE: Diagnostic = {
  rule: "stale",
  severity: "warning",
  path: "procedures/daily/service-health.md",
  line: 5,
  column: 15,
  endLine: 5,
  endColumn: 25,
  message: "Last reviewed 200 days ago, expected at most 180.",
  hint: "Read it through.",
};
const NOTE: Diagnostic = { ...STALE, rule: "coverage", severity: "info", path: "runbook.yml", line: 1, hint: null };
const ERROR: Diagnostic = { ...STALE, rule: "unowned", severity: "error", line: 2, endLine: 4 };

/** Text that anyone who can open a pull request may write into a file, its name or a key. */
const HOSTILE =
  "a,b:c;d]e%0A\n::error file=x::forged\r\n##vso[task.complete result=Succeeded]\u001b[2J\u202e<script>alert(1)</script> ]]> ![x](javascript:1) | `**`\ud800";
const EVIL: Diagnostic = { ...ERROR, path: `procedures/${HOSTILE}.md`, message: HOSTILE, hint: HOSTILE };

const report = (...diagnostics: Diagnostic[]): LintReport => ({
  diagnostics,
  paths: [...new Set(["runbook.yml", STALE.path, ...diagnostics.map(({ path }) => path)])],
  prefix: "ops/runbook/",
});
/** A finding of what is no file. */
const RECORD: Diagnostic = {
  ...ERROR,
  rule: "ledger",
  path: "runbook-ledger",
  line: 1,
  column: 1,
  endLine: 1,
  endColumn: 1,
};
const ofLedger: LintReport = { ...report(), diagnostics: [RECORD] };
const sarif = (shown: LintReport, text?: string): string =>
  renderSarif(shown, { version: "1.2.3", rules: RULE_DESCRIPTIONS }, () => text);

describe("github", () => {
  it("is a command a finding, columns only where it stands on one line", () => {
    expect(renderGithub(report(ERROR, STALE, NOTE)).split("\n")).toEqual([
      "::error file=ops/runbook/procedures/daily/service-health.md,line=2,endLine=4,title=runbook unowned::Last reviewed 200 days ago, expected at most 180. Read it through.",
      "::warning file=ops/runbook/procedures/daily/service-health.md,line=5,col=15,endColumn=25,title=runbook stale::Last reviewed 200 days ago, expected at most 180. Read it through.",
      expect.stringMatching(/^::notice file=ops\/runbook\/runbook\.yml,line=1,/),
      "",
    ]);
    expect(renderGithub(report())).toBe("");
  });

  it("names no file where there is none", () => {
    expect(renderGithub(ofLedger)).toBe(
      "::error title=runbook ledger::Last reviewed 200 days ago, expected at most 180. Read it through.\n",
    );
  });

  it("lets no text become a command, a property or a line", () => {
    const [line = "", ...rest] = renderGithub(report(EVIL)).split("\n");
    expect(rest).toEqual([""]);
    const [, properties = "", message = ""] = /^::error (.*?)::(.*)$/u.exec(line) ?? [];
    expect(properties.split(",").map((property) => property.split("=")[0])).toEqual([
      "file",
      "line",
      "endLine",
      "title",
    ]);
    expect(message).not.toMatch(/\u001b|\u202e/u);
  });
});

describe("azure", () => {
  it("is an issue a finding, notes as lines, and the result of the task", () => {
    expect(renderAzure(report(STALE, NOTE)).split("\n")).toEqual([
      "##vso[task.logissue type=warning;sourcepath=ops/runbook/procedures/daily/service-health.md;linenumber=5;columnnumber=15;code=stale]Last reviewed 200 days ago, expected at most 180. Read it through.",
      "ops/runbook/runbook.yml:1:15: note coverage: Last reviewed 200 days ago, expected at most 180.",
      "##vso[task.complete result=SucceededWithIssues]",
      "",
    ]);
    expect(renderAzure(report(ERROR))).toContain("##vso[task.complete result=Failed]");
    expect(renderAzure(report())).toBe("");
  });

  it("names no file where there is none", () => {
    expect(renderAzure(ofLedger).split("\n")[0]).toBe(
      "##vso[task.logissue type=error;code=ledger]Last reviewed 200 days ago, expected at most 180. Read it through.",
    );
    expect(renderAzure({ ...ofLedger, diagnostics: [{ ...RECORD, severity: "info" }] })).toMatch(
      /^runbook-ledger: note ledger: Last/u,
    );
  });

  it.each(["error", "info"] as const)("lets no text of a finding (%s) become a command or a property", (severity) => {
    const text = renderAzure(report({ ...EVIL, severity }));
    const commands = text.split("##vso[").length - 1;
    expect(commands).toBe(severity === "error" ? 2 : 0);
    expect(text.split("\n")).toHaveLength(severity === "error" ? 3 : 2);
    if (severity === "error") {
      const [, properties = ""] = /^##vso\[task\.logissue ([^\]]*)\]/.exec(text) ?? [];
      expect(properties.split(";").map((property) => property.split("=")[0])).toEqual([
        "type",
        "sourcepath",
        "linenumber",
        "columnnumber",
        "code",
      ]);
    }
  });
});

describe("sarif", () => {
  // Its `$schema` and `id` are of a draft that ajv does not know; nothing in it needs them.
  const {
    $schema: _schema,
    id: _id,
    ...schema
  } = JSON.parse(readFileSync(join(import.meta.dirname, "..", "schemas", "sarif-2.1.0.json"), "utf8")) as Record<
    string,
    unknown
  >;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);

  it.each([
    ["nothing", report()],
    ["findings of each severity", report(ERROR, STALE, NOTE)],
    ["hostile text", report(EVIL)],
    ["what is about no file", ofLedger],
  ])("is valid with %s", (_title, shown) => {
    const log: unknown = JSON.parse(sarif(shown));
    validate(log);
    expect(validate.errors).toBeNull();
  });

  it("names rule, level and place", () => {
    const { runs } = JSON.parse(sarif(report(STALE, NOTE)));
    const [{ tool, results }] = runs;
    expect(tool.driver).toMatchObject({ name: "runbook", version: "1.2.3" });
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe("stale");
    expect(results).toMatchObject([
      {
        ruleId: "stale",
        level: "warning",
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: "ops/runbook/procedures/daily/service-health.md", uriBaseId: "%SRCROOT%" },
              region: { startLine: 5, startColumn: 15, endLine: 5, endColumn: 25 },
            },
          },
        ],
      },
      { ruleId: "coverage", level: "note" },
    ]);
    expect(sarif(report(EVIL))).not.toMatch(/##vso|\u001b|\u202e/u);
  });

  it("puts what is about no file at the run book's own, without which code scanning refuses all of it", () => {
    const [{ locations }] = JSON.parse(sarif(ofLedger)).runs[0].results;
    expect(locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "ops/runbook/runbook.yml", uriBaseId: "%SRCROOT%" },
          region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
        },
        logicalLocations: [{ name: "runbook-ledger" }],
      },
    ]);
    expect(sarif(report(ERROR))).not.toContain("logicalLocations");
  });

  it("describes each rule, as code scanning requires", () => {
    for (const rule of JSON.parse(sarif(report())).runs[0].tool.driver.rules) {
      for (const key of ["shortDescription", "fullDescription", "help"])
        expect(rule[key].text).toMatch(/^[A-Z]\S* .*\.$/u);
    }
  });

  /** The one fingerprint that code scanning reads. */
  const fingerprints = (text: string | undefined, ...diagnostics: Diagnostic[]): string[] =>
    JSON.parse(sarif(report(...diagnostics), text)).runs[0].results.map(
      ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
        partialFingerprints["primaryLocationLineHash"],
    );

  it.each([
    ["its text", "---\nname: A\ntrigger: daily\nowner: lead\nlast_updated: 2026-05-01\n---\n"],
    ["no text that may be shown", undefined],
  ])("knows a finding again on another day and at another line, with %s", (_title, text) => {
    const moved = text === undefined ? undefined : `\n\n${text}`;
    const later = { ...STALE, line: 7, endLine: 7, message: "Last reviewed 201 days ago, expected at most 180." };
    expect(fingerprints(moved, later)).toEqual(fingerprints(text, STALE));
  });

  it("tells the findings of one line, of no line and of the same words apart", () => {
    const link = { ...ERROR, rule: "broken-link", message: "Link to `a.md`, which is not there.", line: 5, endLine: 5 };
    const whole = { ...NOTE, column: 1, endLine: 1, endColumn: 1 };
    const all = [
      link,
      { ...link, column: 40, endColumn: 44 },
      { ...link, column: 60, endColumn: 64, message: "Link to `b.md`, which is not there." },
      { ...link, line: 9, endLine: 9 },
      { ...whole, message: "No procedure covers `a`." },
      { ...whole, message: "No procedure covers `b`." },
    ];
    for (const text of ["1\n2\n3\n4\nsee it\n6\n7\n8\nand it\n", undefined]) {
      expect(new Set(fingerprints(text, ...all)).size).toBe(all.length);
    }
    // What is said of a file as a whole is known again when another finding is gone.
    expect(fingerprints("a\n", ...all.slice(5))).toEqual(fingerprints("a\n", ...all).slice(5));
  });
});

describe("junit", () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "",
    isArray: (name) => name === "testcase",
  });
  const suiteOf = (shown: LintReport) => {
    const xml = renderJunit(shown);
    expect(XMLValidator.validate(xml)).toBe(true);
    return parser.parse(xml).testsuites.testsuite;
  };

  it("has a case for each file, which fails by errors and warnings", () => {
    const suite = suiteOf(report(ERROR, STALE, NOTE));
    expect(suite).toMatchObject({ tests: "2", failures: "1" });
    const [settings, procedure] = suite.testcase;
    expect(settings).toMatchObject({
      name: "ops/runbook/runbook.yml",
      "system-out": expect.stringContaining("info coverage"),
    });
    expect(procedure.failure).toMatchObject({ type: "unowned stale" });
    expect(procedure.failure["#text"]).toContain("5:15 warning stale: Last reviewed");
  });

  it("has a case for what is about no file, without one", () => {
    const suite = suiteOf(ofLedger);
    expect(suite).toMatchObject({ tests: "3", failures: "1" });
    expect(suite.testcase[0]).toMatchObject({ name: "ops/runbook/runbook.yml", file: "ops/runbook/runbook.yml" });
    expect(suite.testcase[2].name).toBe("runbook-ledger");
    expect(suite.testcase[2]).not.toHaveProperty("file");
  });

  it("passes where nothing is found, and stays one document whatever a text says", () => {
    expect(suiteOf(report())).toMatchObject({ tests: "2", failures: "0" });
    const suite = suiteOf(report(EVIL));
    expect(suite.testcase).toHaveLength(3);
    expect(renderJunit(report(EVIL))).not.toMatch(/<script|\u001b|[\ud800-\udfff]/u);
  });
});

describe("markdown", () => {
  it("is a table, the gravest first", () => {
    const lines = renderLintMarkdown(report(NOTE, STALE, ERROR)).split("\n");
    expect(lines.slice(0, 3)).toEqual(["## Run book", "", "2 files checked: 1 error, 1 warning, 1 note."]);
    expect(lines.filter((line) => line.startsWith("| ")).map((line) => line.split(" | ")[0])).toEqual([
      "| severity",
      "| ---",
      "| error",
      "| warning",
      "| info",
    ]);
    expect(renderLintMarkdown(report())).toContain("no findings");
    expect(renderLintMarkdown({ ...report(), isOfErrors: true })).toContain("no errors");
  });

  it("names the ledger where that is the place", () => {
    expect(renderLintMarkdown(ofLedger)).toMatch(/^\| error +\| ledger +\| runbook-ledger +\| Last/mu);
  });

  it("says how many more there are than a comment has room for", () => {
    expect(renderLintMarkdown(report(...Array.from({ length: 201 }, () => STALE)))).toContain("And 1 more");
    const long = { ...STALE, message: "Expected one of `these_words`. ".repeat(20) };
    const text = renderLintMarkdown(report(...Array.from({ length: 200 }, () => long)));
    // GitHub's limit for a comment.
    expect(text.length).toBeLessThan(65_536);
    const rows = text.split("\n").filter((line) => line.startsWith("| warning "));
    expect(rows.length).toBeGreaterThan(50);
    expect(text).toContain(`And ${200 - rows.length} more`);
  });

  it("shows hostile text as text", () => {
    const text = renderLintMarkdown(report(EVIL));
    expect(text.split("\n").filter((line) => line.startsWith("| "))).toHaveLength(3);
    expect(text).not.toMatch(/(?<!\\)<script|(?<!\\)\]\(javascript|\u001b/u);
  });
});

describe("pretty", () => {
  const style = { chalk: new Chalk({ level: 0 }), columns: 60 };
  const text = (line: string, place: Partial<Diagnostic> = {}): string[] =>
    renderLintText(report({ ...STALE, line: 1, endLine: 1, ...place }), () => [line], style, textWidth)?.split("\n") ??
    [];

  it("marks what a finding is about under its line", () => {
    expect(text("last_updated: 2026-05-01", { column: 15, endColumn: 25 }).slice(1, 3)).toEqual([
      "    1 | last_updated: 2026-05-01",
      "      |               ^^^^^^^^^^",
    ]);
  });

  it("marks wide characters and tabs where they stand", () => {
    expect(text("\t漢字 bad", { column: 5, endColumn: 8 }).slice(1, 3)).toEqual([
      "    1 |   漢字 bad",
      "      |        ^^^",
    ]);
  });

  it("shows of a long line what lies around the place, within the width", () => {
    const [, line = "", marks = ""] = text(`${"x".repeat(300)}bad${"y".repeat(300)}`, { column: 301, endColumn: 304 });
    expect(line).toHaveLength(60);
    expect(line.slice(marks.indexOf("^"), marks.indexOf("^") + 3)).toBe("bad");
  });

  it("shows no line where there is none, and no escape sequence of one", () => {
    expect(text("", { column: 1, endColumn: 1 })[1]).toBe("    Read it through.");
    expect(text("a\u001b[31mb##vso[task.complete]", { column: 1, endColumn: 2 }).join("\n")).not.toMatch(
      /\u001b|##vso/u,
    );
  });
});

describe("pretty, of errors only", () => {
  // There may be warnings: nobody asked for them.
  it.each([
    [[ERROR], "2 files checked: 1 error"],
    [[], "2 files checked: no errors"],
  ])("counts nothing else", (found, expected) => {
    const style = { chalk: new Chalk({ level: 0 }), columns: 80 };
    const text = renderLintText({ ...report(...found), isOfErrors: true }, () => [], style, textWidth);
    expect(text?.trimEnd().split("\n").at(-1)).toBe(expected);
  });
});

describe("pretty, of many notes", () => {
  const style = { chalk: new Chalk({ level: 0 }), columns: 80 };
  const notes = (number: number, rule: string): Diagnostic[] =>
    Array.from({ length: number }, (_, index) => ({ ...NOTE, rule, message: `${rule} ${index + 1}` }));
  const text = (found: readonly Diagnostic[], askedFor: readonly string[] = []): string[] =>
    (renderLintText(report(...found), () => [], style, textWidth, askedFor) ?? "")
      .split("\n")
      .filter((line) => line !== "");

  it("shows the first of a rule, how many more there are and what shows them, and counts all", () => {
    const [first, ...others] = [...notes(43, "coverage"), ...notes(6, "single-holder")];
    expect(text([first as Diagnostic, ERROR, ...others])).toEqual([
      "runbook.yml:1:15: info coverage: coverage 1",
      "procedures/daily/service-health.md:2:15: error unowned: Last reviewed 200 days ago, expected at most 180.",
      "    Read it through.",
      "runbook.yml:1:15: info coverage: coverage 2",
      "runbook.yml:1:15: info coverage: coverage 3",
      "… and 40 more notes of coverage: runbook lint --rule coverage",
      "runbook.yml:1:15: info single-holder: single-holder 1",
      "runbook.yml:1:15: info single-holder: single-holder 2",
      "runbook.yml:1:15: info single-holder: single-holder 3",
      "… and 3 more notes of single-holder: runbook lint --rule single-holder",
      "2 files checked: 1 error, 0 warnings, 49 notes",
    ]);
  });

  it.each([
    { what: "five of them", found: [ERROR, ...notes(5, "coverage")], lines: 8 },
    { what: "nothing else found", found: notes(43, "coverage"), lines: 44 },
    {
      what: "their rule asked for",
      found: [ERROR, ...notes(43, "coverage")],
      askedFor: ["unowned", "coverage"],
      lines: 46,
    },
    {
      what: "errors of the rule",
      found: notes(43, "stale").map((note) => ({ ...note, severity: "error" as const })),
      lines: 44,
    },
  ])("shows all with $what", ({ found, askedFor = [], lines }) => {
    expect(text(found, askedFor)).toHaveLength(lines);
  });
});

describe("json", () => {
  it("holds no mark of a logging command, and reads back the same", () => {
    const document = {
      schemaVersion: 1,
      files: 1,
      diagnostics: [{ ...EVIL, message: "##vso[x] ##[y]" }],
      totals: { error: 1, warning: 0, info: 0 },
    } as const;
    const text = renderJson<"lint">({ ...document, diagnostics: [...document.diagnostics] });
    expect(text).not.toMatch(/##(?:vso)?\[/u);
    expect(JSON.parse(text)).toEqual(document);
  });
});
