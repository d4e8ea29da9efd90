// Business days against tables that are not ours: the hours of date-holidays' own tables, and what governments
// publish. The whole way is walked: holidays as `holidays update` writes them, a run book, its business-day triggers.

import Holidays from "date-holidays";
import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays, toEpochDay } from "../../src/calendar/calendar-date.ts";
import { occurrencesScheduled } from "../../src/schedule/occurrences.ts";
import { publicHolidays } from "../../src/store/public-holidays.ts";
import { onlyProcedure, scheduleAsOf } from "../helpers/run-book.ts";

const FIRST = "2024-01-01" as CalendarDate;
const LAST = "2030-12-31" as CalendarDate;
const MONTHS = Array.from(
  { length: 84 },
  (_, n) => `${2024 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, "0")}`,
);
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** Working days of date-holidays: those on which no holiday is on at a time when it is about noon there. */
function workingDays(source: Holidays, workingWeek: readonly string[], noonUtc: string): string[] {
  const off = [2023, 2024, 2025, 2026, 2027, 2028, 2029, 2030, 2031]
    .flatMap((year) => source.getHolidays(year))
    .filter(({ type }) => type === "public")
    .map(({ start, end }) => [start.getTime(), end.getTime()] as const);
  const found: string[] = [];
  for (let date = FIRST; date <= LAST; date = addDays(date, 1)) {
    const noon = Date.parse(`${date}T${noonUtc}Z`);
    const isOff = off.some(([start, end]) => start <= noon && noon < end);
    if (!isOff && workingWeek.includes(WEEKDAYS[new Date(noon).getUTCDay()] ?? "")) found.push(date);
  }
  return found;
}

async function scheduledDates(
  country: string,
  part: string | undefined,
  week: string,
  trigger: string,
): Promise<string[]> {
  const { holidays } = await publicHolidays(country, part, { first: 2024, last: 2031 });
  const schedule = scheduleAsOf("2024-01-01", {
    settings: { go_live: "2024-01-01", working_week: `[${week}]` },
    holidays: [...new Set(holidays.map(({ date }) => date))],
    procedures: { job: { trigger } },
  });
  return occurrencesScheduled(onlyProcedure(schedule), schedule, FIRST, LAST).map(({ scheduled }) => scheduled);
}

describe.each([
  { country: "GB", noonUtc: "12:00", part: "ENG", week: "mon, tue, wed, thu, fri" },
  { country: "DE", noonUtc: "11:00", part: "BY", week: "mon, tue, wed, thu, fri" },
  { country: "US", noonUtc: "18:00", part: undefined, week: "mon, tue, wed, thu, fri" },
  { country: "NZ", noonUtc: "00:00", part: undefined, week: "mon, tue, wed, thu, fri, sat" },
  { country: "AE", noonUtc: "08:00", part: undefined, week: "mon, tue, wed, thu, fri" },
  { country: "IL", noonUtc: "10:00", part: undefined, week: "sun, mon, tue, wed, thu" },
])("seven years of $country $part", ({ country, part, week, noonUtc }) => {
  const source = part === undefined ? new Holidays(country) : new Holidays(country, part);
  const expected = workingDays(source, week.split(", "), noonUtc);
  const inMonth = (month: string): string[] => expected.filter((date) => date.startsWith(month));

  it("have the business days of date-holidays", async () => {
    expect(await scheduledDates(country, part, week, "every business day")).toEqual(expected);
  });

  it.each([
    { trigger: "monthly on business day 3", at: 2 },
    { trigger: "monthly on business day 20", at: 19 },
    { trigger: "monthly on last business day", at: -1 },
  ])("have its dates for $trigger", async ({ trigger, at }) => {
    const wanted = MONTHS.flatMap((month) => inMonth(month).at(at) ?? []);
    expect(await scheduledDates(country, part, week, trigger)).toEqual(wanted);
  });
});

describe("published tables", () => {
  it.each([
    {
      // https://www.gov.uk/bank-holidays, England and Wales
      source: "GOV.UK 2026 and 2027",
      country: "GB",
      part: "ENG",
      days: `2026-01-01 2026-04-03 2026-04-06 2026-05-04 2026-05-25 2026-08-31 2026-12-25 2026-12-28
             2027-01-01 2027-03-26 2027-03-29 2027-05-03 2027-05-31 2027-08-30 2027-12-27 2027-12-28`,
    },
    {
      // https://www.opm.gov/policy-data-oversight/pay-leave/federal-holidays/
      source: "OPM 2026 and 2027",
      country: "US",
      part: undefined,
      days: `2026-01-01 2026-01-19 2026-02-16 2026-05-25 2026-06-19 2026-07-03 2026-09-07 2026-10-12 2026-11-11
             2026-11-26 2026-12-25
             2027-01-01 2027-01-18 2027-02-15 2027-05-31 2027-06-18 2027-07-05 2027-09-06 2027-10-11 2027-11-11
             2027-11-25 2027-12-24 2027-12-31`,
    },
  ])("$source: the weekdays off are these", async ({ country, part, days }) => {
    const { holidays } = await publicHolidays(country, part, { first: 2026, last: 2027 });
    const isWeekday = (date: CalendarDate): boolean => new Date(toEpochDay(date) * 86_400_000).getUTCDay() % 6 !== 0;
    expect([...new Set(holidays.map(({ date }) => date).filter(isWeekday))]).toEqual(days.split(/\s+/));
  });
});
