import { stripVTControlCharacters } from "node:util";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import { namedPeriod } from "../../src/report/period.ts";
import { type Report, reportOf } from "../../src/report/report.ts";
import type { Schedule } from "../../src/schedule/schedule.ts";
import { withAsciiMarks } from "../../src/view/ascii.ts";
import { bar, curve } from "../../src/view/bars.ts";
import { measureSection } from "../../src/view/report-measures.ts";
import { renderReportCsv } from "../../src/view/report-csv.ts";
import { renderReportHtml } from "../../src/view/report-html.ts";
import { renderReportText } from "../../src/view/report-text.ts";
import { changeCell, headingText, restText, shareText, summaryLines } from "../../src/view/report-words.ts";
import { styleOf } from "../../src/view/style.ts";
import { tallyOf } from "../../src/report/adherence.ts";
import { done, recordOf, scheduleAsOf, skipped } from "../helpers/run-book.ts";

describe("bars", () => {
  it.each([
    { share: 0, drawn: "░░░░░░", ascii: "......" },
    { share: 0.001, drawn: "▏░░░░░", ascii: "-....." },
    { share: 0.5, drawn: "███░░░", ascii: "===..." },
    { share: 0.999, drawn: "█████▉", ascii: "======" },
    { share: 1, drawn: "██████", ascii: "======" },
  ])("$share: $drawn, never full below all, nor empty above none", ({ share, drawn, ascii }) => {
    expect([bar(share, 6), withAsciiMarks(bar(share, 6))]).toEqual([drawn, ascii]);
  });

  it("curves run from the lowest to the highest of the last values", () => {
    expect([curve([9, 0, 7], 2), curve([5, 5], 9), curve([1, 2, 3], 9)]).toEqual(["▁█", "▄▄", "▁▅█"]);
  });
});

describe("words", () => {
  it.each([
    { share: 1, text: "100%" },
    { share: 0.9999, text: "99%" },
    { share: 0.29, text: "29%" },
    { share: 0, text: "0%" },
    { share: null, text: "–" },
  ])("$share is $text", ({ share, text }) => {
    expect(shareText(share)).toBe(text);
  });

  it("a change is the difference of what is printed", () => {
    expect([changeCell(0.859, 0.881), changeCell(0.9, 0.85), changeCell(0.851, 0.859), changeCell(0.5, null)]).toEqual([
      { text: "-3", tone: "bad" },
      { text: "+5", tone: "good" },
      { text: "=" },
      { text: "" },
    ]);
  });

  it("what was not on time is counted, what stands beside it after a semicolon", () => {
    const tally = { ...tallyOf([]), late: 1, missed: 3, doneAfterClosing: 2, awaitingApproval: 1, skipped: 4 };
    expect(restText(tally)).toBe("1 late, 3 missed (2 done later), 1 awaiting approval; 4 skipped");
    expect(restText(tallyOf([]))).toBe("");
  });
});

const LEDGER = { branch: "runbook-ledger", tip: "1f3c9ab2de77", remoteTip: null, fetchedAt: null, unpushed: 0 };
const LONG = "Überprüfung der Schnittstellen 日本語の確認 and-a-name-that-is-long-enough-to-need-breaking";

/** October 2026 with something in every section. */
function october(): { report: Report; schedule: Schedule } {
  const incident = { event: "incident-2026-10-05-7f3a", performedAt: "2026-10-05T08:00:00Z" };
  const month = (key: string, gb: number): ReturnType<typeof done> =>
    done(key, `${key}-05T12:00:00Z`, { procedure: "capacity", values: { database_gigabytes: gb }, effortMinutes: 30 });
  const records = [
    month("2026-07", 60),
    month("2026-08", 65),
    month("2026-09", 70),
    month("2026-10", 75),
    recordOf({ record: "event", severity: 2, note: "Orders cannot be saved", ...incident }),
    done("2026-10-06", "2026-10-06T12:00:00Z", { procedure: "daily" }),
    skipped("2026-10-07", "2026-10-07"),
  ];
  const schedule = scheduleAsOf(
    "2026-11-23",
    {
      settings: { region: "united-kingdom", title: LONG, budgets: "{ daily: 1h, wave: 3d }" },
      procedures: {
        daily: { name: LONG, trigger: "every business day", effort: "10m" },
        capacity: {
          trigger: "monthly",
          owner: "operations-lead",
          effort: "20m",
          measures: "{ database_gigabytes: { unit: GB, warn: 80, limit: 100 } }",
        },
        answer: { trigger: "on incident within 1 hours", last_updated: "2026-01-02" },
        prepare: { trigger: "wave -6 weeks" },
      },
    },
    records.toReversed(),
  );
  const period = namedPeriod("month", "2026-10", 1);
  if (period === undefined) throw new Error("No period.");
  return { report: reportOf(schedule, records, period, true), schedule };
}

describe("a report for people", () => {
  const { report, schedule } = october();

  it.each([40, 60, 80, 200])("fits into %i columns, wide letters too", (columns) => {
    for (const withCurves of [true, false]) {
      const style = styleOf({ isTTY: true, columns }, {}, true);
      const lines = renderReportText(report, schedule, LEDGER, { ...style, withCurves }).split("\n");
      expect(lines.filter((line) => stringWidth(line) > columns)).toEqual([]);
    }
  });

  it("says of each number what it counts where it does not stand below its title", () => {
    const drawing = { ...styleOf({ isTTY: true, columns: 40 }, {}, true), withCurves: true };
    const text = stripVTControlCharacters(renderReportText(report, schedule, LEDGER, drawing));
    const [, monthly = ""] = /^Effort\n[^]*?^ {2}monthly\n((?: {4}.*\n)+)/mu.exec(text) ?? [];
    expect(monthly.trim().replaceAll(/\s*\n\s*/gu, " · ")).toBe(
      "Planned 20m · Recorded 30m · Completions 1 · Against plan 150%",
    );
  });

  it("has no curves for an output that cannot show them, and nothing else that it cannot", () => {
    const style = styleOf({ isTTY: false, columns: 80 }, {}, true);
    const text = renderReportText(report, schedule, LEDGER, { ...style, withCurves: false });
    expect(withAsciiMarks(text)).not.toMatch(/[\u2000-\u2bff]/u);
    expect(renderReportText(report, schedule, LEDGER, { ...style, withCurves: true })).toContain("▁▃▆█");
  });

  it("says of when it is, and from which ledger", () => {
    const said = (tip: string | null, remoteTip: string | null): string =>
      headingText(report, schedule, { branch: "runbook-ledger", tip, remoteTip }).subtitle;
    expect(said("1f3c9ab2de77", "1f3c9ab2de77")).toBe(
      "Thursday 1 Oct 2026 to Saturday 31 Oct 2026, as of 2026-11-23 23:59 (UTC), compared with September 2026. Ledger runbook-ledger at 1f3c9ab2de.",
    );
    expect(said("1f3c9ab2de77", "8b1f3c9ab2de")).toContain("at 1f3c9ab2de and 8b1f3c9ab2.");
    expect(said(null, null)).toContain("There is no ledger.");
  });

  it("names in the summary what the ledger has of procedures that are gone", () => {
    const said = (...ids: string[]): string | undefined =>
      summaryLines({ ...report, unknownRecords: 2, unknownProcedures: ids }).at(-1);
    expect(said("gone")).toBe(
      "2 records of the period left out, of what the run book no longer has: gone. What goes on under another id names the old one: formerly: [gone].",
    );
    expect(said("a", "b", "c\u001b[2J", "d", "e")).toContain("no longer has: a, b, c and 2 more. What");
  });

  it("says nothing of them where there are none", () => {
    const none = { ...report, unknownRecords: 0, unknownProcedures: [] };
    expect(summaryLines(none).join(" ")).not.toContain("left out");
  });

  it("says of measures that press nobody whether a trend tells it", () => {
    const [trend] = report.measures;
    if (trend === undefined) throw new Error("No measure.");
    const notesOf = (per30Days: number | null): readonly string[] => {
      const measures = [{ ...trend, level: "ok", per30Days, warnOn: null, limitOn: null }] as const;
      return measureSection({ ...report, measures }, schedule.asOf.date, false).notes;
    };
    expect([notesOf(0), notesOf(null)]).toEqual([
      ["1 measure that no threshold comes near within a year."],
      ["1 measure under every threshold, with too few values for a trend."],
    ]);
  });

  it("has every section, and the definitions under them", () => {
    const text = renderReportText(report, schedule, LEDGER, {
      ...styleOf({ isTTY: false, columns: 200 }, {}, true),
      withCurves: true,
    });
    const headings = text.split("\n").filter((line) => /^[A-Z][a-z]+(?: [a-z]+)*$/.test(line));
    expect(headings).toEqual([
      "By cadence",
      "By procedure",
      "By owner",
      "By person",
      "Performed by",
      "Longest overdue",
      "Most missed",
      "Effort",
      "Measures",
      "Reviews",
      "Incidents",
      "Incidents and responses",
      "Release waves",
      "Definitions",
    ]);
    expect(text).toMatch(
      /capacity: database_gigabytes +75 GB +▁▃▆█ +\+4\.\d+ +warn 80 any day now; limit 100 on 2027-03-09/,
    );
  });
});

describe("a report in HTML", () => {
  const { report, schedule } = october();
  const html = renderReportHtml(report, schedule, LEDGER);

  it("is one file: nothing is fetched, nothing runs", () => {
    expect(html).toContain("default-src 'none'; style-src 'unsafe-inline'");
    expect(html).not.toMatch(/<(?:script|link|img|iframe|object|a)\b|url\(|@import|https?:/i);
  });

  it("says in words what it draws, and names its tables' rows and columns", () => {
    expect(html).toMatch(/role="img" aria-label="4 values, from 60 to 75"/);
    expect(html.match(/<svg(?![^>]*(?:aria-hidden|aria-label))/g)).toBeNull();
    expect(html.match(/<th(?![^>]*scope=)(?!ead)/g)).toBeNull();
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, label] of html.matchAll(/aria-labelledby="([^"]+)"/g)) expect(ids).toContain(label);
  });

  it("has as many cells in each row as columns, and closes what it opens", () => {
    for (const [table] of html.matchAll(/<table>[\s\S]*?<\/table>/g)) {
      const rows = [...table.matchAll(/<tr>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) => row.match(/<t[hd]\b/g)?.length);
      expect(new Set(rows).size).toBe(1);
    }
    for (const name of ["section", "table", "thead", "tbody", "tr", "svg", "p", "dl", "h2"]) {
      const [opened, closed] = [new RegExp(`<${name}[ >]`, "g"), new RegExp(`</${name}>`, "g")];
      expect(html.match(opened)?.length).toBe(html.match(closed)?.length);
    }
  });

  it("follows the reader's light or dark, and prints", () => {
    expect(html).toContain("prefers-color-scheme: dark");
    expect(html).toContain("@media print");
  });
});

describe("a report as a table", () => {
  it("holds what the other formats make their shares and counts of", () => {
    const { report, schedule } = october();
    const [titles = "", ...lines] = renderReportCsv({ ...report, unknownRecords: 2 }, schedule)
      .trimEnd()
      .split("\r\n");
    const columns = titles.replace("\ufeff", "").split(",");
    const cells = (section: string, ...names: string[]): string[] => {
      const line = lines.find((one) => one.startsWith(section))?.split(",") ?? [];
      return names.map((name) => line[columns.indexOf(name)] ?? "");
    };
    expect(cells("cadence,monthly", "compared_planned_minutes", "compared_recorded_minutes")).toEqual(["20", "30"]);
    expect(cells("incident", "severity", "unit")).toEqual(["2", "minutes open"]);
    expect(cells("stale,answer", "date", "interval_days")).toEqual(["2026-01-02", "90"]);
    expect(cells("reviews", "value", "unit")).toEqual(["4", "procedures"]);
    expect(cells("unmeasured", "value", "unit")).toEqual(["0", "measures"]);
    expect(cells("unknown-records", "value", "unit")).toEqual(["2", "records"]);
    expect(cells("performed-by", "id")).toEqual(["ana"]);
  });
});
