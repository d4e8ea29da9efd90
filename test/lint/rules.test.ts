import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { REGIONS } from "../../src/data/announced-waves.ts";
import { lint } from "../../src/lint/lint.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { lintInputOf } from "../helpers/lint-input.ts";
import { type BookParts, bookFiles } from "../helpers/run-book.ts";

/** The findings of one rule, as `severity path:line:column`. */
function findings(rule: string, parts: BookParts, options: { asOf?: string; body?: string } = {}): string[] {
  const files = bookFiles(parts).map((file) =>
    options.body !== undefined && file.path.startsWith("procedures/")
      ? { ...file, text: file.text.replace("Purpose.", options.body) }
      : file,
  );
  const parsed = parseRunBook(files, { knownRegions: REGIONS });
  const asOf = (options.asOf ?? "2026-11-23") as CalendarDate;
  return lint(lintInputOf(files, parsed, asOf), parsed.diagnostics)
    .filter((diagnostic) => diagnostic.rule === rule)
    .map(({ severity, path, line, column }) => `${severity} ${path}:${line}:${column}`);
}

const roles = (role: string, rest = ""): string =>
  `roles:\n  desk: { name: Desk, ${role} }\n  spare: { name: Spare, people: [ben] }\npeople:\n  ana: { name: Ana }\n  ben: { name: Ben }\n${rest}`;
const job = (keys: Record<string, string> = {}): NonNullable<BookParts["procedures"]> => ({
  job: { trigger: "daily", owner: "desk", ...keys },
});

describe("single-holder", () => {
  it.each([
    ["one person and no deputy", "people: [ana]", ["info roles.yml:2:3"]],
    ["one person and a deputy", "people: [ana], deputies: [ben]", []],
    ["two people", "people: [ana, ben]", []],
    ["an outside team", "contact: { email: desk@partner.example }", []],
  ])("%s", (_title, role, expected) => {
    // `spare` owns nothing, so that it hangs on nobody.
    expect(findings("single-holder", { roles: roles(role), procedures: job() })).toEqual(expected);
  });
});

describe("uncovered", () => {
  const absence = (from: string, to: string): string =>
    roles("people: [ana]", `absences: [{ person: ana, from: ${from}, to: ${to} }]\n`);
  it.each([
    ["a day in the next 30", "2026-12-22", "2026-12-22", ["warning roles.yml:2:3"]],
    ["today", "2026-11-01", "2026-11-23", ["warning roles.yml:2:3"]],
    ["yesterday", "2026-11-01", "2026-11-22", []],
    ["the day after the 30", "2026-12-23", "2026-12-31", []],
  ])("absent on %s", (_title, from, to, expected) => {
    expect(findings("uncovered", { roles: absence(from, to), procedures: job() })).toEqual(expected);
  });

  it("also of a person who owns something by name, unless there is a cover", () => {
    const text = absence("2026-12-01", "2026-12-05");
    const own = job({ owner: "ana" });
    expect(findings("uncovered", { roles: text, procedures: own })).toEqual(["warning roles.yml:5:3"]);
    const covered = text.replace("2026-12-05 }", "2026-12-05, cover: ben }");
    expect(findings("uncovered", { roles: covered, procedures: own })).toEqual([]);
  });

  it("not with a deputy", () => {
    const text = absence("2026-12-01", "2026-12-05").replace("people: [ana] }", "people: [ana], deputies: [ben] }");
    expect(findings("uncovered", { roles: text, procedures: job() })).toEqual([]);
  });
});

describe("over-budget", () => {
  const parts = (effort: string, more: Record<string, string> = {}): BookParts => ({
    settings: { budgets: "{ daily: 1h }" },
    procedures: { ...job({ effort: "40m" }), other: { trigger: "every business day", effort, ...more } },
  });
  const weekly = (trigger: string, effort: string): BookParts => ({
    settings: { budgets: "{ weekly: 2h }" },
    procedures: job({ trigger, effort }),
  });
  it.each([
    ["at the budget", parts("20m"), []],
    ["a minute above", parts("21m"), ["warning runbook.yml:5:19"]],
    ["above with a retired one", parts("21m", { retired: "2026-11-23" }), []],
    ["another cadence", parts("8h", { trigger: "weekly" }), []],
    ["each day of a week, at it", weekly("weekly on Monday and Thursday", "1h"), []],
    ["each day of a week, above", weekly("weekly on Monday and Thursday", "61m"), ["warning runbook.yml:5:20"]],
    ["a whole week", weekly("weekly", "2h"), []],
  ])("%s", (_title, book, expected) => {
    expect(findings("over-budget", book)).toEqual(expected);
  });
});

describe("renamed-product", () => {
  const of = (body: string, settings: Record<string, string> = {}): string[] =>
    findings("renamed-product", { settings, procedures: job() }, { body });

  it.each([
    ["a retired name", "See Azure AD for it.", ["warning procedures/job.md:7:5"]],
    ["in other letters", "See azure ad.", ["warning procedures/job.md:7:5"]],
    ["emphasised, over a line's end", "See **Azure\nActive Directory**.", ["warning procedures/job.md:7:7"]],
    ["twice", "Azure AD, Azure AD", ["warning procedures/job.md:7:1", "warning procedures/job.md:7:11"]],
    ["within another word", "Azure ADX and MyAzure AD", []],
    ["today's name of something else", "Azure AD B2C", []],
    ["today's name", "Microsoft Entra ID", []],
  ])("%s", (_title, body, expected) => {
    expect(of(body)).toEqual(expected);
  });

  it("is switched off by a comment with a reason, and only then", () => {
    expect(of("<!-- runbook-disable renamed-product: its subject -->\nAzure AD")).toEqual([]);
    expect(of("<!-- runbook-disable renamed-product -->\nAzure AD")).toHaveLength(1);
    expect(of("<!-- runbook-disable renamed-product: -->\nAzure AD")).toHaveLength(1);
    expect(of("<!-- runbook-disable stale: its subject -->\nAzure AD")).toHaveLength(1);
  });

  it("has the severity that runbook.yml gives it", () => {
    expect(of("Azure AD", { lint: "{ rules: { renamed-product: error } }" })).toEqual(["error procedures/job.md:7:1"]);
    expect(of("Azure AD", { lint: "{ rules: { renamed-product: off } }" })).toEqual([]);
  });
});

describe("what does not parse", () => {
  it("cannot be switched off by a comment", () => {
    const parts = { procedures: job({ trigger: "fortnightly" }) };
    expect(findings("trigger", parts, { body: "<!-- runbook-disable trigger: no -->" })).toHaveLength(1);
  });
});
