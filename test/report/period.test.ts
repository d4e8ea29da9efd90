import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { daysPeriod, lastFull, monthsOf, namedPeriod, periodBefore } from "../../src/report/period.ts";

const day = (text: string): CalendarDate => text as CalendarDate;

describe("the last full period", () => {
  it.each([
    { kind: "month", today: "2026-11-30", starts: 1, name: "October 2026", from: "2026-10-01", to: "2026-10-31" },
    { kind: "month", today: "2026-12-01", starts: 4, name: "November 2026", from: "2026-11-01", to: "2026-11-30" },
    { kind: "month", today: "2028-03-15", starts: 1, name: "February 2028", from: "2028-02-01", to: "2028-02-29" },
    { kind: "quarter", today: "2026-12-31", starts: 1, name: "2026-Q3", from: "2026-07-01", to: "2026-09-30" },
    { kind: "quarter", today: "2027-01-01", starts: 1, name: "2026-Q4", from: "2026-10-01", to: "2026-12-31" },
    { kind: "quarter", today: "2026-04-01", starts: 4, name: "2025-Q4", from: "2026-01-01", to: "2026-03-31" },
    { kind: "quarter", today: "2026-11-15", starts: 2, name: "2026-Q3", from: "2026-08-01", to: "2026-10-31" },
    { kind: "year", today: "2026-11-23", starts: 1, name: "2025", from: "2025-01-01", to: "2025-12-31" },
    { kind: "year", today: "2026-06-30", starts: 7, name: "2024", from: "2024-07-01", to: "2025-06-30" },
    { kind: "year", today: "2026-07-01", starts: 7, name: "2025", from: "2025-07-01", to: "2026-06-30" },
  ] as const)("$kind on $today, fiscal year from month $starts: $name", ({ kind, today, starts, name, from, to }) => {
    const period = lastFull(kind, day(today), starts);
    expect(period).toEqual({ kind, name, from, to });
    const text = kind === "month" ? from.slice(0, 7) : name;
    expect(namedPeriod(kind, text, starts)).toEqual(period);
  });

  it.each([
    { kind: "month", text: "2026-13" },
    { kind: "month", text: "2026" },
    { kind: "quarter", text: "2026-Q5" },
    { kind: "quarter", text: "2026-10" },
    { kind: "year", text: "26" },
  ] as const)("no $kind is named by $text", ({ kind, text }) => {
    expect(namedPeriod(kind, text, 1)).toBeUndefined();
  });
});

describe("the period before", () => {
  it.each([
    { kind: "month", text: "2026-01", starts: 1, before: "December 2025" },
    { kind: "quarter", text: "2026-Q1", starts: 7, before: "2025-Q4" },
    { kind: "year", text: "2026", starts: 7, before: "2025" },
  ] as const)("of $text: $before, which ends the day before", ({ kind, text, starts, before }) => {
    const period = namedPeriod(kind, text, starts);
    if (period === undefined) throw new Error("No period.");
    const found = periodBefore(period, starts);
    expect(found.name).toBe(before);
    expect(Date.parse(period.from) - Date.parse(found.to)).toBe(86_400_000);
  });

  it("of some days: as many", () => {
    const before = periodBefore(daysPeriod(day("2026-11-02"), day("2026-11-15")), 1);
    expect(before).toMatchObject({ from: "2026-10-19", to: "2026-11-01" });
  });
});

it("the months of a period are cut to it, and none where it is within one", () => {
  const months = monthsOf(daysPeriod(day("2026-01-30"), day("2026-03-02")));
  expect(months.map(({ from, to }) => `${from} ${to}`)).toEqual([
    "2026-01-30 2026-01-31",
    "2026-02-01 2026-02-28",
    "2026-03-01 2026-03-02",
  ]);
  expect(monthsOf(daysPeriod(day("2026-01-01"), day("2026-01-31")))).toEqual([]);
});
