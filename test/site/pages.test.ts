// Every page of the reference run book's site.

import { createHash } from "node:crypto";
import { posix } from "node:path";
import type { Element, ElementContent, Root } from "hast";
import { HtmlValidate } from "html-validate";
import { h } from "hastscript";
import rehypeParse from "rehype-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/model/diagnostic.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { STATUSES } from "../../src/model/occurrence.ts";
import { type PlannedPage, sitePages } from "../../src/site/site.ts";
import { calendarPage } from "../../src/site/calendar-page.ts";
import { healthPage } from "../../src/site/health-page.ts";
import { measureCharts } from "../../src/site/measure-chart.ts";
import { pastOf } from "../../src/site/past.ts";
import { todayPage } from "../../src/site/today-page.ts";
import { AUDIT_DEFINITIONS } from "../../src/view/audit-definitions.ts";
import { done, failed, onlyProcedure, scheduleAsOf } from "../helpers/run-book.ts";
import { HTML_RULES, referenceFiles, siteInputOf, someRecords } from "../helpers/site.ts";

const NOW = "2026-11-28T09:00:00Z";
const files = referenceFiles();
const finding: Diagnostic = {
  rule: "stale",
  severity: "warning",
  path: "procedures/daily/service-health.md",
  line: 5,
  column: 1,
  endLine: 5,
  endColumn: 2,
  message: "Last reviewed 200 days ago, expected at most `180`.",
  hint: "Read it through.",
};
const planned = (): PlannedPage[] => sitePages(siteInputOf(files, someRecords(), NOW, { findings: [finding] }));
const pages = new Map(planned().map(({ path, render }) => [path, render()]));
/** One of each kind, and as many procedures as there is time for. */
const some = [...pages.keys()].filter((path, index) => !path.startsWith("procedures/") || index % 8 === 0);
const parser = unified().use(rehypeParse);

function elementsIn(node: Root | ElementContent): Element[] {
  const own = node.type === "element" ? [node] : [];
  return "children" in node ? [...own, ...node.children.flatMap((child) => elementsIn(child as ElementContent))] : own;
}

const named = (all: readonly Element[], name: string): Element[] => all.filter(({ tagName }) => tagName === name);

function wordsIn(node: Element | ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(wordsIn).join("") : "";
}

const parsed = new Map<string, readonly Element[]>();

function page(path: string): readonly Element[] {
  const known = parsed.get(path) ?? elementsIn(parser.parse(textOf(path)));
  parsed.set(path, known);
  return known;
}

function textOf(path: string): string {
  const text = pages.get(path);
  if (text === undefined) throw new Error(`There is no page ${path}.`);
  return text;
}

/** The values of an attribute in a page as it is written: all are in double quotes. */
function valuesOf(attribute: string, text: string): string[] {
  const values = [...text.matchAll(new RegExp(`<[^<>]* ${attribute}="([^"]*)"`, "g"))].map((match) => match[1] ?? "");
  return values.map((value) => decodeURI(value.replaceAll("&#x26;", "&")));
}

const mainWords = (path: string): string => named(page(path), "main").map(wordsIn).join("");

describe("the site of the reference run book", () => {
  it("has a page for each procedure, incident and month, in order", () => {
    const paths = [...pages.keys()];
    expect(paths).toEqual(paths.toSorted());
    expect(paths.filter((path) => path.startsWith("procedures/"))).toHaveLength(52);
    expect(paths.filter((path) => path.startsWith("calendar/"))).toEqual(
      ["2026-11", "2026-12", "2027-01", "2027-02"].map((month) => `calendar/${month}.html`),
    );
    expect(paths.filter((path) => path.startsWith("incidents/"))).toEqual([
      "incidents/incident-2026-11-18-7f3a.html",
      "incidents/incident-2026-11-27-a21c.html",
    ]);
  });

  it("is the same byte for byte when it is made again", () => {
    const again = planned().filter(({ path }) => some.includes(path));
    expect(again.filter(({ path, render }) => pages.get(path) !== render())).toEqual([]);
  });

  it("is sound HTML", async () => {
    const validator = new HtmlValidate(HTML_RULES);
    const found: string[] = [];
    for (const path of some) {
      // The style is the same in all.
      const text = textOf(path).replace(/<style>[^]*?<\/style>/, "");
      const report = await validator.validateString(text, path);
      const messages = report.results.flatMap((result) => result.messages);
      found.push(
        ...messages.map(({ ruleId, message, line, column }) => `${path}:${line}:${column} ${ruleId} ${message}`),
      );
    }
    expect(found).toEqual([]);
  });

  it("leads only to pages and places that are there, or to addresses outside", () => {
    const ids = new Map([...pages].map(([path, text]) => [path, new Set(valuesOf("id", text))]));
    const broken = [...pages].flatMap(([path, text]) =>
      valuesOf("href", text)
        .filter((href) => !/^(?:https?:|mailto:|tel:|data:,$)/.test(href))
        .filter((href) => {
          const [way = "", anchor] = href.split("#");
          const target = way === "" ? path : posix.join(posix.dirname(path), way);
          return !pages.has(target) || (anchor !== undefined && ids.get(target)?.has(anchor) !== true);
        })
        .map((href) => `${path}: ${href}`),
    );
    expect(broken).toEqual([]);
    expect(valuesOf("href", textOf("index.html"))).toContain("procedures/service-health.html");
  });

  it("loads nothing and lets nothing run but its own two texts", () => {
    const hash = (name: string, text: string): string => {
      const [, content = ""] = text.split(new RegExp(`</?${name}>`));
      return createHash("sha256").update(content).digest("base64");
    };
    const unsafe = [...pages].filter(([, text]) => {
      const policy = `content="default-src 'none'; style-src 'sha256-${hash("style", text)}'; script-src 'sha256-${hash("script", text)}'; img-src data:; base-uri 'none'; form-action 'none'"`;
      return (
        !text.replaceAll("&#x27;", "'").includes(policy) ||
        text.match(/<(?:script|style)\b/g)?.length !== 2 ||
        valuesOf("(?:src|style|srcset|on[a-z]+)", text).length > 0
      );
    });
    expect(unsafe.map(([path]) => path)).toEqual([]);
  });

  it("says on every page that depends on it which day it is of", () => {
    const undated = [...pages].filter(([, text]) => !text.includes('data-as-of="2026-11-28"')).map(([path]) => path);
    // What is over does not change from one day to the next.
    expect(undated).toEqual(["incidents/incident-2026-11-18-7f3a.html"]);
  });
});

describe("a page", () => {
  it("Today: what is open of whom, with the incident that is open", () => {
    const words = mainWords("index.html");
    expect(words).toContain("An incident of severity 3 is open: Case forms open slowly");
    expect(words).toMatch(/Incident severity 3Case forms open slowlyBen Operations analyst/);
  });

  it("Calendar: the month's sum, and its days that were not whole, in words", () => {
    const drawing = named(page("calendar.html"), "svg").find(({ properties }) =>
      String(properties["ariaLabel"]).startsWith("November"),
    );
    expect(drawing?.properties["ariaLabel"]).toMatch(
      /^November 2026: \d+ of \d+ on time \(\d+%\); \d+ days not whole: .*18 Nov 1 of/,
    );
  });

  it("a procedure: its text, whom to call, what became of it, how to edit it", () => {
    const all = page("procedures/service-health.html");
    const strip = all.find(({ properties }) => String(properties["ariaLabel"]).startsWith("The last"));
    expect(strip?.properties["ariaLabel"]).toMatch(/: 1 failed, .*1 done, 1 done late\.$/);
    expect(wordsIn(named(all, "article")[0] as Element)).toContain("Steps");
    expect(named(all, "a").map(({ properties }) => properties["href"])).toContain(
      "https://git.contoso.example/edit/procedures/daily/service-health.md",
    );
    expect(mainWords("procedures/service-health.html")).toContain("Ticket OPS-412.");
  });

  it("a procedure with measures: the values against their thresholds, in words and as a table", () => {
    const words = mainWords("procedures/capacity-review.html");
    expect(words).toMatch(/database_gb: 81\.4 GB at last; warn 85 GB, limit 100 GB/);
    expect(words).toContain("78.2 GB");
  });

  it("Waves: a drawing per wave whose words name every milestone", () => {
    const drawings = page("waves.html").filter(({ properties }) =>
      /wave week begins/.test(String(properties["ariaLabel"])),
    );
    expect(drawings).toHaveLength(3);
    expect(drawings[0]?.properties["ariaLabel"]).toMatch(/Release plan review 2027-02-08 to 2027-02-12, upcoming/);
  });

  it("an incident: responses against targets, and the timeline", () => {
    const words = mainWords("incidents/incident-2026-11-18-7f3a.html");
    expect(words).toContain("2, then 1");
    expect(words).toMatch(/Incident severity 115 minutes2026-11-18 10:20after 7m/);
    expect(words).toContain("Closed. The client secret had expired.");
  });

  it("Health: what lint finds, and how much of the catalogue is covered", () => {
    const words = mainWords("health.html");
    expect(words).toMatch(/43 of 43 areas that concern this run book have a procedure\./);
    expect(words).toContain("stale line 5: Last reviewed 200 days ago, expected at most 180. Read it through.");
    expect(mainWords("procedures/service-health.html")).toContain("stale line 5");
  });
});

it("shows today of several occurrences what is owed longest", () => {
  const invoices = { trigger: "monthly on day 5" };
  const today = todayPage(
    scheduleAsOf("2027-03-10", { settings: { go_live: "2027-01-01" }, procedures: { invoices } }),
  );
  expect(wordsIn(h("main", ...today.content))).toContain("Tue 5 Jan and 2 more since 2027-01");
});

it("says first of a procedure what presses most, as Today does", () => {
  const schedule = scheduleAsOf(
    "2027-03-05",
    { settings: { go_live: "2027-01-01" }, procedures: { job: { trigger: "weekly on Tuesday" } } },
    [failed("2027-W01", "2027-01-05")],
  );
  const made = sitePages(siteInputOf(files, [], NOW, { schedule, textOf: () => null }));
  const cellsOf = (path: string): Element[] =>
    elementsIn(parser.parse(made.find((one) => one.path === path)?.render() ?? ""));
  const now = cellsOf("procedures.html").find(({ properties }) => properties["dataTitle"] === "Now");
  expect(now && wordsIn(now)).toBe("failed");
  expect(cellsOf("procedures/job.html").map(wordsIn)).toContain("failed Tue 5 Janoverdue Tue 2 Mar");
});

it("tells of a month as a report does: columns that add up to what was owed, the share in whole percent", () => {
  // 25 days of two procedures: 29 of 50 on time is 58%, though not in the decimals of a computer.
  const days = Array.from({ length: 25 }, (_, index) => `2026-10-${String(index + 7).padStart(2, "0")}`);
  const records = [
    ...days.slice(0, 20).map((date) => done(date, date)),
    ...days.slice(0, 9).map((date) => done(date, date, { procedure: "other" })),
    done("2026-10", "2026-10-31", { procedure: "approved" }),
  ];
  const monthRow = (procedures: Record<string, Record<string, string>>): string[] => {
    const schedule = scheduleAsOf("2026-11-05", { settings: { go_live: "2026-10-07" }, procedures }, records);
    const all = elementsIn(h("main", ...calendarPage(schedule, pastOf(schedule)).content));
    const row = named(all, "tr").find((one) => wordsIn(one).startsWith("October 2026"));
    return row === undefined ? [] : named(elementsIn(row), "td").map(wordsIn);
  };
  const daily = { trigger: "daily" };
  const monthly = { trigger: "monthly on last day", roll: "none", requires: "[approval]" };
  expect(monthRow({ job: daily, other: daily })).toEqual(["50", "29", "0", "21", "0", "0", "0", "0", "0", "58%"]);
  const [owed, ...parts] = monthRow({ job: daily, approved: monthly }).slice(0, -2).map(Number);
  expect([owed, parts.reduce((sum, part) => sum + part, 0), parts.at(-1)]).toEqual([26, 26, 1]);
});

it("names the years between which a measure was recorded, where they are not this one", () => {
  const valued = (key: string, on: string): LedgerRecord => done(key, on, { values: { gb: 5 } });
  const schedule = scheduleAsOf(
    "2027-03-10",
    {
      settings: { go_live: "2026-01-01" },
      procedures: { job: { trigger: "monthly on day 5", measures: "{ gb: { warn: 9 } }" } },
    },
    [valued("2026-02", "2026-02-05"), valued("2027-03", "2027-03-05")],
  );
  const charts = elementsIn(h("main", ...measureCharts(onlyProcedure(schedule), schedule)));
  expect(named(charts, "text").map(wordsIn)).toEqual(expect.arrayContaining(["5 Feb 2026", "5 Mar"]));
});

it("says what the words of Today mean, each as it is said in an audit", () => {
  const meanings = named(page("index.html"), "dl").flatMap((list) => named(elementsIn(list), "div"));
  expect(meanings).toHaveLength(STATUSES.length);
  expect(meanings.map(wordsIn)).toContain("missedclosed without a record");
  expect(AUDIT_DEFINITIONS).toContain("| missed | closed without a record |");
});

it("does not say of a run book without procedures that all were reviewed", () => {
  const health = healthPage(siteInputOf(files, [], NOW, { schedule: scheduleAsOf("2026-11-25", { procedures: {} }) }));
  const words = wordsIn(h("main", ...health.content));
  expect(words).toContain("There is no procedure yet.");
  expect(words).not.toContain("Every procedure was reviewed");
});

it("counts in a day of the calendar what is still to do beside what was done, and nothing twice", () => {
  const schedule = scheduleAsOf(
    "2026-11-25",
    {
      settings: { go_live: "2026-11-16" },
      procedures: {
        daily: { trigger: "daily" },
        other: { trigger: "daily" },
        early: { trigger: "weekly" },
        weekly: { trigger: "weekly" },
      },
    },
    [done("2026-11-25", "2026-11-25", { procedure: "daily" }), done("2026-W48", "2026-11-23", { procedure: "early" })],
  );
  const all = elementsIn(h("main", ...calendarPage(schedule, pastOf(schedule)).content));
  const grid = all.find(({ properties }) => String(properties["className"]) === "month");
  const days = grid === undefined ? [] : named(elementsIn(grid), "td").map(wordsIn);
  // Of the week's two, one is not done yet: it may be done from Monday on, and the other counts on Friday, its last day.
  const counts = ["23", "24", "25", "27", "28"].map((number) =>
    days
      .find((words) => words.startsWith(number))
      ?.slice(number.length)
      .replace(/^.* (?=\d+\/)/, ""),
  );
  expect(counts).toEqual(["0/21 to do", "0/2", "1/11 to do", "1/12 to do", "2 to do"]);
});
