import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ParsedConfig, parseDirectory, parseHolidays, parseSettings, parseWaves } from "../../src/parse/config.ts";
import { isRefName, isTimeZone } from "../../src/parse/config-schemas.ts";
import { isKebabCase } from "../../src/parse/kebab-case.ts";
import { RULE_NAMES } from "../../src/parse/rule-names.ts";
import { processorSeconds } from "../helpers/processor-time.ts";

const knownRegions = ["united-kingdom", "europe", "north-america"];
const settings = (text: string): ReturnType<typeof parseSettings> =>
  parseSettings("runbook.yml", text, { knownRegions });
const waves = (text: string): ReturnType<typeof parseWaves> => parseWaves("waves.yml", text, { knownRegions });
const directory = (text: string): ReturnType<typeof parseDirectory> => parseDirectory("roles.yml", text);
const holidays = (text: string): ReturnType<typeof parseHolidays> => parseHolidays("holidays.yml", text);

/** `rule line:column-endColumn` of each diagnostic, in the order of the file. */
function faults({ value, diagnostics }: ParsedConfig<unknown>): readonly string[] {
  expect(value === undefined).toBe(diagnostics.length > 0);
  return diagnostics
    .toSorted((a, b) => a.line - b.line || a.column - b.column)
    .map(({ rule, line, column, endColumn }) => `${rule} ${line}:${column}-${endColumn}`);
}

function hints({ diagnostics }: ParsedConfig<unknown>): readonly (string | null)[] {
  return diagnostics.map(({ hint }) => hint);
}

const REQUIRED = "id: contoso\ntitle: Contoso\ngo_live: 2026-11-02\ntimezone: Europe/London\n";
const required = (text: string): ReturnType<typeof parseSettings> => settings(REQUIRED + text);

describe("parseSettings", () => {
  it("fills in the defaults", () => {
    expect(settings(REQUIRED)).toEqual({
      diagnostics: [],
      value: {
        id: "contoso",
        title: "Contoso",
        goLive: "2026-11-02",
        timezone: "Europe/London",
        workingWeek: [1, 2, 3, 4, 5],
        closures: [],
        freezes: [],
        fiscalYearStart: 1,
        region: undefined,
        tracks: ["customer-engagement"],
        reviewEveryDays: { default: 180, incident: 90 },
        budgetMinutes: {},
        ledger: { branch: "runbook-ledger", remote: "origin", sync: "auto", sign: "auto" },
        lintRules: {},
        lintOverrides: [],
      },
    });
  });

  it("reads every key", () => {
    const { value, diagnostics } = settings(`
id: contoso
title: "  Contoso: run book "
go_live: 2026-11-02
timezone: UTC
working_week: [sun, mon, tue, wed, thu]
closures: [{ from: 2026-12-24, to: 2026-12-24, reason: Office closed }]
freezes:
  - { from: 2027-03-25, to: 2027-04-02, reason: Year end, procedures: [solution-health-review] }
  - from: 2027-03-25
    to: 2027-04-02
    reason: Year end
    tags: [change]
fiscal_year_start: 7
region: united-kingdom
tracks: [business-central, finance-operations]
review_every: { weekly: 12w }
budgets: { daily: 1h, wave: 3d, other: 1w }
ledger: { branch: team/ledger, sync: manual }
lint: { rules: { stale: error, drift: off } }
`);
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      id: "contoso",
      title: "Contoso: run book",
      goLive: "2026-11-02",
      timezone: "UTC",
      workingWeek: [7, 1, 2, 3, 4],
      closures: [{ from: "2026-12-24", to: "2026-12-24", reason: "Office closed" }],
      freezes: [
        { from: "2027-03-25", to: "2027-04-02", reason: "Year end", procedures: ["solution-health-review"], tags: [] },
        { from: "2027-03-25", to: "2027-04-02", reason: "Year end", procedures: [], tags: ["change"] },
      ],
      fiscalYearStart: 7,
      region: "united-kingdom",
      tracks: ["business-central", "finance-operations"],
      reviewEveryDays: { default: 180, incident: 90, weekly: 84 },
      budgetMinutes: { daily: 60, wave: 1440, other: 2400 },
      ledger: { branch: "team/ledger", remote: "origin", sync: "manual", sign: "auto" },
      lintRules: { stale: "error", drift: "off" },
      lintOverrides: [],
    });
  });

  it.each([
    ["an empty file", "", ["schema 1:1-1", "schema 1:1-1", "schema 1:1-1", "schema 1:1-1"]],
    ["comments only", "# To do\n", ["schema 1:1-8", "schema 1:1-8", "schema 1:1-8", "schema 1:1-8"]],
    ["a list", "- id: contoso\n", ["schema 1:1-14"]],
    ["a text", "contoso\n", ["schema 1:1-8"]],
    ["a byte order mark", "\uFEFFid: Contoso\ntitle: A\ngo_live: 2026-11-02\ntimezone: UTC\n", ["schema 1:5-12"]],
    ["CRLF", "id: contoso\r\ntitle: A\r\ngo_live: 2026-11-31\r\ntimezone: UTC\r\n", ["schema 3:10-20"]],
    ["nothing after a key", "id: contoso\ntitle:\ngo_live: 2026-11-02\ntimezone: UTC\n", ["schema 2:1-6"]],
    ["a title of several lines", 'id: a\ntitle: "a\\nb"\ngo_live: 2026-11-02\ntimezone: UTC\n', ["schema 2:8-14"]],
    ["a control character", 'id: a\ntitle: "a\\u001b[2Jb"\ngo_live: 2026-11-02\ntimezone: UTC\n', ["schema 2:8-21"]],
  ])("%s", (_, text, expected) => {
    expect(faults(settings(text))).toEqual(expected);
  });

  it.each([
    ["an unknown key", "freeze: []", ["schema 5:1-7"]],
    ["a prototype's key", "constructor: 1\n__proto__: 1", ["schema 5:1-12", "schema 6:1-10"]],
    ["a merge key", "<<: { region: europe }", ["schema 5:1-3"]],
    ["a key written twice", "title: Other", ["syntax 5:1-6"]],
    ["an empty week", "working_week: []", ["schema 5:15-17"]],
    ["a weekday twice", "working_week: [mon, tue, mon]", ["schema 5:15-30"]],
    ["whole weekdays", "working_week: [monday, Tue]", ["schema 5:16-22", "schema 5:24-27"]],
    ["a list of one without brackets", "tracks: business-central", ["schema 5:9-25"]],
    ["a track twice", "tracks: [business-central, business-central]", ["schema 5:9-45"]],
    [
      "a closure that ends before it starts",
      "closures: [{ from: 2026-12-24, to: 2026-12-23, reason: x }]",
      ["schema 5:36-46"],
    ],
    ["a closure of 731 days", "closures: [{ from: 2026-01-01, to: 2028-01-01, reason: x }]", []],
    ["a closure of 732 days", "closures: [{ from: 2026-01-01, to: 2028-01-02, reason: x }]", ["schema 5:36-46"]],
    ["a closure without reason", "closures: [{ from: 2026-01-01, to: 2026-01-01 }]", []],
    ["a freeze of everything", "freezes: [{ from: 2027-03-25, to: 2027-04-02, reason: x }]", ["schema 5:11-58"]],
    [
      "a freeze of nothing",
      "freezes:\n  - from: 2027-03-25\n    to: 2027-04-02\n    reason: x\n    tags: []",
      ["schema 6:5-21"],
    ],
    ["month 0", "fiscal_year_start: 0", ["schema 5:20-21"]],
    ["month 12", "fiscal_year_start: 12", []],
    ["month 13", "fiscal_year_start: 13", ["schema 5:20-22"]],
    ["half a month", "fiscal_year_start: 1.5", ["schema 5:20-23"]],
    ["a month's name", "fiscal_year_start: April", ["schema 5:20-25"]],
    ["an unknown region", "region: united-kingdon", ["schema 5:9-23"]],
    ["a region that is no id", "region: United Kingdom", ["schema 5:9-23"]],
    ["an unknown group", "review_every: { dayly: 1d }\nbudgets: { default: 1h }", ["schema 5:17-22", "schema 6:12-19"]],
    [
      "amounts of the other kind",
      "review_every: { daily: 1h }\nbudgets: { daily: 1.5h }",
      ["schema 5:24-26", "schema 6:19-23"],
    ],
    [
      "amounts without unit",
      "review_every: { daily: 90 }\nbudgets: { daily: 60 }",
      ["schema 5:24-26", "schema 6:19-21"],
    ],
    ["amounts as one", "review_every: 90d", ["schema 5:15-18"]],
    ["a branch like an option", "ledger: { branch: --force }", ["schema 5:19-26"]],
    ["an unknown way of syncing", "ledger: { sync: always, sign: on }", ["schema 5:17-23", "schema 5:31-33"]],
    ["an unknown rule", "lint: { rules: { stael: error } }", ["schema 5:18-23"]],
    ["an unknown severity", "lint: { rules: { stale: fatal, drift: false } }", ["schema 5:25-30", "schema 5:39-44"]],
  ])("%s", (_, text, expected) => {
    expect(faults(required(text))).toEqual(expected);
  });

  it("reports all of a file at once", () => {
    const text =
      "id: Contoso\ntitle: 2026\ngo_live: 2026-1-2\ntimezone: Europe/Londn\nregion: uk\nclosure: []\nlint: []\n";
    const places = ["1:5-12", "2:8-12", "3:10-18", "4:11-23", "5:9-11", "6:1-8", "7:7-9"];
    expect(faults(settings(text))).toEqual(places.map((place) => `schema ${place}`));
  });

  it.each([
    ["title: 2026", 'Write `"2026"`, in quotes.'],
    ["title: 010", 'Write `"010"`, in quotes.'],
    ["title: true", 'Write `"true"`, in quotes.'],
    ["title: 0x1F", 'Write `"0x1F"`, in quotes.'],
  ])("says how to write text: %s", (line, hint) => {
    expect(hints(settings(`${line}\nid: a\ngo_live: 2026-11-02\ntimezone: UTC\n`))).toEqual([hint]);
  });

  it.each([
    ["2026-1-2", "Write `2026-01-02`."],
    ["2026/11/02", "Write `2026-11-02`."],
    ["20261102", "Write `2026-11-02`."],
    ["2026-11-02T00:00:00Z", "Write `2026-11-02`."],
    ["27.11.2026", "Write `2026-11-27`."],
    ["27/1/2026", "Write `2026-01-27`."],
    ["11/27/2026", "Write `2026-11-27`."],
    ["30.02.2026", "2026-02 has 28 days."],
    // The second day of March, or the third of February.
    ["02/03/2026", null],
    ["2026-02-29", "2026-02 has 28 days."],
  ])("says how to write a date: %s", (date, hint) => {
    expect(hints(settings(`id: a\ntitle: b\ngo_live: ${date}\ntimezone: UTC\n`))).toEqual([hint]);
  });

  it.each([
    ["regoin: europe", "Did you mean `region`?"],
    ["region: europ", "Did you mean `europe`?"],
    ["lint: { rules: { stael: error } }", "Did you mean `stale`?"],
    ["ledger: { snc: auto }", "Did you mean `sync`?"],
    ["working_week: [Monday]", "Write `mon`."],
    ["working_week: [Tues]", "Write `tue`."],
    ["working_week: [MON]", "Write `mon`."],
    ["working_week: [monthly]", null],
    ["lint: { rules: { stale: Error } }", "Write `error`."],
    ["lint: { rules: { stale: errors } }", "Did you mean `error`?"],
    ["lint: { rules: { stale: offline } }", null],
    ["tracks: business-central", "Write `[business-central]`."],
    ["budgets: { daily: 60 }", "Write `60m` for minutes, `60h` for hours."],
  ])("suggests: %s", (text, hint) => {
    expect(hints(required(text))).toEqual([hint]);
  });
});

describe("parseDirectory", () => {
  it("is empty without a file or content", () => {
    const empty = { roles: {}, people: {}, unlisted: [], duties: {}, absences: [] };
    for (const text of [undefined, "", "# Nobody yet\n", "~\n"]) {
      expect(parseDirectory("roles.yml", text)).toEqual({ value: empty, diagnostics: [] });
    }
  });

  it("reads every key, in the order written", () => {
    const { value, diagnostics } = directory(`
roles:
  operations-analyst: { name: Operations analyst, team: customer-it, people: [ana, ben], rotation: { every: 1w, from: 2026-11-02 } }
  operations-lead:
    name: Operations lead
    people: [chris]
    deputies: [ana]
  partner-support: { name: Partner, contact: { email: desk@partner.example, phone: "+44 20 7946 0000", url: "https://x.example" } }
people:
  ana: { name: Ana, email: ana@contoso.example }
  chris: { name: Chris, phone: "0123" }
  ben: { name: Ben }
duties: { calls-partner: operations-lead, handles-incidents: nobody-yet }
absences:
  - { person: ana, from: 2026-12-21, to: 2027-01-01, cover: ben }
  - { person: stranger, from: 2026-12-21, to: 2026-12-21 }
`);
    expect(diagnostics).toEqual([]);
    expect(value).toEqual({
      roles: {
        "operations-analyst": {
          id: "operations-analyst",
          name: "Operations analyst",
          team: "customer-it",
          people: ["ana", "ben"],
          deputies: [],
          rotation: { everyDays: 7, from: "2026-11-02" },
        },
        "operations-lead": { id: "operations-lead", name: "Operations lead", people: ["chris"], deputies: ["ana"] },
        "partner-support": {
          id: "partner-support",
          name: "Partner",
          people: [],
          deputies: [],
          contact: { email: "desk@partner.example", phone: "+44 20 7946 0000", url: "https://x.example" },
        },
      },
      people: {
        ana: { id: "ana", name: "Ana", email: "ana@contoso.example" },
        chris: { id: "chris", name: "Chris", phone: "0123" },
        ben: { id: "ben", name: "Ben" },
      },
      unlisted: [],
      duties: { "calls-partner": "operations-lead", "handles-incidents": "nobody-yet" },
      absences: [
        { person: "ana", from: "2026-12-21", to: "2027-01-01", cover: "ben" },
        { person: "stranger", from: "2026-12-21", to: "2026-12-21" },
      ],
    });
    expect(Object.keys(value?.people ?? {})).toEqual(["ana", "chris", "ben"]);
  });

  it("holds only what is written, whatever the id", () => {
    const { value } = directory("people:\n  constructor: { name: C }\nroles:\n  a: { name: A }\n");
    expect(value?.people["constructor"]?.name).toBe("C");
    expect(value?.roles["constructor"]).toBeUndefined();
    expect(value?.duties["constructor"]).toBeUndefined();
    expect(parseDirectory("roles.yml", undefined).value?.people["constructor"]).toBeUndefined();
  });

  it("takes people whom roles alone name for what their ids say", () => {
    const { value, diagnostics } = directory(
      "people:\n  ana: { name: Ana }\nroles:\n  ops: { name: Ops, people: [ana, ben], deputies: [chris, ben] }\n",
    );
    expect(diagnostics).toEqual([]);
    expect(value?.unlisted).toEqual(["ben", "chris"]);
    expect(value?.people["chris"]).toEqual({ id: "chris", name: "chris", email: undefined, phone: undefined });
    expect(Object.keys(value?.people ?? {})).toEqual(["ana", "ben", "chris"]);
  });

  const people = "people:\n  ana: { name: Ana }\n  ben: { name: Ben }\n";
  it.each([
    ["an id that is none", "roles:\n  Ops: { name: Ops }\n", ["schema 2:3-6"]],
    ["`__proto__` as an id", "roles:\n  __proto__: { name: Ops }\n", ["schema 2:3-12"]],
    ["a number as an id", "roles:\n  7: { name: Ops }\n", []],
    ["a role without name", "roles:\n  ops: {}\n", ["schema 2:8-10"]],
    ["an unknown key of a role", "roles:\n  ops: { name: Ops, peple: [] }\n", ["schema 2:21-26"]],
    [
      "what is nearly a person, and a role among the people",
      `${people}roles:\n  ops: { name: Ops, people: [ana, bem], deputies: [x, ops] }\n`,
      ["schema 5:35-38", "schema 5:55-58"],
    ],
    ["a person without `people`", "roles:\n  ops: { name: Ops, people: [ana] }\n", []],
    [
      "names where `people` has a fault",
      "roles:\n  ops: { name: Ops, people: [ana] }\npeople: [ana]\n",
      ["schema 3:9-14"],
    ],
    [
      "a rotation of nobody",
      "roles:\n  ops: { name: Ops, rotation: { every: 1w, from: 2026-11-02 } }\n",
      ["schema 2:31-62"],
    ],
    [
      "a rotation in hours",
      "roles:\n  ops: { name: Ops, rotation: { every: 8h, from: 2026-11-02 } }\n",
      ["schema 2:40-42"],
    ],
    ["a rotation without start", "roles:\n  ops: { name: Ops, rotation: { every: 1w } }\n", ["schema 2:31-44"]],
    ["an empty contact", "roles:\n  ops: { name: Ops, contact: {} }\n", ["schema 2:30-32"]],
    [
      "contacts that are none",
      "roles:\n  ops: { name: Ops, contact: { email: desk, url: desk.example } }\n",
      ["schema 2:39-43", "schema 2:50-62"],
    ],
    ["a telephone number without quotes", "people:\n  ana: { name: Ana, phone: +442079460000 }\n", ["schema 2:28-41"]],
    ["a person with a role's id", `${people}roles:\n  ana: { name: Ana }\n`, ["schema 2:8-21"]],
    [
      "an absence that ends before it starts",
      "absences: [{ person: ana, from: 2026-12-24, to: 2026-12-23 }]\n",
      ["schema 1:49-59"],
    ],
    [
      "absences side by side",
      "absences:\n  - { person: ana, from: 2026-12-21, to: 2026-12-24 }\n  - { person: ana, from: 2026-12-25, to: 2026-12-26 }\n",
      [],
    ],
    [
      "absences that share a day",
      "absences:\n  - { person: ana, from: 2026-12-21, to: 2026-12-25 }\n  - { person: ana, from: 2026-12-25, to: 2026-12-26 }\n",
      ["schema 3:5-54"],
    ],
    [
      "the later written one starts first",
      "absences:\n  - { person: ana, from: 2026-12-25, to: 2026-12-26 }\n  - { person: ana, from: 2026-12-21, to: 2026-12-25 }\n",
      ["schema 3:5-54"],
    ],
    [
      "one within another, not next to it",
      "absences:\n  - { person: ana, from: 2026-01-01, to: 2026-12-31 }\n  - { person: ben, from: 2026-03-01, to: 2026-03-02 }\n  - { person: ana, from: 2026-02-01, to: 2026-02-02 }\n  - { person: ana, from: 2026-05-01, to: 2026-05-02 }\n",
      ["schema 4:5-54", "schema 5:5-54"],
    ],
    [
      "a cover who is the person",
      "absences: [{ person: ana, from: 2026-12-21, to: 2026-12-25, cover: ana }]\n",
      ["schema 1:68-71"],
    ],
    [
      "a cover who is away too",
      "absences:\n  - { person: ana, from: 2026-12-21, to: 2026-12-25, cover: ben }\n  - { person: ben, from: 2026-12-25, to: 2026-12-26 }\n",
      ["schema 2:61-64"],
    ],
    [
      "a cover who is back by then",
      "absences:\n  - { person: ana, from: 2026-12-21, to: 2026-12-25, cover: ben }\n  - { person: ben, from: 2026-12-26, to: 2026-12-26 }\n",
      [],
    ],
    ["an alias", "roles:\n  ops: { name: &name Ops }\n  lead: { name: *name }\n", []],
  ])("%s", (_, text, expected) => {
    expect(faults(directory(text))).toEqual(expected);
  });

  it("checks across keys although another key has a fault", () => {
    expect(
      faults(directory("role: {}\nabsences: [{ person: ana, from: 2026-12-21, to: 2026-12-25, cover: ana }]\n")),
    ).toEqual(["schema 1:1-5", "schema 2:68-71"]);
  });

  it("is quick with thousands of absences", async () => {
    const line = (index: number): string =>
      `  - { person: p${index % 50}, from: 2026-01-01, to: 2026-01-02, cover: p${(index + 1) % 50} }\n`;
    const text = `absences:\n${Array.from({ length: 3800 }, (_, index) => line(index)).join("")}`;
    expect(await processorSeconds(() => directory(text))).toBeLessThan(10);
  });
});

describe("parseHolidays", () => {
  it("reads dates and names", () => {
    expect(
      holidays("source: date-holidays 3.37.0, GB-ENG\nholidays:\n  - { date: 2026-12-25, name: Christmas Day }\n"),
    ).toEqual({
      value: [{ date: "2026-12-25", name: "Christmas Day" }],
      diagnostics: [],
    });
    expect(parseHolidays("holidays.yml", undefined)).toEqual({ value: [], diagnostics: [] });
  });

  it.each([
    ["two of one day", "holidays: [{ date: 2026-12-26, name: A }, { date: 2026-12-26, name: B }]", []],
    ["one twice", "holidays: [{ date: 2026-12-26, name: A }, { date: 2026-12-26, name: 'A ' }]", ["schema 1:43-75"]],
    ["no date", "holidays:\n  - date: 2026-02-30\n    name: A\n  - name: B\n", ["schema 2:11-21", "schema 4:5-12"]],
    ["a number as its name", "holidays: [{ date: 2026-12-26, name: 26 }]", ["schema 1:38-40"]],
    ["an unknown key", "holiday: []", ["schema 1:1-8"]],
  ])("%s", (_, text, expected) => {
    expect(faults(holidays(text))).toEqual(expected);
  });
});

describe("parseWaves", () => {
  it("reads every key", () => {
    const { value, diagnostics } = waves(`
waves:
  - id: 2025-04
    name: 2025 release wave 1
    tracks:
      customer-engagement:
        production_update: 2025-04-12
        plan_published: 2025-01-29
        early_access: 2025-02-03
        general_availability: 2025-04-01
        first_group: 2025-03-31
        regions: { europe: 2025-04-14 }
      business-central: {}
  - id: 2025-10
`);
    expect(diagnostics).toEqual([]);
    const source = "waves.yml";
    expect(value).toEqual([
      {
        id: "2025-04",
        name: "2025 release wave 1",
        tracks: {
          "customer-engagement": {
            productionUpdate: "2025-04-12",
            planPublished: { date: "2025-01-29", source },
            earlyAccess: { date: "2025-02-03", source },
            generalAvailability: { date: "2025-04-01", source },
            firstGroup: { date: "2025-03-31", source },
            regions: { europe: { date: "2025-04-14", source } },
          },
          "business-central": {},
        },
      },
      { id: "2025-10", tracks: {} },
    ]);
    expect(parseWaves("waves.yml", undefined, { knownRegions })).toEqual({ value: [], diagnostics: [] });
  });

  it.each([
    ["a month that starts no wave", "waves: [{ id: 2025-05 }]", ["schema 1:15-22"]],
    ["a year alone", "waves: [{ id: 2025 }]", ["schema 1:15-19"]],
    ["a wave twice", "waves:\n  - id: 2025-04\n  - id: 2025-10\n  - id: 2025-04\n", ["schema 4:9-16"]],
    ["an unknown track", "waves: [{ id: 2025-04, tracks: { sales: {} } }]", ["schema 1:34-39"]],
    [
      "an unknown region",
      "waves: [{ id: 2025-04, tracks: { business-central: { regions: { uk: 2025-04-01 } } } }]",
      ["schema 1:69-79"],
    ],
    [
      "an unknown date",
      "waves: [{ id: 2025-04, tracks: { business-central: { update: 2025-04-01 } } }]",
      ["schema 1:54-60"],
    ],
    [
      "no day",
      "waves: [{ id: 2025-04, tracks: { business-central: { first_group: 2025-04-31 } } }]",
      ["schema 1:67-77"],
    ],
  ])("%s", (_, text, expected) => {
    expect(faults(waves(text))).toEqual(expected);
  });
});

describe("hostile YAML", () => {
  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join("");
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefghi"].map((name, index) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcdefgh"[index]}`).join(",")}]\n`).join("")}`;

  it.each([
    ["tabs", "holidays:\n\t- { date: 2026-12-25, name: A }\n", ["syntax 2:1-2"]],
    ["tabs after a key", "source:\tx\n", []],
    ["5,000 lists deep", `source: ${"[".repeat(5000)}${"]".repeat(5000)}`, ["syntax 1:72-73"]],
    ["5,000 lists deep in block style", `source:\n  ${"- ".repeat(5000)}x`, ["syntax 2:129-130"]],
    ["5,000 explicit keys deep", `${"? ".repeat(5000)}x`, ["syntax 1:129-130"]],
    ["120,000 open brackets", `source: ${"[".repeat(120_000)}`, ["syntax 1:72-73"]],
    ["64 lists deep", `source: ${"[".repeat(63)}${"]".repeat(63)}`, ["schema 1:9-135"]],
    ["an alias bomb", bomb, ["syntax 1:1-2"]],
    ["101 aliases", `source: &a x\nholidays: [${"*a, ".repeat(101)}]`, ["syntax 2:412-414"]],
    ["an alias of nothing", "source: *x\nholidays: *y\n", ["syntax 1:9-11", "syntax 2:11-13"]],
    ["an alias of what holds it", "holidays: &a [*a]\n", ["syntax 1:15-17"]],
    ["two documents", "source: a\n---\nsource: b\n", ["syntax 2:1-4"]],
    ["two documents, ended", "source: a\n...\nsource: b\n", ["syntax 3:1-10"]],
    ["a document's start", "---\nsource: a\n", []],
    ["an own tag", "source: !secret x\n", ["syntax 1:9-16"]],
    ["a tag for code", "source: !!js/function x\n", ["syntax 1:9-22"]],
    ["a tag for a date", "source: !!timestamp 2026-01-01\n", ["syntax 1:9-20"]],
    ["a tag for text", "source: !!str 2026\n", []],
    ["YAML 1.1", "%YAML 1.1\n---\nsource: no\n", ["syntax 1:1-10"]],
    ["YAML 1.2", "%YAML 1.2\n---\nsource: no\n", []],
    ["YAML 1.3", "%YAML 1.3\n---\nsource: no\n", ["syntax 1:7-10"]],
    ["carriage returns only", "source: a\rholidays: []\r", ["syntax 1:10-11"]],
    ["a list as a key", "[a]: b\n", ["syntax 1:1-2"]],
    ["unclosed", "holidays: [a\nsource: b\n", ["syntax 2:1-2"]],
    ["unclosed quote", "source: 'a\n", ["syntax 2:1-1"]],
    ["two colons", "source: a: b\n", ["syntax 1:9-10"]],
    ["an e-mail address's start", "source: @ana\n", ["syntax 1:9-10"]],
    ["a key without colon", "source\n", ["schema 1:1-7"]],
    ["`no`, `on` and `off` as text", "source: no\n", []],
    ["more than 256 KiB", `source: ${"x".repeat(256 * 1024)}`, ["syntax 1:1-2"]],
  ])("%s", (_, text, expected) => {
    expect(faults(holidays(text))).toEqual(expected);
  });

  it.each([
    ["10 MB", "- abcdefgh\n".repeat(1_000_000)],
    ["10 MB on one line", "x".repeat(10_000_000)],
    ["30,000 keys", lines(30_000, (index) => `k${index}: 1\n`)],
    ["one key 40,000 times", "a: 1\n".repeat(40_000)],
    ["closing brackets", "]".repeat(256 * 1024)],
    ["commas", `[${",".repeat(250_000)}`],
    ["unknown anchors", "a: *a\n".repeat(40_000)],
  ])("is quick, and brief, with %s", async (_, text) => {
    expect(await processorSeconds(() => holidays(text))).toBeLessThan(15);
    const { value, diagnostics } = holidays(text);
    expect(value).toBeUndefined();
    expect(diagnostics.length).toBeGreaterThan(0);
    expect(diagnostics.filter(({ rule }) => rule === "syntax").length).toBeLessThanOrEqual(100);
  });
});

describe("names", () => {
  it.each(["runbook-ledger", "team/ledger", "a", "a.b", "origin", "v1.0-x", "ä", "a@b", "a{b"])(
    "git accepts %j",
    (name) => {
      expect(isRefName(name)).toBe(true);
    },
  );

  it.each(
    [
      "",
      "-a",
      "a..b",
      "a b",
      "a~",
      "a^",
      "a:b",
      "a?",
      "a*",
      "a[",
      "a\\b",
      "a.lock",
      "a.lock/b",
      "a@{b",
      "a\tb",
      "a\u007F",
      "/a",
      "a/",
    ].concat(["a//b", "a.", ".a", "a/.b", "@", "HEAD", "--upload-pack=x"]),
  )("git refuses %j", (name) => {
    expect(isRefName(name)).toBe(false);
  });

  it.each(["a$(id)", "a`id`", "x;id", "a&b", "a|b", "a>b", "o'neil", 'a"b', "%PATH%", "a!b"])(
    "are not taken from a run book where a shell would run them: %j",
    (name) => {
      expect(isRefName(name)).toBe(false);
    },
  );

  it.each(["led\u200Bger", "led\u202Eger", "led\u2028ger", "led\u00ADger"])(
    "are not taken where a reader would see another: %j",
    (name) => {
      expect(isRefName(name)).toBe(false);
    },
  );

  it.each(["Europe/London", "UTC", "America/Argentina/Buenos_Aires", "Etc/GMT+5", "Pacific/Kiritimati"])(
    "%s is a zone",
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  it.each(["", "Europe/Londn", "+01:00", "-05", "London", "Mars/Olympus", "Europe/London "])(
    "%j is no zone",
    (name) => {
      expect(isTimeZone(name)).toBe(false);
    },
  );

  it.each([
    ["a", true],
    ["a1-b2", true],
    ["2026", true],
    ["", false],
    ["A", false],
    ["a--b", false],
    ["-a", false],
    ["a-", false],
    ["a_b", false],
    ["a\n", false],
    ["ä", false],
  ])("kebab-case %j: %s", (name, expected) => {
    expect(isKebabCase(name)).toBe(expected);
  });

  it("has each rule once", () => {
    expect(new Set(RULE_NAMES).size).toBe(RULE_NAMES.length);
  });
});

describe("laws", () => {
  const piece = fc.constantFrom(
    "id: a\n",
    "title: b\n",
    "go_live: 2026-11-02\n",
    "timezone: UTC\n",
    "roles:\n",
    "  a: ",
    "{ name: A }\n",
    "people:\n",
    "holidays:\n",
    "  - ",
    "date: 2026-12-25\n",
    "name: x\n",
    "waves:\n",
    "- id: 2025-04\n",
    "&a ",
    "*a ",
    "!x ",
    "[",
    "]",
    "{",
    "}",
    ": ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "---\n",
    "'",
    '"',
    "|\n",
    ">\n",
    "#",
    "\uFEFF",
    "__proto__: ",
    "? ",
    "%YAML 1.1\n",
    "null",
    "1",
  );
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join("")),
    fc
      .tuple(
        fc.constantFrom(
          REQUIRED,
          "roles:\n  a: { name: A }\n",
          "holidays:\n  - { date: 2026-12-25, name: x }\n",
          "waves: [{ id: 2025-04, tracks: { customer-engagement: { regions: { europe: 2025-04-14 } } } }]\n",
        ),
        fc.array(piece, { maxLength: 2 }),
      )
      .map(([valid, pieces]) => valid + pieces.join("")),
  );

  it("never throws, and every place lies inside the file", () => {
    const valid = new Map<unknown, number>();
    fc.assert(
      fc.property(texts, (text) => {
        const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
        for (const parse of [settings, directory, holidays, waves]) {
          const { value, diagnostics } = parse(text);
          if (value !== undefined && text !== "") valid.set(parse, (valid.get(parse) ?? 0) + 1);
          expect(value === undefined).toBe(diagnostics.length > 0);
          for (const { line, column, endLine, endColumn } of diagnostics) {
            expect(endLine).toBe(line);
            expect(column).toBeGreaterThanOrEqual(1);
            expect(endColumn).toBeGreaterThanOrEqual(column);
            expect(endColumn).toBeLessThanOrEqual((lines[line - 1]?.length ?? -1) + 1);
          }
        }
      }),
      { numRuns: 1000 },
    );
    for (const parse of [settings, directory, holidays, waves]) expect(valid.get(parse)).toBeGreaterThan(5);
  });

  it("gives the same model with CRLF and a byte order mark", () => {
    const text = `${REQUIRED}closures:\n  - from: 2026-12-24\n    to: 2026-12-24\n    reason: >\n      Office\n      closed\n`;
    expect(settings(text).value?.closures[0]?.reason).toBe("Office closed");
    expect(settings(`\uFEFF${text.replaceAll("\n", "\r\n")}`)).toEqual(settings(text));
  });
});
