// Laws that hold for every trigger, calendar and history; fast-check looks for exceptions.

import { isMainThread } from "node:worker_threads";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays, toCalendarDate, toEpochDay, weekdayOf } from "../../src/calendar/calendar-date.ts";
import type { Occurrence } from "../../src/model/occurrence.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { parseTrigger } from "../../src/parse/trigger.ts";
import { dueList, itemOf } from "../../src/schedule/due-list.ts";
import { type Nominal, nominalDates } from "../../src/schedule/nominal-dates.ts";
import { occurrencesScheduled, occurrenceWithKey } from "../../src/schedule/occurrences.ts";
import type { Schedule } from "../../src/schedule/schedule.ts";
import { type BookParts, done, failed, onlyProcedure, scheduleAsOf, skipped } from "../helpers/run-book.ts";
import { formatTrigger } from "../helpers/trigger-text.ts";

/** FC_RUNS asks for more cases than a test run has time for. */
const RUNS = Number(process.env["FC_RUNS"] ?? 100);
const DAY_ZERO = 20_454; // 2026-01-01
const dateIn = (days: number): fc.Arbitrary<CalendarDate> =>
  fc.integer({ min: 0, max: days }).map((offset) => toCalendarDate(DAY_ZERO + offset));
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const weekday = fc.constantFrom(...WEEKDAYS);
const monthDay = fc.oneof(
  fc.integer({ min: 1, max: 31 }).map((day) => `day ${day}`),
  fc.integer({ min: 1, max: 23 }).map((day) => `business day ${day}`),
  fc.constantFrom("last day", "last business day"),
  fc
    .tuple(fc.constantFrom("first", "second", "third", "fourth", "fifth", "last"), weekday)
    .map((words) => words.join(" ")),
);
const within = fc.oneof(
  { weight: 3, arbitrary: fc.constant("") },
  fc
    .tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom("days", "business days", "weeks"))
    .map(([count, unit]) => ` within ${count} ${unit}`),
);
const cadence = fc
  .tuple(
    fc.oneof(
      fc.constantFrom("daily", "every business day", "weekly", "monthly", "quarterly", "half-yearly", "annually"),
      weekday.map((day) => `weekly on ${day}`),
      fc.uniqueArray(weekday, { minLength: 2, maxLength: 4 }).map((days) => `weekly on ${days.join(", ")}`),
      fc.tuple(fc.integer({ min: 1, max: 6 }), dateIn(60)).map(([weeks, from]) => {
        const day = WEEKDAYS[weekdayOf(Date.parse(from) / 86_400_000) - 1];
        return `every ${weeks} weeks on ${day} from ${from}`;
      }),
      monthDay.map((day) => `monthly on ${day}`),
      fc
        .tuple(fc.integer({ min: 1, max: 14 }), dateIn(60))
        .map(([months, from]) => `every ${months} months on business day 2 from ${from}`),
      fc.tuple(fc.integer({ min: 1, max: 3 }), monthDay).map(([month, day]) => `quarterly on month ${month} ${day}`),
      fc.tuple(fc.integer({ min: 1, max: 6 }), monthDay).map(([month, day]) => `half-yearly on month ${month} ${day}`),
      fc
        .tuple(fc.integer({ min: 1, max: 28 }), fc.constantFrom("January", "February", "June", "December"))
        .map((words) => `annually on ${words.join(" ")}`),
    ),
    within,
  )
  .map((words) => words.join(""));
const otherTrigger = fc.oneof(
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom("days", "business days", "weeks"))
    .map(([count, unit]) => `${count} ${unit} after completion`),
  fc.constantFrom("wave week", "wave -8 weeks", "wave +2 weeks"),
  dateIn(100).map((from) => `rrule FREQ=MONTHLY;BYMONTHDAY=${Number(from.slice(8))} from ${from}`),
);
const eventTrigger = fc
  .tuple(
    fc.constantFrom("on incident", "on incident severity 1", "on incident severity 3", "on event year-end"),
    fc.constantFrom("", " within 15 minutes", " within 1 hour", " within 2 days", " within 3 business days"),
  )
  .map((words) => words.join(""));
const trigger = fc.oneof({ weight: 4, arbitrary: cadence }, otherTrigger);
const roll = fc.constantFrom(undefined, "next", "previous", "skip", "none");
const catchUp = fc.constantFrom(undefined, "latest", "each");
const settings = fc
  .record({
    go_live: dateIn(120),
    working_week: fc.constantFrom(
      "[mon, tue, wed, thu, fri]",
      "[sun, mon, tue, wed, thu]",
      "[mon, wed, fri]",
      "[mon, tue, wed, thu, fri, sat, sun]",
    ),
    fiscal_year_start: fc.integer({ min: 1, max: 12 }).map(String),
  })
  .map((keys): Record<string, string> => ({ ...keys, region: "united-kingdom" }));
const holidays = fc.uniqueArray(dateIn(500), { maxLength: 12 });

interface Case {
  readonly parts: BookParts;
  readonly asOf: CalendarDate;
}
const someCase: fc.Arbitrary<Case> = fc
  .record({
    trigger,
    roll,
    catchUp,
    settings,
    holidays,
    asOf: dateIn(420),
    effective: fc.option(dateIn(300), { nil: undefined }),
  })
  .map(({ trigger: text, roll: rolls, catchUp: catches, effective, asOf, ...rest }) => ({
    asOf,
    parts: {
      ...rest,
      procedures: {
        job: {
          trigger: text,
          roll: rolls,
          catch_up: /wave|completion/.test(text) ? undefined : catches,
          effective,
        },
      },
    },
  }));

const FIRST = "2026-01-01" as CalendarDate;
const LAST = "2027-06-30" as CalendarDate;

function occurrencesOf(schedule: Schedule, first = FIRST, last = LAST): Occurrence[] {
  return occurrencesScheduled(onlyProcedure(schedule), schedule, first, last);
}

function check<Values extends [unknown, ...unknown[]]>(
  arbitraries: { [Index in keyof Values]: fc.Arbitrary<Values[Index]> },
  law: (...values: Values) => void,
): void {
  fc.assert(fc.property<Values>(...arbitraries, law), { numRuns: RUNS });
}

describe("nominal dates", () => {
  const range = fc.tuple(dateIn(540), fc.integer({ min: 0, max: 40 }));

  /** Nothing for triggers that no rule dates. */
  function datesOf({ parts, asOf }: Case, first: number, last: number): Nominal[] {
    const schedule = scheduleAsOf(asOf, parts);
    const { trigger: rule } = onlyProcedure(schedule);
    if (rule.kind === "after-completion" || rule.kind === "wave" || rule.kind === "event") return [];
    return [...nominalDates(rule, schedule, first, last)];
  }

  it("of a short range are those of a long one that lie in it, strictly rising", () => {
    check([someCase, range], (generated, [from, length]) => {
      const first = toEpochDay(from);
      const last = first + length;
      const long = datesOf(generated, DAY_ZERO - 400, DAY_ZERO + 1000);
      expect(long.every(({ date }, index) => index === 0 || date > (long[index - 1]?.date ?? Infinity))).toBe(true);
      expect(new Set(long.map(({ key }) => key)).size).toBe(long.length);
      expect(datesOf(generated, first, last)).toEqual(long.filter(({ date }) => date >= first && date <= last));
    });
  });

  it("do not lie before the date that their rule counts from", () => {
    check([someCase], (generated) => {
      const { trigger: rule } = onlyProcedure(scheduleAsOf(generated.asOf, generated.parts));
      if (!("from" in rule)) return;
      const [earliest] = datesOf(generated, DAY_ZERO - 400, DAY_ZERO + 400);
      const isMonthOnly = rule.kind === "every-months";
      expect(earliest?.date ?? Infinity).toBeGreaterThanOrEqual(toEpochDay(rule.from) - (isMonthOnly ? 31 : 0));
    });
  });
});

describe("occurrences", () => {
  it("have strictly rising nominal dates and keys of their own", () => {
    check([someCase], ({ parts, asOf }) => {
      const found = occurrencesOf(scheduleAsOf(asOf, parts));
      const nominal = found.map((occurrence) => occurrence.nominal);
      expect(nominal).toEqual([...new Set(nominal)].toSorted());
      expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
    });
  });

  it("are due on or after the day they are scheduled, and close after it", () => {
    check([someCase], ({ parts, asOf }) => {
      for (const { scheduled, due, closes } of occurrencesOf(scheduleAsOf(asOf, parts))) {
        expect(due === null || scheduled <= due).toBe(true);
        expect(closes === null || due === null || due < closes).toBe(true);
      }
    });
  });

  it("of A to C are those of A to B and of B to C", () => {
    check([someCase, dateIn(540)], ({ parts, asOf }, middle) => {
      const schedule = scheduleAsOf(asOf, parts);
      const halves = [...occurrencesOf(schedule, FIRST, middle), ...occurrencesOf(schedule, addDays(middle, 1), LAST)];
      const byKey = (list: readonly Occurrence[]): Occurrence[] => list.toSorted((a, b) => (a.key < b.key ? -1 : 1));
      expect(byKey(halves)).toEqual(byKey(occurrencesOf(schedule)));
    });
  });

  it("are found again by their key", () => {
    check([someCase], ({ parts, asOf }) => {
      const schedule = scheduleAsOf(asOf, parts);
      for (const occurrence of occurrencesOf(schedule)) {
        expect(occurrenceWithKey(onlyProcedure(schedule), schedule, occurrence.key)).toEqual(occurrence);
      }
    });
  });

  it("do not depend on when they are asked for, completion apart", () => {
    check([someCase, dateIn(420)], ({ parts, asOf }, other) => {
      if (onlyProcedure(scheduleAsOf(asOf, parts)).trigger.kind === "after-completion") return;
      expect(occurrencesOf(scheduleAsOf(asOf, parts))).toEqual(occurrencesOf(scheduleAsOf(other, parts)));
    });
  });

  it("roll to business days", () => {
    check([someCase], ({ parts, asOf }) => {
      const schedule = scheduleAsOf(asOf, parts);
      const { roll: rolls } = onlyProcedure(schedule);
      for (const { nominal, scheduled, notOwed } of occurrencesOf(schedule)) {
        if (scheduled === nominal || notOwed !== null) continue;
        const isStart = scheduled === schedule.book.settings.goLive || scheduled === onlyProcedure(schedule).effective;
        const isBusinessDay = schedule.businessDays.isBusinessDay(Date.parse(scheduled) / 86_400_000);
        expect(isBusinessDay || isStart).toBe(true);
        expect(rolls === "next" || rolls === "previous" || isStart || rolls === "skip").toBe(true);
      }
    });
  });

  it("move by a holiday only near it", () => {
    const stretch = 14; // longer than the days off in a row that the cases have
    check([someCase, dateIn(420)], ({ parts, asOf }, holiday) => {
      const before = scheduleAsOf(asOf, parts);
      if (onlyProcedure(before).trigger.kind === "after-completion") return;
      const after = scheduleAsOf(asOf, { ...parts, holidays: [...new Set([...(parts.holidays ?? []), holiday])] });
      const isFar = (first: CalendarDate, last: CalendarDate): boolean =>
        holiday < addDays(first, -stretch) || holiday > addDays(last, stretch);
      const moved = new Map(occurrencesOf(after).map((occurrence) => [occurrence.key, occurrence]));
      for (const occurrence of occurrencesOf(before)) {
        const { key, nominal, scheduled, due, closes } = occurrence;
        const first = nominal < scheduled ? nominal : scheduled;
        // A business-day rule counts from its month's beginning, and the next occurrence may be of such a rule.
        const inMonthOf = (date: CalendarDate | null): boolean => holiday.slice(0, 7) === date?.slice(0, 7);
        if (!isFar(first, due ?? scheduled) || inMonthOf(nominal)) continue;
        expect(moved.get(key)).toMatchObject({ nominal, scheduled, due });
        if (closes !== null && isFar(first, closes) && !inMonthOf(closes)) expect(moved.get(key)).toEqual(occurrence);
      }
    });
  });

  it("are taken out by a freeze only where it covers them", () => {
    check([someCase, dateIn(420), fc.nat({ max: 60 })], ({ parts, asOf }, from, length) => {
      const to = addDays(from, length);
      const freezes = `[{ from: ${from}, to: ${to}, reason: Freeze, procedures: [job] }]`;
      const before = scheduleAsOf(asOf, parts);
      if (onlyProcedure(before).trigger.kind === "after-completion") return;
      const after = scheduleAsOf(asOf, { ...parts, settings: { ...parts.settings, freezes } });
      const expected = occurrencesOf(before).map((occurrence) => {
        const isCovered = from <= occurrence.scheduled && (occurrence.due ?? "~") <= to;
        return isCovered && occurrence.notOwed === null ? { ...occurrence, notOwed: "frozen" } : occurrence;
      });
      expect(occurrencesOf(after)).toEqual(expected);
    });
  });

  it("format and parse their trigger back", () => {
    let parsedCount = 0;
    check([fc.oneof({ weight: 4, arbitrary: trigger }, eventTrigger)], (text) => {
      const parsed = parseTrigger(text);
      if ("error" in parsed) return;
      parsedCount += 1;
      const formatted = formatTrigger(parsed.trigger);
      expect(parseTrigger(formatted)).toEqual(parsed);
      expect(formatTrigger(parsed.trigger)).toBe(formatted);
      expect(parseTrigger(text.toUpperCase().replaceAll(" ", " \t ").replace("YEAR-END", "year-end"))).toEqual(parsed);
    });
    expect(parsedCount).toBeGreaterThan(RUNS / 2);
  });
});

describe("statuses", () => {
  const outcome = fc.constantFrom("done", "failed", "skipped");
  const history = fc.array(
    fc.record({ outcome, index: fc.nat({ max: 40 }), delay: fc.integer({ min: -3, max: 20 }) }),
    { maxLength: 4 },
  );

  function recordsFor(
    schedule: Schedule,
    plan: readonly { outcome: string; index: number; delay: number }[],
  ): LedgerRecord[] {
    const found = occurrencesOf(schedule);
    return plan.flatMap(({ outcome: kind, index, delay }) => {
      const occurrence = found[index % Math.max(1, found.length)];
      if (occurrence === undefined) return [];
      const at = addDays(occurrence.scheduled, delay);
      return { done, failed, skipped }[kind as "done" | "failed" | "skipped"](occurrence.key, at);
    });
  }

  it("follow the dates where nothing is recorded", () => {
    check([someCase], ({ parts, asOf }) => {
      const schedule = scheduleAsOf(asOf, parts);
      for (const occurrence of occurrencesOf(schedule)) {
        const { scheduled, due, closes, notOwed } = occurrence;
        const expected =
          notOwed !== null
            ? "not-owed"
            : asOf < scheduled
              ? "upcoming"
              : closes !== null && closes <= asOf
                ? "missed"
                : due === null || asOf < due
                  ? "open"
                  : asOf === due
                    ? "due"
                    : "overdue";
        expect(itemOf(occurrence, schedule).status).toBe(expected);
      }
    });
  });

  it("change with a record of another occurrence only under completion", () => {
    check([someCase, history], ({ parts, asOf }, plan) => {
      const empty = scheduleAsOf(asOf, parts);
      if (onlyProcedure(empty).trigger.kind === "after-completion") return;
      const records = recordsFor(empty, plan);
      const touched = new Set(records.map(({ occurrence }) => occurrence));
      const schedule = scheduleAsOf(asOf, parts, records);
      for (const occurrence of occurrencesOf(schedule)) {
        if (touched.has(occurrence.key)) continue;
        expect(itemOf(occurrence, schedule).status).toBe(itemOf(occurrence, empty).status);
      }
    });
  });

  it("for a day do not depend on records made after it", () => {
    check([someCase, history], ({ parts, asOf }, plan) => {
      const records = recordsFor(scheduleAsOf(asOf, parts), plan);
      const known = records.filter(({ performedAt }) => performedAt.slice(0, 10) <= asOf);
      const of = (list: LedgerRecord[]): string[] =>
        dueList(scheduleAsOf(asOf, parts, list), 30).items.map(
          ({ status, occurrence }) => `${status} ${occurrence.key}`,
        );
      expect(of(records)).toEqual(of(known));
    });
  });

  // A worker thread, in which mutants are tried, cannot change its zone.
  it.skipIf(!isMainThread)("do not depend on the machine's time zone", () => {
    const zones = ["UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kathmandu"];
    const own = process.env["TZ"];
    try {
      check([someCase, history, fc.constantFrom(...zones)], ({ parts, asOf }, plan, timezone) => {
        const elsewhere = { ...parts, settings: { ...parts.settings, timezone } };
        const records = recordsFor(scheduleAsOf(asOf, parts), plan);
        const answers = zones.map((zone) => {
          process.env["TZ"] = zone;
          const schedule = scheduleAsOf(asOf, elsewhere, records);
          return JSON.stringify([dueList(schedule, 30), occurrencesOf(schedule)]);
        });
        expect(new Set(answers).size).toBe(1);
      });
      const offsets = zones.map((zone) => {
        process.env["TZ"] = zone;
        return new Date(0).getTimezoneOffset();
      });
      expect(new Set(offsets).size).toBe(zones.length);
    } finally {
      if (own === undefined) delete process.env["TZ"];
      else process.env["TZ"] = own;
    }
  });

  it("do not depend on the order in which records arrive", () => {
    check([someCase, history, fc.infiniteStream(fc.nat({ max: 9 }))], ({ parts, asOf }, plan, random) => {
      const records = recordsFor(scheduleAsOf(asOf, parts), plan);
      const keys = new Map(records.map((record) => [record, random.next().value ?? 0]));
      const shuffled = records.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
      const of = (list: LedgerRecord[]): unknown => dueList(scheduleAsOf(asOf, parts, list), 30);
      expect(JSON.stringify(of(shuffled))).toBe(JSON.stringify(of(records)));
    });
  });

  it("in `due` are those that a walk over every occurrence since the start finds", () => {
    check([someCase, history], ({ parts, asOf }, plan) => {
      const records = recordsFor(scheduleAsOf(asOf, parts), plan);
      const schedule = scheduleAsOf(asOf, parts, records);
      const listedUntil = (closes: CalendarDate): CalendarDate =>
        toCalendarDate(schedule.businessDays.next(Date.parse(closes) / 86_400_000));
      const expected = occurrencesOf(schedule, FIRST, "2028-12-31" as CalendarDate)
        .map((occurrence) => itemOf(occurrence, schedule))
        .filter(({ status, occurrence: { closes } }) =>
          status === "missed"
            ? closes !== null && asOf <= listedUntil(closes)
            : ["overdue", "due", "open"].includes(status),
        )
        .map(({ occurrence }) => occurrence.key);
      const actual = dueList(schedule, 0)
        .items.filter(({ status }) => status !== "failed")
        .map(({ occurrence }) => occurrence.key);
      expect(actual.toSorted()).toEqual(expected.toSorted());
    });
  });
});
