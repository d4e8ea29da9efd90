// How a procedure went of late comes out of what is kept of its records as of all of them, or is refused.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { type History, historyOf } from "../../src/schedule/history.ts";
import { BeyondHorizon, historyWithin, keptOf } from "../../src/schedule/kept-records.ts";
import { lastCompletions, lastValues, recentOf, requireRecent } from "../../src/schedule/recent.ts";
import type { Schedule } from "../../src/schedule/schedule.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { bookOf, done, failed, onlyProcedure, scheduleAsOf, skipped } from "../helpers/run-book.ts";

const PARTS = { procedures: { job: { trigger: "daily", formerly: "[old-job]", measures: "{ gb: { unit: GB } }" } } };
const { procedures } = bookOf(PARTS);
const START = "2026-01-05" as CalendarDate;
const ZONE = zoneOf("UTC");

type Told = Pick<Schedule, "history" | "asOf">;

/** A result a day from the start on: `d`one, `f`ailed, `s`kipped, or done with a `v`alue; newest first. */
function recordsOf(results: string, id = "job"): LedgerRecord[] {
  return [...results]
    .map((result, index) => {
      const day = addDays(START, index);
      if (result === "s") return { ...skipped(day, day), procedure: id };
      if (result === "f") return failed(day, day, { procedure: id });
      return done(day, day, { procedure: id, values: result === "v" ? { gb: index } : {} });
    })
    .toReversed();
}

function asOf(day: CalendarDate, history: History): Told {
  return { history, asOf: scheduleAsOf(day, PARTS).asOf };
}

const all = (records: readonly LedgerRecord[], day: CalendarDate): Told => asOf(day, historyOf(records, ZONE));

function kept(records: readonly LedgerRecord[], day: CalendarDate): Told {
  const { records: late, horizons } = keptOf(records, procedures);
  return asOf(day, historyWithin(historyOf(late, ZONE), horizons, day));
}

const job = onlyProcedure(scheduleAsOf(START, PARTS));
const LATER = addDays(START, 400);
const commitsOf = (told: Told): string[] => recentOf(job, told).map(({ record }) => record.commit);

describe("how a procedure went of late", () => {
  it("is its last 20 results up to the day", () => {
    const records = recordsOf("f".padEnd(30, "d"));
    const newest = records.slice(0, 20).map(({ commit }) => commit);
    expect(commitsOf(all(records, LATER))).toEqual(newest.toReversed());
    expect(commitsOf(all(records, addDays(START, 1)))).toEqual(
      records
        .slice(-2)
        .map(({ commit }) => commit)
        .toReversed(),
    );
  });

  it("tells the last three values of a measure, newest first, however long ago", () => {
    const values = lastValues(job, "gb", all(recordsOf(`vvvv${"d".repeat(40)}`), LATER));
    expect(values).toEqual([3, 2, 1].map((value) => ({ value, on: addDays(START, value) })));
    expect(lastValues(job, "gb", all(recordsOf("vd"), LATER))).toEqual([{ value: 0, on: START }]);
  });

  it("takes nothing that every object has for a value", () => {
    const records = recordsOf("v".repeat(60));
    expect(lastValues(job, "constructor", all(records, LATER))).toEqual([]);
    const odd = onlyProcedure(
      scheduleAsOf(START, { procedures: { job: { trigger: "daily", measures: "{ constructor: {} }" } } }),
    );
    expect(() => requireRecent(odd, kept(records, LATER))).toThrow(BeyondHorizon);
  });

  it.each([
    ["few records", "vddd", LATER, true],
    ["values of late", "v".repeat(60), LATER, true],
    ["values of long ago", `vvv${"d".repeat(60)}`, LATER, false],
    ["two values of late", `${"d".repeat(60)}vv`, LATER, false],
    ["a day in the midst of the last results", "v".repeat(60), addDays(START, 40), false],
  ])("is known of what is kept, or not: %s", (_what, results, day, isKnown) => {
    const ask = (): void => requireRecent(job, kept(recordsOf(results), day));
    if (isKnown) expect(ask).not.toThrow();
    else expect(ask).toThrow(BeyondHorizon);
  });

  it("tells the last completions, skips apart, up to the day", () => {
    const told = (most: number, day: CalendarDate): (string | null)[] =>
      lastCompletions(job, most, all(recordsOf("dfsdv"), day)).map(({ record }) => record.occurrence);
    expect(told(3, LATER)).toEqual([1, 3, 4].map((days) => addDays(START, days)));
    expect(told(9, addDays(START, 3))).toEqual([0, 1, 3].map((days) => addDays(START, days)));
  });

  it.each([
    ["so many as are asked for", "d".repeat(60), 32, true],
    ["all that there ever were", "ssssf", 5, true],
    ["more than are kept", "d".repeat(60), 33, false],
    ["of which older ones may have been left out", "d".repeat(40), 40, false],
  ])("tells from what is kept the last completions, or refuses: %s", (_what, results, most, isKnown) => {
    const ask = (told: Told): unknown => lastCompletions(job, most, told).map(({ record }) => record.commit);
    const records = recordsOf(results);
    if (isKnown) expect(ask(kept(records, LATER))).toEqual(ask(all(records, LATER)));
    else expect(() => ask(kept(records, LATER))).toThrow(BeyondHorizon);
    expect(() => ask(all(records, LATER))).not.toThrow();
  });

  it("comes out of what is kept as of everything, or is refused", () => {
    const result = fc.constantFrom("d", "d", "v", "v", "f", "s");
    const history = fc.array(result, { maxLength: 90 }).map((them) => them.join(""));
    fc.assert(
      fc.property(history, history, fc.nat({ max: 100 }), (own, former, days) => {
        const records = [...recordsOf(own), ...recordsOf(former, "old-job")].toSorted((a, b) =>
          a.performedAt < b.performedAt ? 1 : -1,
        );
        const day = addDays(START, days);
        const [whole, late] = [all(records, day), kept(records, day)];
        try {
          requireRecent(job, late);
        } catch (error) {
          expect(error).toBeInstanceOf(BeyondHorizon);
          return;
        }
        expect(commitsOf(late)).toEqual(commitsOf(whole));
        expect(lastValues(job, "gb", late)).toEqual(lastValues(job, "gb", whole));
      }),
      { numRuns: 300 },
    );
  });
});
