import { describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { eventNote, messageOf, titleOf } from "../../src/model/event-note.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { type Call, callOf } from "../../src/schedule/calls.ts";
import {
  type EventState,
  type Response,
  callsOf,
  eventsAsOf,
  eventsMeant,
  openFor,
  raisableNames,
  responsesOf,
} from "../../src/schedule/incidents.ts";
import { type Schedule } from "../../src/schedule/schedule.ts";
import { bookOf, done, recordOf, scheduleAsOf, voidOf } from "../helpers/run-book.ts";

const ID = "incident-2026-11-23-7f3a";
const BEN = { name: "Ben", email: "ben@contoso.example" };

const open = (at: string, fields: Partial<LedgerRecord> = {}): LedgerRecord =>
  recordOf({ record: "event", event: ID, severity: 1, note: "Orders fail", performedAt: at, ...fields });
const update = (at: string, fields: Partial<LedgerRecord> = {}): LedgerRecord =>
  recordOf({ record: "event-update", event: ID, performedAt: at, ...fields });
const close = (at: string, fields: Partial<LedgerRecord> = {}): LedgerRecord =>
  recordOf({ record: "event-close", event: ID, performedAt: at, ...fields });

const PLAYBOOKS = {
  settings: { timezone: "UTC" },
  procedures: {
    first: { trigger: "on incident severity 1 within 15 minutes", escalate_to: "[operations-lead, partner-support]" },
    second: { trigger: "on incident severity 2 within 1 hour", escalate_to: "[partner-support, operations-lead]" },
    always: { trigger: "on incident", escalate_to: "[operations-lead, ben]" },
    other: { trigger: "on event year-end-close within 2 business days" },
    leaver: { trigger: "on event leaver" },
    daily: {},
  },
};

/** Records as the ledger is read: newest first. */
function scheduleWith(asOf: string, ...records: readonly LedgerRecord[]): Schedule {
  return scheduleAsOf(asOf, PLAYBOOKS, records.toReversed());
}

function only(schedule: Schedule): EventState {
  const [state, ...others] = eventsAsOf(schedule);
  if (state === undefined || others.length > 0) throw new Error(`${others.length + 1} events`);
  return state;
}

function responses(schedule: Schedule): Record<string, string> {
  return Object.fromEntries(
    responsesOf(ID, schedule).map(({ occurrence, status }) => [occurrence.procedure.id, status]),
  );
}

describe("the note that opens an event", () => {
  it.each([
    ["Orders fail", "", "Orders fail"],
    ["Orders fail", "Since 07:50.\n\nAll sites.", "Orders fail\n\nSince 07:50.\n\nAll sites."],
    ["", "Only a message", "\n\nOnly a message"],
  ])("holds title %j and message %j", (title, message, note) => {
    expect(eventNote(title, message)).toBe(note);
    expect([titleOf(note) ?? "", messageOf(note)]).toEqual([title, message]);
  });

  it("may have been written by another program", () => {
    expect([titleOf(""), messageOf("")]).toEqual([null, ""]);
    expect([titleOf("Two\nlines"), messageOf("Two\nlines")]).toEqual(["Two", "lines"]);
  });
});

describe("the state of an incident", () => {
  it("is what its records say together, as of the day", () => {
    const records = [
      open("2026-11-23T08:00:00Z", { ticket: "INC-1" }),
      update("2026-11-23T08:05:00Z", { assignee: BEN }),
      update("2026-11-23T08:10:00Z", { severity: 2 }),
      update("2026-11-24T09:00:00Z", { ticket: "INC-42", assignee: { name: "Ana", email: "ana@contoso.example" } }),
      close("2026-11-24T10:00:00Z", { performedBy: BEN }),
    ];
    const first = only(scheduleWith("2026-11-23T09:00:00Z", ...records));
    expect(first).toMatchObject({
      id: ID,
      name: "incident",
      title: "Orders fail",
      ticket: "INC-1",
      severity: 2,
      assignee: BEN,
      closedAt: null,
      closedBy: null,
      openedBy: { name: "Ana" },
    });
    expect(openFor(first, scheduleWith("2026-11-23T09:00:00Z", ...records))).toBe(3_600_000);
    const second = only(scheduleWith("2026-12-24", ...records));
    expect(second).toMatchObject({ ticket: "INC-42", assignee: { name: "Ana" }, closedBy: BEN });
    expect(openFor(second, scheduleWith("2026-12-24", ...records))).toBe(26 * 3_600_000);
    expect(second.timeline.map(({ record }) => record)).toEqual(records);
    expect(eventsAsOf(scheduleWith("2026-11-22", ...records))).toEqual([]);
  });

  it("takes records of one second in the order in which they were written", () => {
    const at = "2026-11-23T08:00:00Z";
    const schedule = scheduleWith(at, open(at), update(at, { severity: 2 }), update(at, { severity: 3 }), close(at));
    expect(only(schedule)).toMatchObject({ severity: 3, closedAt: Date.parse(at) });
    expect(responses(schedule)).toEqual({ always: "not-owed", first: "not-owed", second: "not-owed" });
    const raised = scheduleWith(at, open(at, { severity: 2 }), update(at, { severity: 1 }));
    expect(responses(raised)).toEqual({ always: "open", first: "due", second: "not-owed" });
  });

  it("takes what work on its procedures or its end may say of severity, ticket and assignee for nothing", () => {
    const said = { severity: 3 as const, ticket: "INC-3", assignee: BEN };
    const records = [
      open("2026-11-23T08:00:00Z"),
      done(ID, "2026-11-23T08:12:00+00:00", { procedure: "first", ...said }),
      close("2026-11-23T09:00:00Z", said),
    ];
    expect(only(scheduleWith("2026-11-24", ...records))).toMatchObject({ severity: 1, ticket: null, assignee: null });
    expect(responses(scheduleWith("2026-11-24", ...records))).toEqual({ always: "not-owed", first: "done" });
  });

  it("leaves voided records out: the closing voided, it is open again; the opening voided, it never was", () => {
    const [opened, closed] = [open("2026-11-23T08:00:00Z"), close("2026-11-23T09:00:00Z")];
    expect(only(scheduleWith("2026-11-24", opened, closed, voidOf(closed, "2026-11-23"))).closedAt).toBeNull();
    expect(eventsAsOf(scheduleWith("2026-11-24", opened, closed, voidOf(opened, "2026-11-23")))).toEqual([]);
  });

  it("has what was before its opening and after its closing in the timeline, with the work on its procedures", () => {
    const records = [
      update("2026-11-23T07:50:00Z", { note: "First order that failed" }),
      open("2026-11-23T08:00:00Z"),
      done(ID, "2026-11-23T08:12:00+00:00", { procedure: "first" }),
      close("2026-11-23T09:00:00Z"),
      update("2026-11-23T17:00:00Z", { note: "Still quiet" }),
    ];
    const unrelated = done("2026-11-23", "2026-11-23T08:12:00+00:00", { procedure: "daily" });
    const schedule = scheduleWith("2026-11-24", unrelated, ...records.toReversed());
    expect(only(schedule).timeline.map(({ record }) => record)).toEqual(records);
    expect(only(schedule)).toMatchObject({ title: "Orders fail", openedAt: Date.parse("2026-11-23T08:00:00Z") });
  });

  it("has the severity of the moment asked about, and none where the event has none", () => {
    const records = [open("2026-11-23T08:00:00Z"), update("2026-11-23T08:30:00Z", { severity: 2 })];
    const severityAt = (time: string): unknown => only(scheduleWith(`2026-11-23T${time}Z`, ...records)).severity;
    expect(["08:29:59", "08:30:00"].map(severityAt)).toEqual([1, 2]);
    const leaver = open("2026-11-23T08:00:00Z", { event: "leaver-2026-11-23-0001", severity: null });
    expect(only(scheduleWith("2026-11-23", leaver))).toMatchObject({ name: "leaver", severity: null, severities: [] });
  });

  it("is ended by the first closing of two clones, and not changed after it", () => {
    const schedule = scheduleWith(
      "2026-11-23T12:00:00Z",
      open("2026-11-23T08:00:00Z"),
      close("2026-11-23T08:10:00Z", { performedBy: BEN }),
      // Recorded elsewhere, before the two met.
      update("2026-11-23T08:20:00Z", { severity: 2 }),
      close("2026-11-23T08:30:00Z"),
    );
    expect(only(schedule)).toMatchObject({ severity: 1, closedAt: Date.parse("2026-11-23T08:10:00Z"), closedBy: BEN });
    expect(responses(schedule)).toEqual({ always: "not-owed", first: "not-owed" });
    expect(only(schedule).timeline.length).toBe(4);
  });

  it("stands before those of older ones, of one second by id", () => {
    const records = [
      open("2026-11-24T08:00:00Z", { event: "incident-2026-11-24-0003" }),
      open("2026-11-23T08:00:00Z", { event: "incident-2026-11-23-0001" }),
      open("2026-11-25T08:00:00Z", { event: "incident-2026-11-25-0004" }),
      open("2026-11-24T08:00:00Z", { event: "incident-2026-11-24-0002" }),
    ];
    for (const order of [records, records.toReversed()]) {
      expect(eventsAsOf(scheduleWith("2026-11-30", ...order)).map(({ id }) => id.slice(-4))).toEqual([
        "0004",
        "0002",
        "0003",
        "0001",
      ]);
    }
  });
});

describe("responses", () => {
  const at = (schedule: Schedule, procedure: string): Response | undefined =>
    responsesOf(ID, schedule).find(({ occurrence }) => occurrence.procedure.id === procedure);

  it("are counted from the opening, or from the change of severity", () => {
    const schedule = scheduleWith(
      "2026-11-23T12:00:00Z",
      open("2026-11-23T08:00:00Z"),
      done(ID, "2026-11-23T08:12:00+00:00", { procedure: "first" }),
      update("2026-11-23T08:30:00Z", { severity: 2 }),
      done(ID, "2026-11-23T09:45:00+00:00", { procedure: "second" }),
    );
    const minutes = (response: Response | undefined): number =>
      ((response?.respondedAt ?? Number.NaN) - (response?.startedAt ?? Number.NaN)) / 60_000;
    expect([at(schedule, "first")?.status, minutes(at(schedule, "first"))]).toEqual(["done", 12]);
    expect([at(schedule, "second")?.status, minutes(at(schedule, "second"))]).toEqual(["done-late", 75]);
    expect(at(schedule, "first")?.endedAt).toBe(Date.parse("2026-11-23T08:30:00Z"));
    expect(at(schedule, "second")?.endedAt).toBeNull();
    expect(at(schedule, "always")).toMatchObject({ status: "open", respondedAt: null });
    expect(responsesOf(ID, schedule).map(({ occurrence }) => occurrence.procedure.id)).toEqual([
      "first",
      "always",
      "second",
    ]);
  });

  it("are those of one event, and none of one that nobody opened", () => {
    const other = "incident-2026-11-22-0001";
    const schedule = scheduleWith(
      "2026-11-23T12:00:00Z",
      open("2026-11-22T08:00:00Z", { event: other, severity: 2 }),
      open("2026-11-23T08:00:00Z"),
    );
    const ids = (event: string): string[] =>
      responsesOf(event, schedule).map(({ occurrence }) => `${occurrence.procedure.id} ${occurrence.key}`);
    expect(ids(other)).toEqual([`second ${other}`, `always ${other}`]);
    expect(ids(ID)).toEqual([`first ${ID}`, `always ${ID}`]);
    expect(ids("incident-2026-11-23-ffff")).toEqual([]);
  });

  it("that begin together are in the order in which they are due, those without a limit last", () => {
    const procedures = {
      a: { trigger: "on incident" },
      b: { trigger: "on incident within 4 hours" },
      c: { trigger: "on incident within 15 minutes" },
      d: { trigger: "on incident" },
      e: { trigger: "on incident within 2 days" },
    };
    const schedule = scheduleAsOf("2026-11-23T12:00:00Z", { procedures }, [open("2026-11-23T08:00:00Z")]);
    expect(
      responsesOf(ID, schedule)
        .map(({ occurrence }) => occurrence.procedure.id)
        .join(""),
    ).toBe("cbead");
  });

  it("last until the event is closed, not before", () => {
    const records = [open("2026-11-23T08:00:00Z"), close("2026-11-23T10:00:00Z")];
    const endedAt = (time: string): unknown => at(scheduleWith(`2026-11-23T${time}Z`, ...records), "first")?.endedAt;
    const closed = Date.parse("2026-11-23T10:00:00Z");
    expect(["09:59:59", "10:00:00", "11:00:00"].map(endedAt)).toEqual([null, closed, closed]);
  });

  it.each([
    { severities: [1, 1], what: "from the opening where the same severity is written again", from: "08:00" },
    { severities: [2, 1], what: "anew where nothing limits the first time", from: "10:00" },
  ] as const)("are counted $what", ({ severities: [second, third], from }) => {
    const parts = { procedures: { first: { trigger: "on incident severity 1" } } };
    const records = [
      open("2026-11-23T08:00:00Z"),
      update("2026-11-23T08:05:00Z", { severity: second }),
      update("2026-11-23T10:00:00Z", { severity: third }),
    ];
    const [response] = responsesOf(ID, scheduleAsOf("2026-11-23T12:00:00Z", parts, records.toReversed()));
    expect(response?.startedAt).toBe(Date.parse(`2026-11-23T${from}:00Z`));
  });

  it.each([
    { what: "counted anew where the severity comes back", away: "08:10", answered: null, from: "10:00", status: "due" },
    {
      what: "counted anew where it went on the last moment",
      away: "08:15",
      answered: null,
      from: "10:00",
      status: "due",
    },
    { what: "counted anew though answered since", away: "08:10", answered: "10:03", from: "10:00", status: "done" },
    { what: "counted anew though answered just then", away: "08:10", answered: "10:00", from: "10:00", status: "done" },
    { what: "not where it was overdue before", away: "08:15:01", answered: null, from: "08:00", status: "overdue" },
    { what: "not where it was answered before", away: "08:10", answered: "08:05", from: "08:00", status: "done" },
    {
      what: "not for what was answered while away",
      away: "08:10",
      answered: "09:00",
      from: "08:00",
      status: "done-late",
    },
  ])("are $what", ({ away, answered, from, status }) => {
    const instant = (time: string): string => `2026-11-23T${time.length === 5 ? `${time}:00` : time}+00:00`;
    const answers = answered === null ? [] : [done(ID, instant(answered), { procedure: "first" })];
    const schedule = scheduleWith(
      "2026-11-23T10:05:00Z",
      open(instant("08:00")),
      update(instant(away), { severity: 2 }),
      update(instant("09:30"), { severity: 2 }),
      update(instant("10:00"), { severity: 1 }),
      ...answers,
    );
    expect(at(schedule, "first")).toMatchObject({ status, startedAt: Date.parse(instant(from)), endedAt: null });
    expect(at(schedule, "second")?.startedAt).toBe(Date.parse(instant(away)));
  });

  it("are counted anew whatever was answered for another procedure", () => {
    const schedule = scheduleWith(
      "2026-11-23T10:05:00Z",
      open("2026-11-23T08:00:00Z"),
      update("2026-11-23T08:10:00Z", { severity: 2 }),
      done(ID, "2026-11-23T08:20:00+00:00", { procedure: "second" }),
      update("2026-11-23T10:00:00Z", { severity: 1 }),
    );
    expect(at(schedule, "first")?.startedAt).toBe(Date.parse("2026-11-23T10:00:00Z"));
  });

  it("of a failure is none", () => {
    const schedule = scheduleWith(
      "2026-11-23T12:00:00Z",
      open("2026-11-23T08:00:00Z"),
      done(ID, "2026-11-23T08:12:00+00:00", { procedure: "first", outcome: "failed" }),
    );
    expect(at(schedule, "first")).toMatchObject({ status: "failed", respondedAt: null });
  });

  it("come with whom to call for what is still asked for, each once, in order", () => {
    const schedule = scheduleWith(
      "2026-11-23T12:00:00Z",
      open("2026-11-23T08:00:00Z"),
      update("2026-11-23T08:30:00Z", { severity: 2 }),
    );
    expect(callsOf(responsesOf(ID, schedule), schedule).map(({ id }) => id)).toEqual([
      "operations-lead",
      "ben",
      "partner-support",
    ]);
  });
});

describe("whom to call", () => {
  const { directory } = bookOf({});
  it.each([
    ["operations-analyst", "Operations analyst", ["ben"]],
    ["ben", "Ben", ["ben"]],
    ["partner-support", "Partner service desk", []],
    ["nobody-knows", "nobody-knows", []],
  ])("%s is %s", (id, name, people) => {
    const call = callOf(id, directory, "2026-11-09" as CalendarDate);
    expect([call.name, call.people.map((person) => person.id)]).toEqual([name, people]);
  });

  it("comes with how to reach them", () => {
    const call = (id: string): Call => callOf(id, directory, "2026-11-09" as CalendarDate);
    expect(call("operations-analyst")).toMatchObject({ people: [{ name: "Ben", email: "ben@contoso.example" }] });
    expect(call("operations-analyst").contact).toBeUndefined();
    expect(call("partner-support").contact).toEqual({ email: "servicedesk@partner.example" });
  });
});

describe("across a change of clocks", () => {
  // London: back at 02:00 on 25 October 2026, forward at 01:00 on 28 March 2027. New York: forward at 02:00 on 14 March.
  it.each([
    { zone: "Europe/London", at: "2026-10-24T23:30:00+01:00", within: "4 hours", dueAt: "2026-10-25T02:30:00+00:00" },
    {
      zone: "Europe/London",
      at: "2026-10-25T00:50:00+01:00",
      within: "15 minutes",
      dueAt: "2026-10-25T01:05:00+01:00",
    },
    {
      zone: "Europe/London",
      at: "2026-10-25T01:50:00+01:00",
      within: "15 minutes",
      dueAt: "2026-10-25T01:05:00+00:00",
    },
    {
      zone: "Europe/London",
      at: "2027-03-28T00:50:00+00:00",
      within: "15 minutes",
      dueAt: "2027-03-28T02:05:00+01:00",
    },
    {
      zone: "America/New_York",
      at: "2027-03-13T23:00:00-05:00",
      within: "4 hours",
      dueAt: "2027-03-14T04:00:00-04:00",
    },
    { zone: "America/New_York", at: "2027-03-13T09:00:00-05:00", within: "1 day", dueAt: "2027-03-14T09:00:00-04:00" },
    {
      zone: "Australia/Lord_Howe",
      at: "2027-04-04T01:50:00+11:00",
      within: "15 minutes",
      dueAt: "2027-04-04T01:35:00+10:30",
    },
  ])("$zone: opened $at within $within is due $dueAt", ({ zone, at, within, dueAt }) => {
    const parts = { settings: { timezone: zone }, procedures: { job: { trigger: `on incident within ${within}` } } };
    const asOf = (instant: number): Response | undefined =>
      responsesOf(ID, scheduleAsOf(new Date(instant).toISOString(), parts, [open(at)]))[0];
    const due = Date.parse(dueAt);
    expect(asOf(due)).toMatchObject({ status: "due", occurrence: { dueAt } });
    expect(asOf(due + 1000)?.status).toBe("overdue");
    expect(asOf(due)?.startedAt).toBe(Date.parse(at));
  });
});

describe("names and ids", () => {
  it("can be raised where a procedure waits for them, incidents apart", () => {
    expect(raisableNames(scheduleAsOf("2026-11-23", PLAYBOOKS))).toEqual(["leaver", "year-end-close"]);
  });

  const ids = ["incident-2026-11-23-7f3a", "incident-2026-11-23-7f00", "incident-2026-11-24-a7f3"];
  const events = eventsAsOf(
    scheduleWith(
      "2026-11-30",
      ...ids.map((event, index) =>
        open("2026-11-23T08:00:00Z", { event, ticket: index === 2 ? "7f3a" : `INC-4${index}` }),
      ),
    ),
  );
  it.each([
    { word: "incident-2026-11-23-7f3a", means: [0] },
    { word: "INCIDENT-2026-11-23-7F3A", means: [0] },
    { word: "7f0", means: [1] },
    { word: "7f", means: [0, 1] },
    // A ticket is meant before the end of an id.
    { word: "7f3a", means: [2] },
    { word: "inc-40", means: [0] },
    { word: "2026-11-24", means: [2] },
    { word: "incident-2026-11-23", means: [0, 1] },
    { word: "f3a", means: [] },
    { word: "026", means: [] },
    { word: " 7f0\t", means: [1] },
    { word: "", means: [] },
    { word: " ", means: [] },
  ])("$word means $means", ({ word, means }) => {
    const found = eventsMeant(word, events).map(({ id }) => ids.indexOf(id));
    expect(found.toSorted((a, b) => a - b)).toEqual(means);
  });

  it("mean the event of a whole id, though another's ends with it, with a ticket or without", () => {
    const both = ["incident-2026-11-23-7f3a", "major-incident-2026-11-23-7f3a"];
    const known = eventsAsOf(
      scheduleWith("2026-11-30", ...both.map((event) => open("2026-11-23T08:00:00Z", { event }))),
    );
    expect(both.map((id) => eventsMeant(id, known).map((event) => event.id))).toEqual(both.map((id) => [id]));
  });
});
