// What the program says of procedures, against a plain model of the same words: test/helpers/plain-model.ts.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { agendaItems } from "../../src/schedule/agenda.ts";
import { dueList } from "../../src/schedule/due-list.ts";
import { occurrencesScheduled } from "../../src/schedule/occurrences.ts";
import {
  type MonthDay,
  type PlainBook,
  type PlainProcedure,
  type PlainRecord,
  type Rule,
  type Span,
  dateOf,
  dayOf,
  isBusinessDay,
  isDropped,
  plainOccurrences,
  plainStatus,
  weekdayIn,
} from "../helpers/plain-model.ts";
import { type BookParts, done, failed, onlyProcedure, scheduleAsOf, skipped } from "../helpers/run-book.ts";

/** FC_RUNS asks for more cases than a test run has time for. */
const RUNS = Number(process.env["FC_RUNS"] ?? 100);
const [FIRST, LAST] = [dayOf("2026-01-01"), dayOf("2027-06-30")];
const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const ORDINALS = ["last", "first", "second", "third", "fourth", "fifth"];

const dayFrom = (first: string, last: string): fc.Arbitrary<number> =>
  fc.integer({ min: dayOf(first), max: dayOf(last) });
const stretch = (longest: number): fc.Arbitrary<[number, number]> =>
  fc
    .tuple(dayFrom("2026-01-01", "2027-08-31"), fc.nat({ max: longest }))
    .map(([from, length]): [number, number] => [from, from + length]);
const monthDay: fc.Arbitrary<MonthDay> = fc.oneof(
  fc.record({ on: fc.constant("day" as const), count: fc.constantFrom(1, 5, 15, 28, 29, 30, 31) }),
  fc.record({ on: fc.constant("business day" as const), count: fc.integer({ min: 1, max: 23 }) }),
  fc.record({ on: fc.constantFrom("last day" as const, "last business day" as const) }),
  fc.record({
    on: fc.constant("weekday" as const),
    count: fc.integer({ min: 0, max: 5 }),
    weekday: fc.integer({ min: 0, max: 6 }),
  }),
);
const rule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    every: fc.constantFrom(...(["day", "business day", "week", "month", "quarter", "half-year", "year"] as const)),
  }),
  fc
    .uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 3 })
    .map((weekdays): Rule => ({ every: "weekdays", weekdays: weekdays.toSorted((a, b) => a - b) })),
  fc
    .tuple(fc.integer({ min: 2, max: 6 }), dayFrom("2025-10-01", "2026-10-01"))
    .map(([count, from]): Rule => ({ every: "weeks", count, from })),
  monthDay.map((on): Rule => ({ every: "month on", monthDay: on })),
  // A date that is there in every month, and so a date of the rule.
  fc
    .tuple(fc.integer({ min: 2, max: 18 }), fc.integer({ min: 1, max: 28 }), dayFrom("2025-06-01", "2026-10-01"))
    .map(([count, day, about]): Rule => {
      const from = dayOf(`${dateOf(about).slice(0, 7)}-${String(day).padStart(2, "0")}`);
      return { every: "months", count, monthDay: { on: "day", count: day }, from };
    }),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), monthDay)
    .map(([month, on]): Rule => ({ every: "quarter on", month, monthDay: on })),
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), monthDay)
    .map(([month, on]): Rule => ({ every: "half-year on", month, monthDay: on })),
  fc
    .oneof(
      fc.tuple(fc.integer({ min: 1, max: 28 }), fc.integer({ min: 1, max: 12 })),
      fc.constantFrom<[number, number]>([29, 2], [31, 12], [30, 4]),
    )
    .map(([day, month]): Rule => ({ every: "year on", day, month })),
  fc.integer({ min: -8, max: 2 }).map((weeks): Rule => ({ every: "wave", weeks })),
);
const span: fc.Arbitrary<Span> = fc.record({
  count: fc.integer({ min: 1, max: 9 }),
  unit: fc.constantFrom("days" as const, "business days" as const, "weeks" as const),
});
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, arbitrary);
/** Some begin on the day after the one before. */
const freezeList = fc
  .array(fc.tuple(stretch(40), fc.option(fc.nat({ max: 20 }), { nil: -1 })), { maxLength: 2 })
  .map((list) =>
    list.flatMap(([[from, to], further]): [number, number][] => [
      [from, to],
      ...(further < 0 ? [] : ([[to + 1, to + 1 + further]] as [number, number][])),
    ]),
  );
/** After a Friday, Saturday or Sunday, Microsoft's wave week is the one that begins on the Monday after. */
const productionUpdate = dayFrom("2026-09-20", "2026-11-10");

const someCase = fc.record({
  rule,
  within: rarely(span),
  roll: rarely(fc.constantFrom("next" as const, "previous" as const, "skip" as const, "none" as const)),
  catchUp: rarely(fc.constantFrom("latest" as const, "each" as const)),
  effective: rarely(dayFrom("2026-01-01", "2026-12-31")),
  retired: rarely(dayFrom("2027-01-01", "2027-06-30")),
  goLive: dayFrom("2026-01-01", "2026-08-31"),
  workingWeek: fc.constantFrom([0, 1, 2, 3, 4], [6, 0, 1, 2, 3], [0, 1, 2, 3, 4, 5], [5, 6, 0, 1, 2], [1, 2, 3, 4, 5]),
  holidays: fc.uniqueArray(dayFrom("2026-01-01", "2027-12-31"), { maxLength: 30 }),
  closures: fc.array(stretch(20), { maxLength: 2 }),
  freezes: freezeList,
  fiscalYearStart: fc.integer({ min: 1, max: 12 }),
  update: productionUpdate,
  asOf: dayFrom("2026-06-01", "2027-04-30"),
  plan: fc.array(
    fc.record({
      outcome: fc.constantFrom("done" as const, "done" as const, "failed" as const, "skipped" as const),
      index: fc.nat({ max: 400 }),
      delay: fc.constantFrom(-9, -1, 0, 0, 0, 1, 2, 5, 40),
    }),
    { maxLength: 12 },
  ),
});
type Case = typeof someCase extends fc.Arbitrary<infer Value> ? Value : never;

const spanText = ({ count, unit }: Span): string => ` within ${count} ${unit}`;

function monthDayText(monthly: MonthDay): string {
  if (monthly.on === "weekday") return `${ORDINALS[monthly.count]} ${WEEKDAYS[monthly.weekday]}`;
  return "count" in monthly ? `${monthly.on} ${monthly.count}` : monthly.on;
}

function ruleText(dated: Rule): string {
  switch (dated.every) {
    case "day":
      return "daily";
    case "business day":
      return "every business day";
    case "week":
    case "month":
    case "quarter":
      return `${dated.every}ly`;
    case "half-year":
      return "half-yearly";
    case "year":
      return "annually";
    case "weekdays":
      return `weekly on ${dated.weekdays.map((weekday) => WEEKDAYS[weekday]).join(" and ")}`;
    case "weeks":
      return `every ${dated.count} weeks on ${WEEKDAYS[weekdayIn(dated.from)]} from ${dateOf(dated.from)}`;
    case "month on":
      return `monthly on ${monthDayText(dated.monthDay)}`;
    case "months":
      return `every ${dated.count} months on ${monthDayText(dated.monthDay)} from ${dateOf(dated.from)}`;
    case "quarter on":
      return `quarterly on month ${dated.month} ${monthDayText(dated.monthDay)}`;
    case "half-year on":
      return `half-yearly on month ${dated.month} ${monthDayText(dated.monthDay)}`;
    case "year on":
      return `annually on ${dated.day} ${MONTHS[dated.month - 1]}`;
    case "wave":
      return dated.weeks === 0 ? "wave week" : `wave ${dated.weeks > 0 ? "+" : ""}${dated.weeks} weeks`;
  }
}

/** The same case as the files of a run book, and as the model takes it. */
function twice(generated: Case): {
  readonly parts: BookParts;
  readonly book: PlainBook;
  readonly procedure: PlainProcedure;
} {
  const { update, workingWeek, holidays, closures, freezes, fiscalYearStart, goLive, ...rest } = generated;
  const isWave = rest.rule.every === "wave";
  const within = isWave ? undefined : rest.within;
  const catchUp = isWave ? undefined : rest.catchUp;
  const stretches = (list: Case["closures"], more: string): string =>
    `[${list.map(([from, to]) => `{ from: ${dateOf(from)}, to: ${dateOf(to)}, reason: Away${more} }`).join(", ")}]`;
  const dateKey = (day: number | undefined): string | undefined => (day === undefined ? undefined : dateOf(day));
  const parts: BookParts = {
    settings: {
      go_live: dateOf(goLive),
      working_week: `[${workingWeek.map((weekday) => WEEKDAYS[weekday]?.slice(0, 3).toLowerCase()).join(", ")}]`,
      fiscal_year_start: String(fiscalYearStart),
      closures: stretches(closures, ""),
      freezes: stretches(freezes, ", procedures: [job]"),
    },
    holidays: holidays.map(dateOf),
    waves: `waves: [{ id: 2026-10, tracks: { customer-engagement: { production_update: ${dateOf(update)} } } }]\n`,
    procedures: {
      job: {
        trigger: `${ruleText(rest.rule)}${within === undefined ? "" : spanText(within)}`,
        roll: rest.roll,
        catch_up: catchUp,
        effective: dateKey(rest.effective),
        retired: dateKey(rest.retired),
      },
    },
  };
  const monday = update - weekdayIn(update) + (weekdayIn(update) >= 4 ? 7 : 0);
  const book = {
    workingWeek,
    holidays,
    closures,
    freezes,
    fiscalYearStart,
    goLive,
    waves: [["2026-10", monday]] as const,
  };
  return { parts, book, procedure: { ...rest, within, catchUp } };
}

/** Of some occurrences, in the order of their time. */
function recordsFor(
  found: readonly { readonly key: string; readonly due: number }[],
  { plan, asOf }: Case,
): PlainRecord[] {
  const records = plan.flatMap(({ outcome, index, delay }) => {
    const occurrence = found[index % Math.max(1, found.length)];
    return occurrence === undefined ? [] : { outcome, key: occurrence.key, day: occurrence.due + delay };
  });
  // Nobody has recorded what is to come; two of one day would be told apart by their ids.
  const days = new Map(records.filter(({ day }) => day <= asOf).map((record) => [record.day, record]));
  return [...days.values()].toSorted((a, b) => a.day - b.day);
}

function written({ outcome, key, day }: PlainRecord): LedgerRecord {
  return { done, failed, skipped }[outcome](key, dateOf(day));
}

/** Waves of other years are the tool's own data. */
function isModelled(rules: Rule, key: string): boolean {
  return rules.every !== "wave" || key.startsWith("wave-2026-10");
}

describe("the plain model agrees", () => {
  it("on the dates of every occurrence", () => {
    fc.assert(
      fc.property(someCase, (generated) => {
        const { parts, book, procedure } = twice(generated);
        const schedule = scheduleAsOf(dateOf(generated.asOf), parts);
        const [first, last] = around();
        const told = occurrencesScheduled(onlyProcedure(schedule), schedule, first, last)
          .filter(({ nominal, key }) => isBetween(dayOf(nominal)) && isModelled(procedure.rule, key))
          .map(({ key, nominal, scheduled, due, closes, notOwed }) =>
            line(key, nominal, notOwed === null, scheduled, due, closes),
          );
        const expected = plainOccurrences(book, procedure, FIRST, LAST).map(
          ({ key, nominal, scheduled, due, closes, isOwed }) => {
            const [from, until] = [dateOf(scheduled), dateOf(due)];
            return line(key, dateOf(nominal), isOwed, from, until, closes === undefined ? null : dateOf(closes));
          },
        );
        expect(told).toEqual(expected);
      }),
      { numRuns: RUNS },
    );
  });

  it("on every status, and on what is due", () => {
    fc.assert(
      fc.property(someCase, (generated) => {
        const { parts, book, procedure } = twice(generated);
        const { asOf } = generated;
        const found = plainOccurrences(book, procedure, FIRST, LAST);
        const records = recordsFor(found, generated);
        const schedule = scheduleAsOf(dateOf(asOf), parts, records.map(written));
        const statuses = new Map(found.map((one) => [one.key, plainStatus(one, records, asOf)]));
        const told = agendaItems(schedule, ...around())
          .filter(({ occurrence: { nominal, key } }) => isBetween(dayOf(nominal)) && isModelled(procedure.rule, key))
          .map(({ occurrence, status }) => [occurrence.key, status]);
        expect(Object.fromEntries(told)).toEqual(Object.fromEntries(statuses));

        const listed = dueList(schedule, 0)
          .items.filter(
            ({ occurrence: { nominal, key } }) => isBetween(dayOf(nominal)) && isModelled(procedure.rule, key),
          )
          .map(({ occurrence, status }) => `${status} ${occurrence.key}`);
        expect(listed.toSorted()).toEqual(dueNow(found, statuses, records, generated).toSorted());
      }),
      { numRuns: RUNS },
    );
  });
});

/** Of what nobody owes, the other dates are of no interest. */
function line(
  key: string,
  nominal: string,
  isOwed: boolean,
  ...[scheduled, due, closes]: [string, string | null, string | null]
): string {
  return isOwed ? `${key}: ${nominal}, ${scheduled} to ${due}, closes ${closes}` : `${key}: ${nominal}, not owed`;
}

/** Where what is named for a day of the model's may be scheduled. */
function around(): [CalendarDate, CalendarDate] {
  return [dateOf(FIRST - 60) as CalendarDate, dateOf(LAST + 60) as CalendarDate];
}

function isBetween(day: number): boolean {
  return FIRST <= day && day <= LAST;
}

function dueNow(
  found: readonly { readonly key: string; readonly closes: number | undefined }[],
  statuses: ReadonlyMap<string, string>,
  records: readonly PlainRecord[],
  generated: Case,
): string[] {
  const { asOf } = generated;
  const { book, procedure } = twice(generated);
  const isLatest = isDropped(procedure);
  const isListed = (key: string, closes: number | undefined): boolean => {
    switch (statuses.get(key)) {
      case "overdue":
      case "due":
      case "open":
        return true;
      case "missed": {
        let until = closes ?? 0;
        while (!isBusinessDay(book, until)) until += 1;
        return asOf <= until;
      }
      case "failed": {
        const failedOn = records.findLast((record) => record.key === key)?.day ?? 0;
        const isOver = records.some((other) => other.outcome === "done" && other.key !== key && other.day > failedOn);
        return !(isLatest && isOver);
      }
      default:
        return false;
    }
  };
  return found.flatMap(({ key, closes }) => (isListed(key, closes) ? `${statuses.get(key)} ${key}` : []));
}
