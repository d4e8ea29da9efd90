import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { occurrencesScheduled, occurrenceWithKey } from "../../src/schedule/occurrences.ts";
import { type BookParts, onlyProcedure, recordOf, scheduleAsOf } from "../helpers/run-book.ts";

interface Row {
  readonly title: string;
  readonly trigger: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly book?: Omit<BookParts, "procedures">;
  readonly from: string;
  readonly to: string;
  /** `key: nominal scheduled due closes`; the dates that repeat the one before are written `=`. */
  readonly expected: readonly string[];
}

function datesOf({ trigger, keys = {}, book = {}, from, to }: Omit<Row, "title" | "expected">): string[] {
  const schedule = scheduleAsOf(from, { ...book, procedures: { job: { trigger, ...keys } } });
  return occurrencesScheduled(onlyProcedure(schedule), schedule, from as CalendarDate, to as CalendarDate).map(
    ({ key, nominal, scheduled, due, closes, notOwed }) => {
      const dates = [nominal, scheduled, due, closes ?? "never"];
      const short = dates.map((date, index) => (index > 0 && date === dates[index - 1] ? "=" : date));
      return `${key}: ${short.join(" ")}${notOwed === null ? "" : ` (${notOwed})`}`;
    },
  );
}

const CHRISTMAS = ["2026-12-25", "2026-12-28", "2027-01-01"];

const ROWS: readonly Row[] = [
  {
    title: "daily: each day, closed by the next",
    trigger: "daily",
    from: "2026-11-20",
    to: "2026-11-22",
    expected: [
      "2026-11-20: 2026-11-20 = = 2026-11-21",
      "2026-11-21: 2026-11-21 = = 2026-11-22",
      "2026-11-22: 2026-11-22 = = 2026-11-23",
    ],
  },
  {
    title: "every business day: Friday stays open over the weekend",
    trigger: "every business day",
    from: "2026-11-20",
    to: "2026-11-23",
    expected: ["2026-11-20: 2026-11-20 = = 2026-11-23", "2026-11-23: 2026-11-23 = = 2026-11-24"],
  },
  {
    title: "every business day: holidays and closures are none",
    trigger: "every business day",
    book: {
      holidays: CHRISTMAS,
      settings: { closures: "[{ from: 2026-12-24, to: 2026-12-24, reason: Office closed }]" },
    },
    from: "2026-12-23",
    to: "2026-12-29",
    expected: ["2026-12-23: 2026-12-23 = = 2026-12-29", "2026-12-29: 2026-12-29 = = 2026-12-30"],
  },
  {
    title: "daily with roll next: a weekend's occurrences are scheduled on Monday",
    trigger: "daily",
    keys: { roll: "next" },
    from: "2026-11-21",
    to: "2026-11-23",
    expected: [
      "2026-11-21: 2026-11-21 2026-11-23 = 2026-11-24",
      "2026-11-22: 2026-11-22 2026-11-23 = 2026-11-24",
      "2026-11-23: 2026-11-23 = = 2026-11-24",
    ],
  },
  {
    title: "weekly: from the first day of the local week to its last business day",
    trigger: "weekly",
    from: "2026-11-16",
    to: "2026-11-29",
    expected: ["2026-W47: 2026-11-16 = 2026-11-20 2026-11-23", "2026-W48: 2026-11-23 = 2026-11-27 2026-11-30"],
  },
  {
    title: "weekly: due earlier where the week ends with a holiday; week 53",
    trigger: "weekly",
    book: { holidays: CHRISTMAS },
    from: "2026-12-21",
    to: "2026-12-31",
    expected: ["2026-W52: 2026-12-21 = 2026-12-24 2026-12-28", "2026-W53: 2026-12-28 = 2026-12-31 2027-01-04"],
  },
  {
    title: "weekly: a week without a business day is due on its last day",
    trigger: "weekly",
    book: { settings: { closures: "[{ from: 2026-11-16, to: 2026-11-22, reason: Move }]" } },
    from: "2026-11-16",
    to: "2026-11-22",
    expected: ["2026-W47: 2026-11-16 = 2026-11-22 2026-11-23"],
  },
  {
    title: "weekly: a Sunday-to-Thursday week is named after the week of its Thursday",
    trigger: "weekly",
    book: { settings: { working_week: "[sun, mon, tue, wed, thu]" } },
    from: "2026-11-22",
    to: "2026-11-28",
    expected: ["2026-W48: 2026-11-22 = 2026-11-26 2026-11-29"],
  },
  {
    title: "weekly on a day: that day",
    trigger: "weekly on Tuesday",
    from: "2026-11-16",
    to: "2026-11-29",
    expected: ["2026-W47: 2026-11-17 = = 2026-11-24", "2026-W48: 2026-11-24 = = 2026-12-01"],
  },
  {
    title: "weekly on a day: a holiday rolls over the week's edge and keeps its key",
    trigger: "weekly on Friday",
    book: { holidays: CHRISTMAS },
    from: "2026-12-25",
    to: "2026-12-31",
    expected: ["2026-W52: 2026-12-25 2026-12-29 = 2027-01-04"],
  },
  {
    title: "weekly on several days: keyed by date",
    trigger: "weekly on Monday and Thursday",
    from: "2026-11-16",
    to: "2026-11-22",
    expected: ["2026-11-16: 2026-11-16 = = 2026-11-19", "2026-11-19: 2026-11-19 = = 2026-11-23"],
  },
  {
    title: "every 2 weeks: counted from the date",
    trigger: "every 2 weeks on Friday from 2026-01-09",
    from: "2026-01-01",
    to: "2026-02-06",
    expected: [
      "2026-W02: 2026-01-09 = = 2026-01-23",
      "2026-W04: 2026-01-23 = = 2026-02-06",
      "2026-W06: 2026-02-06 = = 2026-02-20",
    ],
  },
  {
    title: "monthly: the whole month",
    trigger: "monthly",
    from: "2026-10-01",
    to: "2026-11-30",
    expected: ["2026-10: 2026-10-01 = 2026-10-30 never", "2026-11: 2026-11-01 = 2026-11-30 never"],
  },
  {
    title: "monthly: due before a holiday at the month's end",
    trigger: "monthly",
    book: { holidays: ["2026-11-30"] },
    from: "2026-11-01",
    to: "2026-11-30",
    expected: ["2026-11: 2026-11-01 = 2026-11-27 never"],
  },
  {
    title: "monthly on day 31: clamped each month from the anchor, then rolled",
    trigger: "monthly on day 31",
    from: "2026-01-31",
    to: "2026-04-30",
    expected: [
      "2026-01: 2026-01-31 2026-02-02 = never",
      "2026-02: 2026-02-28 2026-03-02 = never",
      "2026-03: 2026-03-31 = = never",
      "2026-04: 2026-04-30 = = never",
    ],
  },
  {
    title: "monthly on day 31 with roll previous: moved back",
    trigger: "monthly on day 31",
    keys: { roll: "previous" },
    from: "2026-01-30",
    to: "2026-02-28",
    expected: ["2026-01: 2026-01-31 2026-01-30 = never", "2026-02: 2026-02-28 2026-02-27 = never"],
  },
  {
    title: "monthly on day 31 with roll skip: no occurrence",
    trigger: "monthly on day 31",
    keys: { roll: "skip" },
    from: "2026-01-01",
    to: "2026-03-31",
    expected: ["2026-03: 2026-03-31 = = never"],
  },
  {
    title: "monthly on day 31 with roll none: stays",
    trigger: "monthly on day 31",
    keys: { roll: "none" },
    from: "2026-01-01",
    to: "2026-02-28",
    expected: ["2026-01: 2026-01-31 = = never", "2026-02: 2026-02-28 = = never"],
  },
  {
    title: "monthly on last day: 29 February in a leap year",
    trigger: "monthly on last day",
    keys: { roll: "none" },
    from: "2028-02-01",
    to: "2028-03-31",
    expected: ["2028-02: 2028-02-29 = = never", "2028-03: 2028-03-31 = = never"],
  },
  {
    title: "monthly on business day 3",
    trigger: "monthly on business day 3",
    book: { holidays: ["2027-01-01"] },
    from: "2026-11-01",
    to: "2027-01-31",
    expected: ["2026-11: 2026-11-04 = = never", "2026-12: 2026-12-03 = = never", "2027-01: 2027-01-06 = = never"],
  },
  {
    title: "monthly on business day 23: only months that have as many",
    trigger: "monthly on business day 23",
    from: "2026-01-01",
    to: "2026-12-31",
    expected: ["2026-07: 2026-07-31 = = never", "2026-12: 2026-12-31 = = never"],
  },
  {
    title: "monthly on last business day",
    trigger: "monthly on last business day",
    book: { holidays: ["2026-11-30"] },
    from: "2026-10-01",
    to: "2026-11-30",
    expected: ["2026-10: 2026-10-30 = = never", "2026-11: 2026-11-27 = = never"],
  },
  {
    title: "monthly on fifth Friday: only months that have one",
    trigger: "monthly on fifth Friday",
    from: "2026-01-01",
    to: "2026-06-30",
    expected: ["2026-01: 2026-01-30 = = never", "2026-05: 2026-05-29 = = never"],
  },
  {
    title: "monthly on last Friday and on second Tuesday",
    trigger: "monthly on last Friday",
    from: "2026-11-01",
    to: "2026-11-30",
    expected: ["2026-11: 2026-11-27 = = never"],
  },
  {
    title: "monthly on second Tuesday",
    trigger: "monthly on second Tuesday",
    from: "2026-11-01",
    to: "2026-12-31",
    expected: ["2026-11: 2026-11-10 = = never", "2026-12: 2026-12-08 = = never"],
  },
  {
    title: "every 6 months: counted from the date, rolled",
    trigger: "every 6 months on day 1 from 2026-02-01",
    from: "2026-01-01",
    to: "2027-02-28",
    expected: [
      "2026-02: 2026-02-01 2026-02-02 = never",
      "2026-08: 2026-08-01 2026-08-03 = never",
      "2027-02: 2027-02-01 = = never",
    ],
  },
  {
    title: "quarterly: calendar quarters",
    trigger: "quarterly",
    from: "2026-10-01",
    to: "2027-01-01",
    expected: ["2026-Q4: 2026-10-01 = 2026-12-31 never", "2027-Q1: 2027-01-01 = 2027-03-31 never"],
  },
  {
    title: "quarterly: fiscal quarters are named after the year in which the fiscal year starts",
    trigger: "quarterly",
    book: { settings: { fiscal_year_start: "4" } },
    from: "2026-01-01",
    to: "2026-10-01",
    expected: [
      "2025-Q4: 2026-01-01 = 2026-03-31 never",
      "2026-Q1: 2026-04-01 = 2026-06-30 never",
      "2026-Q2: 2026-07-01 = 2026-09-30 never",
      "2026-Q3: 2026-10-01 = 2026-12-31 never",
    ],
  },
  {
    title: "quarterly on a month's business day",
    trigger: "quarterly on month 1 business day 10",
    book: { settings: { fiscal_year_start: "2" } },
    from: "2026-11-01",
    to: "2027-02-28",
    expected: ["2026-Q4: 2026-11-13 = = never", "2027-Q1: 2027-02-12 = = never"],
  },
  {
    title: "half-yearly on month 2 last Friday",
    trigger: "half-yearly on month 2 last Friday",
    from: "2026-01-01",
    to: "2026-12-31",
    expected: ["2026-H1: 2026-02-27 = = never", "2026-H2: 2026-08-28 = = never"],
  },
  {
    title: "annually: the fiscal year",
    trigger: "annually",
    book: { settings: { fiscal_year_start: "7" } },
    from: "2026-07-01",
    to: "2027-07-01",
    expected: ["2026: 2026-07-01 = 2027-06-30 never", "2027: 2027-07-01 = 2028-06-30 never"],
  },
  {
    title: "annually on a date: the calendar year, whatever the fiscal one; 29 February",
    trigger: "annually on 29 February",
    keys: { roll: "none" },
    book: { settings: { fiscal_year_start: "7" } },
    from: "2027-01-01",
    to: "2028-12-31",
    expected: ["2027: 2027-02-28 = = never", "2028: 2028-02-29 = = never"],
  },
  {
    title: "annually on 31 December: a roll over the year's edge keeps the key",
    trigger: "annually on 31 December",
    book: { holidays: ["2026-12-31", "2027-01-01"] },
    from: "2026-12-01",
    to: "2027-01-31",
    expected: ["2026: 2026-12-31 2027-01-04 = never"],
  },
  {
    title: "rrule: dates of the rule, not rolled",
    trigger: "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30",
    from: "2026-01-01",
    to: "2026-03-31",
    expected: [
      "2026-01-30: 2026-01-30 = = never",
      "2026-02-27: 2026-02-27 = = never",
      "2026-03-27: 2026-03-27 = = never",
    ],
  },
  {
    title: "within days: after the scheduled date, wherever that lands",
    trigger: "weekly on Friday within 1 day",
    from: "2026-11-20",
    to: "2026-11-20",
    expected: ["2026-W47: 2026-11-20 = 2026-11-21 2026-11-27"],
  },
  {
    title: "within business days, counted from the rolled date",
    trigger: "monthly on day 1 within 2 business days",
    from: "2026-11-01",
    to: "2026-11-30",
    expected: ["2026-11: 2026-11-01 2026-11-02 2026-11-04 never"],
  },
  {
    title: "within longer than the cadence: the next one cannot close it before it is due",
    trigger: "weekly on Monday within 2 weeks",
    from: "2026-11-16",
    to: "2026-11-16",
    expected: ["2026-W47: 2026-11-16 = 2026-11-30 2026-12-01"],
  },
  {
    title: "a bare period with a window is due that long after its first day",
    trigger: "monthly within 5 days",
    from: "2026-11-01",
    to: "2026-11-30",
    expected: ["2026-11: 2026-11-01 = 2026-11-06 never"],
  },
  {
    title: "catch-up latest on a monthly rule: closed by the next",
    trigger: "monthly on day 15",
    keys: { catch_up: "latest" },
    from: "2026-10-15",
    to: "2026-11-30",
    expected: ["2026-10: 2026-10-15 = = 2026-11-16", "2026-11: 2026-11-15 2026-11-16 = 2026-12-15"],
  },
  {
    title: "catch-up each on a daily rule: never closes",
    trigger: "every business day",
    keys: { catch_up: "each" },
    from: "2026-11-20",
    to: "2026-11-20",
    expected: ["2026-11-20: 2026-11-20 = = never"],
  },
  {
    title: "catch-up latest: the end of the rule closes the day after due",
    trigger: "rrule FREQ=DAILY;COUNT=2 from 2026-11-23",
    keys: { catch_up: "latest" },
    from: "2026-11-20",
    to: "2026-11-30",
    expected: ["2026-11-23: 2026-11-23 = = 2026-11-24", "2026-11-24: 2026-11-24 = = 2026-11-25"],
  },
  {
    title: "retired: what is due from then on is not owed, and what was owed closes then",
    trigger: "monthly on business day 3",
    keys: { retired: "2026-12-03" },
    from: "2026-11-01",
    to: "2026-12-31",
    expected: ["2026-11: 2026-11-04 = = 2026-12-03", "2026-12: 2026-12-03 = = = (retired)"],
  },
  {
    title: "retired: one day later the last one is owed",
    trigger: "monthly on business day 3",
    keys: { retired: "2026-12-04" },
    from: "2026-12-01",
    to: "2026-12-31",
    expected: ["2026-12: 2026-12-03 = = 2026-12-04"],
  },
  {
    title: "retired: a period that is due from then on is not owed, though it began before",
    trigger: "monthly",
    keys: { retired: "2026-11-20" },
    from: "2026-10-01",
    to: "2026-11-30",
    expected: ["2026-10: 2026-10-01 = 2026-10-30 2026-11-20", "2026-11: 2026-11-01 = 2026-11-30 2026-11-20 (retired)"],
  },
  {
    title: "retired under latest: what is unrecorded closes then at the latest",
    trigger: "weekly on Tuesday",
    keys: { retired: "2026-11-26" },
    from: "2026-11-16",
    to: "2026-11-29",
    expected: ["2026-W47: 2026-11-17 = = 2026-11-24", "2026-W48: 2026-11-24 = = 2026-11-26"],
  },
  {
    title: "milestones of several tracks, by date",
    trigger: "wave week",
    book: { settings: { tracks: "[customer-engagement, business-central]", region: "united-kingdom" } },
    from: "2026-03-01",
    to: "2026-10-31",
    expected: [
      "wave-2026-04.business-central: 2026-03-30 = 2026-04-03 2026-04-27",
      "wave-2026-04.customer-engagement: 2026-04-06 = 2026-04-10 2026-05-04",
      "wave-2026-10.business-central: 2026-09-28 = 2026-10-02 2026-10-26",
      "wave-2026-10.customer-engagement: 2026-10-05 = 2026-10-09 2026-11-02",
    ],
  },
  {
    title: "a milestone in the year before its wave's",
    trigger: "wave -16 weeks",
    book: { settings: { region: "united-kingdom" } },
    from: "2026-12-01",
    to: "2026-12-31",
    expected: ["wave-2027-04.customer-engagement: 2026-12-14 = 2026-12-18 2027-05-03"],
  },
];

describe("a key that the trigger cannot yield", () => {
  it.each([
    ["every business day", "2026-11-22"],
    ["every business day", "2026-11"],
    ["every business day", "banana"],
    ["weekly on Tuesday", "2026-W54"],
    ["monthly on fifth Friday", "2026-11"],
    ["monthly", "2026-13"],
    ["monthly", "2026-11-01"],
    ["quarterly", "2026-Q5"],
    ["annually", "2026-H1"],
    ["every 6 months on day 1 from 2026-02-01", "2026-03"],
    ["every 6 months on day 1 from 2026-02-01", "2025-08"],
    ["90 days after completion", "2026-11-24"],
    ["wave week", "wave-2026-05.customer-engagement"],
    ["wave week", "wave-2026-04.business-central"],
    ["wave week", "my-wave-2026-04.customer-engagement"],
    ["wave week", "wave-2026-04.customer-engagement2"],
    ["on incident", "incident-2026-11-23-7f3a"],
  ])("%s: %s", (trigger, key) => {
    const schedule = scheduleAsOf("2026-11-23", { procedures: { job: { trigger } } });
    expect(occurrenceWithKey(onlyProcedure(schedule), schedule, key)).toBeUndefined();
  });
});

describe("occurrences of each trigger", () => {
  it.each(ROWS)("$title", ({ expected, ...row }) => {
    expect(datesOf(row)).toEqual(expected);
  });
});

describe("owed from the start", () => {
  it.each([
    { title: "the start's own day", trigger: "daily", start: "2026-11-18", key: "2026-11-18", owed: true },
    { title: "the day before", trigger: "daily", start: "2026-11-18", key: "2026-11-17", owed: false },
    {
      title: "nominal before the start, rolled past it",
      trigger: "monthly on day 15",
      start: "2026-11-16",
      key: "2026-11",
      owed: false,
    },
    {
      title: "nominal on the start, rolled back before it",
      trigger: "monthly on day 15",
      keys: { roll: "previous" },
      start: "2026-11-14",
      key: "2026-11",
      owed: false,
    },
    { title: "nominal on the start", trigger: "monthly on day 15", start: "2026-11-15", key: "2026-11", owed: true },
    {
      title: "half of the month remains (15 of 30 days)",
      trigger: "monthly",
      start: "2026-11-16",
      key: "2026-11",
      owed: true,
    },
    {
      title: "less than half of the month remains",
      trigger: "monthly",
      start: "2026-11-17",
      key: "2026-11",
      owed: false,
    },
    {
      title: "more than half of the week remains (4 of 7 days)",
      trigger: "weekly",
      start: "2026-11-19",
      key: "2026-W47",
      owed: true,
    },
    {
      title: "less than half of the week remains (3 of 7 days)",
      trigger: "weekly",
      start: "2026-11-20",
      key: "2026-W47",
      owed: false,
    },
    {
      title: "half of the quarter remains (46 of 92 days)",
      trigger: "quarterly",
      start: "2026-11-16",
      key: "2026-Q4",
      owed: true,
    },
    {
      title: "less than half of the quarter remains",
      trigger: "quarterly",
      start: "2026-11-17",
      key: "2026-Q4",
      owed: false,
    },
  ])("$title: $trigger", ({ trigger, keys = {}, start, key, owed }) => {
    for (const parts of [
      { settings: { go_live: start }, procedures: { job: { trigger, ...keys } } },
      { settings: { go_live: "2020-01-01" }, procedures: { job: { trigger, effective: start, ...keys } } },
      { settings: { go_live: start }, procedures: { job: { trigger, effective: "2020-01-01", ...keys } } },
    ]) {
      const schedule = scheduleAsOf(start, parts);
      const rows = occurrencesScheduled(
        onlyProcedure(schedule),
        schedule,
        "2026-01-01" as CalendarDate,
        "2026-12-31" as CalendarDate,
      );
      const found = rows.find((occurrence) => occurrence.key === key);
      expect({ key: found?.key, notOwed: found?.notOwed }).toEqual({ key, notOwed: owed ? null : "before-start" });
    }
  });

  it("schedules a period that the start cuts on the start", () => {
    expect(
      datesOf({
        trigger: "monthly",
        book: { settings: { go_live: "2026-11-10" } },
        from: "2026-11-01",
        to: "2026-11-30",
      }),
    ).toEqual(["2026-11: 2026-11-01 2026-11-10 2026-11-30 never"]);
  });

  it.each([
    { from: "2026-11-10", to: "2026-11-30", found: true },
    { from: "2026-11-05", to: "2026-11-10", found: true },
    { from: "2026-11-11", to: "2026-11-30", found: false },
    { from: "2026-11-05", to: "2026-11-09", found: false },
  ])("finds it from $from to $to: $found", ({ from, to, found }) => {
    const book = { settings: { go_live: "2026-11-10" } };
    const expected = ["2026-11: 2026-11-01 2026-11-10 2026-11-30 never"];
    expect(datesOf({ trigger: "monthly", book, from, to })).toEqual(found ? expected : []);
  });

  it("owes a period that the start cuts on its last business day", () => {
    const settings = { go_live: "2026-11-13", closures: "[{ from: 2026-11-14, to: 2026-11-30, reason: Move }]" };
    expect(datesOf({ trigger: "monthly", book: { settings }, from: "2026-11-01", to: "2026-11-30" })).toEqual([
      "2026-11: 2026-11-01 2026-11-13 = never",
    ]);
  });

  it("does not owe a period whose due date the start is past", () => {
    const book = {
      settings: { go_live: "2026-11-13", closures: "[{ from: 2026-11-10, to: 2026-11-30, reason: Move }]" },
    };
    expect(datesOf({ trigger: "monthly", book, from: "2026-11-01", to: "2026-11-30" })).toEqual([
      "2026-11: 2026-11-01 = 2026-11-09 never (before-start)",
    ]);
  });
});

describe("freezes", () => {
  const freeze = (from: string, to: string, names = "procedures: [job]"): Omit<BookParts, "procedures"> => ({
    settings: { freezes: `[{ from: ${from}, to: ${to}, reason: Year end, ${names} }]` },
  });

  it.each([
    { title: "covers scheduled to due wholly", book: freeze("2026-11-17", "2026-11-17"), frozen: true },
    { title: "ends the day before", book: freeze("2026-11-10", "2026-11-16"), frozen: false },
    { title: "begins the day after", book: freeze("2026-11-18", "2026-11-30"), frozen: false },
    { title: "names a tag", book: freeze("2026-11-01", "2026-11-30", "tags: [change]"), frozen: true },
    {
      title: "names another procedure",
      book: freeze("2026-11-01", "2026-11-30", "procedures: [other]"),
      frozen: false,
    },
  ])("$title", ({ book, frozen }) => {
    const dates = datesOf({
      trigger: "weekly on Tuesday",
      keys: { tags: "[change]" },
      book,
      from: "2026-11-17",
      to: "2026-11-17",
    });
    expect(dates).toEqual([`2026-W47: 2026-11-17 = = 2026-11-24${frozen ? " (frozen)" : ""}`]);
  });

  it("does not remove what it covers only in part", () => {
    expect(
      datesOf({ trigger: "weekly", book: freeze("2026-11-17", "2026-11-30"), from: "2026-11-16", to: "2026-11-22" }),
    ).toEqual(["2026-W47: 2026-11-16 = 2026-11-20 2026-11-23"]);
  });

  it("counts adjacent ones as one", () => {
    const book = {
      settings: {
        freezes:
          "[{ from: 2026-11-18, to: 2026-11-20, reason: B, procedures: [job] }, { from: 2026-11-16, to: 2026-11-17, reason: A, tags: [change] }]",
      },
    };
    const dates = datesOf({
      trigger: "weekly",
      keys: { tags: "[change]" },
      book,
      from: "2026-11-16",
      to: "2026-11-22",
    });
    expect(dates).toEqual(["2026-W47: 2026-11-16 = 2026-11-20 2026-11-23 (frozen)"]);
  });

  it("take out a milestone, unless it was not owed anyway", () => {
    const reasonFrom = (goLive: string): string[] => {
      const { settings } = freeze("2026-04-01", "2026-04-30");
      const book = { settings: { ...settings, go_live: goLive, region: "united-kingdom" } };
      return datesOf({ trigger: "wave week", book, from: "2026-04-01", to: "2026-04-30" });
    };
    const dates = "wave-2026-04.customer-engagement: 2026-04-06 = 2026-04-10 2026-05-04";
    expect(reasonFrom("2026-01-01")).toEqual([`${dates} (frozen)`]);
    expect(reasonFrom("2026-04-07")).toEqual([`${dates} (before-start)`]);
  });

  it("moves an occurrence after completion to the first business day after it", () => {
    const book = freeze("2026-01-01", "2026-01-09");
    expect(datesOf({ trigger: "90 days after completion", book, from: "2026-01-01", to: "2026-01-31" })).toEqual([
      "2026-01-01: 2026-01-01 2026-01-12 = never",
    ]);
  });
});

it.each(["daily", "weekly", "30 days after completion"])(
  "an occurrence has its procedure's track, if any: %s",
  (trigger) => {
    const tracksWith = (keys: Record<string, string>): unknown[] => {
      const schedule = scheduleAsOf("2026-01-01", { procedures: { job: { trigger, ...keys } } });
      const date = "2026-01-01" as CalendarDate;
      return occurrencesScheduled(onlyProcedure(schedule), schedule, date, date).map(({ track }) => track);
    };
    expect(tracksWith({})).toEqual([null]);
    expect(tracksWith({ track: "customer-engagement" })).toEqual(["customer-engagement"]);
  },
);

it("an event's occurrence is found by its own id only, and not owed once its procedure is retired", () => {
  const ids = ["deploy-2026-11-23-0001", "deploy-2026-11-24-0002"];
  const records = ids.map((event) =>
    recordOf({ record: "event", event, performedAt: `${event.slice(7, 17)}T09:00:00Z` }),
  );
  const procedures = { job: { trigger: "on event deploy", retired: "2026-11-24" } };
  const schedule = scheduleAsOf("2026-11-30", { procedures }, records);
  const found = [...ids, "deploy-2026-11-25-0003"].map((id) =>
    occurrenceWithKey(onlyProcedure(schedule), schedule, id),
  );
  expect(found.map((occurrence) => occurrence && [occurrence.key, occurrence.notOwed])).toEqual([
    [ids[0], null],
    [ids[1], "retired"],
    undefined,
  ]);
});
