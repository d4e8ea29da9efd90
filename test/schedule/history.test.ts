import { describe, expect, it } from "vitest";
import type { LedgerRecord } from "../../src/model/record.ts";
import { historyOf } from "../../src/schedule/history.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { done, failed, onlyProcedure, recordOf, scheduleAsOf, skipped, voidOf } from "../helpers/run-book.ts";

const LONDON = zoneOf("Europe/London");
const job = onlyProcedure(scheduleAsOf("2026-11-23", { procedures: { job: { trigger: "daily" } } }));
const renamed = { ...job, id: "new", formerly: ["job", "older"] };

const commitsOf = (records: readonly LedgerRecord[], procedure = job): string[] =>
  historyOf(records, LONDON)
    .of(procedure)
    .map(({ record }) => record.commit);

describe("what was performed", () => {
  const [first, second, third] = [
    done("2026-11-20", "2026-11-20"),
    skipped("2026-11-21", "2026-11-21"),
    failed("2026-11-22", "2026-11-22"),
  ];

  it("is in order of time, ties by commit, whatever the order of arrival", () => {
    const tied = { ...first, commit: "f".repeat(40) };
    const wanted = [first, tied, second, third].map(({ commit }) => commit);
    expect(commitsOf([third, tied, second, first])).toEqual(wanted);
    expect(commitsOf([first, second, tied, third])).toEqual(wanted);
  });

  it("is completions and skips only", () => {
    const others = [
      recordOf({ record: "approval", procedure: "job", approves: first.commit, performedAt: "2026-11-21T12:00:00Z" }),
      recordOf({ record: "event", procedure: "job", event: "e-2026-11-21-0001", performedAt: "2026-11-21T12:00:00Z" }),
      recordOf({ record: "completion", outcome: "done", performedAt: "2026-11-21T12:00:00Z" }),
    ];
    expect(commitsOf([...others, first])).toEqual([first.commit]);
  });

  it("has the civil date of the zone", () => {
    const lateInSummer = done("2026-07-01", "2026-07-01T23:30:00+00:00");
    expect(historyOf([lateInSummer], LONDON).of(job)[0]?.on).toBe("2026-07-02");
    expect(historyOf([lateInSummer], zoneOf("UTC")).of(job)[0]?.on).toBe("2026-07-01");
  });

  it("is that of former ids too, one procedure's apart from another's", () => {
    const [older, other] = [
      { ...second, procedure: "older" },
      done("2026-11-20", "2026-11-20", { procedure: "other" }),
    ];
    const own = { ...third, procedure: "new" };
    expect(commitsOf([own, first, older, other], renamed)).toEqual([first, older, own].map(({ commit }) => commit));
    expect(commitsOf([other])).toEqual([]);
  });

  it("is found by its key", () => {
    const again = done("2026-11-20", "2026-11-23");
    const keyless = { ...done("2026-11-20", "2026-11-24"), occurrence: null };
    const { byKey } = historyOf([again, first, second, keyless], LONDON);
    const commits = (key: string): string[] | undefined =>
      byKey(job)
        .get(key)
        ?.map(({ record }) => record.commit);
    expect(commits("2026-11-20")).toEqual([first.commit, again.commit]);
    expect(commits("2026-11-21")).toEqual([second.commit]);
    expect(commits("2026-11-22")).toBeUndefined();
  });
});

describe("voids", () => {
  const record = done("2026-11-20", "2026-11-20");
  const voiding = voidOf(record, "2026-11-21");

  it("take out the record that they name", () => {
    expect(commitsOf([record, voiding])).toEqual([]);
    expect(historyOf([record, voiding], LONDON).voided).toEqual(new Set([record.commit]));
  });

  it("cannot be voided, and a void of nothing known takes out nothing", () => {
    const ofVoid = voidOf(voiding, "2026-11-22");
    expect(historyOf([record, voiding, ofVoid], LONDON).voided).toEqual(new Set([record.commit]));
    const nameless = recordOf({ record: "void", procedure: "job", performedAt: "2026-11-21T12:00:00Z" });
    expect(historyOf([record, nameless], LONDON).voided).toEqual(new Set());
  });

  it("are void records: a trailer in another kind of record takes out nothing", () => {
    expect(commitsOf([record, done("2026-11-21", "2026-11-21", { voids: record.commit })])).toHaveLength(2);
  });

  it("take out approvals and events", () => {
    const approval = recordOf({ record: "approval", approves: record.commit, performedAt: "2026-11-21T12:00:00Z" });
    const event = recordOf({ record: "event", event: "e-2026-11-21-0001", performedAt: "2026-11-21T12:00:00Z" });
    expect(historyOf([approval, event], LONDON)).toMatchObject({
      approvals: new Map([[record.commit, [approval]]]),
      events: [{ id: "e-2026-11-21-0001" }],
    });
    const after = historyOf([approval, event, voidOf(approval, "2026-11-22"), voidOf(event, "2026-11-22")], LONDON);
    expect(after).toMatchObject({ approvals: new Map(), events: [] });
  });
});

it("approvals are approval records that name a completion", () => {
  const record = done("2026-11-20", "2026-11-20");
  const nameless = recordOf({ record: "approval", performedAt: "2026-11-21T12:00:00Z" });
  const other = done("2026-11-21", "2026-11-21", { approves: record.commit });
  expect(historyOf([record, nameless, other], LONDON).approvals.size).toBe(0);
});

describe("events", () => {
  const ID = "incident-2026-11-23-7f3a";
  const at = (time: string): string => `2026-11-23T${time}:00+00:00`;
  const opened = recordOf({ record: "event", event: ID, severity: 2, performedAt: at("10:00") });
  const raised = recordOf({ record: "event-update", event: ID, severity: 1, performedAt: at("10:30") });
  const noted = recordOf({ record: "event-update", event: ID, performedAt: at("10:40") });
  const closed = recordOf({ record: "event-close", event: ID, severity: 3, performedAt: at("11:00") });
  const instant = (time: string): number => Date.parse(at(time));

  it("have a name, a beginning, severities from each change on, and an end, in whatever order they arrive", () => {
    const expected = {
      id: ID,
      name: "incident",
      openedAt: instant("10:00"),
      severities: [
        { at: instant("10:00"), severity: 2 },
        { at: instant("10:30"), severity: 1 },
      ],
      closedAt: instant("11:00"),
    };
    expect(historyOf([opened, raised, noted, closed], LONDON).events).toMatchObject([expected]);
    expect(historyOf([closed, noted, raised, opened], LONDON).events).toMatchObject([expected]);
  });

  it("have the work and the skips of their occurrences among their records, and a name from an id of their shape", () => {
    const worked = done(ID, at("10:20"));
    const passed = skipped(ID, at("10:25"));
    const [event] = historyOf([passed, worked, opened], LONDON).events;
    expect(event?.records.map(({ record }) => record)).toEqual([opened, worked, passed]);
    const odd = { ...opened, event: `${ID}-again` };
    expect(historyOf([odd], LONDON).events.map(({ name }) => name)).toEqual([`${ID}-again`]);
  });

  it("without an id are none", () => {
    const nameless = recordOf({ record: "event", performedAt: at("10:00") });
    expect(historyOf([nameless, opened], LONDON).events.map(({ id }) => id)).toEqual([ID]);
  });

  it("without a record of their opening are none", () => {
    expect(historyOf([raised, closed], LONDON).events).toEqual([]);
  });

  it("are open until a close, and have their whole id for a name where it has another shape", () => {
    const odd = { ...opened, event: "odd" };
    expect(historyOf([opened, odd], LONDON).events).toMatchObject([
      { name: "incident", closedAt: null },
      { name: "odd", closedAt: null },
    ]);
  });
});
