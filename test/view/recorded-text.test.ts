import { Chalk } from "chalk";
import { describe, expect, it } from "vitest";
import { renderRecordedText } from "../../src/view/recorded-text.ts";
import { done, failed, itemFor, recordOf, scheduleAsOf, skipped } from "../helpers/run-book.ts";

const style = { chalk: new Chalk({ level: 0 }), columns: 80 };
const schedule = scheduleAsOf("2026-11-23", {
  settings: { go_live: "2026-11-02" },
  procedures: { job: { trigger: "weekly", name: "Capacity review" } },
});

/** Of what was done before the first day to work on its occurrence. */
const REMEDY = "  If an earlier one was meant, take this back, then record that with --for KEY: runbook undo job\n";

describe("what was just recorded", () => {
  // Scheduled on Monday 23, due on Friday 27 November.
  it.each([
    {
      record: done("2026-W48", "2026-11-20"),
      says: "done early: it is scheduled for Mon 23 Nov, by Ana",
      remedy: REMEDY,
    },
    { record: done("2026-W48", "2026-11-23"), says: "done, by Ana" },
    { record: done("2026-W48", "2026-11-27"), says: "done, by Ana" },
    { record: done("2026-W48", "2026-11-28"), says: "done late: it was due Fri 27 Nov, by Ana" },
    { record: failed("2026-W48", "2026-11-20"), says: "failed, by Ana", remedy: REMEDY },
    { record: failed("2026-W48", "2026-11-28"), says: "failed, by Ana" },
    { record: skipped("2026-W48", "2026-11-20"), says: "skipped, by Ana" },
    { record: skipped("2026-W48", "2026-11-28"), says: "skipped too late, so waived: it was due Fri 27 Nov, by Ana" },
  ])("$record.record at $record.performedAt: $says", ({ record, says, remedy = "" }) => {
    const text = renderRecordedText([itemFor(schedule, "2026-W48")], [record], schedule, style);
    expect(text).toBe(`Recorded Capacity review for 2026-W48: ${says} (${record.commit.slice(0, 10)})\n${remedy}`);
  });

  // Opened at 09:00, with an hour's time.
  it.each([
    { at: "2026-11-23T10:00:00Z", says: "done, by Ana" },
    { at: "2026-11-23T10:00:01Z", says: "done late: it was due Mon 23 Nov 10:00, by Ana" },
    { at: "2026-11-24T08:00:00Z", says: "done late: it was due Mon 23 Nov 10:00, by Ana" },
  ])("what answers an event at $at: $says", ({ at, says }) => {
    const event = "incident-2026-11-23-7f3a";
    const opening = recordOf({ record: "event", event, severity: 2, performedAt: "2026-11-23T09:00:00Z" });
    const parts = {
      settings: { timezone: "UTC" },
      procedures: { job: { trigger: "on incident severity 2 within 1 hour" } },
    };
    const known = scheduleAsOf("2026-11-24", parts, [opening]);
    const text = renderRecordedText([itemFor(known, event)], [done(event, at)], known, style);
    expect(text).toContain(` for ${event}: ${says} (`);
  });

  const first = done("2026-11-23", "2026-11-23T09:00:00Z", { commit: "a".repeat(40) });
  const later = done("2026-11-23", "2026-11-23T10:00:00Z", { commit: "b".repeat(40) });
  const approval = recordOf({
    record: "approval",
    approves: first.commit,
    performedAt: "2026-11-23T09:30:00Z",
    performedBy: { name: "Ben", email: "ben@contoso.example" },
  });
  it.each([
    { before: [], now: first, awaited: first },
    { before: [failed("2026-11-23", "2026-11-23T09:00:00Z")], now: later, awaited: later },
    { before: [skipped("2026-11-23", "2026-11-23T09:00:00Z")], now: later, awaited: later },
    { before: [first], now: later, awaited: first },
    { before: [later], now: first, awaited: first },
    { before: [approval, first], now: later, awaited: undefined },
  ])("names the completion whose approval counts", ({ before, now, awaited }) => {
    const parts = { procedures: { job: { requires: "[approval]" } } };
    const known = scheduleAsOf("2026-11-23", parts, before);
    const text = renderRecordedText([itemFor(known, "2026-11-23")], [now], known, style);
    const said = /runbook approve (\w+)/.exec(text)?.[1];
    expect(said).toBe(awaited?.commit.slice(0, 10));
  });
});
