import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays, toCalendarDate } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import {
  type Tally,
  adherenceOf,
  assessedItems,
  groupedBy,
  talliesByDay,
  tallyOf,
} from "../../src/report/adherence.ts";
import { occurrencesDue } from "../../src/report/occurrences-due.ts";
import { occurrencesScheduled } from "../../src/schedule/occurrences.ts";
import type { Schedule } from "../../src/schedule/schedule.ts";
import { done, failed, onlyProcedure, recordOf, scheduleAsOf, skipped } from "../helpers/run-book.ts";

const day = (text: string): CalendarDate => text as CalendarDate;

/** `result key` of everything that was due in November 2026. */
function resultsIn(schedule: Schedule, first = "2026-11-01", last = "2026-11-30"): string[] {
  return assessedItems(schedule, day(first), day(last)).map(({ result, occurrence }) => `${result} ${occurrence.key}`);
}

const WEEKLY = { procedures: { job: { trigger: "weekly on Tuesday within 2 days" } } };
const MONTHLY = { procedures: { job: { trigger: "monthly on business day 3" } } };

describe("what an occurrence counts as", () => {
  // Scheduled on Tuesday the 17th, due on the 19th, closed by the next on the 24th.
  it.each<{ title: string; records: () => LedgerRecord[]; result: string; asOf?: string }>([
    { title: "done on the due date", records: () => [done("2026-W47", "2026-11-19")], result: "on-time" },
    { title: "done before it was scheduled", records: () => [done("2026-W47", "2026-11-13")], result: "on-time" },
    { title: "done the day after", records: () => [done("2026-W47", "2026-11-20")], result: "late" },
    { title: "done on the last day before it closes", records: () => [done("2026-W47", "2026-11-23")], result: "late" },
    { title: "done on the day it closes", records: () => [done("2026-W47", "2026-11-24")], result: "missed" },
    { title: "no record", records: () => [], result: "missed" },
    { title: "no record, on the day before it closes", records: () => [], result: "overdue", asOf: "2026-11-23" },
    { title: "no record, on the due date", records: () => [], result: "not-yet-due", asOf: "2026-11-19" },
    { title: "skipped on the due date", records: () => [skipped("2026-W47", "2026-11-19")], result: "skipped" },
    { title: "skipped after it", records: () => [skipped("2026-W47", "2026-11-20")], result: "waived" },
    { title: "failed", records: () => [failed("2026-W47", "2026-11-18")], result: "failed" },
    {
      title: "failed, then done on time",
      records: () => [failed("2026-W47", "2026-11-18"), done("2026-W47", "2026-11-19")],
      result: "on-time",
    },
    {
      title: "failed in time, then done after it had closed",
      records: () => [failed("2026-W47", "2026-11-19"), done("2026-W47", "2026-11-24")],
      result: "late",
    },
    {
      title: "failed on the last day before it closes, then done",
      records: () => [failed("2026-W47", "2026-11-23"), done("2026-W47", "2026-11-24")],
      result: "late",
    },
    {
      title: "failed on the day it closes, then done",
      records: () => [failed("2026-W47", "2026-11-24"), done("2026-W47", "2026-11-25")],
      result: "missed",
    },
    {
      title: "skipped in time, then done after it had closed",
      records: () => [skipped("2026-W47", "2026-11-19"), done("2026-W47", "2026-11-24")],
      result: "late",
    },
  ])("$title: $result", ({ records, result, asOf = "2026-11-27" }) => {
    expect(resultsIn(scheduleAsOf(asOf, WEEKLY, records()), "2026-11-19", "2026-11-19")).toEqual([
      `${result} 2026-W47`,
    ]);
  });

  it("what never closes is late however long it took", () => {
    expect(resultsIn(scheduleAsOf("2027-03-01", MONTHLY, [done("2026-11", "2027-02-01")]))).toEqual(["late 2026-11"]);
  });

  it("done, and not approved yet", () => {
    const parts = { procedures: { job: { trigger: "monthly on business day 3", requires: "[approval]" } } };
    const work = done("2026-11", "2026-11-03");
    expect(resultsIn(scheduleAsOf("2026-11-27", parts, [work]))).toEqual(["awaiting-approval 2026-11"]);
    const approval = recordOf({
      record: "approval",
      approves: work.commit,
      performedAt: "2026-12-09T12:00:00Z",
      performedBy: { name: "Chris", email: "chris@contoso.example" },
    });
    expect(resultsIn(scheduleAsOf("2026-11-27", parts, [work, approval]))).toEqual(["on-time 2026-11"]);
  });

  it("is nothing where nothing is owed: before the start, frozen, retired; work recorded on it counts on neither side", () => {
    const before = { settings: { go_live: "2026-12-01" }, ...MONTHLY };
    expect(resultsIn(scheduleAsOf("2026-12-31", before, [done("2026-11", "2026-11-03")]))).toEqual([]);
    const frozen = {
      settings: { freezes: "[{ from: 2026-11-01, to: 2026-11-30, reason: Audit, procedures: [job] }]" },
      ...MONTHLY,
    };
    expect(resultsIn(scheduleAsOf("2026-12-31", frozen, [done("2026-11", "2026-11-03")]))).toEqual([]);
    const retired = { procedures: { job: { trigger: "monthly on business day 3", retired: "2026-11-02" } } };
    expect(resultsIn(scheduleAsOf("2026-12-31", retired))).toEqual([]);
  });

  it("has a due date: an event without a time limit counts on neither side", () => {
    const opened = recordOf({
      record: "event",
      event: "incident-2026-11-23-7f3a",
      severity: 1,
      performedAt: "2026-11-23T08:00:00Z",
    });
    const within = (text: string): string[] =>
      resultsIn(scheduleAsOf("2026-11-27", { procedures: { job: { trigger: `on incident${text}` } } }, [opened]));
    expect(within("")).toEqual([]);
    expect(within(" within 15 minutes")).toEqual(["overdue incident-2026-11-23-7f3a"]);
  });

  it.each([
    { answered: "08:10", closed: "08:12", results: ["on-time"] },
    { answered: "08:12", closed: "08:12", results: ["on-time"] },
    { answered: "08:13", closed: "08:12", results: [] },
    { answered: "08:20", closed: "08:15", results: [] },
    { answered: "08:20", closed: "08:30", results: ["late"] },
    { answered: "08:30", closed: "08:30", results: ["late"] },
    { answered: "08:40", closed: "08:30", results: ["missed"] },
  ])(
    "of an event closed at $closed, answered at $answered, due by 08:15: $results",
    ({ answered, closed, results }) => {
      const id = "incident-2026-11-23-7f3a";
      const records = [
        recordOf({ record: "event", event: id, severity: 1, performedAt: "2026-11-23T08:00:00Z" }),
        done(id, `2026-11-23T${answered}:00Z`),
        recordOf({ record: "event-close", event: id, performedAt: `2026-11-23T${closed}:00Z` }),
      ];
      const parts = { procedures: { job: { trigger: "on incident within 15 minutes" } } };
      const found = resultsIn(scheduleAsOf("2026-11-27", parts, records.toReversed()));
      expect(found).toEqual(results.map((result) => `${result} ${id}`));
    },
  );

  // It was answered while it was asked for: what comes after that does not take the failure out of the figures.
  it.each([
    { later: "08:14", outcome: "done", result: "on-time" },
    { later: "08:40", outcome: "done", result: "late" },
    { later: "08:40", outcome: "failed", result: "failed" },
  ] as const)("of an event closed at 08:12, failed at 08:10, then $outcome at $later: $result", (row) => {
    const id = "incident-2026-11-23-7f3a";
    const records = [
      recordOf({ record: "event-close", event: id, performedAt: "2026-11-23T08:12:00Z" }),
      done(id, `2026-11-23T${row.later}:00Z`, { outcome: row.outcome }),
      failed(id, "2026-11-23T08:10:00Z"),
      recordOf({ record: "event", event: id, severity: 1, performedAt: "2026-11-23T08:00:00Z" }),
    ];
    const parts = { procedures: { job: { trigger: "on incident within 15 minutes" } } };
    expect(resultsIn(scheduleAsOf("2026-11-27", parts, records))).toEqual([`${row.result} ${id}`]);
  });

  it.each([
    { answered: "2026-11-24", result: "late" },
    { answered: "2026-11-25", result: "missed" },
  ])("of an event that is open when its procedure is retired on the 25th, answered on $answered: $result", (row) => {
    const id = "incident-2026-11-23-7f3a";
    const opened = recordOf({ record: "event", event: id, severity: 1, performedAt: "2026-11-23T08:00:00Z" });
    const parts = { procedures: { job: { trigger: "on incident within 15 minutes", retired: "2026-11-25" } } };
    const found = resultsIn(scheduleAsOf("2026-11-27", parts, [done(id, row.answered), opened]));
    expect(found).toEqual([`${row.result} ${id}`]);
  });

  it("of an event, done late on the day it was closed, is late", () => {
    const id = "incident-2026-11-23-7f3a";
    const on = (time: string): { performedAt: string } => ({ performedAt: `2026-11-23T${time}:00Z` });
    const records = [
      recordOf({ record: "event-close", event: id, ...on("12:00") }),
      done(id, "2026-11-23T09:00:00Z"),
      recordOf({ record: "event", event: id, severity: 1, ...on("08:00") }),
    ];
    const parts = { procedures: { job: { trigger: "on incident within 15 minutes" } } };
    expect(resultsIn(scheduleAsOf("2026-11-27", parts, records))).toEqual([`late ${id}`]);
    const [close, , open] = records;
    expect(
      resultsIn(
        scheduleAsOf(
          "2026-11-27",
          parts,
          [close, open].flatMap((record) => record ?? []),
        ),
      ),
    ).toEqual([`missed ${id}`]);
  });
});

describe("a period", () => {
  it("holds what is due in it, however long before it was scheduled", () => {
    const parts = { procedures: { job: { trigger: "annually" } } };
    expect(resultsIn(scheduleAsOf("2027-01-31", parts), "2026-12-31", "2026-12-31")).toEqual(["overdue 2026"]);
    const spans = { procedures: { job: { trigger: "monthly on day 1 within 10 weeks", roll: "none" } } };
    expect(resultsIn(scheduleAsOf("2027-01-31", spans), "2026-11-10", "2026-11-10")).toEqual(["overdue 2026-09"]);
  });

  it("has no adherence where nothing was owed", () => {
    const tally = tallyOf(
      assessedItems(
        scheduleAsOf("2026-11-27", MONTHLY, [skipped("2026-11", "2026-11-03")]),
        day("2026-11-01"),
        day("2026-11-30"),
      ),
    );
    expect(tally).toMatchObject({ owed: 0, skipped: 1 });
    expect(adherenceOf(tally)).toBeNull();
  });
});

describe("laws", () => {
  const DAY_ZERO = 20_454; // 2026-01-01
  const dateIn = (days: number): fc.Arbitrary<CalendarDate> =>
    fc.integer({ min: 0, max: days }).map((offset) => toCalendarDate(DAY_ZERO + offset));
  const TRIGGERS = [
    "daily",
    "every business day within 3 days",
    "weekly",
    "weekly on Monday, Thursday",
    "every 2 weeks on Friday from 2026-01-09",
    "monthly",
    "monthly on last day within 5 business days",
    "quarterly within 30 weeks",
    "half-yearly on month 2 last Friday",
    "annually",
    "30 days after completion",
    "wave -8 weeks",
    "rrule FREQ=MONTHLY;BYMONTHDAY=-1 from 2026-01-31",
  ];
  const someCase = fc.record({
    trigger: fc.constantFrom(...TRIGGERS),
    goLive: dateIn(200),
    roll: fc.constantFrom(undefined, "next", "previous", "skip"),
    asOf: dateIn(600),
    first: dateIn(400),
    length: fc.integer({ min: 0, max: 200 }),
    cut: fc.integer({ min: 0, max: 200 }),
    holidays: fc.uniqueArray(dateIn(600), { maxLength: 8 }),
    answers: fc.array(fc.record({ at: dateIn(600), nth: fc.nat(), kind: fc.constantFrom("done", "failed", "skip") }), {
      maxLength: 30,
    }),
  });

  type Case = typeof someCase extends fc.Arbitrary<infer Value> ? Value : never;

  function scheduleOf({ trigger, goLive, roll, asOf, holidays, answers }: Case): Schedule {
    const parts = {
      settings: { go_live: goLive, region: "united-kingdom" },
      holidays,
      procedures: { job: { trigger, roll } },
    };
    const bare = scheduleAsOf(asOf, parts);
    const keys = occurrencesScheduled(onlyProcedure(bare), bare, goLive, day("2027-12-31")).map(({ key }) => key);
    const records = answers.map(({ at, nth, kind }) => {
      const key = keys[nth % Math.max(1, keys.length)] ?? "2026-01-01";
      return kind === "done" ? done(key, at) : kind === "failed" ? failed(key, at) : skipped(key, at);
    });
    return scheduleAsOf(asOf, parts, records.toReversed());
  }

  const law = (check: (schedule: Schedule, first: CalendarDate, last: CalendarDate, generated: Case) => void): void =>
    fc.assert(
      fc.property(someCase, (generated) => {
        const schedule = scheduleOf(generated);
        check(schedule, generated.first, addDays(generated.first, generated.length), generated);
      }),
      { numRuns: Number(process.env["FC_RUNS"] ?? 25) },
    );

  it("what is due in a period is all that is scheduled at any time and due in it", () => {
    law((schedule, first, last) => {
      const procedure = onlyProcedure(schedule);
      const all = occurrencesScheduled(procedure, schedule, day("2025-01-01"), day("2028-12-31"));
      const expected = all.filter(({ due }) => due !== null && first <= due && due <= last);
      const found = occurrencesDue(procedure, schedule, first, last);
      expect(found.map(({ key }) => key)).toEqual(expected.map(({ key }) => key));
    });
  });

  it("the tally of a period is that of its parts, of its days and of any groups, added up", () => {
    law((schedule, first, last, { cut }) => {
      const whole = assessedItems(schedule, first, last);
      const middle = addDays(first, cut);
      const parts = [assessedItems(schedule, first, middle), assessedItems(schedule, addDays(middle, 1), last)];
      if (middle < last) expect(sum(parts.map(tallyOf))).toEqual(tallyOf(whole));
      expect(sum([...talliesByDay(whole).values()])).toEqual(tallyOf(whole));
      const groups = groupedBy(whole, ({ occurrence }) => occurrence.key.slice(-1));
      expect(sum([...groups.values()].map(tallyOf))).toEqual(tallyOf(whole));
    });
  });

  it("adherence lies between 0 and 1, and every occurrence is counted once", () => {
    law((schedule, first, last) => {
      const whole = assessedItems(schedule, first, last);
      const tally = tallyOf(whole);
      expect(tally.owed + tally.skipped + tally.notYetDue).toBe(whole.length);
      expect(tally.doneAfterClosing).toBeLessThanOrEqual(tally.missed);
      const adherence = adherenceOf(tally);
      expect(adherence === null || (adherence >= 0 && adherence <= 1)).toBe(true);
    });
  });

  function sum(tallies: readonly Tally[]): Tally {
    const zero = tallyOf([]);
    const keys = Object.keys(zero) as (keyof Tally)[];
    return tallies.reduce(
      (total, tally) => Object.fromEntries(keys.map((key) => [key, total[key] + tally[key]])) as unknown as Tally,
      zero,
    );
  }
});
