import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays } from "../../src/calendar/calendar-date.ts";
import { momentsOf, parseMoment } from "../../src/schedule/moment.ts";
import { zoneOf } from "../../src/schedule/zone.ts";

const LONDON = zoneOf("Europe/London");
const TODAY = "2026-11-23" as CalendarDate;

describe("a moment as people type it", () => {
  it.each([
    ["2026-11-20", "2026-11-20T12:00:00+00:00"],
    ["2026-07-20", "2026-07-20T12:00:00+01:00"],
    ["2026-07-20T08:45", "2026-07-20T08:45:00+01:00"],
    ["2026-07-20 08:45:10", "2026-07-20T08:45:10+01:00"],
    ["2026-07-20T08:45:10.250Z", "2026-07-20T09:45:10+01:00"],
    ["2026-07-20T08:45Z", "2026-07-20T09:45:00+01:00"],
    ["2026-07-20t08:45:00-04:00", "2026-07-20T13:45:00+01:00"],
    ["08:45", "2026-11-23T08:45:00+00:00"],
    ["  2026-11-20 ", "2026-11-20T12:00:00+00:00"],
    // 01:30 does not exist on the day the clocks go forward, and exists twice when they go back.
    ["2026-03-29T01:30", "2026-03-29T02:30:00+01:00"],
    ["2026-10-25T01:30", "2026-10-25T01:30:00+01:00"],
  ])("%s", (text, expected) => {
    const instant = parseMoment(text, LONDON, TODAY);
    expect(instant === undefined ? undefined : LONDON.timestamp(instant)).toBe(expected);
  });

  it.each([
    "",
    "yesterday",
    "2026-02-30",
    "2026-11-20T25:00",
    "2026-11-20T8:45",
    "24:00",
    "08:45 tomorrow",
    "on 2026-11-20",
    "20.11.2026",
    "2026-11-20T08:45 Europe/London",
  ])("%j is none", (text) => {
    expect(parseMoment(text, LONDON, TODAY)).toBeUndefined();
  });
});

describe("what a moment may mean", () => {
  it.each([
    ["2026-10-25T01:30", ["2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"]],
    ["2026-10-25T01:30+00:00", ["2026-10-25T01:30:00+00:00"]],
    ["2026-03-29T01:30", []],
    ["08:45", ["2026-11-23T08:45:00+00:00"]],
    ["yesterday", []],
  ])("%s: %s", (text, expected) => {
    expect(momentsOf(text, LONDON, TODAY).map(LONDON.timestamp)).toEqual(expected);
  });
});

describe("a zone", () => {
  it.each([
    ["Europe/London", "2026-11-23T23:30:00Z", "2026-11-23"],
    ["Pacific/Kiritimati", "2026-11-23T09:59:59Z", "2026-11-23"],
    ["Pacific/Kiritimati", "2026-11-23T10:00:00Z", "2026-11-24"],
    ["America/New_York", "2026-11-24T04:59:59Z", "2026-11-23"],
    ["Asia/Kathmandu", "2026-11-23T18:15:00Z", "2026-11-24"],
  ])("%s at %s: %s", (name, instant, date) => {
    expect(zoneOf(name).dateAt(Date.parse(instant))).toBe(date);
  });

  const ZONES = ["Europe/London", "America/Santiago", "Asia/Beirut", "America/Scoresbysund", "Australia/Lord_Howe"];

  it("has the date of another calendar at every hour of a year, and days that follow each other", () => {
    for (const name of ZONES) {
      const zone = zoneOf(name);
      const other = new Intl.DateTimeFormat("en-CA", { timeZone: name, dateStyle: "short" });
      const start = Date.parse("2026-01-01T00:10:00Z");
      const hours = Array.from({ length: 24 * 365 }, (_, hour) => start + hour * 3_600_000);
      expect(hours.filter((instant) => zone.dateAt(instant) !== other.format(instant))).toEqual([]);
      for (let date = "2026-01-01" as CalendarDate; date < "2027-01-01"; date = addDays(date, 1)) {
        const end = zone.endOf(date);
        expect([zone.dateAt(end), zone.dateAt(end + 1)]).toEqual([date, addDays(date, 1)]);
      }
    }
  });

  it("ends a day at its last millisecond, also when the clocks change", () => {
    expect(new Date(LONDON.endOf("2026-10-25" as CalendarDate)).toISOString()).toBe("2026-10-25T23:59:59.999Z");
    expect(new Date(LONDON.endOf("2026-03-29" as CalendarDate)).toISOString()).toBe("2026-03-29T22:59:59.999Z");
  });
});
