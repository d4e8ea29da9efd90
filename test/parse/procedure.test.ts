import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParsedProcedure, parseProcedure } from "../../src/parse/procedure.ts";
import type { Track } from "../../src/model/wave.ts";

const SETTINGS: { readonly tracks: readonly Track[] } = { tracks: ["customer-engagement", "finance-operations"] };
const PATH = "procedures/daily/service-health.md";
const BODY = "\n## Steps\n1. Look.\n";

const parse = (text: string, path = PATH): ParsedProcedure => parseProcedure(path, text, SETTINGS);
const file = (yaml: string): string => `---\n${yaml}\n---\n${BODY}`;
/** A procedure with what is required; the keys given begin on line 6. */
const withKeys = (yaml: string, trigger = "daily"): string =>
  file(`name: Service health\ntrigger: ${trigger}\nowner: operations-lead\nlast_updated: 2026-11-02\n${yaml}`);

/** `rule line:column-endColumn` of each diagnostic, in the order of the file. */
function faults({ procedure, diagnostics }: ParsedProcedure): readonly string[] {
  expect(procedure === undefined).toBe(diagnostics.length > 0);
  return diagnostics
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ rule, line, column, endColumn }) => `${rule} ${line}:${column}-${endColumn}`);
}

describe("parseProcedure", () => {
  it("fills in the defaults", () => {
    const text = withKeys("", "every business day");
    const { procedure, ...rest } = parse(text);
    expect(procedure).toEqual({
      id: "service-health",
      formerly: [],
      name: "Service health",
      path: PATH,
      trigger: { kind: "business-daily" },
      triggerText: "every business day",
      cadence: "daily",
      owner: "operations-lead",
      lastUpdated: "2026-11-02",
      effortMinutes: undefined,
      tags: [],
      track: undefined,
      products: [],
      covers: [],
      escalateTo: [],
      effective: undefined,
      retired: undefined,
      reviewEveryDays: undefined,
      roll: "next",
      catchUp: "latest",
      needs: undefined,
      requires: [],
      measures: {},
      inputs: {},
    });
    expect(rest).toMatchObject({ path: PATH, text, body: BODY, bodyLine: 8, diagnostics: [] });
  });

  it("reads every key", () => {
    const { procedure, diagnostics } = parse(
      file(`
id: capacity-review
formerly: [storage-review, db-size]
name: "  Capacity: review "
trigger: >-
  Weekly  on
  Tuesday
owner: operations-analyst
last_updated: 2026-11-02
effort: 1h 30m
tags: [telemetry, GDPR]
products: [business-central, power-platform]
covers: [capacity]
escalate_to: [operations-lead, partner-support]
effective: 2026-12-01
retired: 2028-01-01
review_every: 12w
roll: previous
catch_up: each
requires: [evidence, approval]
measures: { database_gb: { unit: GB, warn: 80, limit: 100.5 }, constructor: {} }
inputs: { ticket: { description: "Its number,\\nas shown", pattern: "^OPS-\\\\d+$", default: OPS-1, secret: false }, bare: {} }`),
    );
    expect(diagnostics).toEqual([]);
    expect(procedure).toEqual({
      id: "capacity-review",
      formerly: ["storage-review", "db-size"],
      name: "Capacity: review",
      path: PATH,
      trigger: { kind: "weekly", weekdays: [2] },
      triggerText: "Weekly on Tuesday",
      cadence: "weekly",
      owner: "operations-analyst",
      lastUpdated: "2026-11-02",
      effortMinutes: 90,
      tags: ["telemetry", "GDPR"],
      track: undefined,
      products: ["business-central", "power-platform"],
      covers: ["capacity"],
      escalateTo: ["operations-lead", "partner-support"],
      effective: "2026-12-01",
      retired: "2028-01-01",
      reviewEveryDays: 84,
      roll: "previous",
      catchUp: "each",
      needs: undefined,
      requires: ["evidence", "approval"],
      measures: { database_gb: { unit: "GB", warn: 80, limit: 100.5 }, constructor: {} },
      inputs: {
        ticket: { description: "Its number,\nas shown", pattern: "^OPS-\\d+$", default: "OPS-1", isSecret: false },
        bare: { isSecret: false },
      },
    });
    expect(procedure?.measures["toString"]).toBeUndefined();
  });

  it.each([
    ["daily", "none", "latest"],
    ["every business day", "next", "latest"],
    ["weekly", "next", "latest"],
    ["weekly on Monday and Thursday", "next", "latest"],
    ["every 2 weeks on Friday from 2026-01-09", "next", "latest"],
    ["monthly", "next", "each"],
    ["monthly on day 31", "next", "each"],
    ["every 6 months on day 1 from 2026-02-01", "next", "each"],
    ["quarterly", "next", "each"],
    ["half-yearly", "next", "each"],
    ["annually on 15 March", "next", "each"],
    ["90 days after completion", "next", "each"],
    ["wave -8 weeks", "next", "each"],
    ["on incident severity 1", "next", "each"],
    ["on event year-end-close", "next", "each"],
    ["rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30", "none", "each"],
  ])("%s rolls %s and catches up %s", (trigger, roll, catchUp) => {
    expect(parse(withKeys("", trigger)).procedure).toMatchObject({ roll, catchUp });
  });

  it.each([
    ["no owner", "name: A\ntrigger: daily\nlast_updated: 2026-11-02"],
    ["an empty owner", "name: A\ntrigger: daily\nowner:\nlast_updated: 2026-11-02"],
  ])("leaves %s to the rule `unowned`", (_, yaml) => {
    const parsed = parse(file(yaml));
    expect(parsed.procedure).toMatchObject({ name: "A" });
    expect(parsed.procedure?.owner).toBeUndefined();
  });

  it.each([
    ["everything missing", "tags: []", ["schema 1:1-4", "schema 1:1-4", "schema 1:1-4"]],
    ["an unknown key", "triger: daily", ["schema 1:1-4", "schema 1:1-4", "schema 1:1-4", "schema 2:1-7"]],
    ["empty frontmatter", "", ["syntax 1:1-4"]],
    ["comments only", "# To do", ["syntax 1:1-4"]],
    ["a list", "- a", ["schema 1:1-4"]],
    ["two colons", "name: Review: daily", ["syntax 2:7-8"]],
    ["tabs", "\tname: A", ["syntax 2:1-2"]],
  ])("%s", (_, yaml, expected) => {
    expect(faults(parse(file(yaml)))).toEqual(expected);
  });

  describe("marks of an unfinished merge", () => {
    const conflicting = (lineEnd: string): string =>
      ["<<<<<<< HEAD", "a", "=======", "b", ">>>>>>> other", ""].join(lineEnd);
    it.each([
      ["in the frontmatter", withKeys(conflicting("\n")), ["syntax 6:1-8"]],
      ["in the body", `${withKeys("")}${conflicting("\n")}`, ["syntax 11:1-8"]],
      ["in the body, with CRLF", `${withKeys("")}${conflicting("\n")}`.replaceAll("\n", "\r\n"), ["syntax 11:1-8"]],
      ["in the first line", `${conflicting("\n")}${withKeys("")}`, ["syntax 1:1-8"]],
      ["indented, as an example", `${withKeys("")}${conflicting("\n").replaceAll(/^/gm, "  ")}`, []],
      ["that are not all there", `${withKeys("")}<<<<<<< HEAD\na\n>>>>>>> other\n`, []],
      ["that are the underline of a title", `${withKeys("")}Title\n=======\n`, []],
    ])("%s", (_, text, expected) => {
      expect(faults(parse(text))).toEqual(expected);
    });
  });

  it("an id from a file whose name is too long for others after it", () => {
    const idOf = (length: number): string | undefined =>
      parse(withKeys(""), `procedures/daily/${"a".repeat(length)}.md`).procedure?.id;
    expect([idOf(200)?.length, idOf(201)]).toEqual([200, undefined]);
  });

  it.each([
    ["a key written twice", "owner: b", ["syntax 6:1-6"]],
    ["a prototype's key", "__proto__: {}\nconstructor: {}", ["schema 6:1-10", "schema 7:1-12"]],
    ["an id that is none", "id: Service Health", ["schema 6:5-19"]],
    ["an id that Windows gives to a device", "id: aux", ["schema 6:5-8"]],
    ["an id longer than names of files may be", `id: ${"a".repeat(201)}`, ["schema 6:5-206"]],
    ["an id read as a number", "id: 7", ["schema 6:5-6"]],
    ["an earlier id twice", "formerly: [a, a]", ["schema 6:11-17"]],
    ["an earlier id that is today's", "formerly: [a, service-health]", ["schema 6:15-29"]],
    ["an effort without unit", "effort: 10", ["schema 6:9-11"]],
    ["no effort at all", "effort: 0m", ["schema 6:9-11"]],
    ["an interval in hours", "review_every: 48h", ["schema 6:15-18"]],
    ["one role without brackets", "escalate_to: operations-lead", ["schema 6:14-29"]],
    ["an unknown product", "products: [dynamics]", ["schema 6:12-20"]],
    ["an unknown requirement", "requires: [evidance]", ["schema 6:12-20"]],
    ["a measure that is no name", "measures: { a b: {}, 'a=b': {} }", ["schema 6:13-16", "schema 6:22-27"]],
    ["a measure's limit as text", "measures: { a: { warn: 80GB, limt: 1 } }", ["schema 6:24-28", "schema 6:30-34"]],
    ["a measure without end", "measures: { a: { warn: .inf, limit: .nan } }", ["schema 6:24-28", "schema 6:37-41"]],
    ["an input's broken pattern", 'inputs: { a: { pattern: "(" } }', ["schema 6:25-28"]],
    ["an input's default list", "inputs: { a: { default: [1] } }", ["schema 6:25-28"]],
    ["an input with a digit first", "inputs: { 1st: {} }", ["schema 6:11-14"]],
    ["an input that every program obeys", "inputs: { Path: {} }", ["schema 6:17-19"]],
    ["an input that git obeys", "inputs: { git-dir: {} }", ["schema 6:20-22"]],
    ["an input of the name of a variable", "inputs: { as_of: {} }", ["schema 6:18-20"]],
    ["two inputs of one variable", "inputs: { a-b: {}, A_B: {} }", ["schema 6:25-27"]],
    [
      "an input's pattern that would take for ever",
      'inputs: { a: { pattern: "^(a+)+$", default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab } }',
      [],
    ],
    ["an input's `__proto__`", "inputs: { __proto__: {} }", ["schema 6:11-20"]],
    ["a control character in a tag", 'tags: ["a\\u0007"]', ["schema 6:8-17"]],
    ["half a surrogate pair", 'tags: ["a\\ud800"]', ["schema 6:8-17"]],
    ["a line break in a tag", 'tags: ["a\\nb"]', ["schema 6:8-14"]],
    ["retired when it takes effect", "effective: 2026-12-01\nretired: 2026-12-01", ["schema 7:10-20"]],
    ["retired the day after", "effective: 2026-12-01\nretired: 2026-12-02", []],
    ["a day that does not exist", "effective: 2026-02-29", ["schema 6:12-22"]],
    [
      "several at once",
      "effort: x\nroll: up\nneeds: plan\nreview: 1d",
      ["schema 6:9-10", "schema 7:7-9", "schema 9:1-7"],
    ],
  ])("%s", (_, yaml, expected) => {
    expect(faults(parse(withKeys(yaml)))).toEqual(expected);
  });

  it.each([
    "every business day",
    "monthly",
    "monthly on business day 3",
    "monthly on day 31",
    "wave week",
    "on incident",
  ])("`roll` may stand with %s, where it may have nothing to move", (trigger) => {
    expect(parse(withKeys("roll: previous", trigger)).procedure?.roll).toBe("previous");
  });

  it.each([
    ["weekly", true],
    ["monthly", true],
    ["rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30", true],
    ["90 days after completion", false],
    ["wave week", false],
    ["on event go-live", false],
  ])("`catch_up` with %s: %s", (trigger, isAllowed) => {
    expect(faults(parse(withKeys("catch_up: each", trigger)))).toEqual(isAllowed ? [] : ["schema 6:11-15"]);
  });

  it.each([
    ["a track of the run book", "track: finance-operations", "wave week", []],
    ["a track that the run book lacks", "track: business-central", "wave week", ["schema 6:8-24"]],
    ["an unknown track", "track: sales", "wave week", ["schema 6:8-13"]],
    ["a track without waves", "track: customer-engagement", "daily", []],
    ["what a wave needs", "needs: early-access", "wave -6 weeks", []],
    ["needs without waves", "needs: plan", "monthly", []],
  ])("%s", (_, yaml, trigger, expected) => {
    expect(faults(parse(withKeys(yaml, trigger)))).toEqual(expected);
  });

  it("does not compare tracks while runbook.yml has a fault", () => {
    const { procedure } = parseProcedure(PATH, withKeys("track: business-central", "wave week"), undefined);
    expect(procedure?.track).toBe("business-central");
  });
});

describe("a trigger outside the grammar", () => {
  it.each([
    ["plain", "trigger: weekly on Tusday", "trigger 2:20-26"],
    ["plain, much white space", "trigger:    weekly   on   Tusday   # why", "trigger 2:27-33"],
    ["double quotes", 'trigger: "weekly on Tusday"', "trigger 2:21-27"],
    ["single quotes", "trigger: 'weekly on Tusday'", "trigger 2:21-27"],
    ["anchored", "trigger: &t weekly on Tusday", "trigger 2:23-29"],
    ["with escapes", 'trigger: "weekly\\u0020on Tusday"', "trigger 2:10-33"],
    ["folded", "trigger: >\n  weekly on\n  Tusday", "trigger 2:10-11"],
    ["literal", "trigger: |-\n  weekly on Tusday", "trigger 2:10-12"],
    ["over two lines", "trigger: weekly on\n  Tusday", "trigger 2:10-19"],
    ["ended too early", "trigger: weekly on", "trigger 2:19-19"],
    ["cron", "trigger: 0 8 * * 1", "trigger 2:10-11"],
    ["empty text", 'trigger: ""', "trigger 2:11-12"],
    ["nothing", "trigger:", "schema 2:1-8"],
    ["a number", "trigger: 7", "schema 2:10-11"],
    ["`on` alone is text", "trigger: on", "trigger 2:12-12"],
    ["a list", "trigger: [daily]", "schema 2:10-17"],
    ["much too long", `trigger: ${"daily ".repeat(30_000)}`, "trigger 2:10-180009"],
    ["not there", "effort: 1h", "schema 1:1-4"],
  ])("%s", (_, yaml, expected) => {
    const text = file(`${yaml}\nname: A\nlast_updated: 2026-11-02`);
    expect(faults(parse(text))).toEqual([expected]);
  });

  it("points into a file with CRLF and a byte order mark", () => {
    const text = `\uFEFF${file("name: A\ntrigger: weekly on Tusday\nlast_updated: 2026-11-02").replaceAll("\n", "\r\n")}`;
    expect(faults(parse(text))).toEqual(["trigger 3:20-26"]);
  });
});

describe("the file", () => {
  it.each([
    ["procedures/backup.md", "backup", []],
    ["procedures/a/b/Backup.md", undefined, ["schema 1:1-4"]],
    ["procedures/back up.md", undefined, ["schema 1:1-4"]],
    ["procedures/2026.md", "2026", []],
    ["procedures/.md", undefined, ["schema 1:1-4"]],
  ])("%s gives the id %s", (path, id, expected) => {
    const parsed = parse(withKeys(""), path);
    expect(faults(parsed)).toEqual(expected);
    expect(parsed.procedure?.id).toBe(id);
  });

  it("may have any name when it says its id", () => {
    expect(parse(withKeys("id: backup"), "procedures/Back up.md").procedure?.id).toBe("backup");
  });

  it("keeps its text and body although it has a fault", () => {
    const text = withKeys("effort: x");
    expect(parse(text)).toMatchObject({ text, body: BODY, bodyLine: 8, procedure: undefined });
  });

  it("is all body without frontmatter", () => {
    expect(parse("# Title\n")).toMatchObject({ body: "# Title\n", bodyLine: 1, procedure: undefined });
    expect(faults(parse("---js\n{}\n---\n"))).toEqual(["syntax 1:4-6"]);
  });

  it("knows the places of its values", () => {
    const { placeOf } = parse(withKeys("escalate_to: [a, bc]\ntags:\n  - x\n  - yz\nproducts:"));
    const at = (...way: (string | number)[]): string => {
      const { line, column, endColumn } = placeOf(way);
      return `${line}:${column}-${endColumn}`;
    };
    expect(at("owner")).toBe("4:8-23");
    expect(at("escalate_to", 1)).toBe("6:18-20");
    expect(at("escalate_to")).toBe("6:14-21");
    expect(at("tags", 1)).toBe("9:5-7");
    expect(at("tags")).toBe("7:1-5");
    expect(at("tags", 7)).toBe("7:1-5");
    expect(at("products")).toBe("10:1-9");
    expect(at("effort")).toBe("1:1-4");
    expect(at("effort", "x", 0)).toBe("1:1-4");
    expect(at()).toBe("1:1-4");
  });
});

describe("laws", () => {
  const key = fc.constantFrom(
    "name: A",
    "name: A: B",
    "trigger: daily",
    "trigger: wave week",
    "trigger: >",
    "owner: x",
    "owner:",
    "last_updated: 2026-11-02",
    "last_updated: 2026",
    "effort: 1h",
    "effort: 1",
    "tags: [a]",
    "tags: *a",
    "id: &a b",
    "measures: {a: {}}",
    "<<: {}",
    "? x",
    "- a",
    "  x",
    "\tx",
    "'",
    '"',
    "[",
    "}",
    "|",
    "...",
    "--- a",
    "----",
    "%YAML 1.1",
    "!a b",
    "\u0000",
    "\uD800",
    "\r",
    "# c",
    "__proto__: 1",
  );
  const required = ["name: A", "trigger: daily", "owner: x", "last_updated: 2026-11-02"];
  const keysOf = fc.oneof(
    fc.array(fc.oneof(key, fc.string({ unit: "binary" })), { maxLength: 12 }),
    fc
      .tuple(fc.shuffledSubarray(required, { minLength: 3 }), fc.array(key, { maxLength: 2 }))
      .map((parts) => parts.flat()),
  );
  const lineEnd = fc.constantFrom("\n", "\r\n");
  const frontmatters = fc
    .tuple(fc.constantFrom("", "\uFEFF"), keysOf, lineEnd)
    .map(([bom, keys, end]) => `${bom}${["---", ...keys, "---", "Body"].join(end)}`);

  it("never throws, and every place lies inside the file", () => {
    let valid = 0;
    fc.assert(
      fc.property(fc.oneof(frontmatters, fc.string({ unit: "binary" })), (text) => {
        const { procedure, diagnostics, placeOf } = parse(text);
        if (procedure !== undefined) valid += 1;
        expect(procedure === undefined).toBe(diagnostics.length > 0);
        const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
        const places = [["owner"], ["tags", 0], ["measures", "a"], []].map(placeOf);
        for (const { line, column, endLine, endColumn } of [...diagnostics, ...places]) {
          expect(endLine).toBe(line);
          expect(column).toBeGreaterThanOrEqual(1);
          expect(endColumn).toBeGreaterThanOrEqual(column);
          expect(endColumn).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
        }
      }),
      { numRuns: 2000 },
    );
    expect(valid).toBeGreaterThan(50);
  });

  it("gives the same model with CRLF and a byte order mark", () => {
    const text = withKeys(
      "tags:\n  - a\n  - b\neffort: 1h\nescalate_to: [a,\n  b]\ninputs:\n  a:\n    description: |\n      x\n      y",
      ">\n  weekly\n  on Monday",
    );
    const crlf = text.replaceAll("\n", "\r\n");
    const { procedure } = parse(text);
    expect(procedure).toMatchObject({ triggerText: "weekly on Monday", tags: ["a", "b"] });
    for (const variant of [crlf, `\uFEFF${text}`, `\uFEFF${crlf}`]) {
      expect(parse(variant).procedure).toEqual(procedure);
      expect(parse(variant).bodyLine).toBe(parse(text).bodyLine);
    }
  });
});
