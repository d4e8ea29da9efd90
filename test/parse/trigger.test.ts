import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Weekday, addDays, toCalendarDate, weekdayOf } from "../../src/calendar/calendar-date.ts";
import type { MonthDay } from "../../src/calendar/month-day.ts";
import { type Trigger, cadenceOf } from "../../src/model/trigger.ts";
import { parseTrigger } from "../../src/parse/trigger.ts";
import { formatTrigger } from "../helpers/trigger-text.ts";

function triggerOf(text: string): Trigger {
  const parsed = parseTrigger(text);
  if ("error" in parsed) throw new Error(parsed.error.message);
  return parsed.trigger;
}

describe("every row of the grammar, in its canonical words", () => {
  it.each([
    ["daily", "daily", "daily"],
    ["  DAILY ", "daily", "daily"],
    ["every business day", "every business day", "daily"],
    ["Every  Business\tDays", "every business day", "daily"],
    ["weekly", "weekly", "weekly"],
    ["weekly on tues", "weekly on Tuesday", "weekly"],
    ["weekly on Thurs", "weekly on Thursday", "weekly"],
    ["weekly on Monday and Thursday", "weekly on Monday and Thursday", "weekly"],
    ["weekly on Thu,Mon", "weekly on Monday and Thursday", "weekly"],
    ["weekly on Mon, Wed, and Fri", "weekly on Monday, Wednesday and Friday", "weekly"],
    ["weekly on Mon ,Wed and Fri within 1 day", "weekly on Monday, Wednesday and Friday within 1 day", "weekly"],
    ["every 2 weeks on Friday from 2026-01-09", "every 2 weeks on Friday from 2026-01-09", "weekly"],
    [
      "every 1 week on fri from 2026-01-09 within 2 business days",
      "every 1 week on Friday from 2026-01-09 within 2 business days",
      "weekly",
    ],
    ["monthly", "monthly", "monthly"],
    ["monthly on day 31", "monthly on day 31", "monthly"],
    ["monthly on last day", "monthly on last day", "monthly"],
    ["monthly on business day 23", "monthly on business day 23", "monthly"],
    ["monthly on last business day within 3 days", "monthly on last business day within 3 days", "monthly"],
    ["monthly on second Tuesday", "monthly on second Tuesday", "monthly"],
    ["monthly on 5th Fri", "monthly on fifth Friday", "monthly"],
    ["monthly on last Friday within 1 week", "monthly on last Friday within 1 week", "monthly"],
    ["every 1 month on last day from 2026-02-28", "every 1 month on last day from 2026-02-28", "monthly"],
    ["every 3 months on day 31 from 2026-02-28", "every 3 months on day 31 from 2026-02-28", "quarterly"],
    [
      "every 4 months on business day 1 from 2026-02-15",
      "every 4 months on business day 1 from 2026-02-15",
      "half-yearly",
    ],
    ["every 6 months on day 1 from 2026-02-01", "every 6 months on day 1 from 2026-02-01", "half-yearly"],
    ["every 12 months on first Monday from 2026-02-02", "every 12 months on first Monday from 2026-02-02", "annual"],
    ["quarterly", "quarterly", "quarterly"],
    ["quarterly on month 1 business day 10", "quarterly on month 1 business day 10", "quarterly"],
    ["half-yearly", "half-yearly", "half-yearly"],
    ["half-yearly on month 6 last Friday", "half-yearly on month 6 last Friday", "half-yearly"],
    ["annually", "annually", "annual"],
    ["annually on 15 mar", "annually on 15 March", "annual"],
    ["annually on 29 February within 10 business days", "annually on 29 February within 10 business days", "annual"],
    ["90 days after completion", "90 days after completion", "other"],
    ["1 business day after completion", "1 business day after completion", "other"],
    ["2 weeks after completion", "2 weeks after completion", "other"],
    ["6 month after completion", "6 months after completion", "other"],
    ["wave week", "wave week", "wave"],
    ["wave -8 weeks", "wave -8 weeks", "wave"],
    ["Wave +1 week", "wave +1 week", "wave"],
    ["on incident", "on incident", "incident"],
    ["on incident severity 1 within 15 minutes", "on incident severity 1 within 15 minutes", "incident"],
    ["on incident within 4 hours", "on incident within 4 hours", "incident"],
    ["on event year-end-close", "on event year-end-close", "event"],
    ["on event Leaver within 2 business days", "on event leaver within 2 business days", "event"],
    ["rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30", "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30", "other"],
    ["  rrule FREQ=WEEKLY;BYDAY=MO,WE from 2026-11-23", "rrule FREQ=WEEKLY;BYDAY=MO,WE from 2026-11-23", "other"],
    ["rrule freq=weekly;byday=mo,we from 2026-11-23", "rrule FREQ=WEEKLY;BYDAY=MO,WE from 2026-11-23", "other"],
  ])("%s", (text, canonical, cadence) => {
    const trigger = triggerOf(text);
    expect(formatTrigger(trigger)).toBe(canonical);
    expect(triggerOf(canonical)).toEqual(trigger);
    expect(cadenceOf(trigger)).toBe(cadence);
  });
});

describe("outside the grammar: the place, and the nearest phrase", () => {
  it.each([
    // text, offset, length, part of the hint
    ["", 0, 0, "daily"],
    ["fortnightly", 0, 11, "every 2 weeks on Friday from 2026-01-09"],
    ["every other week", 6, 5, "every 2 weeks on Friday from 2026-01-09"],
    ["every second Tuesday", 6, 6, "every 2 weeks on Friday from 2026-01-09"],
    ["every second Tuesday of the month", 6, 6, "`monthly on second tuesday`"],
    ["every day", 6, 3, "`daily`"],
    ["every Monday", 6, 6, "weekly on monday"],
    ["yearly", 0, 6, "`annually`"],
    ["dayly", 0, 5, "`daily`"],
    ["daily please", 6, 6, "`daily`"],
    ["weekly on", 9, 0, "weekly on Tuesday"],
    ["weekly on Moonday", 10, 7, "weekly on"],
    ["weekly on Monday and Mon", 21, 3, "weekly on"],
    ["weekly on Monday,, Tuesday", 17, 1, "weekly on"],
    ["every 2 weeks on Friday", 23, 0, "every 2 weeks on Friday from"],
    ["every 2 weeks on Friday from 2026-01-10", 29, 10, "from 2026-01-09"],
    ["every 2 weeks on Friday from 2026-01-08", 29, 10, "from 2026-01-09"],
    ["every 2 weeks on Friday from 2026-01-12", 29, 10, "from 2026-01-09"],
    ["every 2 weeks on Friday from 2026-01-13", 29, 10, "from 2026-01-16"],
    ["every 2 weeks on Monday from 2026-01-09", 29, 10, "from 2026-01-12"],
    ["every 02 weeks on Friday from 2026-01-09", 6, 2, "every 2 weeks"],
    ["every 2x weeks on Friday from 2026-01-09", 6, 2, "every 2 weeks"],
    ["every 0 weeks on Friday from 2026-01-09", 6, 1, "every 1 weeks"],
    ["every 2 weeks on Friday from 2026-02-30", 29, 10, "every 2 weeks"],
    ["every 3 months on day 31 from 2026-02-27", 30, 10, "from 2026-02-28"],
    ["every 3 months on fifth Friday from 2026-02-27", 36, 10, "every"],
    ["monthly on day 32", 15, 2, "monthly on"],
    ["monthly on 15", 11, 2, "monthly on day 15"],
    ["monthly on the 3rd", 11, 3, "monthly on day 3"],
    ["monthly on business day 24", 24, 2, "monthly on business day 3"],
    ["monthly on last", 15, 0, "monthly on last"],
    ["monthly on sixth Friday", 11, 5, "Friday"],
    ["quarterly on day 5", 13, 3, "quarterly"],
    ["quarterly on month 4 day 5", 19, 1, "quarterly"],
    ["half-yearly on month 7 day 5", 21, 1, "half-yearly"],
    ["annually on 31 April", 12, 2, "annually on 30 April"],
    ["annually on 30 February", 12, 2, "annually on 29 February"],
    ["annually on March 15", 12, 5, "annually on 15 March"],
    ["90 days", 7, 0, "90 days after completion"],
    ["90 years after completion", 3, 5, "90 days after completion"],
    ["daily within", 12, 0, "daily"],
    ["daily within 2 hours", 15, 5, "daily"],
    ["wave 8 weeks", 5, 1, "wave -8 weeks"],
    ["wave +0 weeks", 5, 2, "wave"],
    ["wave week within 3 days", 10, 6, "wave week"],
    ["on incident severity 4", 21, 1, "on incident severity 1"],
    ["on incident within 2 weeks", 21, 5, "on incident"],
    ["on event Year_End", 9, 8, "on event"],
    ["90 days after completion within 3 days", 25, 6, "90 days after completion"],
    ["rrule FREQ=HOURLY from 2026-01-30", 6, 11, "RFC 5545"],
    ["rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-29", 35, 10, "2026-01-30"],
    ["rrule FREQ=DAILY", 16, 0, "rrule"],
    ["rrule FREQ=DAILY;BYHOUR=9 from 2026-01-30", 17, 8, "RFC 5545"],
    // A comma is a rule's own only where the trigger is one.
    ["weekly on Monday, rrule", 18, 5, "weekly on"],
    ["90 calendar days after completion", 3, 8, "90 days after completion"],
    ["monthly on day", 14, 0, "monthly on"],
  ])("%s", (text, offset, length, hint) => {
    const parsed = parseTrigger(text);
    expect(parsed).toMatchObject({ error: { offset, length } });
    if ("error" in parsed) expect(parsed.error.hint).toContain(hint);
  });

  const ANY = `\`daily\`, \`weekly\`, \`monthly\`, \`quarterly\`, \`half-yearly\`, \`annually\`, \`every\`, \`wave\`, on incident, on event, \`rrule\` or a number of days after completion`;
  const MONTH_DAY = "day N, last day, business day N, last business day or first … fifth or last WEEKDAY";
  it.each([
    ["", "Unexpected end of the trigger, expected ANY.", "daily"],
    ["nightly", "Unexpected `nightly`, expected ANY.", "daily"],
    ["fortnightly", "Unexpected `fortnightly`, expected ANY.", "every 2 weeks on Friday from 2026-01-09"],
    [
      "every other week",
      "Unexpected `other`, expected business day or a number of weeks or months.",
      "every 2 weeks on Friday from 2026-01-09",
    ],
    ["yearly on 15 March", "Unexpected `yearly`, expected ANY.", "annually on 15 March"],
    ["on Tuesday", "Unexpected `Tuesday`, expected `incident` or `event`.", "weekly on tuesday"],
    ["daily at 9am", "Unexpected `at`, expected the trigger to end here.", "daily"],
    ["weekly Tuesday", "Unexpected `Tuesday`, expected the trigger to end here.", "weekly on Tuesday"],
    ["  Weekly\t  tuesday ", "Unexpected `tuesday`, expected the trigger to end here.", "weekly on Tuesday"],
    ["weekly on", "Unexpected end of the trigger, expected a weekday such as Monday or Mon.", "weekly on Tuesday"],
    ["weekly on Monday, Tuesday and Mon", "Unexpected `Mon`: Monday is named twice.", "weekly on Monday and Thursday"],
    [
      "every",
      "Unexpected end of the trigger, expected business day or a number of weeks or months.",
      "every business day",
    ],
    [
      "every 2 years on day 1 from 2026-01-01",
      "Unexpected `years`, expected `week`, `weeks`, `month` or `months`.",
      "every 6 months on day 1 from 2026-02-01",
    ],
    [
      "every 2 weeks on Friday from 2026-01-10",
      "Unexpected `2026-01-10`, a Saturday; expected a Friday.",
      "Write `from 2026-01-09`.",
    ],
    [
      "every 2 weeks on Friday from",
      "Unexpected end of the trigger, expected a date that exists, YYYY-MM-DD.",
      "every 2 weeks on Friday from 2026-01-09",
    ],
    [
      "every 3 months on fifth Friday from 2026-02-27",
      "Unexpected `2026-02-27`: February 2026 has no fifth Friday.",
      "every 6 months on day 1 from 2026-02-01",
    ],
    [
      "every 3 months on day 31 from 2026-02-27",
      "Unexpected `2026-02-27`, which is not the day 31 of its month.",
      "Write `from 2026-02-28`.",
    ],
    [
      "every 2 weeks on Saturday from 9999-12-31",
      "Unexpected `9999-12-31`, a Friday; expected a Saturday.",
      "Write `from 9999-12-25`.",
    ],
    [
      "every 2 weeks on Sunday from 0001-01-01",
      "Unexpected `0001-01-01`, a Monday; expected a Sunday.",
      "Write `from 0001-01-07`.",
    ],
    ["Daily within 03 days ", "Unexpected `03`, expected no leading zero.", "Daily within 3 days"],
    ["daily within 99999 minutes", "Unexpected `99999`, expected a number from 1 to 9999.", "daily"],
    ["monthly on", "Unexpected end of the trigger, expected MONTH_DAY.", "monthly on day 15"],
    ["monthly on day 32", "Unexpected `32`, expected a day of the month, 1 to 31.", "monthly on day 15"],
    [
      "monthly on business day 24",
      "Unexpected `24`, expected a business day of the month, 1 to 23.",
      "monthly on business day 3",
    ],
    [
      "monthly on last",
      "Unexpected end of the trigger, expected `day`, business day or a weekday.",
      "monthly on last day",
    ],
    [
      "monthly on 1st business day",
      "Unexpected `business`, expected a weekday such as Monday or Mon.",
      "monthly on business day 1",
    ],
    [
      "monthly on last working day",
      "Unexpected `working`, expected `day`, business day or a weekday.",
      "monthly on last business day",
    ],
    ["last working day of the month", "Unexpected `last`, expected ANY.", "monthly on last business day"],
    [
      "monthly on 3rd working day",
      "Unexpected `working`, expected a weekday such as Monday or Mon.",
      "monthly on business day 3",
    ],
    ["monthly on the last day", "Unexpected `the`, expected MONTH_DAY.", "monthly on last day"],
    [
      "quarterly on the last business day",
      "Unexpected `the`, expected `month`.",
      "quarterly on month 3 last business day",
    ],
    ["last working day of the quarter", "Unexpected `last`, expected ANY.", "quarterly on month 3 last business day"],
    ["monthly on the last friday", "Unexpected `the`, expected MONTH_DAY.", "monthly on last friday"],
    [
      "every first Monday of the month",
      "Unexpected `first`, expected business day or a number of weeks or months.",
      "monthly on first monday",
    ],
    ["mnthly on last day", "Unexpected `mnthly`, expected ANY.", "monthly on last day"],
    [
      "quarterly on month 4 day 5",
      "Unexpected `4`, expected a month of the period, 1 to 3.",
      "quarterly on month 1 business day 10",
    ],
    ["quarterly on day 5", "Unexpected `day`, expected `month`.", "quarterly on month 1 business day 10"],
    ["annually on 31 April", "Unexpected `31`: April has no more than 30 days.", "Write `annually on 30 April`."],
    ["annually on 15", "Unexpected end of the trigger, expected a month such as March or Mar.", "annually on 15 March"],
    ["annually on March 15", "Unexpected `March`, expected a day of the month, 1 to 31.", "annually on 15 March"],
    [
      "90",
      "Unexpected end of the trigger, expected `days`, business days, `weeks` or `months`.",
      "90 days after completion",
    ],
    [
      "12 years after completion",
      "Unexpected `years`, expected `days`, business days, `weeks` or `months`.",
      "90 days after completion",
    ],
    [
      "2 business weeks after completion",
      "Unexpected `business`, expected `days`, business days, `weeks` or `months`.",
      "90 days after completion",
    ],
    ["days after completion", "Unexpected `days`, expected ANY.", "90 days after completion"],
    ["daily within", "Unexpected end of the trigger, expected a number.", "daily"],
    ["daily within two days", "Unexpected `two`, expected a number.", "daily"],
    ["daily within 9999999 days", "Unexpected `9999999`, expected a number from 1 to 9999.", "daily within 9999 days"],
    ["daily within 0 days", "Unexpected `0`, expected a number from 1 to 9999.", "daily within 1 days"],
    [
      "every 10000 weeks on Friday from 2026-01-09",
      "Unexpected `10000`, expected a number from 1 to 9999.",
      "every 9999 weeks on Friday from 2026-01-09",
    ],
    [
      "10000 days after completion",
      "Unexpected `10000`, expected a number from 1 to 9999.",
      "9999 days after completion",
    ],
    ["on incident within 012 hours", "Unexpected `012`, expected no leading zero.", "on incident within 12 hours"],
    ["wave -10000 weeks", "Unexpected `-10000`, expected no more than 9999 weeks.", "wave -8 weeks"],
    ["daily within 2 business weeks", "Unexpected `business`, expected `days`, business days or `weeks`.", "daily"],
    [
      "wave",
      "Unexpected end of the trigger, expected `week` or a signed number of weeks such as -8 or +2.",
      "wave week",
    ],
    [
      "wave x-8 weeks",
      "Unexpected `x-8`, expected `week` or a signed number of weeks such as -8 or +2.",
      "wave -8 weeks",
    ],
    [
      "wave -8x weeks",
      "Unexpected `-8x`, expected `week` or a signed number of weeks such as -8 or +2.",
      "wave -8 weeks",
    ],
    ["on", "Unexpected end of the trigger, expected `incident` or `event`.", "on incident"],
    [
      "on incident severity 4",
      "Unexpected `4`, expected a severity, 1 to 3.",
      "on incident severity 1 within 15 minutes",
    ],
    [
      "on incident within",
      "Unexpected end of the trigger, expected a number.",
      "on incident severity 1 within 15 minutes",
    ],
    [
      "on event",
      "Unexpected end of the trigger, expected the event's name, a kebab-case word such as year-end-close.",
      "on event year-end-close within 2 business days",
    ],
    [
      "on event Year_End",
      "Unexpected `Year_End`, expected the event's name, a kebab-case word such as year-end-close.",
      "on event year-end-close within 2 business days",
    ],
    [
      "rrule",
      "Unexpected end of the trigger, expected an RFC 5545 recurrence rule such as FREQ=MONTHLY;BYDAY=-1FR.",
      "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30",
    ],
    [
      "rrule FREQ=DAILY from",
      "Unexpected end of the trigger, expected a date that exists, YYYY-MM-DD.",
      "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30",
    ],
    [
      "rrule FREQ=DAILY;BYHOUR=9 from 2026-01-30",
      "Unexpected `BYHOUR=9`, expected no time of day (dates only).",
      "See RFC 5545, section 3.3.10.",
    ],
    [
      "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-29",
      "Unexpected `2026-01-29`, which is not a date of the rule.",
      "Write `from 2026-01-30`.",
    ],
    [
      "rrule FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29 from 2096-03-01",
      "Unexpected `2096-03-01`, which is not a date of the rule.",
      "Write `from 2104-02-29`.",
    ],
    [
      "rrule FREQ=MONTHLY;BYDAY=MO;UNTIL=20260131 from 2026-01-30",
      "Unexpected `2026-01-30`, which is not a date of the rule.",
      "Write the first date that the rule names.",
    ],
    ["my rrule FREQ=DAILY,x", "Unexpected `my`, expected ANY.", "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30"],
    [
      "90 days after completion within 3 days",
      "Unexpected `within`, expected the trigger to end here.",
      "90 days after completion",
    ],
  ])("%j: what was expected, and the nearest phrase", (text, message, phrase) => {
    const parsed = parseTrigger(text);
    if (!("error" in parsed)) throw new Error("It is valid.");
    expect(parsed.error.message).toBe(message.replace("MONTH_DAY", MONTH_DAY).replace("ANY", ANY));
    const [, nearest] = /^Nearest valid phrase: `(.*)`\.$/.exec(parsed.error.hint ?? "") ?? [];
    expect(nearest ?? parsed.error.hint).toBe(phrase);
    if (nearest !== undefined) expect(parseTrigger(nearest)).toHaveProperty("trigger");
  });

  it.each([
    ["Mondays", "weekly on monday"],
    ["0 6 15 * *", "monthly on day 15"],
    ["30 6 * * 1-5", "every business day"],
    ["0 6 * * *", "daily"],
    ["0 6 * * 1", "weekly on Tuesday"],
    ["monthly on the last weekday", "monthly on last business day"],
    ["monthly on Friday before the 15th", "rrule FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=8,9,10,11,12,13,14 from 2026-01-09"],
    ["monthly on third last business day", "rrule FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-3 from 2026-01-28"],
    ["monthly on business day -3", "rrule FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-3 from 2026-01-28"],
    ["twice a month", "rrule FREQ=MONTHLY;BYMONTHDAY=1,15 from 2026-01-01"],
    ["monthly on days 1 and 15", "rrule FREQ=MONTHLY;BYMONTHDAY=1,15 from 2026-01-01"],
  ])("knows of %j the phrase that comes nearest", (text, phrase) => {
    const parsed = parseTrigger(text);
    expect("error" in parsed && parsed.error.hint).toBe(`Nearest valid phrase: \`${phrase}\`.`);
    expect(parseTrigger(phrase)).toHaveProperty("trigger");
  });

  it("never throws, and points into the text", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^(?:every|monthly|on|wave|rrule)[ a-zA-Z0-9,;=+-]{0,40}$/)),
        (text) => {
          const parsed = parseTrigger(text);
          if (!("error" in parsed)) return;
          const { offset, length } = parsed.error;
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset + length).toBeLessThanOrEqual(text.length);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe("formatting and parsing round-trip", () => {
  const weekday = fc.integer({ min: 1, max: 7 }).map((day) => day as Weekday);
  const date = fc.integer({ min: 0, max: 40_000 }).map(toCalendarDate);
  const count = fc.integer({ min: 1, max: 9999 });
  const within = fc.option(fc.record({ count, unit: fc.constantFrom("days", "business days", "weeks") }), {
    nil: undefined,
  });
  const monthDay: fc.Arbitrary<MonthDay> = fc.oneof(
    fc.record({ kind: fc.constant("day" as const), day: fc.integer({ min: 1, max: 31 }) }),
    fc.constant({ kind: "last-day" as const }),
    fc.record({
      kind: fc.constant("business-day" as const),
      nth: fc.oneof(fc.integer({ min: 1, max: 23 }), fc.constant("last" as const)),
    }),
    fc.record({
      kind: fc.constant("weekday" as const),
      ordinal: fc.constantFrom<1 | 2 | 3 | 4 | 5 | "last">(1, 2, 3, 4, 5, "last"),
      weekday,
    }),
  );
  const trigger = fc.oneof(
    fc.record({ kind: fc.constantFrom("daily", "business-daily"), within }),
    fc.record({
      kind: fc.constant("weekly"),
      weekdays: fc.uniqueArray(weekday, { maxLength: 7 }).map((days) => days.toSorted((a, b) => a - b)),
      within,
    }),
    fc.tuple(count, date, within).map(([weeks, from, span]) => ({
      kind: "every-weeks",
      count: weeks,
      weekday: weekdayOf(Date.parse(from) / 86_400_000),
      from,
      within: span,
    })),
    fc.record({ kind: fc.constant("monthly"), on: fc.option(monthDay, { nil: undefined }), within }),
    fc.record({
      kind: fc.constant("quarterly"),
      on: fc.option(fc.record({ month: fc.integer({ min: 1, max: 3 }), day: monthDay }), { nil: undefined }),
      within,
    }),
    fc.record({
      kind: fc.constant("half-yearly"),
      on: fc.option(fc.record({ month: fc.integer({ min: 1, max: 6 }), day: monthDay }), { nil: undefined }),
      within,
    }),
    fc.record({
      kind: fc.constant("annually"),
      on: fc.option(fc.record({ month: fc.integer({ min: 1, max: 12 }), day: fc.integer({ min: 1, max: 29 }) }), {
        nil: undefined,
      }),
      within,
    }),
    fc.record({
      kind: fc.constant("after-completion"),
      count,
      unit: fc.constantFrom("days", "business days", "weeks", "months"),
    }),
    fc.record({ kind: fc.constant("wave"), offsetWeeks: fc.integer({ min: -9999, max: 9999 }) }),
    fc.record({
      kind: fc.constant("event"),
      event: fc.constantFrom("incident", "year-end-close"),
      within: fc.option(fc.record({ count, unit: fc.constantFrom("minutes", "hours", "days", "business days") }), {
        nil: undefined,
      }),
    }),
  ) as fc.Arbitrary<Trigger>;

  it("for any trigger", () => {
    fc.assert(
      fc.property(trigger, (value) => {
        // Keys that are undefined stand for keys that are absent.
        expect(triggerOf(formatTrigger(value))).toEqual(structuredClone(JSON.parse(JSON.stringify(value))));
      }),
      { numRuns: 500 },
    );
  });

  it("for any first date of a month rule", () => {
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 60 }), (from, months) => {
        const lastDay = addDays(from, 1).slice(8) === "01";
        const text = `every ${months} months on ${lastDay ? "last day" : `day ${Number(from.slice(8))}`} from ${from}`;
        expect(formatTrigger(triggerOf(text))).toBe(text.replace(/^every 1 months/, "every 1 month"));
      }),
    );
  });
});
