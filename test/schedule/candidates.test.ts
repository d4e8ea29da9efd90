import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { chooseOccurrence, nextItems, unansweredThrough } from "../../src/schedule/candidates.ts";
import { type BookParts, done, failed, onlyProcedure, scheduleAsOf, skipped } from "../helpers/run-book.ts";

function choice(asOf: string, trigger: string, records: readonly LedgerRecord[] = [], isRepeated?: boolean): string {
  return choiceIn(asOf, { settings: { go_live: "2026-10-01" }, procedures: { job: { trigger } } }, records, isRepeated);
}

function choiceIn(asOf: string, parts: BookParts, records: readonly LedgerRecord[], isRepeated?: boolean): string {
  const schedule = scheduleAsOf(asOf, parts, records);
  const chosen = chooseOccurrence(onlyProcedure(schedule), schedule, isRepeated);
  switch (chosen.kind) {
    case "one":
      return chosen.item.occurrence.key;
    case "several":
      return `several: ${chosen.items.map(({ occurrence }) => occurrence.key).join(" ")}`;
    default:
      return `${chosen.kind}, next ${chosen.next?.occurrence.key}`;
  }
}

describe("under latest the current occurrence", () => {
  it.each([
    ["today's", "2026-11-24", "every business day", [], "2026-11-24"],
    ["Friday's on Sunday", "2026-11-22", "every business day", [], "2026-11-20"],
    ["Sunday's on Sunday", "2026-11-22", "daily", [], "2026-11-22"],
    ["the overdue one until the next begins", "2026-11-23", "weekly on Tuesday", [], "2026-W47"],
    ["the failed one", "2026-11-24", "every business day", [failed("2026-11-24", "2026-11-24")], "2026-11-24"],
    ["not the one before it", "2026-11-24", "every business day", [failed("2026-11-23", "2026-11-23")], "2026-11-24"],
    ["the newest of two that are open", "2026-11-27", "weekly on Monday and Thursday within 5 days", [], "2026-11-26"],
    [
      "never an older one",
      "2026-11-27",
      "weekly on Monday and Thursday within 5 days",
      [done("2026-11-26", "2026-11-27")],
      "recorded, next 2026-11-30",
    ],
    [
      "nothing of a daily is guessed",
      "2026-11-24",
      "every business day",
      [done("2026-11-24", "2026-11-23")],
      "recorded, next 2026-11-25",
    ],
    [
      "the next weekly one within 7 days",
      "2026-11-23",
      "weekly on Tuesday",
      [done("2026-W47", "2026-11-17")],
      "2026-W48",
    ],
    [
      "not on the day of a record",
      "2026-11-17",
      "weekly on Tuesday",
      [done("2026-W47", "2026-11-17")],
      "recorded, next 2026-W48",
    ],
    [
      "not where it was skipped today",
      "2026-11-17",
      "weekly on Tuesday",
      [skipped("2026-W47", "2026-11-17")],
      "recorded, next 2026-W48",
    ],
    [
      "not where it was recorded today, though done before",
      "2026-11-18",
      "weekly on Tuesday",
      [done("2026-W47", "2026-11-17", { recordedAt: "2026-11-18T09:00:00+00:00" })],
      "recorded, next 2026-W48",
    ],
    [
      "not where it was done today, though recorded later",
      "2026-11-17",
      "weekly on Tuesday",
      [done("2026-W47", "2026-11-17", { recordedAt: "2026-11-18T09:00:00+00:00" })],
      "recorded, next 2026-W48",
    ],
  ] as const)("%s", (_title, asOf, trigger, records, expected) => {
    expect(choice(asOf, trigger, records)).toBe(expected);
  });
});

it("names the one that a day off has moved to the day of another, which is done", () => {
  const parts = {
    settings: { go_live: "2026-10-01" },
    holidays: ["2026-11-23"],
    procedures: { job: { trigger: "weekly on Monday and Tuesday" } },
  };
  const schedule = scheduleAsOf("2026-11-24", parts, [done("2026-11-24", "2026-11-24")]);
  expect(chooseOccurrence(onlyProcedure(schedule), schedule)).toMatchObject({
    kind: "recorded",
    left: { occurrence: { key: "2026-11-23", scheduled: "2026-11-24" } },
    next: { occurrence: { key: "2026-11-30" } },
  });
  const both = [done("2026-11-23", "2026-11-24"), done("2026-11-24", "2026-11-24")];
  const settled = scheduleAsOf("2026-11-24", parts, both);
  expect(chooseOccurrence(onlyProcedure(settled), settled)).toMatchObject({ kind: "recorded", left: undefined });
});

describe("under each all that are begun", () => {
  const MONTHLY = "monthly on business day 3";
  it.each([
    ["the only one", "2026-11-24", [done("2026-10", "2026-10-05")], "2026-11"],
    ["several", "2026-11-24", [], "several: 2026-10 2026-11"],
    ["a failed one too", "2026-11-24", [failed("2026-10", "2026-10-05"), done("2026-11", "2026-11-04")], "2026-10"],
    [
      "the next one within 7 days",
      "2026-11-26",
      [done("2026-10", "2026-10-05"), done("2026-11", "2026-11-04")],
      "2026-12",
    ],
    [
      "none before that",
      "2026-11-25",
      [done("2026-10", "2026-10-05"), done("2026-11", "2026-11-04")],
      "none, next 2026-12",
    ],
  ] as const)("%s", (_title, asOf, records, expected) => {
    expect(choice(asOf, MONTHLY, records)).toBe(expected);
  });

  it("a milestone that failed and has closed since", () => {
    const key = "wave-2026-10.customer-engagement";
    const records = [failed(key, "2026-10-01")];
    expect(choice("2026-11-24", "wave week", records)).toBe(key);
  });

  it("asks which track where milestones of two are to come", () => {
    const parts = {
      settings: {
        go_live: "2026-10-01",
        tracks: "[customer-engagement, finance-operations]",
        region: "united-kingdom",
      },
      procedures: { job: { trigger: "wave week" } },
    };
    const schedule = scheduleAsOf("2027-04-01", parts);
    expect(chooseOccurrence(onlyProcedure(schedule), schedule).kind).toBe("several");
  });
});

describe("again", () => {
  it("takes the one recorded last where nothing is left", () => {
    expect(choice("2026-11-24", "every business day", [done("2026-11-24", "2026-11-24")], true)).toBe("2026-11-24");
  });
  it.each([
    ["done before its day, for the first time", [done("2026-W48", "2026-11-23")], "2026-W48"],
    ["done before its day", [done("2026-W47", "2026-11-17"), done("2026-W48", "2026-11-23")], "2026-W48"],
    [
      "done after one that was done before its day",
      [done("2026-W48", "2026-11-22"), done("2026-W47", "2026-11-23")],
      "2026-W47",
    ],
  ] as const)("takes the one %s", (_title, records, expected) => {
    const parts = {
      settings: { go_live: records.length === 1 ? "2026-11-23" : "2026-11-16" },
      procedures: { job: { trigger: "weekly on Tuesday" } },
    };
    expect(choiceIn("2026-11-23", parts, records, true)).toBe(expected);
  });
  it("takes none that has closed, though it was recorded later", () => {
    const closed = done("2026-11-20", "2026-11-20", { recordedAt: "2026-11-24T18:00:00+00:00" });
    expect(choice("2026-11-24", "every business day", [done("2026-11-24", "2026-11-24"), closed], true)).toBe(
      "2026-11-24",
    );
  });
  it("has no effect where something is left", () => {
    expect(choice("2026-11-24", "every business day", [done("2026-11-23", "2026-11-23")], true)).toBe("2026-11-24");
  });
  it("does not take what is not owed", () => {
    const freezes = "[{ from: 2026-11-09, to: 2026-11-20, reason: Freeze, procedures: [job] }]";
    const parts = {
      settings: { go_live: "2026-10-01", freezes },
      procedures: { job: { trigger: "weekly on Tuesday" } },
    };
    expect(choiceIn("2026-11-18", parts, [], true)).toBe("2026-W48");
  });
  it("has no effect where nothing was recorded", () => {
    expect(choice("2026-11-23", "weekly on Tuesday", [], true)).toBe("2026-W47");
  });
});

describe("the next dates", () => {
  const next = (asOf: string, parts: BookParts, count = 2): string[] => {
    const schedule = scheduleAsOf(asOf, parts);
    return nextItems(onlyProcedure(schedule), schedule, count).map(({ occurrence }) => occurrence.scheduled);
  };
  const book = (goLive: string, keys: Record<string, string>): BookParts => ({
    settings: { go_live: goLive },
    procedures: { job: keys },
  });
  it.each([
    ["follow today", "2026-11-23", book("2026-10-01", { trigger: "daily" }), ["2026-11-24", "2026-11-25"]],
    [
      "of a year's rule",
      "2026-11-23",
      book("2026-10-01", { trigger: "annually on 1 March" }),
      ["2027-03-01", "2028-03-01"],
    ],
    ["of an old run book", "2026-11-23", book("2001-01-01", { trigger: "daily" }), ["2026-11-24", "2026-11-25"]],
    ["begin at go-live", "2026-11-23", book("2040-03-01", { trigger: "daily" }), ["2040-03-01", "2040-03-02"]],
    ["begin at go-live tomorrow", "2026-11-23", book("2026-11-24", { trigger: "daily" }), ["2026-11-24", "2026-11-25"]],
    ["end", "2026-11-23", book("2026-10-01", { trigger: "daily", retired: "2026-11-25" }), ["2026-11-24"]],
  ] as const)("%s", (_title, asOf, parts, expected) => {
    expect(next(asOf, parts)).toEqual(expected);
  });

  it("are none of a procedure that is retired", () => {
    const parts = book("2026-10-01", { trigger: "monthly on day 3", retired: "2026-11-01" });
    expect(choiceIn("2026-11-23", parts, [done("2026-10", "2026-10-05")])).toBe("none, next undefined");
  });
});

describe("skipping through a date", () => {
  it("takes everything that wants an answer, and nothing that has one", () => {
    const parts = { settings: { go_live: "2026-11-16" }, procedures: { job: { trigger: "every business day" } } };
    const records = [
      done("2026-11-17", "2026-11-17"),
      skipped("2026-11-18", "2026-11-18"),
      failed("2026-11-19", "2026-11-19"),
    ];
    const schedule = scheduleAsOf("2026-11-20", parts, records);
    const keysFrom = (from?: string): string[] =>
      unansweredThrough(
        onlyProcedure(schedule),
        schedule,
        "2026-11-24" as CalendarDate,
        from as CalendarDate | undefined,
      ).map(({ status, occurrence }) => `${occurrence.key} ${status}`);
    const all = [
      "2026-11-16 missed",
      "2026-11-19 failed",
      "2026-11-20 due",
      "2026-11-23 upcoming",
      "2026-11-24 upcoming",
    ];
    expect(keysFrom()).toEqual(all);
    expect(keysFrom("2026-01-01")).toEqual(all);
    expect(keysFrom("2026-11-19")).toEqual(all.slice(1));
    expect(keysFrom("2026-11-21")).toEqual(all.slice(3));
  });
});
