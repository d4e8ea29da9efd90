import { Chalk } from "chalk";
import { expect, it } from "vitest";
import { dueList } from "../../src/schedule/due-list.ts";
import { renderDueText } from "../../src/view/due-text.ts";
import { renderSections } from "../../src/view/table.ts";
import { failed, scheduleAsOf } from "../helpers/run-book.ts";

it.each([
  { what: "only", job: { trigger: "every business day" }, records: [], which: "" },
  // Without its key, today's would be recorded.
  {
    what: "failed, with today's",
    job: { trigger: "every business day" },
    records: [failed("2026-11-20", "2026-11-20")],
    which: " --for 2026-11-20",
  },
  // Without its key, nothing would be recorded.
  {
    what: "oldest of several",
    job: { trigger: "monthly on day 2", requires: "[evidence]" },
    records: [],
    which: " --for 2026-01",
    attach: " --attach FILE",
  },
])("names what to type for the $what occurrence that can be worked on", ({ job, records, which, attach = "" }) => {
  const asOf = job.trigger.startsWith("monthly") ? "2027-01-20" : "2026-11-23";
  const schedule = scheduleAsOf(asOf, { procedures: { job } }, records);
  const text = renderDueText(
    schedule,
    dueList(schedule, 7),
    { chalk: new Chalk({ level: 0 }), columns: 80 },
    renderSections,
  );
  expect(text).toContain(`Next:\n  runbook run job${which}\n  runbook done job${which}${attach}`);
});

it("shows of several what is owed longest, so that its days are in order", () => {
  const schedule = scheduleAsOf("2027-03-10", {
    settings: { go_live: "2027-01-01" },
    procedures: {
      invoices: { trigger: "monthly on day 5" },
      licences: { trigger: "quarterly on month 1 day 20" },
      backups: { trigger: "monthly on day 6" },
    },
  });
  const text =
    renderDueText(schedule, dueList(schedule, 7), { chalk: new Chalk({ level: 0 }), columns: 100 }, renderSections) ??
    "";
  const rows = text.split("\n").filter((line) => / {2}(?:invoices|licences|backups) /u.test(line));
  expect(rows.map((row) => row.trim().split(/ {2,}/u)).map(([name, , due]) => [name, due])).toEqual([
    ["invoices", "Tue 5 Jan, and 2 more since 2027-01"],
    ["backups", "Wed 6 Jan, and 2 more since 2027-01"],
    ["licences", "Wed 20 Jan"],
  ]);
  expect(text).toContain("runbook done invoices --for 2027-01");
});

it.each([
  { efforts: ["10m", "1h"], words: "1h 10m of work is listed." },
  { efforts: ["10m", undefined], words: "10m of work is listed, and 1 item without an effort." },
  { efforts: [undefined, undefined], words: "0m of work is listed, and 2 items without an effort." },
])("sums efforts, and says of how many items none is known: $words", ({ efforts, words }) => {
  const procedures = Object.fromEntries(
    efforts.map((effort, index) => [`job-${index}`, { trigger: "daily", ...(effort && { effort }) }]),
  );
  const schedule = scheduleAsOf("2026-11-23", { settings: { go_live: "2026-11-23" }, procedures });
  const style = { chalk: new Chalk({ level: 0 }), columns: 100 };
  expect(renderDueText(schedule, dueList(schedule, 7), style, renderSections)).toContain(`\n${words}\n`);
});
