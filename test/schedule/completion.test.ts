import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { occurrencesScheduled } from "../../src/schedule/occurrences.ts";
import { done, failed, onlyProcedure, scheduleAsOf } from "../helpers/run-book.ts";

describe("the occurrences after completion", () => {
  // Go-live on Monday 2 November 2026.
  const scheduled = (asOf: string, records: readonly LedgerRecord[], keys: Record<string, string> = {}): string[] => {
    const procedures = { job: { trigger: "30 days after completion", ...keys } };
    const schedule = scheduleAsOf(asOf, { settings: { go_live: "2026-11-02" }, procedures }, records);
    const [from, to] = ["2026-01-01" as CalendarDate, "2027-12-31" as CalendarDate];
    return occurrencesScheduled(onlyProcedure(schedule), schedule, from, to).map(
      ({ key, scheduled: day }) => `${key}${day === key ? "" : ` on ${day}`}`,
    );
  };
  const first = done("2026-11-02", "2026-11-06");
  const early = done("2026-12-06", "2026-11-20");

  it.each([
    { title: "nothing done", asOf: "2026-11-24", records: [], expected: ["2026-11-02"] },
    { title: "the day before it is done", asOf: "2026-11-05", records: [first], expected: ["2026-11-02"] },
    {
      title: "the day that it is done",
      asOf: "2026-11-06",
      records: [first],
      expected: ["2026-11-02", "2026-12-06 on 2026-12-07"],
    },
    { title: "failed", asOf: "2026-11-24", records: [failed("2026-11-02", "2026-11-06")], expected: ["2026-11-02"] },
    {
      title: "the next one done early",
      asOf: "2026-11-24",
      records: [early, first],
      expected: ["2026-11-02", "2026-12-06 on 2026-12-07", "2026-12-20 on 2026-12-21"],
    },
    {
      title: "a later key done before an earlier one",
      asOf: "2026-11-24",
      records: [done("2026-12-06", "2026-11-05"), first],
      expected: ["2026-11-02", "2026-12-06 on 2026-12-07", "2026-12-07"],
    },
  ])("those recorded and the one pending: $title", ({ asOf, records, expected }) => {
    expect(scheduled(asOf, records)).toEqual(expected);
  });

  it.each([
    { roll: "next", expected: "2026-12-06 on 2026-12-07" },
    { roll: "previous", expected: "2026-12-06 on 2026-12-04" },
    { roll: "none", expected: "2026-12-06" },
    // There is always one pending.
    { roll: "skip", expected: "2026-12-06 on 2026-12-07" },
  ])("a Sunday with roll $roll: $expected", ({ roll, expected }) => {
    expect(scheduled("2026-11-24", [first], { roll }).at(-1)).toBe(expected);
  });
});
