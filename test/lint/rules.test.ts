import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import { lint } from "../../src/lint/lint.ts";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import type { RunBook } from "../../src/model/runbook.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { type Schedule, scheduleOf } from "../../src/schedule/schedule.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { lintInputOf } from "../helpers/lint-input.ts";
import { type BookParts, bookFiles, done } from "../helpers/run-book.ts";

interface Options {
  readonly asOf?: string;
  /** In the place of the purpose: of all procedures, or of each by its id. */
  readonly body?: string | Readonly<Record<string, string>>;
  /** What the ledger holds; without it the rules know of none. */
  readonly records?: readonly LedgerRecord[];
}

/** The findings of one rule, as `severity path:line:column`. */
function findings(rule: string, parts: BookParts, options: Options = {}): string[] {
  return diagnosed(rule, parts, options).map(
    ({ severity, path, line, column }) => `${severity} ${path}:${line}:${column}`,
  );
}

/** What the findings of one rule say. */
function messages(rule: string, parts: BookParts, options: Options = {}): string[] {
  return diagnosed(rule, parts, options).map(({ message }) => message);
}

function diagnosed(rule: string, parts: BookParts, options: Options): Diagnostic[] {
  const files = bookFiles(parts).map((file) =>
    options.body !== undefined && file.path.startsWith("procedures/")
      ? { ...file, text: file.text.replace("Purpose.", bodyOf(file.path, options.body)) }
      : file,
  );
  const parsed = parseRunBook(files, { knownRegions: REGIONS });
  const asOf = (options.asOf ?? "2026-11-23") as CalendarDate;
  const { records } = options;
  const { book } = parsed;
  const ledger = records &&
    book && { records, schedule: scheduleAt(book, records, asOf), unreadable: [], knownTexts: new Set<string>() };
  return lint(lintInputOf(files, parsed, asOf, { ledger }), parsed.diagnostics).filter((found) => found.rule === rule);
}

function bodyOf(path: string, body: NonNullable<Options["body"]>): string {
  return typeof body === "string" ? body : (body[path.slice("procedures/".length, -".md".length)] ?? "");
}

function scheduleAt(book: RunBook, records: readonly LedgerRecord[], asOf: CalendarDate): Schedule {
  return scheduleOf(book, records, ANNOUNCED_WAVES, zoneOf(book.settings.timezone).endOf(asOf), asOf);
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

  it("not of a role all of whose procedures are retired", () => {
    const retired = (on: string): string[] =>
      findings("single-holder", { roles: roles("people: [ana]"), procedures: job({ retired: on }) });
    expect([retired("2026-11-23"), retired("2026-11-24")]).toEqual([[], ["info roles.yml:2:3"]]);
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

  it("of a role or a person, only on days on which something that they own is not retired", () => {
    const text = absence("2026-12-01", "2026-12-05");
    const retired = (owner: string, on: string): string[] =>
      messages("uncovered", { roles: text, procedures: job({ owner, retired: on }) });
    for (const [owner, found] of [
      ["desk", "Nobody holds `desk`"],
      ["ana", "`ana`, who owns procedures, is away"],
    ] as const) {
      expect(retired(owner, "2026-11-01")).toEqual([]);
      expect(retired(owner, "2026-12-01")).toEqual([]);
      expect(retired(owner, "2026-12-02")).toEqual([expect.stringContaining(`${found} on 2026-12-01, expected`)]);
      expect(retired(owner, "2026-12-04")).toEqual([expect.stringContaining("on 2 more days until 2026-12-03")]);
    }
  });

  it("for as long as the last of what they own lasts", () => {
    const procedures = { ...job({ retired: "2026-11-01" }), other: { trigger: "weekly", owner: "desk" } };
    const text = absence("2026-12-01", "2026-12-05");
    expect(findings("uncovered", { roles: text, procedures })).toEqual(["warning roles.yml:2:3"]);
  });

  it("not with a deputy", () => {
    const text = absence("2026-12-01", "2026-12-05").replace("people: [ana] }", "people: [ana], deputies: [ben] }");
    expect(findings("uncovered", { roles: text, procedures: job() })).toEqual([]);
  });
});

describe("stale", () => {
  // By default a procedure is read again after 180 days: 2026-05-27 is so long before the day asked about.
  it.each([
    ["on the day", "2026-11-23", []],
    ["tomorrow", "2026-11-24", ["error procedures/job.md:5:15"]],
    ["an interval ago", "2026-05-27", []],
    ["a day more", "2026-05-26", ["warning procedures/job.md:5:15"]],
    ["two intervals ago", "2025-11-28", ["warning procedures/job.md:5:15"]],
    ["a day more than two", "2025-11-27", ["error procedures/job.md:5:15"]],
  ])("reviewed %s", (_title, day, expected) => {
    expect(findings("stale", { roles: roles("people: [ana]"), procedures: job({ last_updated: day }) })).toEqual(
      expected,
    );
  });

  it("names the command that shows it and writes the day down", () => {
    const [found] = diagnosed("stale", { procedures: job({ last_updated: "2026-05-26" }) }, {});
    expect(found?.hint).toMatch(/: runbook review job$/);
  });

  it("not once it is retired", () => {
    const old = { last_updated: "2024-01-01" };
    const retired = (on: string): string[] =>
      findings("stale", { procedures: job({ ...old, owner: "chris", retired: on }) });
    expect([retired("2026-11-23"), retired("2026-11-24")]).toEqual([[], ["error procedures/job.md:5:15"]]);
  });
});

describe("unexercised", () => {
  const at = "warning procedures/job.md:3:10";
  const of = (trigger: string, records: readonly LedgerRecord[], more: Record<string, string> = {}): string[] => {
    const { go_live = "2026-01-01", ...keys } = more;
    const parts = { settings: { go_live }, procedures: { job: { trigger, ...keys } } };
    return findings("unexercised", parts, { records });
  };
  const days = (...keys: string[]): LedgerRecord[] => keys.map((key) => done(key, `${key}T12:00`));

  // Monday 23 November: the last three that are past their due date are Wednesday, Thursday and Friday.
  it.each([
    ["none of the last three", [], [at]],
    ["the oldest of the last three", days("2026-11-18"), []],
    ["the newest of the last three", days("2026-11-20"), []],
    ["the one before them only", days("2026-11-17"), [at]],
    ["today's only, which is not past its due date", days("2026-11-23"), [at]],
  ])("recorded: %s", (_title, records, expected) => {
    expect(of("every business day", records)).toEqual(expected);
  });

  it("takes three that were owed: two since go-live are too few", () => {
    expect(of("every business day", [], { go_live: "2026-11-19" })).toEqual([]);
    expect(of("every business day", [], { go_live: "2026-11-18" })).toEqual([at]);
  });

  it("passes over what a freeze takes out", () => {
    const freeze = { freezes: "[{ from: 2026-11-16, to: 2026-11-20, reason: Year-end, procedures: [job] }]" };
    const parts = { settings: freeze, procedures: { job: { trigger: "every business day" } } };
    const frozen = (...keys: string[]): string[] => messages("unexercised", parts, { records: days(...keys) });
    expect(frozen()).toEqual([expect.stringContaining("(2026-11-11, 2026-11-12, 2026-11-13)")]);
    expect(frozen("2026-11-11")).toEqual([]);
  });

  it("looks back as far as three of them lie", () => {
    expect(of("quarterly", [])).toEqual([at]);
    expect(of("quarterly", [done("2026-Q1", "2026-03-31T12:00")])).toEqual([]);
    expect(of("quarterly", [], { effective: "2026-06-01" })).toEqual([]);
  });

  it("names the three in their order, and the last one to record", () => {
    const parts = { procedures: { job: { trigger: "every business day" } } };
    const [found] = diagnosed("unexercised", parts, { records: [] });
    expect(found?.message).toContain("(2026-11-18, 2026-11-19, 2026-11-20)");
    expect(found?.hint).toMatch(/: runbook done job --for 2026-11-20$/);
  });

  it("says which procedure it may have been, where a renamed file has left its records behind", () => {
    const hint = (...ids: string[]): string | null | undefined => {
      const records = ids.map((procedure) => done("2026-11-20", "2026-11-20T12:00", { procedure }));
      const parts = { procedures: { "job-review": { trigger: "every business day" }, other: { trigger: "yearly" } } };
      return diagnosed("unexercised", parts, { records }).find(({ path }) => path.includes("job-review"))?.hint;
    };
    expect(hint("checks")).toMatch(/^If it went as `checks`, .*: `formerly: \[checks\]`\. Else skip it with a reason/);
    expect(hint("checks", "jobs-review")).toMatch(/^If it went as `jobs-review`/);
    expect(hint("checks", "logs")).toMatch(/^Skip it with a reason/);
    expect(hint("other")).toMatch(/^Skip it with a reason/);
  });

  it("knows nothing without a ledger, and asks nothing of what is retired", () => {
    expect(findings("unexercised", { procedures: { job: { trigger: "every business day" } } })).toEqual([]);
    expect(of("every business day", [], { retired: "2026-11-23" })).toEqual([]);
  });
});

describe("wave-window", () => {
  const at = "warning procedures/job.md:3:10";
  const of = (trigger: string, more: Record<string, string> = {}, settings: Record<string, string> = {}): string[] =>
    findings("wave-window", { settings, procedures: { job: { trigger, ...more } } });

  it.each([
    ["wave -9 weeks", [at]],
    ["wave -8 weeks", []],
    ["wave week", []],
    ["wave +2 weeks", []],
    ["wave +3 weeks", [at]],
    ["weekly", []],
  ])("%s", (trigger, expected) => {
    expect(of(trigger)).toEqual(expected);
  });

  it("takes a milestone for too early where its week is over before the date that it needs, on its own track", () => {
    const waves = "waves: [{ id: 2027-04, tracks: { customer-engagement: { early_access: DATE } } }]\n";
    const of2027 = (date: string, more: Record<string, string> = {}): string[] =>
      messages("wave-window", {
        settings: { go_live: "2027-01-01", tracks: "[customer-engagement, business-central]" },
        waves: waves.replace("DATE", date),
        procedures: { job: { trigger: "wave -6 weeks", needs: "early-access", ...more } },
      }).filter((message) => message.includes("2027-04 (customer-engagement)"));
    // Wave week begins on Monday 29 March 2027, the milestone's on 15 February.
    expect(of2027("2027-02-21")).toEqual([]);
    expect(of2027("2027-02-22")).toEqual([expect.stringContaining("the week of 2027-02-15 ends before 2027-02-22")]);
    expect(of2027("2027-02-22", { track: "business-central" })).toEqual([]);
    // In a wave in which it is not owed nothing is done too early: it is due on Friday 19 February.
    expect(of2027("2027-02-22", { effective: "2027-02-16" })).toEqual([]);
    expect(of2027("2027-02-22", { retired: "2027-02-19" })).toEqual([]);
    expect(of2027("2027-02-22", { effective: "2027-02-15", retired: "2027-02-20" })).toHaveLength(1);
  });

  it("asks nothing of what is retired", () => {
    expect(of("wave -9 weeks", { retired: "2026-11-23" })).toEqual([]);
    expect(of("wave -9 weeks", { retired: "2026-11-24" })).toEqual([at]);
  });
});

describe("unowned", () => {
  const of = (role: string, owner: string | undefined = "desk"): string[] =>
    messages("unowned", { roles: roles(role), procedures: { job: { owner } } });

  it.each([
    ["a role with a person", "people: [ana]", []],
    ["an outside team", "contact: { email: desk@partner.example }", []],
    ["a role with nobody", "team: customer-it", [expect.stringContaining("neither people nor a contact")]],
  ])("%s", (_title, role, expected) => {
    expect(of(role)).toEqual(expected);
  });

  it("takes a person by name, and nobody else", () => {
    expect(of("people: [ana]", "ben")).toEqual([]);
    expect(of("people: [ana]", "desc")).toEqual([expect.stringContaining("`desc` is not in roles.yml")]);
    const [near] = diagnosed("unowned", { roles: roles("people: [ana]"), procedures: { job: { owner: "desc" } } }, {});
    expect(near?.hint).toBe("Did you mean `desk`?");
    const [far] = diagnosed("unowned", { roles: roles("people: [ana]"), procedures: { job: { owner: "qqqqqq" } } }, {});
    expect(far?.hint).toBe("Add the role to roles.yml.");
  });

  it("tells of the placeholder once, at its place, with the roles that it holds", () => {
    const text =
      "roles:\n  desk: { name: Desk, people: [unnamed] }\n  lead: { name: Lead, people: [unnamed] }\n  spare: { name: Spare, people: [ben] }\npeople:\n  ben: { name: Ben }\n  unnamed: { name: Nobody yet }\n";
    const parts = { roles: text, procedures: { ...job(), other: { trigger: "daily", owner: "lead" } } };
    expect(findings("unowned", parts)).toEqual(["error roles.yml:7:3"]);
    expect(messages("unowned", parts)).toEqual([
      expect.stringMatching(/`unnamed` is a placeholder, .* it holds 2 roles\.$/u),
    ]);
  });
});

describe("unknown-role", () => {
  const rest =
    "duties: { calls-partner: DUTY }\nabsences: [{ person: PERSON, from: 2027-01-04, to: 2027-01-05, cover: COVER }]\n";
  const of = (names: { duty?: string; person?: string; cover?: string; call?: string }): string[] => {
    const { duty = "desk", person = "ana", cover = "ben", call = "desk" } = names;
    const text = roles(
      "people: [ana, ben]",
      rest.replace("DUTY", duty).replace("PERSON", person).replace("COVER", cover),
    );
    return diagnosed("unknown-role", { roles: text, procedures: job({ escalate_to: `[${call}]` }) }, {}).map(
      ({ path, line, column, message }) => `${path}:${line}:${column} ${message}`,
    );
  };

  it("knows roles and people where both will do, people alone for absences", () => {
    expect(of({})).toEqual([]);
    expect(of({ duty: "ana", call: "ben" })).toEqual([]);
    expect(of({ duty: "desc" })).toEqual([
      "roles.yml:7:26 Duty calls-partner names `desc`, expected a role or person of roles.yml.",
    ]);
    expect(of({ person: "desk" })).toEqual(["roles.yml:8:22 Absence names `desk`, expected a person of roles.yml."]);
    expect(of({ cover: "desk" })).toEqual([
      expect.stringMatching(/^roles\.yml:8:68 Cover names `desk`, expected a person/u),
    ]);
    expect(of({ call: "dana" })).toEqual([
      expect.stringMatching(/^procedures\/job\.md:\d+:\d+ Escalation names `dana`, expected a role or person/u),
    ]);
  });

  it("warns of people of whom roles.yml says no more than that they hold a role", () => {
    const text = roles("people: [ana, zoe]").replace("people: [ben]", "people: [ben], deputies: [zoe, dirk]");
    const found = diagnosed("unknown-role", { roles: text, procedures: job() }, {});
    expect(found.map(({ severity, line, column, message }) => `${severity} ${line}:${column} ${message}`)).toEqual([
      expect.stringMatching(/^warning 2:37 `zoe` is not under `people`, expected/u),
      expect.stringMatching(/^warning 3:56 `dirk` is not under `people`, expected/u),
    ]);
  });

  it("says what may be meant, or what to do", () => {
    const hintOf = (call: string): string | null | undefined =>
      diagnosed("unknown-role", { roles: roles("people: [ana]"), procedures: job({ escalate_to: `[${call}]` }) }, {})[0]
        ?.hint;
    expect(hintOf("spere")).toBe("Did you mean `spare`?");
    expect(hintOf("qqqqqq")).toBe("Mend the name, or add it to roles.yml.");
  });

  it("does not take who is absent for their own cover", () => {
    const hintOf = (cover: string): string | null | undefined => {
      const absences = `absences: [{ person: ana, from: 2026-12-01, to: 2026-12-02, cover: ${cover} }]\n`;
      return diagnosed("unknown-role", { roles: roles("people: [ana]", absences) }, {})[0]?.hint;
    };
    expect(hintOf("ann")).toBe(
      "Mend the name, or put it back under `people`: who has left stays there, without a role.",
    );
    expect(hintOf("bem")).toBe("Did you mean `ben`?");
  });
});

describe("calendar", () => {
  // The estimate of 2030-04 is Monday 1 April, so that its plan is from 4 February to 21 April.
  const estimated = (asOf: string, keys: Record<string, string> = {}, waves?: string): string[] =>
    findings(
      "calendar",
      { procedures: { job: { trigger: "wave -4 weeks", ...keys } }, ...(waves !== undefined && { waves }) },
      { asOf },
    ).filter((found) => found.includes("waves.yml"));
  const at = ["warning waves.yml:1:1"];

  it("names a wave that is still estimated while its plan goes on", () => {
    const days = ["2030-02-03", "2030-02-04", "2030-04-21", "2030-04-22"];
    expect(days.map((day) => estimated(day))).toEqual([[], at, at, []]);
    const own = "waves: [{ id: 2030-04, tracks: { customer-engagement: { production_update: 2030-04-06 } } }]\n";
    expect(estimated("2030-03-01", {}, own)).toEqual([]);
  });

  it("asks for no wave that nothing goes by any more", () => {
    expect(estimated("2030-03-01", { trigger: "weekly" })).toEqual([]);
    expect(estimated("2030-03-01", { retired: "2030-03-01" })).toEqual([]);
    expect(estimated("2030-03-01", { retired: "2030-03-02" })).toEqual(at);
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

  // As `wave` and `report` have it.
  it("takes the budget of a wave for each track by itself", () => {
    const waves = (effort: string, track?: string): string[] =>
      messages("over-budget", {
        settings: { budgets: "{ wave: 1h }", tracks: "[customer-engagement, business-central]" },
        procedures: {
          job: { trigger: "wave week", effort, track },
          other: { trigger: "wave week", effort: "40m", track: "business-central" },
        },
      });
    expect(waves("40m", "customer-engagement")).toEqual([]);
    expect(waves("20m")).toEqual([]);
    expect(waves("21m")).toEqual([expect.stringContaining("of business-central take 61 minutes")]);
    expect(waves("61m")).toHaveLength(2);
  });
});

describe("duplicate-procedure", () => {
  /** Numbers, so that each text shares as many shingles with another as their ranges overlap by. */
  const words = (from: number, to: number): string =>
    Array.from({ length: to - from }, (_, index) => `w${from + index}`).join(" ");
  const of = (body: Record<string, string>): string[] =>
    messages(
      "duplicate-procedure",
      { procedures: Object.fromEntries(Object.keys(body).map((id) => [id, {}])) },
      { body },
    );

  it("names a text that resembles none but one that resembles another", () => {
    expect(of({ a: words(0, 300), b: words(25, 325), c: words(50, 350), d: words(500, 800) })).toEqual([
      "Text that is 83% that of procedures/a.md, expected one procedure for one job.",
      "Text that is 83% that of procedures/b.md, expected one procedure for one job.",
    ]);
  });

  it("names all that stand for themselves and are resembled", () => {
    expect(of({ a: words(0, 300), b: words(50, 350), c: words(25, 325), copy: words(25, 325) })).toEqual(
      ["c", "copy"].map(
        () =>
          "Text that is 83% that of procedures/a.md, 83% that of procedures/b.md, expected one procedure for one job.",
      ),
    );
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
