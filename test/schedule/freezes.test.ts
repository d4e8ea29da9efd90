import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { frozenSpan } from "../../src/schedule/freezes.ts";
import { onlyProcedure, scheduleAsOf } from "../helpers/run-book.ts";

/** Freezes as `day-day reason`, of March 2027; what is frozen of a time, with the reasons. */
function frozen(freezes: readonly string[], scheduled: number, due: number, names = "tags: [change]"): string {
  const date = (day: number | string): string => `2027-03-${String(day).padStart(2, "0")}`;
  const written = freezes.map((freeze) => {
    const [, from = "", to = "", reason = ""] = /^(\d+)-(\d+) (\w+)$/.exec(freeze) ?? [];
    return `{ from: ${date(from)}, to: ${date(to)}, reason: ${reason}, ${names} }`;
  });
  const schedule = scheduleAsOf("2026-11-23", {
    settings: { freezes: `[${written.join(", ")}]` },
    procedures: { job: { tags: "[change]", formerly: "[old-job]" } },
  });
  const dates = [date(scheduled), date(due)] as [CalendarDate, CalendarDate];
  const span = frozenSpan(onlyProcedure(schedule), schedule.book.settings.freezes, ...dates);
  return span === undefined
    ? "none"
    : `${Number(span.from.slice(8))}-${Number(span.to.slice(8))} ${span.reasons.join("+")}`;
}

describe("freezes", () => {
  it.each([
    { title: "that touch are one", freezes: ["8-12 A", "13-19 B"], of: [9, 15], expected: "8-19 A+B" },
    { title: "are in order, however written", freezes: ["13-19 B", "8-12 A"], of: [9, 15], expected: "8-19 A+B" },
    { title: "with a day between are two", freezes: ["8-12 A", "14-19 B"], of: [9, 15], expected: "none" },
    { title: "of which either may cover it", freezes: ["8-12 A", "14-19 B"], of: [15, 19], expected: "14-19 B" },
    { title: "that overlap are one", freezes: ["8-15 A", "12-19 B"], of: [8, 19], expected: "8-19 A+B" },
    {
      title: "within a longer one do not shorten it",
      freezes: ["8-19 A", "10-12 B"],
      of: [9, 18],
      expected: "8-19 A+B",
    },
    { title: "of one first day are as written", freezes: ["8-19 B", "8-12 A"], of: [9, 18], expected: "8-19 B+A" },
    {
      title: "joined after one that stands alone",
      freezes: ["1-4 A", "8-12 B", "13-15 C", "16-19 D"],
      of: [9, 18],
      expected: "8-19 B+C+D",
    },
    {
      title: "joined after one that stands alone leave that as it is",
      freezes: ["1-4 A", "8-12 B", "13-15 C"],
      of: [2, 3],
      expected: "1-4 A",
    },
  ])("$title", ({ freezes, of: [scheduled = 0, due = 0], expected }) => {
    expect(frozen(freezes, scheduled, due)).toBe(expected);
  });

  it("name a procedure by its id, by a former one or by a tag", () => {
    const named = (names: string): string => frozen(["8-19 A"], 9, 18, names);
    expect(named("procedures: [other, job]")).toBe("8-19 A");
    expect(named("procedures: [other, old-job]")).toBe("8-19 A");
    expect(named("tags: [other, change]")).toBe("8-19 A");
    expect(named("procedures: [other]")).toBe("none");
    expect(named("tags: [other]")).toBe("none");
  });
});
