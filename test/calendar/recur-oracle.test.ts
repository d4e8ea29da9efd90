// Laws of recurrence rules over generated rules, and agreement with an independent RFC 5545 engine.
// FC_SEED and FC_RUNS explore further than the fixed cases of every run.
import fc from "fast-check";
import { RRuleTemporal } from "rrule-temporal";
import { describe, expect, it } from "vitest";
import {
  type EpochDay,
  type Weekday,
  epochDayOf,
  toCalendarDate,
  yearMonthDayOf,
} from "../../src/calendar/calendar-date.ts";
import { type Recur, parseRecur, recurDates } from "../../src/calendar/recur.ts";
import { formatRecur } from "../helpers/trigger-text.ts";

const RUNS = { seed: Number(process.env["FC_SEED"] ?? 5545), numRuns: Number(process.env["FC_RUNS"] ?? 300) };

interface Case {
  readonly recur: Recur;
  readonly start: EpochDay;
  readonly first: EpochDay;
  readonly last: EpochDay;
}

const weekdays = fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7);

function fromEitherEnd(largest: number): fc.Arbitrary<number> {
  return fc.tuple(fc.integer({ min: 1, max: largest }), fc.constantFrom(1, -1)).map(([value, sign]) => value * sign);
}

/** An empty list two times in three, so that few BYxxx parts meet in one rule. */
function mostlyEmpty<T>(item: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<readonly T[]> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(item, { minLength: 1, maxLength }) },
  );
}

/** A rule of every shape that RFC 5545 allows over dates, its start, and a range of days at or after the start. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    start: fc.integer({ min: epochDayOf(1995, 1, 1), max: epochDayOf(2045, 12, 31) }),
    firstAfter: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1000 })),
    lastAfter: fc.integer({ min: 0, max: 800 }),
    bound: fc.oneof(fc.constant("none"), fc.constant("count"), fc.constant("until")),
    count: fc.integer({ min: 1, max: 60 }),
    untilAfter: fc.integer({ min: 0, max: 1800 }),
    freq: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"),
    interval: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 4 })),
    weekStart: fc.oneof(fc.constant<Weekday>(1), weekdays),
    byMonth: mostlyEmpty(fc.integer({ min: 1, max: 12 }), 4),
    byWeekNo: mostlyEmpty(fc.oneof(fromEitherEnd(53), fc.constantFrom(1, 52, 53, -1)), 3),
    byYearDay: mostlyEmpty(fc.oneof(fromEitherEnd(366), fc.constantFrom(1, 60, 366, -366)), 8),
    byMonthDay: mostlyEmpty(fc.oneof(fromEitherEnd(31), fc.constantFrom(29, 30, 31, -31)), 6),
    plainDays: mostlyEmpty(fc.record({ weekday: weekdays }), 4),
    numberedDays: mostlyEmpty(fc.record({ nth: fromEitherEnd(6), weekday: weekdays }), 4),
    bySetPos: mostlyEmpty(fc.oneof(fromEitherEnd(4), fromEitherEnd(366)), 3),
  })
  .map(({ start, firstAfter, lastAfter, bound, count, untilAfter, plainDays, numberedDays, ...parts }) => {
    const { freq, byMonth } = parts;
    const byWeekNo = freq === "YEARLY" ? parts.byWeekNo : [];
    const byYearDay = freq === "YEARLY" ? parts.byYearDay : [];
    const byMonthDay = freq === "WEEKLY" ? [] : parts.byMonthDay;
    const mayNumber = (freq === "MONTHLY" || freq === "YEARLY") && byWeekNo.length === 0;
    const byDay = mayNumber ? [...plainDays, ...numberedDays] : plainDays;
    const isOpen = [byMonth, byWeekNo, byYearDay, byMonthDay, byDay].every((list) => list.length === 0);
    const recur: Recur = {
      freq,
      interval: parts.interval,
      ...(bound === "count" ? { count } : {}),
      ...(bound === "until" ? { until: toCalendarDate(start + untilAfter) } : {}),
      byMonth,
      byWeekNo,
      byYearDay,
      byMonthDay,
      byDay,
      bySetPos: isOpen ? [] : parts.bySetPos,
      weekStart: parts.weekStart,
    };
    return { recur, start, first: start + firstAfter, last: start + firstAfter + lastAfter };
  });

/** Shapes where rrule-temporal 2.2.7 does not follow the text of RFC 5545, section 3.3.10; all of them are YEARLY. */
function isBeyondOracle({ recur, start }: Case): boolean {
  const { freq, interval, byMonth, byWeekNo, byYearDay, byMonthDay, byDay } = recur;
  if (freq !== "YEARLY") return false;
  const numbered = byDay.filter(({ nth }) => nth !== undefined).length;
  const { month, day } = yearMonthDayOf(start);
  return (
    // It takes the days of BYYEARDAY whatever BYWEEKNO and BYMONTHDAY say, and adds those of BYDAY; the parts apply one
    // after the other, and BYDAY limits "if BYYEARDAY or BYMONTHDAY is present" (Note 2).
    (byYearDay.length > 0 && byWeekNo.length + byMonthDay.length + byDay.length > 0) ||
    // It ignores BYMONTHDAY beside BYWEEKNO.
    (byWeekNo.length > 0 && byMonthDay.length > 0) ||
    // Beside a weekday numbered within the year it ignores BYMONTHDAY (Note 2 again) and weekdays without a number.
    (numbered > 0 && byMonth.length === 0 && (byMonthDay.length > 0 || numbered < byDay.length)) ||
    // It counts years from the calendar year of the start, not from the year that numbers the start's week. Then a
    // start that the rule names is no date of it, though DTSTART "always counts as the first occurrence".
    (byWeekNo.length > 0 && ((month === 1 && day <= 3) || (interval > 1 && month === 12 && day >= 29)))
  );
}

/** From the start on: where its range begins later, the oracle takes the weekday that BYWEEKNO lacks from there. */
function oracleDates({ recur, start, first, last }: Case): string[] {
  const instant = (day: EpochDay): Date => new Date(day * 86_400_000);
  const dtstart = toCalendarDate(start).replaceAll("-", "");
  const rule = formatRecur(recur).replace(/UNTIL=\d{8}/, "$&T000000Z");
  return new RRuleTemporal({ rruleString: `DTSTART:${dtstart}T000000Z\nRRULE:${rule}` })
    .between(instant(start), instant(last), true)
    .map((date) => date.toString().slice(0, 10))
    .filter((date) => date >= toCalendarDate(first));
}

const datesOf = ({ recur, start, first, last }: Case): string[] =>
  [...recurDates(recur, start, first, last)].map(toCalendarDate);

describe("recurDates", () => {
  const comparable = cases.filter((generated) => !isBeyondOracle(generated));

  it("agrees with rrule-temporal", () => {
    fc.assert(
      fc.property(comparable, (generated) => {
        const dates = datesOf(generated);
        const rule = formatRecur(generated.recur);
        expect({ rule, dates }).toEqual({ rule, dates: oracleDates(generated) });
      }),
      RUNS,
    );
  });

  it("is compared over rules of which most have dates in the range", () => {
    const sample = fc.sample(comparable, { seed: RUNS.seed, numRuns: 300 });
    expect(sample.filter((generated) => datesOf(generated).length > 0).length).toBeGreaterThan(sample.length / 2);
  });

  it("gives for a range what a longer run has in it", () => {
    fc.assert(
      fc.property(cases, (generated) => {
        const { first, last, start } = generated;
        const longer = datesOf({ ...generated, first: start - 400, last: last + 400 });
        const [from, to] = [toCalendarDate(first), toCalendarDate(last)];
        expect(datesOf(generated)).toEqual(longer.filter((date) => date >= from && date <= to));
      }),
      RUNS,
    );
  });

  it("jumps to where a count from the start arrives", () => {
    fc.assert(
      fc.property(cases, (generated) => {
        const { count: _, ...unbounded } = generated.recur;
        const counted = { ...unbounded, count: 99_999 };
        expect(datesOf({ ...generated, recur: unbounded })).toEqual(datesOf({ ...generated, recur: counted }));
      }),
      RUNS,
    );
  });
});

describe("formatRecur", () => {
  it("is read back as the same rule", () => {
    fc.assert(
      fc.property(cases, ({ recur }) => {
        expect(parseRecur(formatRecur(recur))).toEqual({ recur });
      }),
      RUNS,
    );
  });
});
