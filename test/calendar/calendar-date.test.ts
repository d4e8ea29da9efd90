import fc from "fast-check";
import { DateTime } from "luxon";
import { describe, expect, it } from "vitest";
import {
  type CalendarDate,
  type Weekday,
  addDays,
  epochDayOf,
  isCalendarDate,
  isoWeekOf,
  mondayOfIsoWeek,
  monthIndexOf,
  toCalendarDate,
  toEpochDay,
  weekdayOf,
  yearMonthOf,
} from "../../src/calendar/calendar-date.ts";
import { businessDays } from "../../src/calendar/business-days.ts";
import { plainMonthDay } from "../../src/calendar/month-day.ts";

const FIRST = toEpochDay("0001-01-01" as CalendarDate);
const LAST = toEpochDay("9999-12-31" as CalendarDate);
const day = fc.integer({ min: FIRST, max: LAST });

describe("civil dates", () => {
  it.each(["2026-02-28", "2028-02-29", "2000-02-29", "2028-01-31", "2028-12-31", "0001-01-01", "9999-12-31"])(
    "%s exists",
    (text) => {
      expect(isCalendarDate(text)).toBe(true);
    },
  );

  it.each([
    "2026-02-29",
    "1900-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "0000-01-01",
    "2026-1-1",
    "26-01-01",
    "2026-01-01T00:00",
    " 2026-01-01",
    "2026-01-01\n",
    "٢٠٢٦-٠١-٠١",
  ])("%j does not", (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });

  it("agree with another calendar on every day", () => {
    fc.assert(
      fc.property(day, (epochDay) => {
        const other = new Date(epochDay * 86_400_000);
        expect(toCalendarDate(epochDay)).toBe(other.toISOString().slice(0, 10).padStart(10, "0"));
        expect(toEpochDay(toCalendarDate(epochDay))).toBe(epochDay);
        expect(weekdayOf(epochDay) % 7).toBe(other.getUTCDay());
      }),
    );
  });

  it("agree with it around every turn of a month in 9,998 years", () => {
    const differing: string[] = [];
    for (let year = 1; year < 9999; year += 1) {
      for (const month of [2, 3, 12]) {
        const first = epochDayOf(year, month, 1);
        for (const epochDay of [first - 1, first, first + 28, first + 30]) {
          const other = new Date(epochDay * 86_400_000).toISOString().slice(0, 10) as CalendarDate;
          if (toCalendarDate(epochDay) !== other || toEpochDay(other) !== epochDay) {
            differing.push(other);
          }
        }
      }
    }
    expect(differing).toEqual([]);
  });

  it("add and take away days", () => {
    expect(addDays("2026-12-31" as CalendarDate, 1)).toBe("2027-01-01");
    expect(addDays("2028-03-01" as CalendarDate, -1)).toBe("2028-02-29");
  });

  it("count months across years", () => {
    expect(yearMonthOf(monthIndexOf(2026, 12) + 2)).toEqual({ year: 2027, month: 2 });
    expect(yearMonthOf(monthIndexOf(2026, 1) - 1)).toEqual({ year: 2025, month: 12 });
  });
});

describe("ISO weeks", () => {
  // ISO 8601: the week of a year's first Thursday is week 1.
  it.each([
    ["2005-01-01", "2004-W53"],
    ["2005-01-02", "2004-W53"],
    ["2007-01-01", "2007-W01"],
    ["2007-12-31", "2008-W01"],
    ["2008-12-28", "2008-W52"],
    ["2008-12-29", "2009-W01"],
    ["2009-12-31", "2009-W53"],
    ["2010-01-03", "2009-W53"],
    ["2020-12-31", "2020-W53"],
    ["2026-01-01", "2026-W01"],
    ["2026-12-31", "2026-W53"],
    ["2027-01-03", "2026-W53"],
    ["2027-01-04", "2027-W01"],
  ])("%s lies in %s", (date, week) => {
    expect(isoWeekOf(toEpochDay(date as CalendarDate))).toBe(week);
  });

  it("are 53 in the 71 long years of the calendar's 400-year cycle, else 52", () => {
    // Years after 2000, from the table of the standard's long years.
    const long =
      `4 9 15 20 26 32 37 43 48 54 60 65 71 76 82 88 93 99 105 111 116 122 128 133 139 144 150 156 161 167 172
      178 184 189 195 201 207 212 218 224 229 235 240 246 252 257 263 268 274 280 285 291 296 303 308 314 320 325 331
      336 342 348 353 359 364 370 376 381 387 392 398`.split(/\s+/);
    const years = Array.from({ length: 400 }, (_, index) => 2000 + index);
    expect(years.filter((year) => mondayOfIsoWeek(`${year}-W53`) !== undefined)).toEqual(
      long.map((year) => 2000 + Number(year)),
    );
    expect(years.every((year) => mondayOfIsoWeek(`${year}-W52`) !== undefined)).toBe(true);
  });

  it("agree with luxon on every day near the turn of 300 years", () => {
    for (let year = 1900; year < 2200; year += 1) {
      for (let epochDay = epochDayOf(year, 12, 25); epochDay < epochDayOf(year + 1, 1, 9); epochDay += 1) {
        const other = DateTime.fromMillis(epochDay * 86_400_000, { zone: "utc" });
        expect(isoWeekOf(epochDay)).toBe(other.toFormat("kkkk-'W'WW"));
      }
    }
  });

  it("begin on the Monday that their name gives back", () => {
    fc.assert(
      fc.property(day, (epochDay) => {
        const monday = mondayOfIsoWeek(isoWeekOf(epochDay)) ?? Number.NaN;
        expect(weekdayOf(monday)).toBe(1);
        expect(epochDay - monday).toBeLessThan(7);
        expect(epochDay).toBeGreaterThanOrEqual(monday);
      }),
    );
  });

  it.each(["2025-W53", "2026-W54", "2026-W00", "2026-W1", "2026-47"])("%s is none", (text) => {
    expect(mondayOfIsoWeek(text)).toBeUndefined();
  });
});

describe("days of a month", () => {
  const dateOf = (year: number, month: number, on: Parameters<typeof plainMonthDay>[1]): string | undefined => {
    const found = plainMonthDay(monthIndexOf(year, month), on);
    return found === undefined ? undefined : toCalendarDate(found);
  };
  it("clamp to the month's end", () => {
    expect(dateOf(2026, 2, { kind: "day", day: 31 })).toBe("2026-02-28");
    expect(dateOf(2028, 2, { kind: "day", day: 30 })).toBe("2028-02-29");
    expect(dateOf(2026, 12, { kind: "last-day" })).toBe("2026-12-31");
  });
  it("are those that counting through the month finds", () => {
    for (let index = monthIndexOf(2026, 1); index <= monthIndexOf(2028, 12); index += 1) {
      const { year, month } = yearMonthOf(index);
      const first = epochDayOf(year, month, 1);
      const days = Array.from({ length: 31 }, (_, offset) => first + offset).filter(
        (epochDay) => toCalendarDate(epochDay).slice(5, 7) === String(month).padStart(2, "0"),
      );
      for (const nth of [1, 15, 28, 29, 30, 31]) {
        expect(plainMonthDay(index, { kind: "day", day: nth })).toBe(days[nth - 1] ?? days.at(-1));
      }
      for (const weekday of [1, 2, 3, 4, 5, 6, 7] as const) {
        const on = days.filter((epochDay) => weekdayOf(epochDay) === weekday);
        for (const ordinal of [1, 2, 3, 4, 5] as const) {
          expect(plainMonthDay(index, { kind: "weekday", ordinal, weekday })).toBe(on[ordinal - 1]);
        }
        expect(plainMonthDay(index, { kind: "weekday", ordinal: "last", weekday })).toBe(on.at(-1));
      }
    }
  });
  it("name weekdays from both ends", () => {
    expect(dateOf(2026, 11, { kind: "weekday", ordinal: 1, weekday: 7 })).toBe("2026-11-01");
    expect(dateOf(2026, 11, { kind: "weekday", ordinal: 5, weekday: 7 })).toBe("2026-11-29");
    expect(dateOf(2026, 11, { kind: "weekday", ordinal: 5, weekday: 2 })).toBeUndefined();
    expect(dateOf(2026, 11, { kind: "weekday", ordinal: "last", weekday: 2 })).toBe("2026-11-24");
    expect(dateOf(2026, 11, { kind: "weekday", ordinal: "last", weekday: 1 })).toBe("2026-11-30");
  });
});

describe("business days", () => {
  const workingWeek = fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 });
  const daysOff = fc.array(fc.integer({ min: 20_000, max: 20_060 }), { maxLength: 40 });
  const near = fc.integer({ min: 19_990, max: 20_070 });

  it("are the days of the working week that are not off", () => {
    // From Monday 23 November 2026; the Wednesday is off.
    const monday = toEpochDay("2026-11-23" as CalendarDate);
    const worked = (week: readonly Weekday[]): string => {
      const days = businessDays(week, new Set([monday + 2]));
      return Array.from({ length: 7 }, (_, offset) => (days.isBusinessDay(monday + offset) ? "x" : "-")).join("");
    };
    expect(worked([1, 2, 3, 4, 5])).toBe("xx-xx--");
    expect(worked([7, 1, 2, 3, 4])).toBe("xx-x--x");
    expect(worked([3])).toBe("-------");
  });

  it.each<{ week: Weekday[]; first: Weekday; offset: number }>([
    { week: [1, 2, 3, 4, 5], first: 1, offset: 4 },
    { week: [7, 1, 2, 3, 4], first: 7, offset: 4 },
    { week: [6, 7, 1, 2, 3], first: 6, offset: 4 },
    { week: [1, 3, 5], first: 1, offset: 4 },
    { week: [4, 2], first: 4, offset: 5 },
    { week: [2], first: 2, offset: 0 },
  ])("the week of $week begins on $first and is worked until $offset days later", ({ week, first, offset }) => {
    expect(businessDays(week, new Set())).toMatchObject({ weekStart: first, lastWorkingOffset: offset });
  });

  it("need a working week", () => {
    expect(() => businessDays([], new Set())).toThrow("at least one day");
  });

  it("next and previous land on one, with none between", () => {
    fc.assert(
      fc.property(workingWeek, daysOff, near, (week, off, from) => {
        const days = businessDays(week, new Set(off));
        const [next, previous] = [days.next(from), days.previous(from)];
        expect(days.isBusinessDay(next) && days.isBusinessDay(previous)).toBe(true);
        expect(days.nthIn(from, next, 1)).toBe(next);
        expect(days.lastIn(previous, from)).toBe(previous);
        if (next > from) expect(days.lastIn(from, next - 1)).toBeUndefined();
      }),
    );
  });

  it("adding n finds the n-th after the day", () => {
    fc.assert(
      fc.property(workingWeek, daysOff, near, fc.integer({ min: 1, max: 20 }), (week, off, from, count) => {
        const days = businessDays(week, new Set(off));
        const found = days.add(from, count);
        expect(found).toBeGreaterThan(from);
        expect(days.nthIn(from + 1, found, count)).toBe(found);
      }),
    );
  });
});
