import { describe, expect, it } from "vitest";
import { type CalendarDate, toEpochDay } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../../src/data/announced-waves.ts";
import { calendarWarnings } from "../../src/schedule/calendar-coverage.ts";
import { type AsOf, scheduleOf } from "../../src/schedule/schedule.ts";
import { bookOf, scheduleAsOf } from "../helpers/run-book.ts";

const day = (text: string): number => toEpochDay(text as CalendarDate);

describe("the moment that is asked about", () => {
  const now = Date.parse("2026-07-01T23:30:00Z");
  const asOf = (date?: string): AsOf =>
    scheduleOf(
      bookOf({ settings: { timezone: "Europe/London" } }),
      [],
      ANNOUNCED_WAVES,
      now,
      date as CalendarDate | undefined,
    ).asOf;

  it("is the present one, for today too", () => {
    // Half past midnight on the 2nd in London.
    expect(asOf()).toEqual({ date: "2026-07-02", instant: now });
    expect(asOf("2026-07-02")).toEqual({ date: "2026-07-02", instant: now });
  });

  it("is the end of another day", () => {
    expect(asOf("2026-07-01")).toEqual({
      date: "2026-07-01",
      instant: Date.parse("2026-07-01T23:59:59.999+01:00"),
    });
    expect(asOf("2026-12-01")).toEqual({
      date: "2026-12-01",
      instant: Date.parse("2026-12-01T23:59:59.999Z"),
    });
  });
});

describe("days off", () => {
  it("are weekends, holidays and closures with both their ends", () => {
    const { businessDays } = scheduleAsOf("2026-11-23", {
      settings: { closures: "[{ from: 2026-12-29, to: 2026-12-30, reason: Office closed }]" },
      holidays: ["2026-12-25", "2026-12-28"],
    });
    const worked = Array.from({ length: 9 }, (_, offset) => day("2026-12-24") + offset).filter(
      businessDays.isBusinessDay,
    );
    expect(worked).toEqual([day("2026-12-24"), day("2026-12-31"), day("2027-01-01")]);
  });
});

describe("years without holidays", () => {
  it("are named, each once, with the command that mends it", () => {
    const warnings = calendarWarnings(
      bookOf({ holidays: ["2026-12-25", "2028-12-25"] }),
      [2029, 2026, 2027, 2028, 2027],
    );
    expect(
      warnings.map(({ rule, severity, path, message, hint }) => `${path} ${severity} ${rule}: ${message} ${hint}`),
    ).toEqual(
      [2027, 2029].map(
        (year) =>
          `holidays.yml warning calendar: No holiday of ${year} is known, expected the public holidays of every year ` +
          `that is planned. Add them: runbook holidays update --years ${year}`,
      ),
    );
  });
});
