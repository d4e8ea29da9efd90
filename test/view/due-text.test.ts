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
