import { describe, expect, it } from "vitest";
import type { LedgerRecord } from "../../src/model/record.ts";
import { waveConflicts } from "../../src/schedule/wave-conflicts.ts";
import { announcedPlans, waveAfter, wavePlan } from "../../src/schedule/wave-plan.ts";
import { renderWaveMarkdown } from "../../src/view/wave-markdown.ts";
import { type BookParts, done, failed, scheduleAsOf } from "../helpers/run-book.ts";

const parts = (more: BookParts = {}): BookParts => ({
  ...more,
  settings: { region: "united-kingdom", go_live: "2025-11-01", ...more.settings },
  procedures: { milestone: { trigger: "wave -2 weeks" }, verify: { trigger: "wave week" }, ...more.procedures },
});

function messages(more: BookParts, asOf = "2026-01-01", records: readonly LedgerRecord[] = []): string[] {
  const schedule = scheduleAsOf(asOf, parts(more), records);
  return waveConflicts(schedule, wavePlan(schedule, "2026-04")).map(({ path, message }) => `${path}: ${message}`);
}

// Wave week runs from Monday 6 to Sunday 12 April 2026, the milestone at -2 from 23 to 29 March.
describe("what meets a release plan", () => {
  it("is nothing in an ordinary wave", () => {
    expect(messages({ holidays: ["2026-04-03", "2026-04-13"] })).toEqual([]);
    const closures =
      "[{ from: 2026-04-01, to: 2026-04-05, reason: Before }, { from: 2026-04-13, to: 2026-04-13, reason: After }]";
    expect(messages({ settings: { closures } })).toEqual([]);
    const freezes =
      "[{ from: 2026-03-01, to: 2026-03-22, reason: Before, tags: [a] }, { from: 2026-03-30, to: 2026-04-05, reason: Between, tags: [a] }]";
    expect(messages({ settings: { freezes } })).toEqual([]);
    // A milestone is the wave's own work, whatever its tags.
    expect(messages({ procedures: { closing: { trigger: "wave week", tags: "[period-close]" } } })).toEqual([]);
  });

  it("is a holiday or a closure in wave week", () => {
    expect(messages({ holidays: ["2026-04-06"] })).toEqual(["holidays.yml: Holiday on 2026-04-06 lies in wave week."]);
    expect(messages({ holidays: ["2026-04-12"] })).toHaveLength(1);
    expect(messages({ settings: { closures: "[{ from: 2026-04-01, to: 2026-04-06, reason: Move }]" } })).toHaveLength(
      1,
    );
    expect(messages({ settings: { closures: "[{ from: 2026-04-12, to: 2026-04-20, reason: Move }]" } })).toEqual([
      "runbook.yml: The closure from 2026-04-12 to 2026-04-20 (Move) meets wave week.",
    ]);
  });

  it("is a change freeze in a milestone's week", () => {
    const freezes = "[{ from: 2026-03-29, to: 2026-04-02, reason: Year end, tags: [change] }]";
    expect(messages({ settings: { freezes } })).toEqual([
      "runbook.yml: The change freeze from 2026-03-29 to 2026-04-02 (Year end) meets the milestones at -2 weeks.",
    ]);
    const long = "[{ from: 2026-03-23, to: 2026-04-20, reason: Year end, tags: [change] }]";
    expect(messages({ settings: { freezes: long }, procedures: { after: { trigger: "wave +2 weeks" } } })).toEqual([
      "runbook.yml: The change freeze from 2026-03-23 to 2026-04-20 (Year end) meets the milestones at -2, 0, +2 weeks.",
    ]);
    const monday = "[{ from: 2026-03-01, to: 2026-03-23, reason: Year end, tags: [change] }]";
    expect(messages({ settings: { freezes: monday } })).toHaveLength(1);
  });

  it("is a period close that reaches into wave week", () => {
    const close = (trigger: string): BookParts => ({ procedures: { close: { trigger, tags: "[period-close]" } } });
    expect(messages(close("monthly on last business day within 4 business days"))).toEqual([
      "procedures/close.md: close (2026-03) falls into wave week.",
    ]);
    expect(messages(close("monthly on last business day"))).toEqual([]);
    const covering = { procedures: { close: { trigger: "monthly on day 6", covers: "[period-close]" } } };
    const found = ["procedures/close.md: close (2026-04) falls into wave week."];
    expect(messages(covering)).toEqual(found);
    const closing = (products: string): string[] =>
      messages({ procedures: { close: { ...covering.procedures.close, products } } });
    expect(closing("[finance-operations, business-central]")).toEqual([]);
    expect(closing("[finance-operations, customer-engagement]")).toEqual(found);
  });

  it("is work that is past without a record, until the plan ends", () => {
    const past = ["procedures/milestone.md: Past without a record: milestone (-2)."];
    expect(messages({}, "2026-03-27")).toEqual([]);
    expect(messages({}, "2026-03-28")).toEqual(past);
    const key = "wave-2026-04.customer-engagement";
    expect(messages({}, "2026-03-28", [done(key, "2026-03-25", { procedure: "milestone" })])).toEqual([]);
    // A run book that started too late for it owes it no longer.
    expect(messages({ settings: { go_live: "2026-04-01" } }, "2026-04-01")).toEqual(past);
    const both = ["procedures/milestone.md: Past without a record: milestone (-2), verify (0)."];
    expect(messages({}, "2026-04-26")).toEqual(both);
    expect(messages({}, "2026-04-27")).toEqual([]);
  });

  it("is not work that failed, that a freeze took out, or that was done before the start", () => {
    const key = "wave-2026-04.customer-engagement";
    const asOf = "2026-03-31";
    expect(messages({}, asOf, [failed(key, "2026-03-25", { procedure: "milestone" })])).toEqual([]);
    const early = [done(key, "2026-03-25", { procedure: "milestone" })];
    expect(messages({ settings: { go_live: "2026-03-30" } }, asOf, early)).toEqual([]);
    const freezes = "[{ from: 2026-03-23, to: 2026-03-29, reason: Year end, procedures: [milestone] }]";
    expect(messages({ settings: { freezes } }, asOf)).toEqual([
      "runbook.yml: The change freeze from 2026-03-23 to 2026-03-29 (Year end) meets the milestones at -2 weeks.",
    ]);
  });
});

describe("a series of waves", () => {
  it("runs from go-live to the two after the current one", () => {
    expect(announcedPlans(scheduleAsOf("2026-11-23", parts())).map(({ id }) => id)).toEqual([
      "2026-04",
      "2026-10",
      "2027-04",
      "2027-10",
      "2028-04",
    ]);
    const before = scheduleAsOf("2026-11-23", parts({ settings: { go_live: "2027-06-01" } }));
    expect(announcedPlans(before).map(({ id }) => id)).toEqual(["2027-04", "2027-10", "2028-04"]);
    const autumn = scheduleAsOf("2026-11-23", parts({ settings: { go_live: "2026-06-01" } }));
    expect(announcedPlans(autumn)[0]?.id).toBe("2026-10");
    expect([waveAfter("2026-04"), waveAfter("2026-10")]).toEqual(["2026-10", "2027-04"]);
  });
});

describe("the plan in Markdown", () => {
  it("keeps a name from becoming markup", () => {
    const name = JSON.stringify("A | **b** <img src=x> [l](javascript:x) `c`");
    const schedule = scheduleAsOf("2026-01-01", parts({ procedures: { verify: { trigger: "wave week", name } } }));
    const text = renderWaveMarkdown(schedule, wavePlan(schedule, "2026-04"), []);
    expect(text).toContain("A \\| \\*\\*b\\*\\* \\<img src=x\\> \\[l\\](javascript:x) \\`c\\`");
  });
});
