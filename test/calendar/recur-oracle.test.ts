// Laws of recurrence rules over generated rules, and agreement with an independent RFC 5545 engine.
import fc from "fast-check";
import { RRuleTemporal } from "rrule-temporal";
import { describe, expect, it } from "vitest";
import { type EpochDay, type Weekday, toCalendarDate, epochDayOf, weekdayOf } from "../../src/calendar/calendar-date.ts";
import { type Recur, formatRecur, parseRecur, recurDates } from "../../src/calendar/recur.ts";

const RUNS = { numRuns: Number(process.env["RUNS"] ?? 300) };
const YEARS = 8;

function signed(largest: number): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: largest }).chain((value) => fc.constantFrom(value, -value));
}

function sometimes<T>(item: fc.Arbitrary<T>, maxLength: number): fc.Arbitrary<T[]> {
  return fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.uniqueArray(item, { minLength: 1, maxLength, selector: (value) => JSON.stringify(value) }) },
  );
}

const weekday = fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7);
const start = fc.integer({ min: epochDayOf(1995, 1, 1), max: epochDayOf(2045, 12, 31) });

/** Every rule that RFC 5545 allows over dates, small lists; `until` within some years of the start. */
const rules: fc.Arbitrary<{ start: EpochDay; recur: Recur }> = fc
  .record({
    start,
    freq: fc.constantFrom("DAILY", "WEEKLY", "MONTHLY", "YEARLY"),
    interval: fc.oneof(fc.constant(1), fc.integer({ min: 2, max: 7 })),
    bound: fc.oneof(
      fc.constant({}),
      fc.record({ count: fc.integer({ min: 1, max: 40 }) }),
      fc.record({ days: fc.integer({ min: 0, max: 3000 }) }),
    ),
    weekStart: fc.oneof(fc.constant<Weekday>(1), weekday),
    byMonth: sometimes(fc.integer({ min: 1, max: 12 }), 4),
    byWeekNo: sometimes(fc.oneof(signed(53), fc.constantFrom(1, 52, 53, -1)), 3),
    byYearDay: sometimes(signed(366), 6),
    byMonthDay: sometimes(signed(31), 6),
    byDay: sometimes(fc.oneof(fc.record({ weekday }), fc.record({ nth: signed(5), weekday })), 4),
    bySetPos: sometimes(fc.oneof(signed(4), signed(366)), 3),
  })
  .map(({ start: from, bound, ...parts }) => {
    const { freq } = parts;
    const byWeekNo = freq === "YEARLY" ? parts.byWeekNo : [];
    const isNumberless = freq === "DAILY" || freq === "WEEKLY" || byWeekNo.length > 0;
    const byYearDay = freq === "YEARLY" ? parts.byYearDay : [];
    const byMonthDay = freq === "WEEKLY" ? [] : parts.byMonthDay;
    const byDay = isNumberless ? parts.byDay.map((on) => ({ weekday: on.weekday })) : parts.byDay;
    const isAlone = [parts.byMonth, byWeekNo, byYearDay, byMonthDay, byDay].every((list) => list.length === 0);
    const until = "days" in bound ? { until: toCalendarDate(from + bound.days) } : {};
    const count = "count" in bound ? { count: bound.count } : {};
    const bySetPos = isAlone ? [] : parts.bySetPos;
    return {
      start: from,
      recur: { ...parts, byWeekNo, byYearDay, byMonthDay, byDay, bySetPos, ...until, ...count } as Recur,
    };
  });

function oracleDates(rule: string, from: EpochDay, first: EpochDay, last: EpochDay): string[] {
  const at = (day: EpochDay): Date => new Date(day * 86_400_000);
  const dtstart = toCalendarDate(from).replaceAll("-", "");
  const text = `DTSTART:${dtstart}T000000Z\nRRULE:${rule.replace(/UNTIL=\d{8}/, "$&T000000Z")}`;
  const oracle = new RRuleTemporal({ rruleString: text, maxIterations: 100_000 });
  return oracle.between(at(first), at(last), true).map((date) => date.toString().slice(0, 10));
}

const ours = (recur: Recur, from: EpochDay, first: EpochDay, last: EpochDay): string[] =>
  [...recurDates(recur, from, first, last)].map(toCalendarDate);

const kind = (r: Recur) => [r.byMonth.length?"BYMONTH":"", r.byWeekNo.length?"BYWEEKNO":"", r.byYearDay.length?"BYYEARDAY":"", r.byMonthDay.length?"BYMONTHDAY":"", r.byDay.length ? (r.byDay.every(d=>d.nth===undefined)?"BYDAY":r.byDay.every(d=>d.nth!==undefined)?"BYDAYn":"BYDAYmixed"):""].filter(Boolean).join(" ");
describe("scratch", () => {
  it("classifies", () => {
    const groups = new Map<string, string[]>();
    let nonEmpty = 0, skipped = 0;
    let total = 0;
    let oracleMs = 0, ourMs = 0;
    for (const { start: from, recur } of fc.sample(rules, { numRuns: RUNS.numRuns, seed: 1 })) {
      const rule = formatRecur(recur);
      const last = from + YEARS * 365;
      const t0 = performance.now();
      const mine = ours(recur, from, from, last);
      const t1 = performance.now();
      ourMs += t1 - t0;
      total += 1;
      if (recur.freq === "YEARLY") {
        const n = recur.byDay.filter((d) => d.nth !== undefined).length;
        const A = [recur.byYearDay, recur.byWeekNo, recur.byMonthDay].filter((l) => l.length > 0).length > 1;
        const B = recur.byYearDay.length > 0 && recur.byDay.length > 0;
        const C = n > 0 && n < recur.byDay.length && recur.byMonth.length === 0;
        const D = n > 0 && recur.byMonthDay.length > 0;
        if (A || B || C || D) { skipped++; } else continue;
      }
      if (mine.length > 0) nonEmpty += 1;
      let theirs: string[] | string;
      try {
        theirs = oracleDates(rule, from, from, last);
      } catch (error) {
        theirs = String(error);
      }
      oracleMs += performance.now() - t1;
      const k = "total " + kind(recur); groups.set(k, [...(groups.get(k) ?? []), ""]);
      if (JSON.stringify(mine) !== JSON.stringify(theirs)) {
        const key = kind(recur);
        const list = groups.get(key) ?? [];
        groups.set(key, list);
        list.push(`${toCalendarDate(from)} ${rule}\n    mine ${mine.slice(0, 8)}\n    them ${typeof theirs === "string" ? theirs : theirs.slice(0, 8)}`);
      }
    }
    console.log(total, nonEmpty, skipped, "oracle ms", oracleMs, "our ms", ourMs);
    for (const [key, list] of [...groups].filter(([k])=>!k.startsWith("total"))) console.log(list.length, groups.get("total "+key)!.length, key, list[0].replace(/\n/g," "));
    expect(1).toBe(1);
  });
});
