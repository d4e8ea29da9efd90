import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { toCalendarDate } from "../../src/calendar/calendar-date.ts";
import { leanRecord } from "../../src/model/lean-record.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { historyOf } from "../../src/schedule/history.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { bookOf, done } from "../helpers/run-book.ts";

const { procedures } = bookOf({ procedures: { job: { trigger: "daily" }, other: { trigger: "daily" } } });
const [job, other] = procedures;
if (job === undefined || other === undefined) throw new Error("two procedures");

const dayOf = (index: number): CalendarDate => toCalendarDate(10_000 + index);

/** The history of so many completions of each procedure, and which of them were asked for. */
function historyOfMany(count: number): { readonly history: ReturnType<typeof historyOf>; readonly asked: string[] } {
  const asked: string[] = [];
  const further = (procedure: string): LedgerRecord[] => {
    asked.push(procedure);
    return Array.from({ length: count }, (_, index) => leanRecord({ ...done(dayOf(index), dayOf(index)), procedure }));
  };
  return { history: historyOf([], zoneOf("UTC"), further), asked };
}

describe("what was worked out of further records", () => {
  it("is held while it is little", () => {
    const { history, asked } = historyOfMany(100);
    for (const procedure of [job, other, job, other]) expect(history.of(procedure)).toBe(history.of(procedure));
    expect(history.byKey(job)).toBe(history.byKey(job));
    expect(asked).toEqual(["job", "other"]);
  });

  it("is forgotten once it is much, and then the same again", () => {
    const { history, asked } = historyOfMany(5000);
    const before = history.of(job).map(({ on }) => on);
    expect(before).toHaveLength(5000);
    expect(
      history
        .byKey(other)
        .get(dayOf(7))
        ?.map(({ on }) => on),
    ).toEqual([dayOf(7)]);
    expect(history.of(job).map(({ on }) => on)).toEqual(before);
    expect(
      history
        .byKey(job)
        .get(dayOf(4999))
        ?.map(({ record }) => record.procedure),
    ).toEqual(["job"]);
    expect(asked).toEqual(["job", "other", "job"]);
  });
});
