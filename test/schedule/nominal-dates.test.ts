import { describe, expect, it } from "vitest";
import { type CalendarDate, toEpochDay } from "../../src/calendar/calendar-date.ts";
import type { CadenceTrigger, RecurTrigger } from "../../src/model/trigger.ts";
import { type Nominal, nominalDates, nominalWithKey } from "../../src/schedule/nominal-dates.ts";
import { onlyProcedure, scheduleAsOf } from "../helpers/run-book.ts";

const day = (text: string): number => toEpochDay(text as CalendarDate);
const [FIRST, LAST] = [day("2025-06-15"), day("2029-03-20")];

describe("the dates that a rule names", () => {
  it.each([
    "daily",
    "every business day",
    "weekly",
    "weekly on Wednesday",
    "weekly on Monday and Thursday",
    "every 3 weeks on Friday from 2026-01-09",
    "monthly",
    "monthly on day 31",
    "monthly on fifth Friday",
    "monthly on business day 22",
    "every 4 months on day 31 from 2026-01-31",
    "every 14 months on last Friday from 2026-02-27",
    "quarterly",
    "quarterly on month 1 fifth Friday",
    "half-yearly",
    "half-yearly on month 6 last business day",
    "annually",
    "annually on 29 February",
    "rrule FREQ=MONTHLY;BYDAY=-1FR from 2026-01-30",
  ])("are the same asked for in whichever pieces, and each is found by its key: %s", (trigger) => {
    const settings = { fiscal_year_start: "4" };
    const schedule = scheduleAsOf("2026-11-23", { settings, procedures: { job: { trigger } } });
    const rule = onlyProcedure(schedule).trigger as CadenceTrigger | RecurTrigger;
    const datesIn = (first: number, last: number): Nominal[] => [...nominalDates(rule, schedule, first, last)];
    const all = datesIn(FIRST, LAST);
    expect(all.length).toBeGreaterThan(2);
    const some = [...all.slice(0, 4), ...all.slice(-4)];
    for (const { date } of some) {
      for (const [first, last] of [
        [date, date],
        [date - 100, date],
        [date - 100, date - 1],
        [date, date + 100],
        [date + 1, date + 100],
        [date + 1, date],
      ] as const) {
        if (first < FIRST || last > LAST) continue;
        expect(datesIn(first, last)).toEqual(all.filter((nominal) => first <= nominal.date && nominal.date <= last));
      }
    }
    for (const nominal of some) expect(nominalWithKey(rule, schedule, nominal.key)).toEqual(nominal);
  });
});
