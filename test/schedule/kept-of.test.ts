// What exactly is kept of a ledger; test/schedule/kept-records.test.ts holds that it answers like all of it.

import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays, isoWeekOf, toEpochDay } from "../../src/calendar/calendar-date.ts";
import type { KeptRecords } from "../../src/model/kept-records.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { historyOf } from "../../src/schedule/history.ts";
import { BeyondHorizon, historyWithin, keeperFor, keptOf, keptWith } from "../../src/schedule/kept-records.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { bookOf, done, failed, recordOf, skipped, ungrouped, voidOf } from "../helpers/run-book.ts";

const START = "2026-01-05" as CalendarDate; // a Monday
const { procedures } = bookOf({ procedures: { job: { trigger: "daily", formerly: "[old-job]" } } });
const dayOf = (days: number): CalendarDate => addDays(START, days);
const noonOf = (days: number): number => Date.parse(`${dayOf(days)}T12:00:00Z`);

/** One completion on each of so many days, newest first. */
function dailies(count: number, from = 0): LedgerRecord[] {
  return Array.from({ length: count }, (_, index) => done(dayOf(from + index), dayOf(from + index))).toReversed();
}

/** What was left out of some records (newest first), in the order of the days. */
function leftOut(records: readonly LedgerRecord[], kept = keptOf(records, procedures)): (string | null)[] {
  const commits = new Set(kept.records.map(({ commit }) => commit));
  return records
    .filter(({ commit }) => !commits.has(commit))
    .map(({ occurrence, record }) => occurrence ?? record)
    .toReversed();
}

const horizonOf = (records: readonly LedgerRecord[]): unknown => keptOf(records, procedures).horizons.get("job");

describe("of a daily procedure", () => {
  it("the last 32 completions are kept, and all that is of their time", () => {
    expect(leftOut(dailies(32))).toEqual([]);
    expect(horizonOf(dailies(32))).toBeUndefined();
    expect(leftOut(dailies(34))).toEqual([dayOf(0), dayOf(1)]);
    expect(horizonOf(dailies(34))).toEqual({ from: noonOf(2), keysFrom: dayOf(2) });
  });

  it("what failed or was skipped is left out with the rest of its time, and counts as no completion", () => {
    const others = [skipped(dayOf(2), dayOf(2)), failed(dayOf(1), dayOf(1)), skipped(dayOf(0), dayOf(0))];
    expect(leftOut([...dailies(31, 3), ...others])).toEqual([]);
    expect(leftOut([...dailies(32, 3), ...others])).toEqual([dayOf(0), dayOf(1), dayOf(2)]);
  });

  it("an old occurrence is kept whole where something of late is about it, performed, recorded or both", () => {
    const old = failed(dayOf(0), dayOf(0));
    const second = done(dayOf(1), dayOf(1));
    const recent = done(dayOf(0), dayOf(33));
    expect(leftOut([...dailies(40, 2), second, old])).toEqual(Array.from({ length: 10 }, (_, day) => dayOf(day)));
    expect(leftOut([recent, ...dailies(40, 2), second, old])[0]).toBe(dayOf(1));
    const written = { ...old, recordedAt: `${dayOf(33)}T12:00:00+00:00` };
    expect(leftOut([...dailies(40, 2), second, written])[0]).toBe(dayOf(1));
    const about = { ...old, voids: "f".repeat(40) };
    expect(leftOut([...dailies(40, 2), second, about])[0]).toBe(dayOf(1));
  });

  it("an old record of a day to come, or of no occurrence, is kept", () => {
    const early = done(dayOf(60), dayOf(0));
    const keyless = { ...done("", dayOf(0)), occurrence: null };
    const records = [...dailies(40, 1), early, keyless];
    expect(leftOut(records)).toEqual(Array.from({ length: 8 }, (_, index) => dayOf(index + 1)));
  });
});

describe("by the kind of key", () => {
  const weekOf = (week: number): string => isoWeekOf(toEpochDay(START) + week * 7);
  it("weeks are left out once their Sunday is past, months never", () => {
    const weeks = Array.from({ length: 40 }, (_, week) => done(weekOf(week), dayOf(week * 7))).toReversed();
    expect(leftOut(weeks)).toEqual(Array.from({ length: 8 }, (_, week) => weekOf(week)));
    expect(horizonOf(weeks)).toEqual({ from: noonOf(8 * 7), keysFrom: dayOf(8 * 7) });
    const months = Array.from({ length: 40 }, (_, index) => {
      const month = `${2020 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, "0")}`;
      return done(month, `${month}-15`);
    }).toReversed();
    expect(leftOut(months)).toEqual([]);
    expect(horizonOf(months)).toBeUndefined();
    // A procedure that was monthly before.
    expect(leftOut([...dailies(40), ...months])).toEqual(Array.from({ length: 8 }, (_, index) => dayOf(index)));
  });
});

describe("of other procedures", () => {
  it("each has its own, also one that the book does not know; one that needs approval keeps all", () => {
    const of = (procedure: string): LedgerRecord[] => dailies(33).map((record) => ({ ...record, procedure }));
    const renamed = of("old-job").map((record) => ({ ...record, commit: `b${record.commit.slice(1)}` }));
    const unknown = of("unknown").map((record) => ({ ...record, commit: `c${record.commit.slice(1)}` }));
    const records = [...dailies(33), ...renamed, ...unknown];
    expect(leftOut(records)).toEqual([dayOf(0), dayOf(0), dayOf(0)]);
    const approved = bookOf({ procedures: { job: { formerly: "[old-job]", requires: "[approval]" } } }).procedures;
    expect([...keptOf(records, approved).horizons.keys()]).toEqual(["unknown"]);
  });
});

describe("voids and approvals", () => {
  it("go with the record that they are about; a void of what is not here stays", () => {
    const [newest, second] = dailies(40);
    if (newest === undefined || second === undefined) throw new Error("two records");
    const stray = recordOf({ record: "void", voids: "f".repeat(40), performedAt: `${dayOf(39)}T13:00:00+00:00` });
    const voiding = voidOf(newest, dayOf(40));
    const voidOfVoid = voidOf(voiding, dayOf(41));
    const { records } = keptOf([voidOfVoid, voiding, stray, newest, second], procedures);
    expect(records).toEqual([voidOfVoid, stray, second]);
    // A trailer in another kind of record voids nothing, and goes with nothing.
    const trailers = [
      { ...done("", dayOf(39)), voids: newest.commit },
      { ...done("", dayOf(39)), voids: second.commit },
    ];
    expect(keptOf([voiding, ...trailers, newest, second], procedures).records).toEqual([...trailers, second]);
    const nothing = recordOf({ record: "void", performedAt: `${dayOf(39)}T13:00:00+00:00` });
    expect(keptOf([nothing, second], procedures).records).toEqual([nothing, second]);
  });

  it("an approval stays with what is kept, and goes with what is left out", () => {
    const records = dailies(40);
    const approvals = [records.at(0), records.at(-1)].map((record) =>
      recordOf({ record: "approval", approves: record?.commit ?? "", performedAt: `${dayOf(41)}T12:00:00+00:00` }),
    );
    const kept = keptOf([...approvals, ...records], procedures).records;
    expect(approvals.map((approval) => kept.includes(approval))).toEqual([true, false]);
  });
});

describe("what comes later", () => {
  const kept: KeptRecords = keptOf(dailies(40), procedures);

  it("moves the horizon on, never back", () => {
    const further = keptWith(kept, dailies(3, 40), procedures);
    expect(further?.horizons.get("job")).toEqual({ from: noonOf(11), keysFrom: dayOf(11) });
    expect(further?.records).toHaveLength(32);
    const old = done(dayOf(39), `${dayOf(8)}T12:00:00+00:00`);
    expect(keptWith(kept, [old], procedures)?.horizons.get("job")).toEqual(kept.horizons.get("job"));
  });

  it("leaves the horizon of days where it was when only an older one is left out, that was kept for a late record", () => {
    const before = keptOf([...dailies(19, 21), done(dayOf(0), dayOf(20)), ...dailies(21)], procedures);
    expect(before.horizons.get("job")).toEqual({ from: noonOf(9), keysFrom: dayOf(9) });
    const late = Array.from({ length: 12 }, (_, day) => failed(dayOf(9 + day), dayOf(53)));
    const after = keptWith(before, [...late, ...dailies(13, 40)], procedures);
    expect(after?.records.filter(({ occurrence }) => occurrence === dayOf(0))).toEqual([]);
    expect(after?.horizons.get("job")).toEqual({ from: noonOf(21), keysFrom: dayOf(9) });
  });

  it("is refused where it is about an occurrence of which records were left out, and taken where they were kept", () => {
    const of = (days: number, fields: Partial<LedgerRecord> = {}): LedgerRecord => done(dayOf(days), dayOf(40), fields);
    expect(keptWith(kept, [of(7)], procedures)).toBeUndefined();
    expect(keptWith(kept, [of(8)], procedures)).toBeDefined();
    expect(keptWith(kept, [of(7, { procedure: "other" })], procedures)).toBeDefined();
    expect(keptWith(kept, [of(7, { procedure: null })], procedures)).toBeDefined();
    expect(keptWith(kept, [of(7, { record: "approval" })], procedures)).toBeDefined();
    expect(keptWith(kept, [of(41), of(7)], procedures)).toBeUndefined();
    // Nothing was recorded of the first day from which keys are kept.
    const withGap = keptOf([...dailies(32, 8), ...dailies(7)], procedures);
    expect(withGap.horizons.get("job")?.keysFrom).toBe(dayOf(7));
    expect(keptWith(withGap, [of(7)], procedures)).toBeDefined();
    expect(keptWith(withGap, [of(6)], procedures)).toBeUndefined();
    const busy = keptOf([done(dayOf(0), dayOf(39)), ...dailies(40)], procedures);
    expect(keptWith(busy, [of(0)], procedures)).toBeDefined();
    expect(keptWith(busy, [of(1)], procedures)).toBeUndefined();
  });
});

describe("piece by piece", () => {
  const pieces = (records: readonly LedgerRecord[], waiting: number): KeptRecords | undefined => {
    const keeper = keeperFor(procedures, waiting);
    for (const record of records) keeper.add([record]);
    return ungrouped(keeper.kept());
  };

  it.each([1, 7, 40, 1000])("the same is kept as of all together: %d waiting", (waiting) => {
    const records = dailies(90);
    expect(pieces(records, waiting)).toEqual(keptOf(records, procedures));
    const voided = [voidOf(records[80] ?? done("", ""), dayOf(91)), ...records];
    expect(pieces(voided, waiting)).toEqual(keptOf(voided, procedures));
    const busy = [done(dayOf(3), dayOf(89)), ...records];
    expect(pieces(busy, waiting)).toEqual(keptOf(busy, procedures));
    const approvalOf = (approves: string): LedgerRecord =>
      recordOf({
        record: "approval",
        procedure: "job",
        occurrence: dayOf(0),
        approves,
        performedAt: `${dayOf(89)}T12:00:00+00:00`,
      });
    const approved = ["f".repeat(40), ...[10, 80].map((at) => records[at]?.commit ?? "")].map(approvalOf);
    const together = keptOf([...approved, ...records], procedures);
    expect(together.records.filter(({ record }) => record === "approval")).toHaveLength(2);
    expect(pieces([...approved, ...records], waiting)).toEqual(together);
  });

  it("nothing follows where one came before what voids it", () => {
    const records = dailies(60);
    expect(pieces([...records, voidOf(records[3] ?? done("", ""), dayOf(60))], 40)).toBeUndefined();
  });

  it("nothing follows where an older one was touched since", () => {
    const records = dailies(60);
    const late = { ...done(dayOf(0), dayOf(0)), recordedAt: `${dayOf(59)}T12:00:00+00:00` };
    expect(pieces([...records, late], 40)).toBeUndefined();
    // The last 32 of the first 60 begin on day 28.
    const touched = (recordedAt: string): LedgerRecord => ({ ...late, recordedAt });
    expect(pieces([...records, touched(`${dayOf(28)}T12:00:00+00:00`)], 40)).toBeUndefined();
    expect(pieces([...records, touched(`${dayOf(28)}T11:59:59+00:00`)], 40)?.records).toHaveLength(32);
    expect(pieces([late, ...records], 40)?.records).toContain(late);
  });
});

describe("what the kept records answer", () => {
  const [job] = procedures;
  const old = (record: LedgerRecord): LedgerRecord => ({ ...record, procedure: "old-job" });

  it("needs all records once every completion of late is voided, whatever is kept of older ones", () => {
    if (job === undefined) throw new Error("a procedure");
    const kept = keptOf([failed(dayOf(0), dayOf(39)), ...dailies(40)], procedures);
    const voids = kept.records
      .filter(({ outcome, occurrence }) => outcome === "done" && occurrence !== dayOf(0))
      .map((record) => voidOf(record, dayOf(41)));
    expect(voids).toHaveLength(32);
    const answered = (records: readonly LedgerRecord[]): unknown =>
      historyWithin(historyOf([...records, ...kept.records], zoneOf("UTC")), kept.horizons, dayOf(50)).of(job).length;
    expect(answered(voids.slice(1))).toBe(3);
    expect(() => answered(voids)).toThrow(BeyondHorizon);
  });

  /** How many records an occurrence has, asked on a day; or `refused`. */
  function counted(records: readonly LedgerRecord[], key: string, asOf: number): number | string {
    if (job === undefined) throw new Error("a procedure");
    const kept = keptOf(records, procedures);
    const history = historyWithin(historyOf(kept.records, zoneOf("UTC")), kept.horizons, dayOf(asOf));
    try {
      return history.byKey(job).get(key)?.length ?? 0;
    } catch (error) {
      if (!(error instanceof BeyondHorizon)) throw error;
      expect(error.message).toMatch(/^job/);
      return "refused";
    }
  }

  it("is of the days since the first of the last completions, and refused for those before", () => {
    expect([7, 8, 39].map((asOf) => counted(dailies(40), dayOf(20), asOf))).toEqual(["refused", 1, 1]);
    // What an old occurrence was done on is no completion of late.
    const busy = [done(dayOf(0), dayOf(39)), ...dailies(40)];
    expect(counted(busy, dayOf(20), 7)).toBe("refused");
  });

  it("is of occurrences that are whole, and refused for those left out", () => {
    const records = [done(dayOf(0), dayOf(39)), ...dailies(40)];
    expect([0, 1, 8, 9, 45].map((day) => counted(records, dayOf(day), 39))).toEqual([2, "refused", "refused", 1, 0]);
  });

  it("is refused where an occurrence may have been left out under either id", () => {
    const before = dailies(40).map(old);
    const after = dailies(40, 40);
    // Of day 1 the former id's records were left out, of day 41 the present one's.
    expect([1, 20, 41, 60].map((day) => counted([...after, ...before], dayOf(day), 79))).toEqual([
      "refused",
      "refused",
      "refused",
      1,
    ]);
    const recent = done(dayOf(20), dayOf(79));
    expect(counted([recent, ...after, ...before], dayOf(20), 79)).toBe(2);
    // A day on which only the former id was done late: the present one needs a completion of its own time.
    expect(counted([...after, ...before], dayOf(60), 47)).toBe("refused");
    expect(counted([...after, ...before], dayOf(60), 48)).toBe(1);
  });
});

describe("records that come piece by piece", () => {
  const { procedures: some } = bookOf({
    procedures: {
      job: { trigger: "daily" },
      other: { trigger: "monthly" },
      respond: { trigger: "on incident within 4 hours" },
    },
  });
  const event = "incident-2026-01-06-7f3a";

  it("are grouped by procedure, each newest first, but for those of events", () => {
    const [second, first] = dailies(2);
    const month = done("2026-01", dayOf(1), { procedure: "other" });
    const response = done(event, dayOf(1), { procedure: "respond" });
    const ofJob = done(event, dayOf(1));
    const opening = recordOf({ record: "event", event, performedAt: `${dayOf(1)}T09:00:00+00:00` });
    if (first === undefined || second === undefined) throw new Error("two records");
    const keeper = keeperFor(some);
    keeper.add([second, response, ofJob]);
    keeper.add([month, opening, first]);
    const kept = keeper.kept();
    expect(kept?.others).toEqual([response, ofJob, opening]);
    expect([...(kept?.groups ?? [])].map(([id, group]) => [id, group.records()])).toEqual([
      ["job", [second, first]],
      ["other", [month]],
    ]);
    const job = kept?.groups.get("job");
    expect(job?.records()).toEqual([second, first]);
    expect([first.commit, ofJob.commit, "f".repeat(40)].map((commit) => job?.mayHold([commit]))).toEqual([
      true,
      false,
      false,
    ]);
    expect(kept?.groups.get("nothing")).toBeUndefined();
  });

  it("are kept with the voids of what cannot be read, wherever that came", () => {
    const unreadable = { commit: "e".repeat(40), problem: "It is empty." };
    const kinds = [recordOf({ record: "void", voids: unreadable.commit, performedAt: `${dayOf(2)}T09:00:00+00:00` })];
    for (const isFirst of [true, false]) {
      const keeper = keeperFor(some);
      if (isFirst) keeper.passOver([unreadable]);
      keeper.add([...kinds, ...dailies(2)]);
      expect(keeper.kept()?.others).toEqual(isFirst ? kinds : undefined);
      keeper.passOver([unreadable]);
      expect(keeper.kept()?.others).toEqual(kinds);
    }
  });

  it("are left out with the others of their occurrence where they belong into no group", () => {
    const odd = { ...done(dayOf(0), dayOf(0)), approves: "f".repeat(40) };
    const keeper = keeperFor(some, 33);
    keeper.add([...dailies(40, 1), odd]);
    const kept = keeper.kept();
    expect(kept?.others).toEqual([]);
    expect(kept?.groups.get("job")?.records()).toHaveLength(32);
  });
});
