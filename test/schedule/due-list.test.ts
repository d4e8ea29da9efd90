import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { type Item, dueList, itemOf, joinedLists, lastDoneOf, openItems } from "../../src/schedule/due-list.ts";
import { occurrencesScheduled } from "../../src/schedule/occurrences.ts";
import type { Schedule } from "../../src/schedule/schedule.ts";
import {
  type BookParts,
  done,
  failed,
  listed,
  onlyProcedure,
  recordOf,
  scheduleAsOf,
  skipped,
} from "../helpers/run-book.ts";

const names = (items: readonly Item[]): string[] =>
  items.map(({ occurrence }) => `${occurrence.procedure.id} ${occurrence.key}`);
const opened = (event: string, at: string): LedgerRecord => recordOf({ record: "event", event, performedAt: at });

describe("the order of what is due", () => {
  it("is by due date, of one day by time of day, then by id, then by key; what has no due date is last", () => {
    const parts = {
      procedures: {
        a: { trigger: "daily" },
        b: { trigger: "on event deploy within 4 hours" },
        c: { trigger: "on event deploy within 2 hours" },
        d: { trigger: "on event deploy" },
        e: { trigger: "every business day" },
        f: { trigger: "weekly within 1 day" },
      },
    };
    const events = ["deploy-2026-11-24-0002", "deploy-2026-11-24-0001"];
    const records = events.map((event) => opened(event, "2026-11-24T08:00:00Z"));
    const { items } = dueList(scheduleAsOf("2026-11-24T09:00:00Z", parts, records), 0);
    const [first, second] = events.toSorted();
    expect(items.map((item) => `${item.status} ${names([item]).join()}`)).toEqual([
      "missed a 2026-11-23",
      "missed e 2026-11-23",
      `due c ${first}`,
      `due c ${second}`,
      `due b ${first}`,
      `due b ${second}`,
      "due a 2026-11-24",
      "due e 2026-11-24",
      "due f 2026-W48",
      `open d ${first}`,
      `open d ${second}`,
    ]);
  });

  it("puts what is open without a limit after what is open with one, whichever comes first in the book", () => {
    const parts = {
      procedures: { a: { trigger: "on event deploy" }, b: { trigger: "weekly" }, c: { trigger: "on event deploy" } },
    };
    const records = [opened("deploy-2026-11-24-0001", "2026-11-24T08:00:00Z")];
    const { items } = dueList(scheduleAsOf("2026-11-24T09:00:00Z", parts, records), 0);
    expect(items.map(({ occurrence }) => occurrence.procedure.id)).toEqual(["b", "a", "c"]);
  });

  it("of what is to come is by scheduled date, then due date, then id", () => {
    const parts = {
      procedures: {
        c: { trigger: "weekly on Friday" },
        b: { trigger: "weekly on Wednesday within 3 days" },
        a: { trigger: "weekly on Friday" },
        d: { trigger: "weekly on Wednesday" },
      },
    };
    expect(names(dueList(scheduleAsOf("2026-11-24", parts), 6).upcoming)).toEqual([
      "d 2026-W48",
      "b 2026-W48",
      "a 2026-W48",
      "c 2026-W48",
    ]);
  });
});

describe("parts of what is due", () => {
  const parts = {
    procedures: { daily: { trigger: "daily" }, weekly: { trigger: "weekly on Tuesday" } },
  };
  const schedule = scheduleAsOf("2026-11-24", parts);

  it("are what is wanted of it, now and to come", () => {
    const { items, upcoming } = dueList(schedule, 7, ({ occurrence }) => occurrence.procedure.id === "weekly");
    expect(names(items)).toEqual(["weekly 2026-W47", "weekly 2026-W48"]);
    expect(names(upcoming)).toEqual(["weekly 2026-W49"]);
  });

  it("are together the whole, in its order", () => {
    const only = (id: string): ReturnType<typeof dueList> =>
      dueList(schedule, 7, ({ occurrence }) => occurrence.procedure.id === id);
    expect(joinedLists(only("weekly"), only("daily"))).toEqual(dueList(schedule, 7));
  });
});

describe("an item", () => {
  it("is for today's holder where it has begun, for the holder of its day where it has not", () => {
    // The rotation turns from Ben to Ana on Monday 30 November.
    const parts = { settings: { go_live: "2026-11-01" }, procedures: { job: { trigger: "monthly on day 25" } } };
    const owners = (asOf: string): (readonly string[])[] => {
      const { items, upcoming } = dueList(scheduleAsOf(asOf, parts), 30);
      return [...items, ...upcoming].map(({ owner }) => owner.people);
    };
    expect(owners("2026-11-24")).toEqual([["ben"]]);
    expect(owners("2026-11-30")).toEqual([["ana"], ["ben"]]);
  });

  it("says when its procedure was last done, under any key, by the day asked about", () => {
    const records = [
      done("2026-11-20", "2026-11-21"),
      failed("2026-11-22", "2026-11-22"),
      skipped("2026-11-23", "2026-11-23"),
      done("2026-11-19", "2026-11-20"),
      done("2026-11-24", "2026-11-25"),
    ];
    const lastDone = (asOf: string): CalendarDate | null => {
      const schedule = scheduleAsOf(asOf, { procedures: { job: { trigger: "daily" } } }, records);
      expect(dueList(schedule, 1).upcoming[0]?.lastDone).toBe(lastDoneOf(onlyProcedure(schedule), schedule));
      return lastDoneOf(onlyProcedure(schedule), schedule);
    };
    expect(["2026-11-19", "2026-11-20", "2026-11-24", "2026-11-25"].map(lastDone)).toEqual([
      null,
      "2026-11-20",
      "2026-11-21",
      "2026-11-25",
    ]);
  });
});

describe("what has begun and not closed", () => {
  const open = (asOf: string, parts: BookParts, records: readonly LedgerRecord[] = []): string[] => {
    const schedule = scheduleAsOf(asOf, parts, records);
    return openItems(onlyProcedure(schedule), schedule).map(({ status, occurrence }) => `${occurrence.key} ${status}`);
  };
  const job = (trigger: string, settings: Record<string, string> = {}, keys = {}): BookParts => ({
    settings: { go_live: "2026-10-01", ...settings },
    procedures: { job: { trigger, ...keys } },
  });

  it("ends with the day before it closes, and begins on the day it is scheduled", () => {
    const weekly = job("weekly on Tuesday");
    expect(open("2026-11-23", weekly)).toEqual(["2026-W47 overdue"]);
    expect(open("2026-11-24", weekly)).toEqual(["2026-W48 due"]);
    const early = [failed("2026-W48", "2026-11-22")];
    expect(open("2026-11-23", weekly, early)).toEqual(["2026-W47 overdue"]);
    expect(open("2026-11-24", weekly, early)).toEqual(["2026-W48 failed"]);
  });

  it("never closes under each, and is in the order of nominal dates whatever was recorded", () => {
    const monthly = job("monthly on day 3", { go_live: "2026-11-01" }, { requires: "[approval]" });
    const records = [done("2026-10", "2026-10-05"), done("2026-11", "2026-11-04")];
    expect(open("2026-12-24", monthly, records)).toEqual([
      "2026-10 awaiting-approval",
      "2026-11 awaiting-approval",
      "2026-12 overdue",
    ]);
  });

  it("is not what the start leaves out", () => {
    // Go-live on Friday leaves less than half of the week.
    expect(open("2026-11-21", job("weekly", { go_live: "2026-11-20" }))).toEqual([]);
    expect(open("2026-11-21", job("weekly", { go_live: "2026-11-19" }))).toEqual(["2026-W47 overdue"]);
  });
});

describe("the search for what is due", () => {
  it("finds an event left open, though a later one was missed and closed long ago", () => {
    const parts = { procedures: { job: { trigger: "on event deploy within 1 hour" } } };
    const [older, later] = ["deploy-2026-10-01-0001", "deploy-2026-11-20-0002"];
    const records = [
      opened(older, "2026-10-01T08:00:00Z"),
      opened(later, "2026-11-18T08:00:00Z"),
      recordOf({ record: "event-close", event: later, performedAt: "2026-11-18T12:00:00Z" }),
    ];
    expect(listed(scheduleAsOf("2026-11-24", parts, records))).toEqual([`overdue ${older}`]);
  });

  it("finds what awaits approval, however long ago it closed", () => {
    const keys = { trigger: "weekly on Tuesday", requires: "[approval]" };
    const records = [done("2026-W06", "2026-02-03")];
    expect(listed(scheduleAsOf("2026-11-24", { procedures: { job: keys } }, records))).toEqual([
      "missed 2026-W47",
      "due 2026-W48",
      "awaiting-approval 2026-W06",
    ]);
  });

  // Longer off than the search's first step, so that it takes several.
  const closures = "[{ from: 2026-12-12, to: 2027-01-06, reason: Office closed }]";
  const settings = { go_live: "2026-10-05", closures };

  it.each([
    ["daily", {}],
    ["weekly on Monday and Thursday within 3 days", {}],
    ["monthly on day 15", { catch_up: "latest" }],
    ["monthly on day 15", {}],
  ])("finds on every day of a winter what a walk over all occurrences finds, nothing twice: %s %j", (trigger, keys) => {
    const parts = { settings, procedures: { job: { trigger, ...keys } } };
    const base = scheduleAsOf("2026-11-25", parts);
    for (let date = "2026-11-25" as CalendarDate; date < "2027-01-20"; date = addDays(date, 1)) {
      const schedule = { ...base, asOf: { date, instant: base.zone.endOf(date) } };
      expect(`${date} ${listed(schedule).join()}`).toBe(`${date} ${walked(schedule).join()}`);
    }
  });
});

/** What is listed, found without a search: every occurrence since the start is looked at. */
function walked(schedule: Schedule): string[] {
  const { date } = schedule.asOf;
  const all = occurrencesScheduled(onlyProcedure(schedule), schedule, schedule.book.settings.goLive, date);
  const items = all.map((occurrence) => itemOf(occurrence, schedule));
  const isRecent = ({ occurrence: { closes } }: Item): boolean => {
    for (let day = closes ?? date; day < date; day = addDays(day, 1)) {
      if (schedule.businessDays.isBusinessDay(Date.parse(day) / 86_400_000)) return false;
    }
    return true;
  };
  return ["overdue", "missed", "due", "open"].flatMap((wanted) =>
    items
      .filter((item) => item.status === wanted && (wanted !== "missed" || isRecent(item)))
      .map(({ status, occurrence }) => `${status} ${occurrence.key}`),
  );
}
