import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import type { Severity } from "../../src/model/trigger.ts";
import { zoneOf } from "../../src/schedule/zone.ts";
import { done, itemFor, listed, recordOf, scheduleAsOf } from "../helpers/run-book.ts";

const ID = "incident-2026-11-23-7f3a";

function opened(performedAt: string, severity: Severity | null = 1, event = ID): LedgerRecord {
  return recordOf({ record: "event", event, severity, performedAt });
}

const parts = (trigger: string, timezone = "UTC"): Parameters<typeof scheduleAsOf>[1] => ({
  settings: { timezone },
  procedures: { job: { trigger } },
});

describe("an incident with a time limit", () => {
  const trigger = "on incident severity 1 within 15 minutes";
  const records = [opened("2026-11-23T10:00:00+00:00")];
  it.each([
    { at: "2026-11-23T10:00:00Z", status: "due" },
    { at: "2026-11-23T10:15:00Z", status: "due" },
    { at: "2026-11-23T10:15:01Z", status: "overdue" },
    { at: "2026-11-24T00:00:00Z", status: "overdue" },
  ])("at $at: $status", ({ at, status }) => {
    const item = itemFor(scheduleAsOf(at, parts(trigger), records), ID);
    expect(item).toMatchObject({
      status,
      occurrence: { due: "2026-11-23", dueAt: "2026-11-23T10:15:00+00:00", closes: null },
    });
  });

  it("is done in time or late by the minute", () => {
    const status = (at: string): string =>
      itemFor(scheduleAsOf("2026-11-24", parts(trigger), [...records, done(ID, at)]), ID).status;
    expect(status("2026-11-23T10:15:00+00:00")).toBe("done");
    expect(status("2026-11-23T10:15:01+00:00")).toBe("done-late");
  });

  it("does not concern another severity, another event, or the day before", () => {
    expect(listed(scheduleAsOf("2026-11-23", parts(trigger), [opened("2026-11-23T10:00:00Z", 2)]))).toEqual([]);
    expect(
      listed(
        scheduleAsOf("2026-11-23", parts(trigger), [opened("2026-11-23T10:00:00Z", null, "year-end-2026-11-23-0001")]),
      ),
    ).toEqual([]);
    expect(listed(scheduleAsOf("2026-11-22", parts(trigger), records))).toEqual([]);
    const yearEnd = [opened("2026-11-23T10:00:00Z", null, "year-end-2026-11-23-0001")];
    expect(listed(scheduleAsOf("2026-11-23", parts("on incident"), yearEnd))).toEqual([]);
    expect(listed(scheduleAsOf("2026-11-23", parts("on event year-end"), yearEnd))).toHaveLength(1);
  });

  it("is not owed where the incident is closed in time, missed where it was overdue by then", () => {
    const closed = (at: string): LedgerRecord[] => [
      ...records,
      recordOf({ record: "event-close", event: ID, performedAt: at }),
    ];
    const inTime = { status: "not-owed", occurrence: { notOwed: "ended", closes: null } };
    for (const at of ["2026-11-23T10:10:00Z", "2026-11-23T10:15:00Z"]) {
      expect(itemFor(scheduleAsOf("2026-11-23", parts(trigger), closed(at)), ID)).toMatchObject(inTime);
      expect(itemFor(scheduleAsOf(at, parts(trigger), closed(at)), ID)).toMatchObject(inTime);
    }
    expect(itemFor(scheduleAsOf("2026-11-23", parts(trigger), closed("2026-11-23T11:00:00Z")), ID)).toMatchObject({
      status: "missed",
      occurrence: { closes: "2026-11-23" },
    });
    expect(
      itemFor(scheduleAsOf("2026-11-23T10:30:00Z", parts(trigger), closed("2026-11-23T11:00:00Z")), ID).status,
    ).toBe("overdue");
  });

  it("ends when the severity changes away, and begins when it changes to it", () => {
    const lowered = [
      ...records,
      recordOf({ record: "event-update", event: ID, severity: 2, performedAt: "2026-11-23T10:05:00Z" }),
    ];
    expect(itemFor(scheduleAsOf("2026-11-23", parts(trigger), lowered), ID).status).toBe("not-owed");
    const second = itemFor(
      scheduleAsOf("2026-11-23T10:06:00Z", parts("on incident severity 2 within 4 hours"), lowered),
      ID,
    );
    expect(second).toMatchObject({ status: "due", occurrence: { dueAt: "2026-11-23T14:05:00+00:00" } });
    const before = scheduleAsOf("2026-11-23T10:04:59Z", parts("on incident severity 2"), lowered);
    expect(listed(before)).toEqual([]);
    expect(itemFor(scheduleAsOf("2026-11-23T10:04:59Z", parts(trigger), lowered), ID).status).toBe("due");
  });

  it("is frozen by no freeze, and not owed before go-live", () => {
    const frozen = {
      settings: { freezes: "[{ from: 2026-11-01, to: 2026-12-31, reason: Freeze, procedures: [job] }]" },
      procedures: { job: { trigger } },
    };
    expect(listed(scheduleAsOf("2026-11-23T10:05:00Z", frozen, records))).toEqual([`due ${ID}`]);
    const later = { settings: { go_live: "2026-11-24" }, procedures: { job: { trigger } } };
    expect(listed(scheduleAsOf("2026-11-24", later, records))).toEqual([]);
  });
});

describe("other limits", () => {
  it("is open without a limit, until it is closed", () => {
    const item = itemFor(scheduleAsOf("2027-01-01", parts("on incident"), [opened("2026-11-23T10:00:00Z", 3)]), ID);
    expect(item).toMatchObject({ status: "open", occurrence: { due: null, dueAt: null } });
  });

  it.each([
    { within: "2 hours", dueAt: "2026-11-20T18:00:00+00:00", before: "2026-11-20T12:00:00Z", status: "upcoming" },
    { within: "3 days", dueAt: "2026-11-23T16:00:00+00:00", before: "2026-11-22T23:00:00Z", status: "open" },
    { within: "2 business days", dueAt: "2026-11-24T16:00:00+00:00", before: "2026-11-23T23:00:00Z", status: "open" },
  ])("within $within", ({ within, dueAt, before, status }) => {
    const event = "year-end-close-2026-11-20-0001";
    const records = [opened("2026-11-20T16:00:00Z", null, event)];
    const trigger = `on event year-end-close within ${within}`;
    const item = itemFor(scheduleAsOf("2026-12-01", parts(trigger), records), event);
    expect(item).toMatchObject({ status: "overdue", occurrence: { dueAt } });
    if (status === "upcoming") expect(listed(scheduleAsOf(before, parts(trigger), records))).toEqual([]);
    else expect(itemFor(scheduleAsOf(before, parts(trigger), records), event).status).toBe(status);
  });

  it("has the track of its procedure", () => {
    const tracked = { procedures: { job: { trigger: "on incident", track: "customer-engagement" } } };
    const records = [opened("2026-11-23T10:00:00Z")];
    expect(itemFor(scheduleAsOf("2026-11-23", tracked, records), ID).occurrence.track).toBe("customer-engagement");
    expect(itemFor(scheduleAsOf("2026-11-23", parts("on incident"), records), ID).occurrence.track).toBeNull();
  });

  // Minutes around the changes of clocks in 2026: both of London, and those of a zone that changes at midnight and of
  // one that changes by half an hour.
  const CHANGES = [
    ["Europe/London", "2026-03-29T01:00:00Z"],
    ["Europe/London", "2026-10-25T01:00:00Z"],
    ["America/Santiago", "2026-09-06T04:00:00Z"],
    ["America/Santiago", "2026-04-05T03:00:00Z"],
    ["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
  ] as const;

  it("is that many hours later, or the same time of another day, whatever the clocks do", () => {
    const dueAt = (within: string, timezone: string, from: string): string =>
      itemFor(scheduleAsOf("2026-12-31", parts(`on incident within ${within}`, timezone), [opened(from)]), ID)
        .occurrence.dueAt ?? "";
    const near = fc.integer({ min: -4000, max: 4000 });
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGES),
        near,
        fc.integer({ min: 1, max: 70 }),
        ([timezone, change], minutes, n) => {
          const zone = zoneOf(timezone);
          const from = Date.parse(change) + minutes * 60_000;
          const text = zone.timestamp(from);
          expect(Date.parse(dueAt(`${n} hours`, timezone, text)) - from).toBe(n * 3_600_000);
          const later = dueAt(`${n} days`, timezone, text);
          expect(later.slice(0, 10)).toBe(addDays(zone.dateAt(from), n));
          const wanted = zone.timestamp(zone.at(addDays(zone.dateAt(from), n), text.slice(11, 19)));
          expect(later).toBe(wanted);
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each([
    ["Europe/London", "2026-03-27T01:30:00+00:00", "2026-03-29T02:30:00+01:00"],
    ["America/Santiago", "2026-09-04T00:15:00-04:00", "2026-09-06T01:15:00-03:00"],
    ["Australia/Lord_Howe", "2026-10-02T02:10:00+10:30", "2026-10-04T02:40:00+11:00"],
  ])("moves a time that the clocks leave out forward by as much: %s", (timezone, from, dueAt) => {
    const item = itemFor(scheduleAsOf("2026-12-31", parts("on incident within 2 days", timezone), [opened(from)]), ID);
    expect(item.occurrence.dueAt).toBe(dueAt);
  });

  it("counts hours as hours and days as days across a clock change", () => {
    // Clocks go back in London at 02:00 on Sunday 25 October 2026.
    const records = [opened("2026-10-24T12:00:00+01:00")];
    const dueAt = (within: string): string | null =>
      itemFor(scheduleAsOf("2026-10-26", parts(`on incident within ${within}`, "Europe/London"), records), ID)
        .occurrence.dueAt;
    expect(dueAt("24 hours")).toBe("2026-10-25T11:00:00+00:00");
    expect(dueAt("1 day")).toBe("2026-10-25T12:00:00+00:00");
  });
});
