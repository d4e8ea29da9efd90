import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { budgetOf, workOf } from "../../src/report/effort.ts";
import { bySeverity, incidentFigures } from "../../src/report/incident-figures.ts";
import { measureTrends } from "../../src/report/measure-trends.ts";
import { daysPeriod } from "../../src/report/period.ts";
import { mostMissed, reportOf } from "../../src/report/report.ts";
import { reviewsOf } from "../../src/report/reviews.ts";
import { median, theilSen } from "../../src/report/trend.ts";
import { waveProgress } from "../../src/report/wave-progress.ts";
import { done, failed, onlyProcedure, recordOf, scheduleAsOf, skipped, voidOf } from "../helpers/run-book.ts";

const day = (text: string): CalendarDate => text as CalendarDate;

describe("a straight line by Theil and Sen", () => {
  const line = [0, 1, 2, 3, 4, 5, 6].map((x) => ({ x, y: 10 + 2 * x }));

  it("is the line that the points lie on", () => {
    expect(theilSen(line)).toEqual({ slope: 2, intercept: 10 });
  });

  it("is not moved by two outliers of seven", () => {
    const bent = line.map((point) => (point.x === 2 || point.x === 5 ? { ...point, y: 500 } : point));
    expect(theilSen(bent)?.slope).toBe(2);
  });

  it("needs three points, and more than one x", () => {
    expect(theilSen(line.slice(0, 2))).toBeUndefined();
    expect(theilSen(line.map(({ y }) => ({ x: 1, y })))).toBeUndefined();
  });

  it("takes the middle of an even number of values", () => {
    expect([median([]), median([3]), median([4, 1]), median([9, 1, 2])]).toEqual([undefined, 3, 2.5, 2]);
  });
});

describe("a measure's trend", () => {
  const parts = (thresholds: string): Parameters<typeof scheduleAsOf>[1] => ({
    procedures: { job: { trigger: "weekly", measures: `{ gb: { unit: GB${thresholds} } }` } },
  });
  /** A value a week from Monday the 5th of October 2026. */
  const trendOf = (
    values: readonly number[],
    thresholds = ", warn: 80, limit: 100",
  ): ReturnType<typeof measureTrends>[0] => {
    const records = values.map((gb, index) => {
      const at = new Date(Date.UTC(2026, 9, 5 + 7 * index)).toISOString();
      return done(`2026-W${41 + index}`, at, { values: { gb } });
    });
    const [trend] = measureTrends(
      scheduleAsOf("2026-12-31", parts(thresholds), records.toReversed()),
      day("2026-12-31"),
    );
    if (trend === undefined) throw new Error("No trend.");
    return trend;
  };

  it.each([
    // 7 GB a week: 70 on 19 October, so 80 ten days after it, 100 thirty days after it.
    { values: [56, 63, 70], level: "ok", warnOn: "2026-10-29", limitOn: "2026-11-18", per30Days: 30 },
    // Exactly 80 seventeen days after the last, though not in the decimals of a computer.
    { values: [73.8, 75.2, 76.6], level: "ok", warnOn: "2026-11-05", limitOn: "2027-02-13", per30Days: 6 },
    { values: [66, 73, 80], level: "warn", warnOn: null, limitOn: "2026-11-08", per30Days: 30 },
    { values: [86, 93, 100], level: "limit", warnOn: null, limitOn: null, per30Days: 30 },
    { values: [70, 63, 56], level: "ok", warnOn: null, limitOn: null, per30Days: -30 },
    { values: [70, 70, 70], level: "ok", warnOn: null, limitOn: null, per30Days: 0 },
    { values: [56, 63], level: "ok", warnOn: null, limitOn: null, per30Days: null },
    // The line is over the thresholds already, the last value is not: any day now.
    { values: [60, 70, 80, 90, 79], level: "ok", warnOn: "2026-11-03", limitOn: "2026-11-03", per30Days: 42.8571 },
    { values: [50, 50.001, 50.002], level: "ok", warnOn: null, limitOn: null, per30Days: 0.00428571 },
  ])("$values: $level, warn on $warnOn, limit on $limitOn", ({ values, ...expected }) => {
    expect(trendOf(values)).toMatchObject(expected);
  });

  it("without thresholds has none to reach", () => {
    expect(trendOf([1, 2, 3], "")).toMatchObject({ level: "ok", warnOn: null, limitOn: null });
  });

  it("takes the last 24 values up to a day, without voided ones", () => {
    const records = Array.from({ length: 30 }, (_, index) =>
      done("2026-W41", new Date(Date.UTC(2026, 9, 1 + index)).toISOString(), { values: { gb: index } }),
    );
    const [, , third] = records;
    const all = [...(third === undefined ? [] : [voidOf(third, "2026-10-20")]), ...records.toReversed()];
    const schedule = scheduleAsOf("2026-12-31", parts(""), all);
    const shown = (last: string): number[] =>
      measureTrends(schedule, day(last))[0]?.values.map(({ value }) => value) ?? [];
    expect(shown("2026-12-31")).toEqual(Array.from({ length: 24 }, (_, index) => index + 6));
    expect(shown("2026-10-04")).toEqual([0, 1, 3]);
  });
});

describe("effort", () => {
  const BUDGETS =
    "{ daily: 1h, weekly: 2h, monthly: 8h, quarterly: 4h, half-yearly: 5h, annual: 6h, wave: 3d, incident: 1h }";
  it.each([
    // November 2026 has 21 working days, one of them a holiday; Fridays: 6, 13, 20, 27.
    { cadence: "daily", minutes: 20 * 60, count: 20 },
    { cadence: "weekly", minutes: 4 * 120, count: 4 },
    { cadence: "monthly", minutes: 480, count: 1 },
    { cadence: "quarterly", minutes: 0, count: 0 },
  ] as const)("$cadence budget of November: $count of them", ({ cadence, minutes, count }) => {
    const schedule = scheduleAsOf("2026-12-31", { settings: { budgets: BUDGETS }, holidays: ["2026-11-18"] });
    expect(budgetOf(cadence, schedule, day("2026-11-01"), day("2026-11-30"))).toEqual({ minutes, count });
  });

  it("budgets of a fiscal year from April, of a Sunday to Thursday week", () => {
    const settings = { budgets: BUDGETS, fiscal_year_start: "4", working_week: "[sun, mon, tue, wed, thu]" };
    const schedule = scheduleAsOf("2027-12-31", { settings });
    const counts = (["weekly", "quarterly", "half-yearly", "annual"] as const).map(
      (cadence) => budgetOf(cadence, schedule, day("2026-04-01"), day("2027-03-31"))?.count,
    );
    // Thursdays from 2 April 2026 to 25 March 2027.
    expect(counts).toEqual([52, 4, 2, 1]);
  });

  it("no budget before go-live, after the day asked about, for a wave or where none is set", () => {
    const schedule = scheduleAsOf("2026-11-10", { settings: { budgets: BUDGETS, go_live: "2026-11-02" } });
    expect(budgetOf("daily", schedule, day("2026-10-01"), day("2026-11-30"))?.count).toBe(7);
    expect(budgetOf("wave", schedule, day("2026-10-01"), day("2026-11-30"))).toBeNull();
    expect(budgetOf("daily", scheduleAsOf("2026-11-10", {}), day("2026-10-01"), day("2026-11-30"))).toBeNull();
  });

  it("counts what was performed in the period, whichever occurrence it was for; skips and voided ones are no work", () => {
    const parts = { procedures: { job: { trigger: "weekly", effort: "30m" } } };
    const wrong = done("2026-W45", "2026-11-04", { effortMinutes: 500 });
    const records = [
      done("2026-W44", "2026-11-01", { effortMinutes: 20 }),
      failed("2026-W45", "2026-11-02"),
      skipped("2026-W46", "2026-11-09"),
      wrong,
      done("2026-W48", "2026-11-30T23:59:59Z", { effortMinutes: 50 }),
      done("2026-W49", "2026-12-01T00:00:00Z", { effortMinutes: 70 }),
      voidOf(wrong, "2026-11-05"),
    ];
    const schedule = scheduleAsOf("2026-12-31", parts, records.toReversed());
    expect(workOf(onlyProcedure(schedule), schedule, day("2026-11-01"), day("2026-11-30"))).toEqual({
      completions: 3,
      timed: 2,
      recordedMinutes: 70,
      comparedPlannedMinutes: 60,
      comparedRecordedMinutes: 70,
    });
  });
});

describe("what a report names, and in which order", () => {
  const daily = { trigger: "daily", owner: "ana" };
  const parts = {
    settings: { go_live: "2026-11-02" },
    roles:
      "roles:\n  desk: { name: Desk, people: [ben] }\npeople:\n  ana: { name: Ana, email: ana@contoso.example }\n  ben: { name: Ben }\n",
    procedures: {
      "two-of-seven": daily,
      "four-of-seven": { ...daily, owner: "desk" },
      "all-of-two": { ...daily, effective: "2026-11-21" },
      "week-b": { trigger: "weekly on Tuesday", owner: "ana" },
      "week-a": { trigger: "weekly on Tuesday", owner: "ana" },
      // What has nothing in the period itself: owed in the one before, skipped, to come, done without being owed, and nothing.
      "owed-before": { ...daily, retired: "2026-11-14" },
      "only-skipped": { trigger: "weekly on Wednesday", owner: "ana", effective: "2026-11-17" },
      "not-yet-due": { ...daily, effective: "2026-11-22" },
      "done-early": { trigger: "annually on 1 December", owner: "ana" },
      nothing: { trigger: "annually on 2 December", owner: "ana" },
    },
  };
  const period = daysPeriod(day("2026-11-16"), day("2026-11-22"));
  const daysOf = (procedure: string, ...days: readonly number[]): ReturnType<typeof done>[] =>
    days.map((date) => done(`2026-11-${date}`, `2026-11-${date}`, { procedure }));
  const records = [
    ...daysOf("two-of-seven", 16, 17, 18, 19, 20),
    ...daysOf("four-of-seven", 16, 17, 18),
    recordOf({
      record: "skip",
      procedure: "only-skipped",
      occurrence: "2026-W47",
      performedAt: "2026-11-17T09:00:00Z",
    }),
    done("2026", "2026-11-22", { procedure: "done-early", effortMinutes: 5 }),
  ];
  const report = reportOf(scheduleAsOf("2026-11-22", parts, records.toReversed()), records, period, true);

  it("procedures by what was not on time, then by adherence, then by id", () => {
    expect(report.byProcedure.map(({ procedure, tally }) => `${procedure.id} ${tally.owed - tally.onTime}`)).toEqual([
      "four-of-seven 3",
      "all-of-two 1",
      "week-a 1",
      "week-b 1",
      "two-of-seven 1",
      "done-early 0",
      "not-yet-due 0",
      "only-skipped 0",
      "owed-before 0",
    ]);
    expect(report.byProcedure.at(-1)?.before).toMatchObject({ owed: 5 });
  });

  it("what was missed by how often, owners by what they owed", () => {
    expect(mostMissed(report).map(({ procedure, tally }) => `${procedure.id} ${tally.missed}`)).toEqual([
      "four-of-seven 3",
      "all-of-two 1",
      "two-of-seven 1",
    ]);
    expect(report.byOwner.map(({ owner, tally }) => `${owner} ${tally.owed}`)).toEqual(["ana 9", "desk 6"]);
    expect(report.byPerson?.answeredFor.map(({ people, tally }) => `${people.join()} ${tally.owed}`)).toEqual([
      "ana 9",
      "ben 6",
    ]);
    expect(report.byCadence.map(({ cadence }) => cadence)).toEqual(["daily", "weekly", "annual"]);
  });

  it("people by how much they did, by name where the run book knows them", () => {
    const ben = { name: "B.", email: "ben@fabrikam.example" };
    const work = [
      done("2026-11-16", "2026-11-16", { procedure: "two-of-seven", performedBy: ben, effortMinutes: 7 }),
      ...daysOf("two-of-seven", 17, 18),
      // Outside the period, on both sides.
      ...daysOf("two-of-seven", 15, 23),
      done("2026-11-18", "2026-11-18", { procedure: "gone" }),
    ];
    const schedule = scheduleAsOf("2026-11-23", parts, work.toReversed());
    expect(reportOf(schedule, work, period, true).byPerson?.performed).toEqual([
      { person: "ana", name: "Ana", email: "ana@contoso.example", completions: 2, recordedMinutes: 0 },
      { person: null, name: "B.", email: "ben@fabrikam.example", completions: 1, recordedMinutes: 7 },
    ]);
    expect(reportOf(schedule, work, period, false)).toMatchObject({
      byPerson: null,
      unknownRecords: 1,
      unknownProcedures: ["gone"],
    });
  });

  it("what is overdue up to the period's last day, the longest first", () => {
    const week = (on: string): Record<string, string> => ({ trigger: `weekly on ${on} within 3 days` });
    const some = { procedures: { b: week("Thursday"), a: week("Wednesday"), c: week("Friday") } };
    const { overdue } = reportOf(scheduleAsOf("2026-11-24", some), [], period, false);
    expect(overdue.map(({ item, due, days }) => `${item.occurrence.procedure.id} ${due} ${days}`)).toEqual([
      "a 2026-11-21 3",
      "b 2026-11-22 2",
    ]);
  });
});

describe("what is longest overdue", () => {
  const ID = "incident-2026-11-23-7f3a";
  const opened = recordOf({ record: "event", event: ID, severity: 1, performedAt: "2026-11-23T08:00:00Z" });
  const failure = done(ID, "2026-11-23T08:05:00Z", { outcome: "failed" });

  it.each([
    { now: "2026-11-23T08:15:00Z", records: [opened], days: [] },
    { now: "2026-11-23T08:16:00Z", records: [opened], days: [0] },
    { now: "2026-11-24T08:00:00Z", records: [opened], days: [1] },
    { now: "2026-11-23T08:15:00Z", records: [failure, opened], days: [] },
    { now: "2026-11-23T08:16:00Z", records: [failure, opened], days: [0] },
  ])("holds a response from its target on: at $now, days $days", ({ now, records, days }) => {
    const parts = { procedures: { job: { trigger: "on incident severity 1 within 15 minutes" } } };
    const period = daysPeriod(day("2026-11-01"), day("2026-11-30"));
    const { overdue, total } = reportOf(scheduleAsOf(now, parts, records), records, period, false);
    expect(overdue.map((one) => one.days)).toEqual(days);
    if (records.length === 1) expect(total.tally.overdue).toBe(days.length);
  });
});

describe("incidents", () => {
  const ID = "incident-2026-11-23-7f3a";
  const event = (
    kind: "event" | "event-update" | "event-close",
    time: string,
    severity: 1 | 2 | null = null,
  ): ReturnType<typeof recordOf> =>
    recordOf({ record: kind, event: ID, severity, performedAt: `2026-11-23T${time}:00Z` });
  const figures = (
    trigger: string,
    records: readonly ReturnType<typeof recordOf>[],
  ): ReturnType<typeof incidentFigures> =>
    incidentFigures(
      scheduleAsOf("2026-11-23", { procedures: { job: { trigger } } }, records.toReversed()),
      day("2026-11-01"),
      day("2026-11-30"),
    );

  it.each([
    { at: "08:15", result: "within", responseMinutes: 15 },
    { at: "08:16", result: "late", responseMinutes: 16 },
  ])("answered at $at: $result", ({ at, ...expected }) => {
    const [incident] = figures("on incident severity 1 within 15 minutes", [
      event("event", "08:00", 1),
      done(ID, `2026-11-23T${at}:00Z`),
    ]);
    expect(incident?.responses[0]).toMatchObject({ ...expected, targetMinutes: 15 });
  });

  it.each([
    {
      title: "closed before its target",
      records: [event("event", "08:00", 1), event("event-close", "08:10")],
      result: "not-owed",
    },
    {
      title: "closed after it",
      records: [event("event", "08:00", 1), event("event-close", "09:00")],
      result: "unanswered",
    },
    { title: "skipped", records: [event("event", "08:00", 1), skipped(ID, "2026-11-23T08:05:00Z")], result: "skipped" },
  ])("$title: $result", ({ records, result }) => {
    expect(figures("on incident severity 1 within 15 minutes", records)[0]?.responses[0]?.result).toBe(result);
  });

  it.each([
    { within: "15 minutes", ended: [], result: "unanswered" },
    { within: "2 days", ended: [], result: "pending" },
    { within: "2 days", ended: [event("event-close", "09:00")], result: "unanswered" },
  ])("failed, of a target of $within: $result", ({ within, ended, result }) => {
    const records = [event("event", "08:00", 1), done(ID, "2026-11-23T08:05:00Z", { outcome: "failed" }), ...ended];
    expect(figures(`on incident severity 1 within ${within}`, records)[0]?.responses[0]?.result).toBe(result);
  });

  it("count from the change to the severity, and under the last severity", () => {
    const records = [
      event("event", "08:00", 2),
      event("event-update", "10:00", 1),
      done(ID, "2026-11-23T10:20:00Z"),
      event("event-close", "12:00"),
    ];
    const incidents = figures("on incident severity 1 within 15 minutes", records);
    expect(incidents[0]?.responses[0]).toMatchObject({ result: "late", responseMinutes: 20 });
    expect(bySeverity(incidents)).toEqual([
      {
        severity: 1,
        opened: 1,
        closed: 1,
        medianOpenMinutes: 240,
        within: 0,
        late: 1,
        unanswered: 0,
        medianResponseMinutes: 20,
      },
    ]);
  });

  it("are whole minutes, also where the middle lies between two", () => {
    const again = { event: "incident-2026-11-23-7f3b" };
    const records = [
      event("event", "08:00", 1),
      event("event-close", "08:10"),
      { ...event("event", "09:00", 1), ...again },
      { ...event("event-close", "09:15"), ...again },
    ];
    const incidents = figures("on incident severity 1 within 15 minutes", records);
    expect(bySeverity(incidents)).toMatchObject([{ closed: 2, medianOpenMinutes: 13 }]);
  });

  it("without a target neither on nor off it, and outside the period none", () => {
    const records = [event("event", "08:00", 1), done(ID, "2026-11-23T08:20:00Z")];
    expect(figures("on incident", records)[0]?.responses[0]).toMatchObject({
      result: "no-target",
      targetMinutes: null,
      responseMinutes: 20,
    });
    const schedule = scheduleAsOf(
      "2026-11-23",
      { procedures: { job: { trigger: "on incident" } } },
      records.toReversed(),
    );
    expect(incidentFigures(schedule, day("2026-11-24"), day("2026-11-30"))).toEqual([]);
  });
});

describe("reviews", () => {
  const parts = {
    settings: { review_every: "{ default: 60d }" },
    procedures: {
      before: { last_updated: "2026-10-31" },
      first: { last_updated: "2026-11-01" },
      fresh: { last_updated: "2026-11-02" },
      today: { last_updated: "2026-11-23" },
      later: { last_updated: "2026-11-24" },
      edge: { last_updated: "2026-09-24" },
      old: { last_updated: "2026-09-23" },
      // Older, and longer so than it should be.
      older: { last_updated: "2026-07-01", review_every: "100d" },
      own: { last_updated: "2026-01-01", review_every: "365d" },
      retired: { last_updated: "2026-01-01", retired: "2026-10-01" },
    },
  };

  it("names those reviewed in the period, and those stale on the day asked about: both sides of the edge", () => {
    const { procedures, reviewed, stale } = reviewsOf(
      scheduleAsOf("2026-11-23", parts),
      day("2026-11-01"),
      day("2026-11-30"),
    );
    expect(procedures).toBe(9);
    expect(reviewed.map(({ id }) => id)).toEqual(["today", "fresh", "first"]);
    expect(stale).toMatchObject([
      { procedure: { id: "older" }, ageDays: 145, intervalDays: 100 },
      { procedure: { id: "old" }, ageDays: 61, intervalDays: 60 },
    ]);
  });
});

describe("wave progress", () => {
  const parts = {
    settings: { region: "united-kingdom", budgets: "{ wave: 3d }" },
    procedures: { job: { trigger: "wave -6 weeks", effort: "2h" } },
  };
  const KEY = "wave-2026-10.customer-engagement";

  it.each([
    // Wave week begins on 5 October 2026: the plan runs from 10 August to 25 October.
    { from: "2026-10-25", to: "2026-11-30", waves: ["2026-10"] },
    { from: "2026-10-26", to: "2026-11-30", waves: [] },
    { from: "2026-07-01", to: "2026-08-09", waves: [] },
    { from: "2026-07-01", to: "2026-08-10", waves: ["2026-10"] },
  ])("touched from $from to $to: $waves", ({ from, to, waves }) => {
    expect(waveProgress(scheduleAsOf("2026-11-23", parts), day(from), day(to)).map(({ id }) => id)).toEqual(waves);
  });

  it("is of the tracks whose own plan is touched, and of what is owed", () => {
    const several = {
      settings: {
        tracks: "[customer-engagement, business-central]",
        region: "united-kingdom",
        go_live: "2026-09-01",
      },
      procedures: {
        early: { trigger: "wave -8 weeks" },
        late: { trigger: "wave +2 weeks" },
        gone: { trigger: "wave week", retired: "2026-01-01" },
      },
    };
    const schedule = scheduleAsOf("2026-11-23", several);
    const [first, second] = waveProgress(schedule, day("2026-10-05"), day("2026-10-05"));
    expect(first?.items.map(({ occurrence }) => occurrence.procedure.id)).toEqual(["late"]);
    if (first === undefined || second === undefined) throw new Error("Two tracks.");
    expect([first.track, second.track]).toEqual(["customer-engagement", "business-central"]);
    expect(first.waveWeek).not.toBe(second.waveWeek);
    const [one, other] = first.to < second.to ? [first, second] : [second, first];
    expect(waveProgress(schedule, other.to, other.to).map(({ track }) => track)).toEqual([other.track]);
    expect(waveProgress(schedule, one.from, one.from).map(({ track }) => track)).toEqual([one.track]);
  });

  it("sums what was planned and recorded for the wave, whenever that was", () => {
    const records = [failed(KEY, "2026-08-25"), done(KEY, "2026-12-01", { effortMinutes: 90 })];
    const schedule = scheduleAsOf("2026-12-02", parts, records.toReversed());
    const [progress] = waveProgress(schedule, day("2026-10-01"), day("2026-10-31"));
    expect(progress).toMatchObject({
      plannedMinutes: 120,
      recordedMinutes: 90,
      budgetMinutes: 1440,
      waveWeek: "2026-10-05",
    });
    expect(progress?.items.map(({ status }) => status)).toEqual(["done-late"]);
  });
});
