// What is kept of a ledger answers like all of it, or refuses; random histories look for an exception.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type CalendarDate, addDays } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES } from "../../src/data/announced-waves.ts";
import type { KeptRecords } from "../../src/model/kept-records.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import type { RunBook } from "../../src/model/runbook.ts";
import { chooseOccurrence } from "../../src/schedule/candidates.ts";
import { dueList, itemOf } from "../../src/schedule/due-list.ts";
import { historyOf } from "../../src/schedule/history.ts";
import { BeyondHorizon, historyWithin, keeperFor, keptOf, keptWith } from "../../src/schedule/kept-records.ts";
import { occurrencesScheduled } from "../../src/schedule/occurrences.ts";
import { type Schedule, scheduleOf } from "../../src/schedule/schedule.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { bookOf, done, recordOf, ungrouped } from "../helpers/run-book.ts";

const RUNS = Number(process.env["FC_RUNS"] ?? 15);
const START = "2026-01-01" as CalendarDate;
const DAYS = 170;
const END = addDays(START, DAYS);

const NO_HISTORY = historyOf([], zoneOf("UTC"));
const BOOK = bookOf({
  settings: {
    closures: "[{ from: 2026-04-03, to: 2026-04-14, reason: Office closed }]",
    freezes: "[{ from: 2026-03-02, to: 2026-03-08, reason: Freeze, procedures: [business] }]",
  },
  roles: `roles:
  operations-analyst: { name: Operations analyst, people: [ana, ben] }
people:
  ana: { name: Ana, email: ana@contoso.example }
  ben: { name: Ben, email: ben@contoso.example }
`,
  procedures: {
    daily: { trigger: "daily", formerly: "[earlier]" },
    business: { trigger: "every business day" },
    "each-day": { trigger: "daily", catch_up: "each", effective: addDays(END, -20) },
    approved: { trigger: "every business day", requires: "[approval]" },
    weekly: { trigger: "weekly on Monday and Thursday within 3 days" },
    monthly: { trigger: "monthly on day 31" },
    "latest-month": { trigger: "monthly", catch_up: "latest" },
    after: { trigger: "3 days after completion" },
    rule: { trigger: "rrule FREQ=DAILY;INTERVAL=2 from 2026-01-01", catch_up: "latest" },
    incident: { trigger: "on incident severity 1 within 4 hours" },
  },
});

/** A history as the tape says, oldest first: mostly in time, with failures, repetitions, gaps, voids and approvals. */
function historyFrom(tape: readonly number[]): LedgerRecord[] {
  let at = 0;
  const next = (sides: number): number => (tape[at++ % tape.length] ?? 0) % sides;
  const records: LedgerRecord[] = [];
  const schedule = scheduleOf(BOOK, [], ANNOUNCED_WAVES, Date.parse(`${END}T12:00:00Z`));
  const perform = (procedure: string, key: string, day: CalendarDate, outcome: "done" | "failed" | "skip"): void => {
    const time = `${day}T${String(8 + next(10)).padStart(2, "0")}:00:00+00:00`;
    const fields = {
      procedure,
      performedAt: time,
      recordedAt: next(20) === 0 ? `${addDays(day, 9)}T09:00:00+00:00` : time,
    };
    records.push(
      outcome === "skip"
        ? recordOf({ record: "skip", occurrence: key, ...fields })
        : done(key, time, { ...fields, outcome }),
    );
  };
  for (const procedure of BOOK.procedures) {
    const scheduled =
      procedure.id === "after"
        ? Array.from({ length: 40 }, (_, index) => ({
            key: addDays(START, index * 4),
            scheduled: addDays(START, index * 4),
          }))
        : occurrencesScheduled(procedure, schedule, START, END);
    for (const { key, scheduled: day } of scheduled) {
      const id = procedure.id === "daily" && day < "2026-03-10" ? "earlier" : procedure.id;
      const choice = next(100);
      const when = addDays(day, next(12) === 0 ? next(5) : 0);
      if (choice < 4) continue;
      if (choice < 8) perform(id, key, when, "failed");
      else if (choice < 12) perform(id, key, when, "skip");
      else perform(id, key, when, "done");
      if (choice === 5 || choice === 20) perform(id, key, addDays(when, next(4)), "done");
      if (choice === 21 || choice === 22) perform(id, key, addDays(END, -next(6)), "failed");
      if (choice === 23) perform("daily", key, when, "done");
    }
  }
  for (let count = 0; count < 12; count += 1) {
    const day = addDays(START, next(DAYS));
    const event = `incident-${day}-00${String(10 + count)}`;
    records.push(recordOf({ record: "event", event, severity: 1, performedAt: `${day}T10:00:00+00:00` }));
    if (next(2) === 0) records.push(recordOf({ record: "event-close", event, performedAt: `${day}T18:00:00+00:00` }));
    if (next(2) === 0) perform("incident", event, day, next(3) === 0 ? "failed" : "done");
  }
  records.sort((a, b) => (a.recordedAt < b.recordedAt ? -1 : 1));
  const ben = { name: "Ben", email: "ben@contoso.example" };
  return records.flatMap((record, index) => {
    const later = records[Math.min(records.length - 1, index + next(40))] ?? record;
    const { performedAt } = later;
    if (record.procedure === "approved" && next(3) > 0) {
      return [record, recordOf({ record: "approval", approves: record.commit, performedBy: ben, performedAt })];
    }
    return next(25) === 0 ? [record, recordOf({ record: "void", voids: record.commit, performedAt })] : [record];
  });
}

function keptInSteps(records: readonly LedgerRecord[], steps: readonly number[], book: RunBook): KeptRecords {
  const newestFirst = records.toReversed();
  const cuts = [...steps.map((step) => Math.floor((step / 100) * records.length)), records.length].toSorted(
    (a, b) => a - b,
  );
  let kept: KeptRecords = keptOf([], book.procedures);
  let read = 0;
  for (const cut of cuts) {
    const added = newestFirst.slice(records.length - cut, records.length - read);
    kept = keptWith(kept, added, book.procedures) ?? keptOf(newestFirst.slice(records.length - cut), book.procedures);
    read = cut;
  }
  return kept;
}

/** As it is kept where the records come piece by piece; undefined where they have to be looked at together. */
function keptInPieces(records: readonly LedgerRecord[], waiting: number, book: RunBook): KeptRecords | undefined {
  const keeper = keeperFor(book.procedures, waiting);
  const newestFirst = records.toReversed();
  for (let start = 0; start < newestFirst.length; start += 7) keeper.add(newestFirst.slice(start, start + 7));
  return ungrouped(keeper.kept());
}

function scheduleFrom(book: RunBook, { records, horizons }: KeptRecords, asOf: CalendarDate): Schedule {
  const schedule = scheduleOf(book, records, ANNOUNCED_WAVES, Date.parse("2030-01-01T00:00:00Z"), asOf);
  return { ...schedule, history: historyWithin(schedule.history, horizons, asOf) };
}

/** What can be asked of each procedure: what to do, what to record, and how an old occurrence stands; or `refused`. */
function answers({ book, ...rest }: Schedule): unknown[] {
  return book.procedures.flatMap((procedure) => {
    const schedule = { ...rest, book: { ...book, procedures: [procedure] } };
    return [
      attempt(() => dueList(schedule, 30)),
      attempt(() => chooseOccurrence(procedure, schedule, true)),
      ...occurrencesScheduled(procedure, { ...schedule, history: NO_HISTORY }, START, addDays(START, 60))
        .slice(-3)
        .map((occurrence) => attempt(() => itemOf(occurrence, schedule))),
    ];
  });
}

function attempt(ask: () => unknown): unknown {
  try {
    return plain(ask());
  } catch (error) {
    if (error instanceof BeyondHorizon) return "refused";
    throw error;
  }
}

/** The procedure is the same on both sides. */
function plain(answer: unknown): unknown {
  const text = JSON.stringify(answer, (key, value: unknown) => (key === "procedure" ? undefined : value));
  return JSON.parse(text);
}

const whole = (records: readonly LedgerRecord[]): KeptRecords => ({
  records: records.toReversed(),
  horizons: new Map(),
});

describe("what is kept of a ledger", () => {
  it("answers like all of it, for every day, or refuses", () => {
    const count = { answered: 0, refused: 0, dropped: 0, inPieces: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.nat(999), { minLength: 40, maxLength: 400 }),
        fc.array(fc.nat(100), { maxLength: 5 }),
        fc.integer({ min: 0, max: DAYS + 60 }),
        (tape, steps, days) => {
          const records = historyFrom(tape);
          const inPieces = keptInPieces(records, 1 + (steps[0] ?? 0), BOOK);
          count.inPieces += inPieces === undefined ? 0 : 1;
          for (const asOf of [END, addDays(START, days)]) {
            const all = answers(scheduleFrom(BOOK, whole(records), asOf));
            for (const kept of [keptInSteps(records, steps, BOOK), ...(inPieces === undefined ? [] : [inPieces])]) {
              count.dropped += records.length - kept.records.length;
              const given = answers(scheduleFrom(BOOK, kept, asOf));
              count.refused += given.filter((one) => one === "refused").length;
              count.answered += given.filter((one) => one !== "refused").length;
              expect(given).toEqual(all.map((one, index) => (given[index] === "refused" ? "refused" : one)));
            }
          }
        },
      ),
      { numRuns: RUNS },
    );
    // Else this would show nothing.
    expect(count.refused).toBeGreaterThan(RUNS);
    expect(count.answered).toBeGreaterThan(count.refused);
    expect(count.dropped).toBeGreaterThan(RUNS * 20);
    expect(count.inPieces).toBeGreaterThan(RUNS / 3);
  });

  const small = {
    ...BOOK,
    procedures: BOOK.procedures.filter(({ id }) => ["daily", "business", "weekly"].includes(id)),
  };
  const ordinary = (days: number): LedgerRecord[] => {
    const schedule = scheduleOf(small, [], ANNOUNCED_WAVES, Date.parse("2030-01-01T12:00:00Z"));
    return small.procedures
      .flatMap((procedure) =>
        occurrencesScheduled(procedure, schedule, START, addDays(START, days)).map(({ key, scheduled }) =>
          done(key, `${scheduled}T09:00:00+00:00`, { procedure: procedure.id }),
        ),
      )
      .toSorted((a, b) => (a.performedAt < b.performedAt ? -1 : 1));
  };

  it("is no more after years than after months, and answers every day of the last two weeks", () => {
    const [one, ten] = [200, 1400].map((days) => {
      const all = whole(ordinary(days));
      return { all, kept: keptOf(all.records, small.procedures) };
    });
    expect(ten?.kept.records.length).toBe(one?.kept.records.length);
    expect(ten?.kept.records.length).toBeLessThan(110);
    for (let ago = 0; ago < 14; ago += 3) {
      const asOf = addDays(START, 1400 - ago);
      const [kept, all] = [ten?.kept, ten?.all].map(
        (known) => known && attempt(() => dueList(scheduleFrom(small, known, asOf), 30)),
      );
      expect(kept).not.toBe("refused");
      expect(kept).toEqual(all);
    }
  });

  it("answers of today where one occurrence was recorded every hour", () => {
    const day = addDays(START, DAYS);
    const hourly = Array.from({ length: 100 }, (_, index) =>
      done(day, `${day}T${String(Math.floor(index / 5)).padStart(2, "0")}:${10 + (index % 5)}:00+00:00`, {
        procedure: "daily",
      }),
    );
    const all = whole([...ordinary(DAYS - 1), ...hourly]);
    const kept = keptOf(all.records, small.procedures);
    expect(kept.records.length).toBeLessThan(all.records.length - 100);
    const [answer, expected] = [kept, all].map((known) => attempt(() => dueList(scheduleFrom(small, known, day), 30)));
    expect(answer).not.toBe("refused");
    expect(answer).toEqual(expected);
  });

  it.each([
    ["a past day", BOOK, START],
    [
      "a procedure that has come to need all its records",
      bookOf({ procedures: { daily: { trigger: "daily", catch_up: "each" } } }),
      END,
    ],
    [
      "one that has come to need approval",
      bookOf({ procedures: { daily: { trigger: "daily", requires: "[approval]" } } }),
      END,
    ],
    [
      "one that has taken over a former id",
      bookOf({ procedures: { new: { trigger: "monthly", formerly: "[daily]" } } }),
      END,
    ],
  ] as const)("refuses %s", (_, book, asOf) => {
    const kept = keptOf(ordinary(DAYS).toReversed(), small.procedures);
    expect(answers(scheduleFrom(book, kept, asOf))).toContain("refused");
  });

  it("has to be read anew where a record comes to an occurrence whose records were left out", () => {
    const kept = keptOf(ordinary(DAYS).toReversed(), small.procedures);
    const late = done(START, `${END}T12:00:00+00:00`, { procedure: "daily" });
    expect(keptWith(kept, [late], BOOK.procedures)).toBeUndefined();
    expect(keptWith(kept, [done(END, `${END}T12:00:00+00:00`, { procedure: "daily" })], BOOK.procedures)).toBeDefined();
  });

  it("has to be read anew where a procedure has come to need all its records", () => {
    const kept = keptOf(ordinary(DAYS).toReversed(), small.procedures);
    const book = bookOf({ procedures: { daily: { trigger: "daily", catch_up: "each" } } });
    expect(keptWith(kept, [], book.procedures)).toBeUndefined();
    expect(keptWith(kept, [], BOOK.procedures)).toBe(kept);
  });

  it("is as little where the records come piece by piece, newest first", () => {
    const keeper = keeperFor(small.procedures, 200);
    for (const record of ordinary(1400).toReversed()) keeper.add([record]);
    expect(ungrouped(keeper.kept())?.records.length).toBeLessThan(110);
  });

  it("has to be looked at together where an older record shows that one left out was needed", () => {
    const newestFirst = ordinary(400).toReversed();
    const keeper = keeperFor(small.procedures, 100);
    keeper.add(newestFirst);
    keeper.add([done(START, `${addDays(START, 399)}T12:00:00+00:00`, { procedure: "daily" })]);
    expect(keeper.kept()).toBeUndefined();
  });
});
