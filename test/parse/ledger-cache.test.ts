// The text that is kept of a ledger says the same as the ledger: whoever reads it tells the same statuses.
import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import type { GroupedRecords, Horizon } from "../../src/model/kept-records.ts";
import type { KeptLines, LinesToKeep } from "../../src/model/kept-lines.ts";
import { leanRecord } from "../../src/model/lean-record.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import {
  type LedgerCache,
  formatLedgerCache,
  formatLedgerChanges,
  groupedRecords,
  groupsWith,
  parseLedgerCache,
} from "../../src/parse/ledger-cache.ts";
import { done, failed, recordOf, skipped, voidOf } from "../helpers/run-book.ts";

const POSITION = { tip: "t", remoteTip: "r", head: "t", unpushed: 3 };
const UNREADABLE: LedgerCache["unreadable"] = [{ commit: "c", problem: "Runbook-Book is empty" }];
const HORIZON: Horizon = { from: 1_700_000_000_000, keysFrom: "2026-11-01" as CalendarDate };
const BEN = { name: "Ben", email: "ben@contoso.example" };

const late = done("2026-11-20", "2026-11-20", { recordedAt: "2026-11-23T09:00:00+01:00", recordedBy: BEN });
const records = [
  voidOf(late, "2026-11-23"),
  done("2026-11-23", "2026-11-23", { performedBy: BEN, recordedBy: BEN }),
  skipped("2026-11-22", "2026-11-22"),
  failed("2026-11-21", "2026-11-21", { procedure: "other" }),
  recordOf({ record: "event", event: "e-2026-11-20-0001", performedAt: "2026-11-20T12:00:00Z", note: "Down" }),
  late,
];

function cacheOf(all: readonly LedgerRecord[], horizons: readonly (readonly [string, Horizon])[] = []): LedgerCache {
  const grouped = groupedRecords({ records: all, horizons: new Map(horizons) });
  return { ...grouped, position: POSITION, unreadable: UNREADABLE, people: [] };
}

function kept({ head, lines }: LinesToKeep): KeptLines {
  const all = new Map(lines);
  return { head: head(), lines: all };
}

function read(text: KeptLines): LedgerCache {
  const cache = parseLedgerCache(text, "book");
  if (cache === undefined) throw new Error("It is of something else.");
  return cache;
}

/** All that somebody who reads it may ask. */
function told({ others, groups }: GroupedRecords): unknown {
  return {
    others,
    groups: Object.fromEntries([...groups].map(([id, group]) => [id, [group.horizon(), group.records()]])),
  };
}

/** The same with what performances lack in a cache. */
function lean({ others, groups }: GroupedRecords): GroupedRecords {
  return {
    others,
    groups: new Map(
      [...groups].map(([id, group]) => [id, { ...group, records: () => group.records().map(leanRecord) }]),
    ),
  };
}

describe("the text of a ledger", () => {
  const cache = cacheOf(records, [
    ["job", HORIZON],
    ["gone", HORIZON],
  ]);

  it("says who did what when, how far it was read, and what is left out", () => {
    const again = read(kept(formatLedgerCache(cache, "book")));
    expect(told(again)).toEqual(told(lean(cache)));
    expect([again.position, again.unreadable]).toEqual([POSITION, UNREADABLE]);
    expect(
      again.groups
        .get("job")
        ?.records()
        .map(({ commit }) => commit),
    ).toEqual([records[1], records[2], late].map((record) => record?.commit));
    // A horizon stays where no record does; where none was left out there is none.
    expect(again.groups.get("gone")?.records()).toEqual([]);
    expect([again.groups.get("gone")?.horizon(), again.groups.get("other")?.horizon()]).toEqual([HORIZON, undefined]);
    expect([again.groups.get("nobody"), again.groups.get("")]).toEqual([undefined, undefined]);
  });

  it("is none of another run book", () => {
    expect(parseLedgerCache(kept(formatLedgerCache(cache, "book")), "another")).toBeUndefined();
  });

  it("gives the same group, with its horizon, however often it is asked", () => {
    const group = read(kept(formatLedgerCache(cache, "book"))).groups.get("job");
    const first = group?.records();
    expect(group?.records()).toBe(first);
    expect(group?.horizon()).toEqual(HORIZON);
  });

  it.each([
    ["read", () => read(kept(formatLedgerCache(cache, "book"))).groups],
    ["made", () => cache.groups],
  ])("knows which group may hold a commit, as it is %s", (_, groups) => {
    const mayHold = (id: string, ...commits: readonly string[]): boolean | undefined =>
      groups().get(id)?.mayHold(commits);
    expect(mayHold("job", "f".repeat(40), late.commit)).toBe(true);
    expect(mayHold("other", late.commit)).toBe(false);
    expect(mayHold("job")).toBe(false);
  });
});

describe("what has changed of it", () => {
  const text = kept(formatLedgerCache(cacheOf(records), "book"));
  const before = read(text);
  const guest = { name: "Guest", email: "guest@contoso.example" };
  const newest = done("2026-11-24", "2026-11-24", { performedBy: guest, recordedBy: BEN });
  const after = cacheOf([newest, ...records]);

  /** What stands there once the lines were put in place of those of before. */
  function patched(now: LedgerCache, changed: Parameters<typeof groupsWith>[0]): LedgerCache {
    const { head, lines } = formatLedgerChanges(now, before, changed, "book");
    const all = new Map(text.lines);
    for (const [id, line] of lines) {
      if (line === undefined) all.delete(id);
      else all.set(id, line);
    }
    return read({ head, lines: all });
  }

  it("leaves what stays as it is, and each of it with the people that it names", () => {
    const changed = new Map([["job", after.groups.get("job")]]);
    const groups = groupsWith(changed, before.groups);
    const now = { ...before, groups };
    expect([...groups].map(([id]) => id)).toEqual(["other", "job"]);
    expect([...formatLedgerChanges(now, before, changed, "book").lines.keys()]).toEqual(["job"]);
    const again = patched(now, changed);
    expect(told(again)).toEqual(told(lean(after)));
    expect(groups.get("job")).toBe(after.groups.get("job"));
    expect(groups.get("other")).toBe(before.groups.get("other"));
  });

  it("may be that a group is there no longer, and that there are others", () => {
    const others = [...before.others, voidOf(records[3] ?? late, "2026-11-24")];
    const changed = new Map([["other", undefined]]);
    const groups = groupsWith(changed, before.groups);
    expect([[...groups].map(([id]) => id), groups.get("other")]).toEqual([["job"], undefined]);
    const again = patched({ ...before, others, groups }, changed);
    expect([...again.groups].map(([id]) => id)).toEqual(["job"]);
    expect(again.others).toEqual(others);
  });
});
