import { describe, expect, it } from "vitest";
import type { LedgerRecord } from "../../src/model/record.ts";
import { dueList } from "../../src/schedule/due-list.ts";
import { standingApprovals } from "../../src/schedule/status.ts";
import { done, failed, itemFor, listed, recordOf, scheduleAsOf, skipped, voidOf } from "../helpers/run-book.ts";

const WEEKLY = { procedures: { job: { trigger: "weekly on Tuesday within 2 days" } } };
const MONTHLY = { procedures: { job: { trigger: "monthly on business day 3 within 2 days" } } };

describe("without a record, both sides of each edge", () => {
  it.each([
    { day: "2026-11-16", status: "upcoming" },
    { day: "2026-11-17", status: "open" },
    { day: "2026-11-18", status: "open" },
    { day: "2026-11-19", status: "due" },
    { day: "2026-11-20", status: "overdue" },
    { day: "2026-11-23", status: "overdue" },
    { day: "2026-11-24", status: "missed" },
    { day: "2027-06-01", status: "missed" },
  ])("latest: scheduled 17th, due 19th, closes 24th: on $day $status", ({ day, status }) => {
    expect(itemFor(scheduleAsOf(day, WEEKLY), "2026-W47").status).toBe(status);
  });

  it.each([
    { day: "2026-11-03", status: "upcoming" },
    { day: "2026-11-04", status: "open" },
    { day: "2026-11-06", status: "due" },
    { day: "2026-11-07", status: "overdue" },
    { day: "2028-11-07", status: "overdue" },
  ])("each: never closes: on $day $status", ({ day, status }) => {
    expect(itemFor(scheduleAsOf(day, MONTHLY), "2026-11").status).toBe(status);
  });

  it.each([
    { day: "2026-12-02", status: "overdue" },
    { day: "2026-12-03", status: "missed" },
  ])("each, retired on 3 December: on $day $status", ({ day, status }) => {
    const parts = { procedures: { job: { trigger: "monthly on business day 3", retired: "2026-12-03" } } };
    expect(itemFor(scheduleAsOf(day, parts), "2026-11").status).toBe(status);
  });
});

describe("approvals that count", () => {
  it("stand by when they were given, whichever way the ledger was read", () => {
    const work = done("2026-W47", "2026-11-17");
    const approvalOf = (day: string, email: string): LedgerRecord =>
      recordOf({
        record: "approval",
        approves: work.commit,
        performedAt: `${day}T12:00:00Z`,
        performedBy: { name: "", email },
      });
    const people = ["ben@contoso.example", "chris@contoso.example"];
    const given = people.map((email, day) => approvalOf(`2026-11-${18 + day}`, email));
    for (const approvals of [given, given.toReversed()]) {
      const found = standingApprovals(work, scheduleAsOf("2026-11-26", WEEKLY, [work, ...approvals]));
      expect(found.map(({ performedBy }) => performedBy.email)).toEqual(people.toReversed());
    }
  });
});

describe("with records", () => {
  const AT = "2026-11-26";
  const rows: { title: string; records: () => LedgerRecord[]; status: string }[] = [
    { title: "done before the due date", records: () => [done("2026-W47", "2026-11-17")], status: "done" },
    { title: "done on the due date", records: () => [done("2026-W47", "2026-11-19")], status: "done" },
    { title: "done the day after", records: () => [done("2026-W47", "2026-11-20")], status: "done-late" },
    { title: "done after it closed", records: () => [done("2026-W47", "2026-11-25")], status: "done-late" },
    { title: "done before it was scheduled", records: () => [done("2026-W47", "2026-11-13")], status: "done" },
    { title: "failed", records: () => [failed("2026-W47", "2026-11-17")], status: "failed" },
    {
      title: "failed, then done",
      records: () => [failed("2026-W47", "2026-11-17"), done("2026-W47", "2026-11-18")],
      status: "done",
    },
    {
      title: "done, then failed",
      records: () => [done("2026-W47", "2026-11-17"), failed("2026-W47", "2026-11-18")],
      status: "failed",
    },
    {
      title: "done, failed, done late",
      records: () => [done("2026-W47", "2026-11-17"), failed("2026-W47", "2026-11-18"), done("2026-W47", "2026-11-20")],
      status: "done-late",
    },
    {
      title: "of two done the first decides",
      records: () => [done("2026-W47", "2026-11-23"), done("2026-W47", "2026-11-18")],
      status: "done",
    },
    { title: "skipped on the due date", records: () => [skipped("2026-W47", "2026-11-19")], status: "skipped" },
    { title: "skipped after it", records: () => [skipped("2026-W47", "2026-11-20")], status: "waived" },
    {
      title: "skipped, then done",
      records: () => [skipped("2026-W47", "2026-11-17"), done("2026-W47", "2026-11-18")],
      status: "done",
    },
    {
      title: "failed, then skipped",
      records: () => [failed("2026-W47", "2026-11-17"), skipped("2026-W47", "2026-11-18")],
      status: "skipped",
    },
    {
      title: "skipped, then failed",
      records: () => [skipped("2026-W47", "2026-11-17"), failed("2026-W47", "2026-11-18")],
      status: "failed",
    },
    {
      title: "of two skips the first decides",
      records: () => [skipped("2026-W47", "2026-11-19"), skipped("2026-W47", "2026-11-24")],
      status: "skipped",
    },
    { title: "another occurrence's record", records: () => [done("2026-W46", "2026-11-17")], status: "missed" },
    { title: "a record after the day asked about", records: () => [done("2026-W47", "2026-11-27")], status: "missed" },
    {
      title: "another procedure's record",
      records: () => [done("2026-W47", "2026-11-17", { procedure: "other" })],
      status: "missed",
    },
  ];
  it.each(rows)("$title: $status", ({ records, status }) => {
    expect(itemFor(scheduleAsOf(AT, WEEKLY, records()), "2026-W47").status).toBe(status);
    expect(itemFor(scheduleAsOf(AT, WEEKLY, records().toReversed()), "2026-W47").status).toBe(status);
  });

  it("leaves a voided record out, whenever it was voided", () => {
    const record = done("2026-W47", "2026-11-17");
    const schedule = scheduleAsOf(AT, WEEKLY, [record, voidOf(record, "2026-12-24")]);
    expect(itemFor(schedule, "2026-W47").status).toBe("missed");
  });

  it("takes no void of a void", () => {
    const record = done("2026-W47", "2026-11-17");
    const first = voidOf(record, "2026-11-18");
    expect(itemFor(scheduleAsOf(AT, WEEKLY, [record, first, voidOf(first, "2026-11-19")]), "2026-W47").status).toBe(
      "missed",
    );
  });

  it("reads records of a former id", () => {
    const parts = { procedures: { job: { trigger: "weekly on Tuesday", formerly: "[old-job]" } } };
    const records = [done("2026-W47", "2026-11-17", { procedure: "old-job" })];
    expect(itemFor(scheduleAsOf(AT, parts, records), "2026-W47").status).toBe("done");
  });

  it("shows work on what was not owed", () => {
    const parts = { settings: { go_live: "2026-11-23" }, ...WEEKLY };
    expect(itemFor(scheduleAsOf(AT, parts), "2026-W47").status).toBe("not-owed");
    expect(itemFor(scheduleAsOf(AT, parts, [done("2026-W47", "2026-11-17")]), "2026-W47").status).toBe("done");
  });

  it("orders records of one second by commit", () => {
    const at = "2026-11-17T09:00:00+00:00";
    const [a, b] = [failed("2026-W47", at), done("2026-W47", at)];
    const status = (records: LedgerRecord[]): string => itemFor(scheduleAsOf(AT, WEEKLY, records), "2026-W47").status;
    expect(
      status([
        { ...a, commit: "a".repeat(40) },
        { ...b, commit: "b".repeat(40) },
      ]),
    ).toBe("done");
    expect(
      status([
        { ...a, commit: "b".repeat(40) },
        { ...b, commit: "a".repeat(40) },
      ]),
    ).toBe("failed");
  });

  it("dates a record in the run book's zone", () => {
    const parts = { settings: { timezone: "Pacific/Kiritimati" }, ...WEEKLY };
    // 11:00 UTC on the 19th is 01:00 on the 20th in Kiritimati: a day late there.
    const records = [done("2026-W47", "2026-11-19T11:00:00+00:00")];
    expect(itemFor(scheduleAsOf(AT, parts, records), "2026-W47").status).toBe("done-late");
    expect(itemFor(scheduleAsOf(AT, WEEKLY, records), "2026-W47").status).toBe("done");
  });
});

describe("approval", () => {
  const parts = { procedures: { job: { trigger: "weekly on Tuesday", requires: "[approval]" } } };
  const completion = done("2026-W47", "2026-11-17", { recordedBy: { name: "Ben", email: "BEN@contoso.example" } });
  const approvedBy = (email: string): LedgerRecord =>
    recordOf({
      record: "approval",
      procedure: "job",
      approves: completion.commit,
      performedAt: "2026-12-01T09:00:00+00:00",
      performedBy: { name: "Somebody", email },
    });
  it.each([
    { title: "nobody", by: [], status: "awaiting-approval" },
    { title: "the performer", by: ["ana@contoso.example"], status: "awaiting-approval" },
    { title: "the recorder", by: ["ben@contoso.example"], status: "awaiting-approval" },
    { title: "a stranger", by: ["mallory@fabrikam.example"], status: "awaiting-approval" },
    {
      title: "somebody else in roles.yml, later than the day asked about",
      by: ["Chris@Contoso.example"],
      status: "done",
    },
  ])("by $title: $status", ({ by, status }) => {
    const schedule = scheduleAsOf("2026-11-19", parts, [completion, ...by.map(approvedBy)]);
    expect(itemFor(schedule, "2026-W47").status).toBe(status);
    expect(listed(schedule)).toEqual(status === "done" ? [] : ["awaiting-approval 2026-W47"]);
  });

  it("counts beside people of whom no address is known", () => {
    const roles = `roles: { operations-analyst: { name: Analyst, people: [ana, dora] } }
people: { dora: { name: Dora }, ana: { name: Ana, email: ana@contoso.example }, chris: { name: Chris, email: chris@contoso.example } }
`;
    const schedule = scheduleAsOf("2026-11-19", { ...parts, roles }, [completion, approvedBy("chris@contoso.example")]);
    expect(itemFor(schedule, "2026-W47").status).toBe("done");
  });
});

describe("due lists", () => {
  it("only the newest missed daily, through the first business day on or after it closes", () => {
    const parts = { settings: { go_live: "2025-01-01" }, procedures: { job: { trigger: "daily" } } };
    expect(listed(scheduleAsOf("2026-11-20", parts))).toEqual(["missed 2026-11-19", "due 2026-11-20"]);
    expect(listed(scheduleAsOf("2026-11-22", parts))).toEqual([
      "missed 2026-11-20",
      "missed 2026-11-21",
      "due 2026-11-22",
    ]);
    expect(listed(scheduleAsOf("2026-11-23", parts))).toEqual([
      "missed 2026-11-20",
      "missed 2026-11-21",
      "missed 2026-11-22",
      "due 2026-11-23",
    ]);
    expect(listed(scheduleAsOf("2026-11-24", parts))).toEqual(["missed 2026-11-23", "due 2026-11-24"]);
  });

  it("after 400 missed dailies no more than after one", () => {
    const parts = { settings: { go_live: "2025-10-01" }, procedures: { job: { trigger: "every business day" } } };
    expect(listed(scheduleAsOf("2026-11-24", parts, [done("2025-10-01", "2025-10-01")]))).toEqual([
      "missed 2026-11-23",
      "due 2026-11-24",
    ]);
  });

  it("every overdue one under each", () => {
    const parts = {
      settings: { go_live: "2026-08-01" },
      procedures: { job: { trigger: "monthly on business day 3" } },
    };
    expect(listed(scheduleAsOf("2026-11-24", parts, [done("2026-09", "2026-09-03")]))).toEqual([
      "overdue 2026-08",
      "overdue 2026-10",
      "overdue 2026-11",
    ]);
  });

  it("a failure until it is done or skipped, past its closing", () => {
    const records = [failed("2026-W45", "2026-11-03")];
    expect(listed(scheduleAsOf("2026-11-25", WEEKLY, records))).toEqual(["failed 2026-W45", "open 2026-W48"]);
    expect(listed(scheduleAsOf("2026-11-25", WEEKLY, [...records, skipped("2026-W45", "2026-11-25")]))).toEqual([
      "open 2026-W48",
    ]);
  });

  it("no failure once another occurrence is done at a later time, under latest only", () => {
    const later = [failed("2026-W47", "2026-11-18"), done("2026-W48", "2026-11-24")];
    expect(listed(scheduleAsOf("2026-11-25", WEEKLY, later))).toEqual([]);
    const earlier = [done("2026-W48", "2026-11-16"), failed("2026-W47", "2026-11-18")];
    expect(listed(scheduleAsOf("2026-11-25", WEEKLY, earlier))).toEqual(["failed 2026-W47"]);
    const monthly = [failed("2026-10", "2026-10-06"), done("2026-11", "2026-11-04")];
    const parts = { settings: { go_live: "2026-10-01" }, ...MONTHLY };
    expect(listed(scheduleAsOf("2026-11-25", parts, monthly))).toEqual(["failed 2026-10"]);
  });

  it("the failure still, where the other one failed or was skipped, or is done later than the day asked about", () => {
    const failure = failed("2026-W47", "2026-11-18");
    const asOf = (day: string, ...others: LedgerRecord[]): string[] =>
      listed(scheduleAsOf(day, WEEKLY, [failure, ...others])).filter((line) => line.startsWith("failed"));
    expect(asOf("2026-11-25", failed("2026-W48", "2026-11-24"))).toEqual(["failed 2026-W47", "failed 2026-W48"]);
    expect(asOf("2026-11-25", skipped("2026-W48", "2026-11-24"))).toEqual(["failed 2026-W47"]);
    expect(asOf("2026-11-23", done("2026-W48", "2026-11-24"))).toEqual(["failed 2026-W47"]);
    expect(asOf("2026-11-24", done("2026-W48", "2026-11-24"))).toEqual([]);
    expect(asOf("2026-11-25", { ...done("2026-W48", "2026-11-18"), performedAt: failure.performedAt })).toEqual([
      "failed 2026-W47",
    ]);
  });

  it("by urgency, then due date, then id", () => {
    const parts = {
      settings: { go_live: "2026-11-01" },
      procedures: {
        "z-daily": { trigger: "every business day" },
        "a-daily": { trigger: "every business day" },
        "monthly-overdue": { trigger: "monthly on business day 3" },
        "weekly-open": { trigger: "weekly" },
        "monthly-open": { trigger: "monthly" },
      },
    };
    const { items } = dueList(scheduleAsOf("2026-11-24", parts), 7);
    expect(items.map(({ status, occurrence }) => `${status} ${occurrence.procedure.id}`)).toEqual([
      "overdue monthly-overdue",
      "missed a-daily",
      "missed z-daily",
      "due a-daily",
      "due z-daily",
      "open weekly-open",
      "open monthly-open",
    ]);
  });

  it("nothing before go-live, and nothing before `effective`", () => {
    const parts = { settings: { go_live: "2026-12-01" }, procedures: { job: { trigger: "daily" } } };
    expect(listed(scheduleAsOf("2026-11-30", parts))).toEqual([]);
    expect(listed(scheduleAsOf("2026-12-01", parts))).toEqual(["due 2026-12-01"]);
    const future = { procedures: { job: { trigger: "daily", effective: "2026-12-01" } } };
    expect(listed(scheduleAsOf("2026-11-30", future))).toEqual([]);
    expect(listed(scheduleAsOf("2026-12-01", future))).toEqual(["due 2026-12-01"]);
  });

  it("today by the run book's zone: at 23:30 in London it is tomorrow in Kiritimati", () => {
    const asOf = (timezone: string): string[] =>
      listed(
        scheduleAsOf("2026-11-23T23:30:00Z", {
          settings: { timezone, go_live: "2026-11-23" },
          procedures: { job: { trigger: "daily" } },
        }),
      );
    expect(asOf("Europe/London")).toEqual(["due 2026-11-23"]);
    expect(asOf("Pacific/Kiritimati")).toEqual(["missed 2026-11-23", "due 2026-11-24"]);
  });

  it("what comes in the days after, by scheduled date", () => {
    const parts = { procedures: { job: { trigger: "weekly on Tuesday and Friday" } } };
    const { upcoming } = dueList(scheduleAsOf("2026-11-23", parts, [done("2026-11-24", "2026-11-23")]), 7);
    expect(upcoming.map(({ occurrence }) => occurrence.key)).toEqual(["2026-11-27"]);
    expect(dueList(scheduleAsOf("2026-11-23", parts), 0).upcoming).toEqual([]);
    expect(dueList(scheduleAsOf("2026-11-23", parts), 8).upcoming).toHaveLength(3);
  });
});

describe("after completion", () => {
  const parts = { settings: { go_live: "2026-11-02" }, procedures: { job: { trigger: "30 days after completion" } } };

  it("is first owed on the start, and never closes", () => {
    expect(listed(scheduleAsOf("2026-11-02", parts))).toEqual(["due 2026-11-02"]);
    expect(listed(scheduleAsOf("2027-11-02", parts))).toEqual(["overdue 2026-11-02"]);
  });

  it("is then owed that long after it was performed, rolled", () => {
    const records = [done("2026-11-02", "2026-11-05")];
    expect(itemFor(scheduleAsOf("2026-11-10", parts, records), "2026-12-05").occurrence).toMatchObject({
      nominal: "2026-12-05",
      scheduled: "2026-12-07",
      due: "2026-12-07",
    });
    expect(listed(scheduleAsOf("2026-12-04", parts, records))).toEqual([]);
    expect(listed(scheduleAsOf("2026-12-07", parts, records))).toEqual(["due 2026-12-05"]);
  });

  it("counts from the latest done, whatever its key, and from a skip", () => {
    const records = [done("2026-11-02", "2026-11-05"), done("2026-11-02", "2026-11-20")];
    expect(listed(scheduleAsOf("2026-12-21", parts, records))).toEqual(["due 2026-12-20"]);
    expect(listed(scheduleAsOf("2026-12-21", parts, [...records, skipped("2026-12-20", "2026-12-21")]))).toEqual([]);
    expect(listed(scheduleAsOf("2027-01-20", parts, [...records, skipped("2026-12-20", "2026-12-21")]))).toEqual([
      "due 2027-01-20",
    ]);
  });

  it("does not count from a failure, from a voided record or from one after the day asked about", () => {
    const record = done("2026-11-02", "2026-11-05");
    expect(listed(scheduleAsOf("2026-11-09", parts, [failed("2026-11-02", "2026-11-05")]))).toEqual([
      "failed 2026-11-02",
    ]);
    expect(listed(scheduleAsOf("2026-11-09", parts, [record, voidOf(record, "2026-11-06")]))).toEqual([
      "overdue 2026-11-02",
    ]);
    expect(listed(scheduleAsOf("2026-11-04", parts, [record]))).toEqual(["overdue 2026-11-02"]);
  });

  it.each([
    { trigger: "5 business days after completion", next: "2026-11-12" },
    { trigger: "2 weeks after completion", next: "2026-11-19" },
    { trigger: "3 months after completion", next: "2027-02-05" },
  ])("$trigger", ({ trigger, next }) => {
    const schedule = scheduleAsOf("2027-06-01", { ...parts, procedures: { job: { trigger } } }, [
      done("2026-11-02", "2026-11-05"),
    ]);
    expect(listed(schedule)).toEqual([`overdue ${next}`]);
  });

  it("clamps months from the 31st", () => {
    const schedule = scheduleAsOf(
      "2027-06-01",
      { settings: { go_live: "2026-08-31" }, procedures: { job: { trigger: "6 months after completion" } } },
      [done("2026-08-31", "2026-08-31")],
    );
    expect(itemFor(schedule, "2027-02-28").occurrence.scheduled).toBe("2027-03-01");
  });

  it("stays owed though it was done so early that the next date is done already", () => {
    const daily = { ...parts, procedures: { job: { trigger: "1 day after completion" } } };
    const records = [done("2026-11-02", "2026-11-02"), done("2026-11-03", "2026-11-02T13:00:00+00:00")];
    expect(listed(scheduleAsOf("2026-11-04", daily, records))).toEqual(["due 2026-11-04"]);
  });
});
