import { expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import type { LedgerRecord } from "../../src/model/record.ts";
import { auditedRecords } from "../../src/schedule/audited-records.ts";
import { done, recordOf, scheduleAsOf, voidOf } from "../helpers/run-book.ts";

const [FROM, TO] = ["2026-11-01" as CalendarDate, "2026-11-30" as CalendarDate];

/** The audited ones of some records, by what they say of themselves, in order. */
function audited(records: readonly LedgerRecord[], timezone = "UTC"): string[] {
  const schedule = scheduleAsOf("2026-12-31", { settings: { timezone } });
  return auditedRecords(records, schedule, FROM, TO).map(({ subject }) => subject);
}

const performed = (subject: string, at: string, recordedAt = at): LedgerRecord =>
  done("2026-11-02", at, { subject, recordedAt: `${recordedAt.slice(0, 10)}T12:00:00+00:00` });

it("an audit is about what was performed or written down in its period, both ends included", () => {
  const records = [
    performed("day before", "2026-10-31"),
    performed("first day", "2026-11-01"),
    performed("last day", "2026-11-30"),
    performed("day after", "2026-12-01"),
    performed("written down in it", "2026-10-20", "2026-11-01"),
    performed("written down after it", "2026-11-29", "2026-12-09"),
    performed("around it", "2026-10-25", "2026-12-01"),
  ];
  expect(audited(records)).toEqual(["written down in it", "first day", "written down after it", "last day"]);
});

it("an audit's days are those of the run book's zone", () => {
  const late = performed("late", "2026-10-31T23:30:00+00:00", "2026-10-31");
  expect(audited([late])).toEqual([]);
  expect(audited([late], "Europe/Berlin")).toEqual(["late"]);
});

it("an audit has what was said of its records later: voids, approvals, and voids of these, newest first or last", () => {
  const [inside, outside] = [performed("inside", "2026-11-10"), performed("outside", "2026-10-10")];
  const approvalOf = (record: LedgerRecord, subject: string): LedgerRecord =>
    recordOf({ record: "approval", subject, approves: record.commit, performedAt: "2026-12-05T12:00:00+00:00" });
  const approval = approvalOf(inside, "approval");
  const records = [
    inside,
    outside,
    approval,
    approvalOf(outside, "another's approval"),
    { ...voidOf(approval, "2026-12-06"), subject: "void of the approval" },
    { ...voidOf(inside, "2026-12-07"), subject: "void" },
    { ...voidOf(outside, "2026-12-08"), subject: "another's void" },
  ];
  const wanted = ["inside", "approval", "void of the approval", "void"];
  expect(audited(records)).toEqual(wanted);
  expect(audited(records.toReversed())).toEqual(wanted);
});

it("an audit is in order of the time performed, whatever the offset written, of one second by commit", () => {
  const at = (subject: string, performedAt: string, commit: string): LedgerRecord => ({
    ...performed(subject, performedAt),
    commit: commit.repeat(40),
  });
  const records = [
    at("fourth", "2026-11-10T12:30:00+00:00", "a"),
    at("third", "2026-11-10T12:00:00+00:00", "c"),
    at("second", "2026-11-10T13:00:00+01:00", "b"),
    at("first", "2026-11-10T12:59:00+01:00", "d"),
  ];
  for (const order of [records, records.toReversed()]) {
    expect(audited(order)).toEqual(["first", "second", "third", "fourth"]);
  }
});
