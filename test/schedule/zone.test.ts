import fc from "fast-check";
import { DateTime, IANAZone } from "luxon";
import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { offsetsOf, zoneOf } from "../../src/schedule/zone.ts";

// With half hours, changes at midnight, a whole day left out, changes for a month (Ramadan), and none at all.
const ZONES = [
  "Europe/London",
  "America/New_York",
  "America/Sao_Paulo",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
  "Asia/Kathmandu",
  "Pacific/Apia",
  "America/St_Johns",
  "UTC",
];
const YEAR = 366 * 86_400_000;
const instant = fc.integer({ min: Date.parse("2009-01-01"), max: Date.parse("2031-01-01") });

describe("a zone", () => {
  it("tells civil time as luxon does", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (name, at) => {
        const local = DateTime.fromMillis(Math.floor(at / 1000) * 1000, { zone: IANAZone.create(name) });
        expect(zoneOf(name).timestamp(at)).toBe(local.toISO({ suppressMilliseconds: true }));
        expect(zoneOf(name).dateAt(at)).toBe(local.toISODate());
      }),
    );
  });

  it("tells the same with offsets that are known for some of the time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        instant,
        fc.integer({ min: 0, max: YEAR }),
        instant,
        (name, from, span, at) => {
          const [plain, informed] = [zoneOf(name), zoneOf(name, offsetsOf(name, from, from + span))];
          for (const moment of [at, from + (at % (span + 1)), from, from + span]) {
            expect(informed.timestamp(moment)).toBe(plain.timestamp(moment));
            const date = plain.dateAt(moment);
            expect(informed.endOf(date)).toBe(plain.endOf(date));
            expect(informed.at(date, "01:30")).toBe(plain.at(date, "01:30"));
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it("knows clocks that were put forward at a minute past midnight", () => {
    const at = Date.parse("2011-03-13T03:31:00Z");
    const told = [at - 60_000, at].map((moment) => zoneOf("America/St_Johns").timestamp(moment));
    expect(told).toEqual(["2011-03-13T00:00:00-03:30", "2011-03-13T01:01:00-02:30"]);
    const known = zoneOf("America/St_Johns", offsetsOf("America/St_Johns", at - YEAR, at + YEAR));
    expect([at - 60_000, at].map((moment) => known.timestamp(moment))).toEqual(told);
  });

  it("believes the offsets that it is given, from the first instant of each until before its last", () => {
    const [from, until] = [Date.parse("2026-06-01T10:00:00Z"), Date.parse("2026-06-01T11:00:00Z")];
    const zone = zoneOf("Europe/London", [[from, until, 120]]);
    expect([from - 1, from, until - 1, until].map((at) => zone.timestamp(at).slice(19))).toEqual([
      "+01:00",
      "+02:00",
      "+02:00",
      "+01:00",
    ]);
  });

  it("has an offset from each change of clocks to the next", () => {
    const instants = ["2026-01-01", "2026-03-29T01:00Z", "2026-10-25T01:00Z", "2027-01-01"].map((at) => Date.parse(at));
    const [first = 0, spring, autumn, last = 0] = instants;
    expect(offsetsOf("Europe/London", first, last)).toEqual([
      [first, spring, 0],
      [spring, autumn, 60],
      [autumn, last, 0],
    ]);
    // Samoa left out 30 December 2011 altogether: clocks were put forward by a day at 10:00 UTC.
    const [before, change, after] = ["2011-12-25", "2011-12-30T10:00Z", "2012-01-05"].map((at) => Date.parse(at));
    expect(offsetsOf("Pacific/Apia", before ?? 0, after ?? 0)).toEqual([
      [before, change, -600],
      [change, after, 840],
    ]);
  });

  it("misses no change of clocks that is taken back within a week", () => {
    const [first, back, last] = ["2000-10-08T03:00Z", "2000-10-15T02:00Z", "2000-10-20"].map((at) => Date.parse(at));
    for (let days = 1; days <= 8; days += 1) {
      const begun = Date.parse("2000-10-08") - days * 86_400_000;
      expect(offsetsOf("America/Recife", begun, last ?? 0)).toEqual([
        [begun, first, -180],
        [first, back, -120],
        [back, last, -180],
      ]);
    }
  });

  it("needs few offsets for years: one for each change of clocks", () => {
    const years = [Date.parse("2020-01-01"), Date.parse("2030-01-01")] as const;
    expect(offsetsOf("Europe/London", ...years)).toHaveLength(21);
    expect(offsetsOf("UTC", ...years)).toHaveLength(1);
  });

  it("has as many instants of a civil time as there are that tell it", () => {
    const HOUR = 3_600_000;
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instant, (name, at) => {
        const zone = zoneOf(name);
        const second = Math.floor(at / 1000) * 1000;
        const civil = (moment: number): string => zone.timestamp(moment).slice(0, 19);
        // The clocks of Lord Howe change by half an hour, those of Apia did by a day.
        const around = Array.from({ length: 97 }, (_, index) => second + (index - 48) * (HOUR / 2));
        const expected = around.filter((moment) => civil(moment) === civil(second));
        expect(zone.instantsOf(zone.dateAt(second), civil(second).slice(11))).toEqual(expected);
      }),
    );
    const berlin = zoneOf("Europe/Berlin");
    expect(berlin.instantsOf("2026-10-25" as CalendarDate, "02:30")).toEqual([
      Date.parse("2026-10-25T00:30:00Z"),
      Date.parse("2026-10-25T01:30:00Z"),
    ]);
    expect(berlin.instantsOf("2026-03-29" as CalendarDate, "02:30")).toEqual([]);
  });
});
