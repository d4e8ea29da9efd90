// Every figure of a report, worked out again from `log --json`, and from `agenda --json` what was owed when: by other means
// than the program's own functions, which the test does not import.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { CalendarDate } from "../../src/calendar/calendar-date.ts";
import { ANNOUNCED_WAVES, REGIONS } from "../../src/data/announced-waves.ts";
import { parseRunBook } from "../../src/parse/run-book.ts";
import { scheduleOf } from "../../src/schedule/schedule.ts";
import type { ItemOutput, Output, RecordOutput } from "../../src/view/output-shapes.ts";
import { importRecords } from "../helpers/ledgers.ts";
import { livedRecords } from "../helpers/lived-ledger.ts";
import {
  type BookParts,
  HOOK_TIMEOUT,
  LEDGER,
  type Repository,
  appendToLedger,
  bookFiles,
  bookRepository,
  emptyFolder,
  expectRefused,
  repositoryOf,
  runCli,
  runJson,
} from "../helpers/run-cli.ts";

const ZONE = "Europe/London";
const TODAY = "2026-11-23";
const BUDGETS = { daily: 30, weekly: 60, monthly: 120, quarterly: 240, annual: 480, wave: 600 } as const;

const PARTS: BookParts = {
  settings: {
    go_live: "2025-01-06",
    timezone: ZONE,
    region: "united-kingdom",
    fiscal_year_start: "4",
    budgets: "{ daily: 30m, weekly: 1h, monthly: 2h, quarterly: 4h, annual: 8h, wave: 10h }",
    freezes: "[{ from: 2026-06-29, to: 2026-07-05, reason: Audit, procedures: [weekly-check] }]",
  },
  procedures: {
    "daily-check": { trigger: "every business day", effort: "10m" },
    "night-check": { trigger: "daily", effort: "5m", catch_up: "each" },
    "weekly-check": {
      trigger: "weekly on Tuesday",
      effort: "20m",
      owner: "operations-lead",
      measures: "{ gb: { unit: GB, warn: 80, limit: 100 } }",
    },
    "weekly-round": { trigger: "weekly", owner: "chris" },
    "monthly-check": { trigger: "monthly on business day 3", effort: "1h", requires: "[approval]" },
    "month-end": { trigger: "monthly", effort: "30m", owner: "partner-support", retired: "2026-09-15" },
    "quarter-check": { trigger: "quarterly within 5 weeks", owner: "operations-lead", last_updated: "2026-08-05" },
    "yearly-check": { trigger: "annually", effort: "1d", effective: "2026-02-01" },
    follow: { trigger: "45 days after completion", effort: "15m", last_updated: "2025-11-02" },
    prepare: { trigger: "wave -6 weeks", effort: "2h" },
    verify: { trigger: "wave +1 weeks", effort: "3h" },
    severe: { trigger: "on incident severity 1 within 30 minutes" },
    any: { trigger: "on incident within 2 hours", measures: "{ users: {} }" },
    soon: { trigger: "on event year-end" },
  },
};

interface Facts {
  readonly report: Output<"report">;
  readonly records: readonly RecordOutput[];
  readonly agenda: readonly ItemOutput[];
  readonly procedures: Output<"list">["procedures"];
}

let repository: Repository;
let facts: Omit<Facts, "report">;

/** A book that was lived by for nearly two years: with voids, approvals, a second record of what was done. */
async function livedRepository(): Promise<Repository> {
  const files = bookFiles(PARTS);
  const { book } = parseRunBook(files, { knownRegions: REGIONS });
  if (book === undefined) throw new Error("The run book has a fault.");
  const schedule = scheduleOf(book, [], ANNOUNCED_WAVES, Date.parse(`${TODAY}T00:00:00Z`));
  const lived = livedRecords(schedule, "2026-11-22" as CalendarDate, 6);
  const made = repositoryOf(files);
  const ids = await importRecords(made, LEDGER, null, lived);
  const completions = lived.flatMap((record, index) =>
    record.record === "completion" ? { record, id: ids[index] ?? "" } : [],
  );
  const approver = { name: "Chris", email: "chris@contoso.example" };
  const further = [
    ...completions
      .filter((_, index) => index % 40 === 7)
      .map(({ record, id }) => ({ record: "void" as const, procedure: record.procedure ?? null, voids: id })),
    ...completions
      .filter(({ record }, index) => record.procedure === "monthly-check" && index % 4 !== 1)
      .map(({ id }) => ({
        record: "approval" as const,
        procedure: "monthly-check",
        approves: id,
        performedBy: approver,
      })),
    { record: "completion" as const, outcome: "done" as const, procedure: "gone", occurrence: "2026-10-12" },
  ];
  const at = (index: number): string => new Date(Date.parse("2026-10-12T10:00:00Z") + index * 60_000).toISOString();
  await importRecords(
    made,
    LEDGER,
    ids.at(-1) ?? null,
    further.map((record, index) => ({ ...record, performedAt: at(index) })),
  );
  return made;
}

beforeAll(async () => {
  repository = await livedRepository();
  const options = { cwd: repository.folder, inProcess: true };
  const { document: log } = await runJson("log", ["log"], options);
  const { document: agenda } = await runJson(
    "agenda",
    ["agenda", "--from", "2024-12-01", "--to", "2027-03-31"],
    options,
  );
  const { document: list } = await runJson("list", ["list"], options);
  facts = { records: log.records, agenda: agenda.items, procedures: list.procedures };
}, HOOK_TIMEOUT);

async function reported(...args: string[]): Promise<Output<"report">> {
  const { document, code } = await runJson("report", ["report", ...args], { cwd: repository.folder, inProcess: true });
  expect(code).toBe(0);
  return document;
}

// ---- worked out again

const civilDate = new Intl.DateTimeFormat("en-CA", {
  timeZone: ZONE,
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
});
const dateOf = (at: string): string => civilDate.format(new Date(at));
const daysFrom = (a: string, b: string): number => (Date.parse(b) - Date.parse(a)) / 86_400_000;

function recordsOf({ procedure, occurrence }: ItemOutput): RecordOutput[] {
  return facts.records
    .filter(
      (one) => !one.voided && one.procedure === procedure && one.occurrence === occurrence && one.outcome !== null,
    )
    .toSorted((a, b) => Date.parse(a.performedAt) - Date.parse(b.performedAt) || (a.commit < b.commit ? -1 : 1));
}

const results = new Map<ItemOutput, string | undefined>();

/** The result of an occurrence; undefined for what is neither owed nor beside it. */
function resultOf(item: ItemOutput): string | undefined {
  if (!results.has(item)) results.set(item, resultAfresh(item));
  return results.get(item);
}

function resultAfresh(item: ItemOutput): string | undefined {
  if (item.status === "not-owed" || item.due === null) return undefined;
  const records = recordsOf(item);
  const failedAt = records.findLastIndex(({ outcome }) => outcome === "failed");
  const after = records.slice(failedAt + 1);
  const decided = after.find(({ outcome }) => outcome === "done") ?? after[0] ?? records[failedAt];
  if (decided === undefined) {
    if (item.closes !== null && item.closes <= TODAY) return "missed";
    const isPast = item.dueAt === null ? item.due < TODAY : Date.parse(item.dueAt) < Date.parse(`${TODAY}T08:30:00Z`);
    return isPast ? "overdue" : "notYetDue";
  }
  // What ended before its time had passed is owed only where it was answered before that.
  const closing = facts.records.find(({ record, event }) => record === "event-close" && event === item.occurrence);
  if (closing !== undefined && item.dueAt !== null && Date.parse(closing.performedAt) <= Date.parse(item.dueAt)) {
    if (Date.parse((records[0] ?? decided).performedAt) > Date.parse(closing.performedAt)) return undefined;
  }
  const on = dateOf(decided.performedAt);
  const isLate = item.dueAt === null ? on > item.due : Date.parse(decided.performedAt) > Date.parse(item.dueAt);
  if (decided.outcome === "failed") return "failed";
  if (decided.outcome === "skipped") return isLate ? "waived" : "skipped";
  if (item.procedure === "monthly-check" && decided.approvedBy.length === 0) return "awaitingApproval";
  if (!isLate) return "onTime";
  // A failure by then is a record: what was performed is not missed.
  const first = dateOf((records[0] ?? decided).performedAt);
  const isClosed = item.closes !== null && (item.dueAt === null ? first >= item.closes : first > item.closes);
  return isClosed ? "doneAfterClosing" : "late";
}

function tallyOf(items: readonly ItemOutput[]): Record<string, number | null> {
  const tally = { owed: 0, onTime: 0, late: 0, missed: 0, doneAfterClosing: 0, waived: 0, failed: 0, overdue: 0 };
  const counts: Record<string, number> = { ...tally, awaitingApproval: 0, skipped: 0, notYetDue: 0 };
  for (const item of items) {
    const result = resultOf(item);
    if (result === undefined) continue;
    counts[result] = (counts[result] ?? 0) + 1;
    if (result === "doneAfterClosing") counts["missed"] = (counts["missed"] ?? 0) + 1;
    if (result !== "skipped" && result !== "notYetDue") counts["owed"] = (counts["owed"] ?? 0) + 1;
  }
  const { owed = 0, onTime = 0 } = counts;
  return { ...counts, adherence: owed === 0 ? null : onTime / owed };
}

function dueIn(from: string, to: string): ItemOutput[] {
  return facts.agenda.filter(({ due }) => due !== null && from <= due && due <= to);
}

function workOf(from: string, to: string, isOf: (procedure: string) => boolean): Record<string, number> {
  const performed = facts.records.filter(
    ({ record, voided, procedure, performedAt }) =>
      record === "completion" &&
      !voided &&
      isOf(procedure ?? "") &&
      from <= dateOf(performedAt) &&
      dateOf(performedAt) <= to,
  );
  const timed = performed.filter(({ effortMinutes }) => effortMinutes !== null);
  const effortOf = (id: string | null): number | null =>
    facts.procedures.find((one) => one.id === id)?.effortMinutes ?? null;
  const compared = timed.filter(({ procedure }) => effortOf(procedure) !== null);
  const sum = (numbers: readonly (number | null)[]): number =>
    numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
  return {
    completions: performed.length,
    timed: timed.length,
    recordedMinutes: sum(timed.map(({ effortMinutes }) => effortMinutes)),
    comparedPlannedMinutes: sum(compared.map(({ procedure }) => effortOf(procedure))),
    comparedRecordedMinutes: sum(compared.map(({ effortMinutes }) => effortMinutes)),
  };
}

function plannedOf(items: readonly ItemOutput[]): number {
  return items
    .filter((item) => !["skipped", "notYetDue", undefined].includes(resultOf(item)))
    .reduce((sum, { effortMinutes }) => sum + (effortMinutes ?? 0), 0);
}

/** The days, weeks, months, fiscal quarters and years (from April) that end from one day to another. */
function endsIn(cadence: string, from: string, to: string): number {
  const last = to < TODAY ? to : TODAY;
  let count = 0;
  for (let day = Date.parse(from); day <= Date.parse(last); day += 86_400_000) {
    const [date, next] = [new Date(day), new Date(day + 86_400_000)];
    const weekday = date.getUTCDay();
    const endsMonth = next.getUTCDate() === 1;
    const isHoliday = date.toISOString().slice(5, 10) === "12-25";
    const ends: Record<string, boolean> = {
      daily: weekday !== 0 && weekday !== 6 && !isHoliday,
      weekly: weekday === 5,
      monthly: endsMonth,
      quarterly: endsMonth && next.getUTCMonth() % 3 === 0,
      annual: endsMonth && next.getUTCMonth() === 3,
    };
    count += ends[cadence] === true ? 1 : 0;
  }
  return count;
}

// ---- the figures

const PERIODS = [
  { args: [], from: "2026-10-01", to: "2026-10-31", before: ["2026-09-01", "2026-09-30"] },
  { args: ["--quarter"], from: "2026-07-01", to: "2026-09-30", before: ["2026-04-01", "2026-06-30"] },
  { args: ["--quarter", "2025-Q4"], from: "2026-01-01", to: "2026-03-31", before: ["2025-10-01", "2025-12-31"] },
  { args: ["--year", "2025"], from: "2025-04-01", to: "2026-03-31", before: ["2024-04-01", "2025-03-31"] },
  { args: ["--from", "2026-10-30"], from: "2026-10-30", to: TODAY, before: ["2026-10-05", "2026-10-29"] },
] as const;

describe.each(PERIODS)("report $args, worked out again from log and agenda", ({ args, from, to, before }) => {
  let report: Output<"report">;
  const [beforeFrom, beforeTo] = before;
  beforeAll(async () => {
    report = await reported(...args, "--by", "person");
  }, HOOK_TIMEOUT);

  it("covers the period, and the one before", () => {
    expect(report).toMatchObject({ period: { from, to }, before: { from: beforeFrom, to: beforeTo }, asOf: TODAY });
    expect(report.total.owed).toBeGreaterThan(20);
  });

  it("adherence, planned and recorded effort in all, by cadence, procedure and owner", () => {
    const expected = (isOf: (item: Pick<ItemOutput, "procedure">) => boolean): object => {
      const items = dueIn(from, to).filter(isOf);
      return {
        ...tallyOf(items),
        before: tallyOf(dueIn(beforeFrom, beforeTo).filter(isOf)),
        plannedMinutes: plannedOf(items),
        ...workOf(from, to, (procedure) => isOf({ procedure })),
      };
    };
    const infoOf = (id: string): Facts["procedures"][number] | undefined =>
      facts.procedures.find((one) => one.id === id);
    const ownerOf = (id: string): string | null => {
      const owner = infoOf(id)?.owner;
      return owner?.role ?? owner?.people[0] ?? null;
    };
    expect(report.total).toEqual(expected(({ procedure }) => infoOf(procedure) !== undefined));
    for (const { procedure, name, cadence, ...figures } of report.byProcedure) {
      expect({ procedure, ...figures }).toEqual({ procedure, ...expected((item) => item.procedure === procedure) });
      expect(infoOf(procedure)).toMatchObject({ name, cadence });
    }
    for (const { owner, name: _name, ...figures } of report.byOwner) {
      const isOwned = ({ procedure }: { procedure: string }): boolean =>
        infoOf(procedure) !== undefined && ownerOf(procedure) === owner;
      expect({ owner, ...figures }).toEqual({ owner, ...expected(isOwned) });
    }
    for (const { cadence, budgetCount, budgetMinutes, ...figures } of report.byCadence) {
      expect({ cadence, ...figures }).toEqual({
        cadence,
        ...expected(({ procedure }) => infoOf(procedure)?.cadence === cadence),
      });
      const budget = cadence === "wave" ? undefined : BUDGETS[cadence as keyof typeof BUDGETS];
      const ends = endsIn(cadence, from, to);
      expect([budgetCount, budgetMinutes]).toEqual(budget === undefined ? [null, null] : [ends, ends * budget]);
    }
    const owed = (groups: readonly { owed: number }[]): number => groups.reduce((sum, group) => sum + group.owed, 0);
    expect([report.byCadence, report.byProcedure, report.byOwner].map(owed)).toEqual(Array(3).fill(report.total.owed));
  });

  it("by month", () => {
    for (const { name: _name, from: first, to: last, ...tally } of report.months) {
      expect(tally).toEqual(tallyOf(dueIn(first, last)));
    }
    expect(report.months.length).toBe(from.slice(0, 7) === to.slice(0, 7) ? 0 : monthsBetween(from, to));
  });

  it("by person: those on duty on the due date, and those who did the work", () => {
    const onDuty = (item: ItemOutput): string => {
      const owner = facts.procedures.find(({ id }) => id === item.procedure)?.owner;
      if (owner?.role === "partner-support") return "partner-support";
      if (owner?.role === "operations-lead" || owner?.role === null) return "chris";
      const weeks = Math.max(0, Math.floor(daysFrom("2026-11-02", item.due ?? "") / 7));
      return weeks % 2 === 0 ? "ana" : "ben";
    };
    for (const { role, people, before: _before, ...tally } of report.byPerson ?? []) {
      const key = people.join(" ") || role;
      expect({ key, ...tally }).toEqual({ key, ...tallyOf(dueIn(from, to).filter((item) => onDuty(item) === key)) });
    }
    const isKnown = (id: string): boolean => facts.procedures.some((one) => one.id === id);
    expect(report.performedBy?.reduce((sum, { completions }) => sum + completions, 0)).toBe(
      workOf(from, to, isKnown)["completions"],
    );
    for (const { email, completions } of report.performedBy ?? []) {
      const those = facts.records.filter(
        (one) =>
          one.record === "completion" &&
          !one.voided &&
          one.performedBy.email === email &&
          isKnown(one.procedure ?? "") &&
          from <= dateOf(one.performedAt) &&
          dateOf(one.performedAt) <= to,
      );
      expect(completions).toBe(those.length);
    }
  });

  it("what is longest overdue, what was most missed, what is stale", () => {
    const overdue = facts.agenda
      .filter(
        (item) =>
          ["overdue", "failed"].includes(item.status) && item.due !== null && item.due <= to && item.due < TODAY,
      )
      // Under `latest` a failure is past once the procedure is done again.
      .filter(
        (item) =>
          item.status === "overdue" || !["daily-check", "weekly-check", "weekly-round"].includes(item.procedure),
      );
    const keyOf = ({ procedure, occurrence }: { procedure: string; occurrence: string }): string =>
      `${procedure} ${occurrence}`;
    expect(report.overdue.map(keyOf).toSorted()).toEqual(overdue.map(keyOf).toSorted());
    expect(report.overdue.every(({ due, overdueDays }) => overdueDays === daysFrom(due, TODAY))).toBe(true);
    expect(report.overdue.map(({ due }) => due)).toEqual(overdue.map(({ due }) => due ?? "").toSorted());
    for (const { procedure, missed } of report.mostMissed) {
      expect(tallyOf(dueIn(from, to).filter((item) => item.procedure === procedure))["missed"]).toBe(missed);
    }
    expect(report.mostMissed.reduce((sum, { missed }) => sum + missed, 0)).toBe(report.total.missed);
    expect(report.reviews.stale.map(({ procedure }) => procedure)).toEqual(["follow"]);
    const isInUse = (id: string): boolean => id !== "month-end";
    expect(report.reviews.reviewed.map(({ procedure }) => procedure).toSorted()).toEqual(
      facts.procedures
        .filter(({ id, lastUpdated }) => isInUse(id) && from <= lastUpdated && lastUpdated <= to)
        .map(({ id }) => id)
        .toSorted(),
    );
    expect(report.unknownRecords).toBe(from <= "2026-10-12" && "2026-10-12" <= to ? 1 : 0);
  });

  it("measures, their trend and the day on which it reaches a threshold", () => {
    const trend = report.measures.find(({ measure }) => measure === "gb");
    const values = facts.records
      .filter(({ values: of, voided, performedAt }) => !voided && of["gb"] !== undefined && dateOf(performedAt) <= to)
      .map(({ values: of, performedAt }) => ({
        x: daysFrom("2025-01-01", dateOf(performedAt)),
        y: of["gb"] ?? 0,
        performedAt,
      }))
      .toSorted((a, b) => Date.parse(a.performedAt) - Date.parse(b.performedAt))
      .slice(-24);
    expect(trend?.values.map(({ value }) => value)).toEqual(values.map(({ y }) => y));
    const middle = (numbers: number[]): number => {
      const sorted = numbers.toSorted((a, b) => a - b);
      const half = sorted.length / 2;
      return Number.isInteger(half)
        ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2
        : (sorted[Math.floor(half)] ?? 0);
    };
    const pairs = values.flatMap((a) => values.filter((b) => b.x > a.x).map((b) => (b.y - a.y) / (b.x - a.x)));
    const slope = middle(pairs);
    const level = middle(values.map(({ x, y }) => y - slope * x));
    expect(trend?.warnOn).not.toBeNull();
    expect(trend?.per30Days).toBeCloseTo(slope * 30, 3);
    for (const [threshold, on] of [
      [80, trend?.warnOn],
      [100, trend?.limitOn],
    ] as const) {
      const latest = values.at(-1) ?? { x: 0, y: 0 };
      const isInSight = slope > 0 && level + slope * (latest.x + 1826) >= threshold;
      if (latest.y >= threshold || !isInSight) expect(on).toBeNull();
      else {
        const day = daysFrom("2025-01-01", on ?? "");
        expect(level + slope * day).toBeGreaterThanOrEqual(threshold - 1e-6);
        const isFirst = day - 1 <= latest.x || level + slope * (day - 1) < threshold + 1e-6;
        expect(isFirst).toBe(true);
      }
    }
  });

  it("incidents, and responses against their targets", () => {
    const opened = facts.records.filter(
      ({ record, voided, performedAt }) =>
        record === "event" && !voided && from <= dateOf(performedAt) && dateOf(performedAt) <= to,
    );
    expect(report.incidents.map(({ id }) => id)).toEqual(
      opened.toSorted((a, b) => Date.parse(a.performedAt) - Date.parse(b.performedAt)).map(({ event }) => event),
    );
    for (const { id, severity, responses, openMinutes } of report.incidents) {
      const opening = opened.find(({ event }) => event === id);
      const closing = facts.records.find(({ record, event }) => record === "event-close" && event === id);
      const start = Date.parse(opening?.performedAt ?? "");
      const end = closing === undefined ? Date.parse(`${TODAY}T08:30:00Z`) : Date.parse(closing.performedAt);
      expect(severity).toBe(opening?.severity);
      expect(openMinutes).toBe(Math.floor((end - start) / 60_000));
      expect(responses.map(({ procedure }) => procedure).toSorted()).toEqual(
        severity === 1 ? ["any", "severe"] : ["any"],
      );
      for (const { procedure, targetMinutes, responseMinutes, result } of responses) {
        expect(targetMinutes).toBe(procedure === "severe" ? 30 : 120);
        const done = facts.records.find((one) => one.procedure === procedure && one.occurrence === id && !one.voided);
        const took = done === undefined ? null : Math.floor((Date.parse(done.performedAt) - start) / 60_000);
        expect(responseMinutes).toBe(took);
        const isOver = end - start > (targetMinutes ?? 0) * 60_000;
        const expected =
          took === null ? (isOver ? "unanswered" : "not-owed") : took <= (targetMinutes ?? 0) ? "within" : "late";
        expect(result).toBe(expected);
      }
    }
    const responses = report.incidents.flatMap((incident) => incident.responses);
    const within = report.severities.reduce((sum, severity) => sum + severity.within, 0);
    expect(within).toBe(responses.filter(({ result }) => result === "within").length);
  });

  it("progress of the waves", () => {
    for (const { wave, items, plannedMinutes, recordedMinutes } of report.waves) {
      const milestones = facts.agenda.filter(({ occurrence }) => occurrence.startsWith(`wave-${wave}.`));
      expect(items.map(({ procedure, status }) => `${procedure} ${status}`).toSorted()).toEqual(
        milestones.map(({ procedure, status }) => `${procedure} ${status}`).toSorted(),
      );
      expect(plannedMinutes).toBe(300);
      const efforts = milestones.flatMap(recordsOf).map(({ effortMinutes }) => effortMinutes ?? 0);
      expect(recordedMinutes).toBe(efforts.reduce((sum, minutes) => sum + minutes, 0));
    }
    const isNear = (day: string): boolean => daysFrom(from, day) >= -70 && daysFrom(to, day) <= 70;
    const near = ["2025-04-07", "2025-10-06", "2026-04-06", "2026-10-05"].filter(isNear).map((day) => day.slice(0, 7));
    expect(near).toEqual(expect.arrayContaining(report.waves.map(({ wave }) => wave)));
  });
});

function monthsBetween(from: string, to: string): number {
  const [first, last] = [from, to].map((date) => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)));
  return (last ?? 0) - (first ?? 0) + 1;
}

describe("report", () => {
  const empty = bookRepository({ procedures: { job: {} } });

  it("as of the period's end leaves out what was done since", async () => {
    // A month of which something was done in a later one.
    const late = facts.agenda.findLast(
      (item) =>
        resultOf(item) === "late" &&
        recordsOf(item).every((one) => dateOf(one.performedAt).slice(0, 7) > (item.due ?? "").slice(0, 7)),
    );
    const month = late?.due?.slice(0, 7) ?? "";
    const last = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10);
    const { total, period, asOf } = await reported("--as-of", last, "--month", month);
    const now = tallyOf(dueIn(`${month}-01`, last));
    expect([asOf, period.to, total.onTime]).toEqual([last, last, now["onTime"]]);
    expect(total.late).toBeLessThan(now["late"] ?? 0);
    expect(total.owed + total.skipped + total.notYetDue).toBe(
      (now["owed"] ?? 0) + (now["skipped"] ?? 0) + (now["notYetDue"] ?? 0),
    );
  });

  // A day that is over is asked about at its end; today, as it stands.
  it.each([
    { now: "2026-11-30T08:30:00Z", args: [], name: "October 2026" },
    { now: "2026-11-30T08:30:00Z", args: ["--as-of", "2026-11-30"], name: "October 2026" },
    { now: "2026-12-01T08:30:00Z", args: ["--as-of", "2026-11-30"], name: "November 2026" },
    { now: "2026-12-01T08:30:00Z", args: ["--month", "--as-of", "2026-11-29"], name: "October 2026" },
    { now: "2027-01-02T08:30:00Z", args: ["--quarter", "--as-of", "2026-12-31"], name: "2026-Q4" },
    { now: "2027-01-02T08:30:00Z", args: ["--year", "--as-of", "2026-12-31"], name: "2026" },
    { now: "2026-11-30T08:30:00Z", args: ["--as-of", "2026-12-31"], name: "December 2026" },
  ])("on $now of $args: $name is the last full one", async ({ now, args, name }) => {
    const env = { RUNBOOK_NOW: now };
    const { document } = await runJson("report", ["report", ...args], { cwd: empty.folder, env, inProcess: true });
    expect(document.period.name).toBe(name);
  });

  it("says the same from the built program, on a machine in another zone", async () => {
    const args = ["report", "--format", "markdown"];
    const built = await runCli(args, { cwd: repository.folder, env: { TZ: "Pacific/Kiritimati" } });
    expect(built).toEqual(await runCli(args, { cwd: repository.folder, inProcess: true }));
    expect(built).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    { args: ["--from", "2026-10-02", "--to", "2026-10-01"], says: /lies after/ },
    { args: ["--to", "2026-10-01"], says: /without --from/ },
    { args: ["--from", "2026-10-02", "--quarter"], says: /More than one period/ },
    { args: ["--month", "--year"], says: /More than one period/ },
    { args: ["--quarter", "2026-Q5"], says: /Unexpected quarter `2026-Q5`/ },
    { args: ["--month", "2026-13"], says: /Unexpected month `2026-13`/ },
    { args: ["--year", "0026"], says: /Unexpected year/ },
    { args: ["--month", "2027-01"], says: /begins after 2026-11-23/ },
    { args: ["--from", "2026-12-01"], says: /begins after 2026-11-23/ },
    { args: ["--from", "2010-01-01"], says: /longer than 10 years/ },
  ])("refuses $args", async ({ args, says }) => {
    const error = await expectRefused(empty, ["report", ...args]);
    expect(error.message).toMatch(says);
    expect(error.hint).not.toBeNull();
  });

  it("of a shallow ledger is an error that names the cure", async () => {
    const clone = join(emptyFolder(), "clone");
    repository.git("clone", "--quiet", "--depth", "2", "--no-single-branch", `file://${repository.folder}`, clone);
    const { document, code } = await runJson("error", ["report"], { cwd: clone, inProcess: true });
    expect([code, document.error.code]).toEqual([2, "shallow-ledger"]);
    expect(document.error.hint).toContain("git fetch --unshallow");
  });

  it("of a time before go-live says that nothing was owed, and exits 0", async () => {
    const args = ["report", "--month", "2025-12"];
    const { code, stdout, stderr } = await runCli(args, { cwd: empty.folder, inProcess: true });
    expect(code).toBe(0);
    expect(stdout).toMatch(/, before go-live on 2026-\d\d-\d\d\./);
    expect(stdout).toContain("Nothing was owed.");
    expect(stderr).toMatch(/What is owed since: runbook report --from 2026-\d\d-\d\d$/m);
    expect(stdout).toContain("Definitions");
  });

  it("exits 1 where a procedure does not parse, and answers for the others", async () => {
    const { folder } = bookRepository({ procedures: { job: {}, other: {} } });
    writeFileSync(join(folder, "procedures", "other.md"), "---\nname: [\n---\n");
    const { code, document, stderr } = await runJson("report", ["report"], { cwd: folder, inProcess: true });
    expect(code).toBe(1);
    expect(stderr).toContain("procedures/other.md:");
    expect(document.byProcedure.map(({ procedure }) => procedure)).toEqual(["job"]);
    expect(document.diagnostics).not.toEqual([]);
  });
});

describe("text of others in a report", () => {
  const EVIL = `</td><script>alert(1)</script> [link](javascript:alert(1)) | =cmd|' /C calc'!A0`;
  let evil: Repository;

  beforeAll(async () => {
    evil = bookRepository({
      settings: { title: `"Evil \\u202e<b>title</b>"`, go_live: "2026-09-01" },
      procedures: {
        job: {
          name: JSON.stringify(`=HYPERLINK("http://evil.example") ${EVIL}`),
          measures: `{ gb: { unit: ${JSON.stringify(EVIL)}, warn: 1 } }`,
        },
        any: { trigger: "on incident within 1 hours" },
      },
    });
    await appendToLedger(
      evil,
      `Evil\n\n${EVIL}\u001b[31m\u202e\n\nRunbook-Book: contoso\nRunbook-Record: event\nRunbook-Event: incident-2026-11-23-7f3a\nRunbook-Severity: 1\n`,
    );
    await appendToLedger(
      evil,
      "Done\n\nRunbook-Book: contoso\nRunbook-Record: completion\nRunbook-Procedure: job\nRunbook-Occurrence: 2026-11-23\nRunbook-Outcome: done\nRunbook-Value: gb=2\n",
    );
  }, HOOK_TIMEOUT);

  const asked = async (format: string): Promise<string> => {
    const args = ["report", "--from", "2026-11-01", "--by", "person", "--format", format];
    const { code, stdout } = await runCli(args, { cwd: evil.folder, inProcess: true });
    expect(code).toBe(0);
    expect(stdout).toContain("script");
    return stdout;
  };

  it("is text in HTML: no element, no attribute, no address of its own", async () => {
    const html = await asked("html");
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, name = ""]) => name.toLowerCase()));
    const own =
      "html head meta title style body main h1 h2 p svg rect line polyline section table thead tbody tr th td dl dt dd";
    expect([...tags].filter((tag) => !own.split(" ").includes(tag))).toEqual([]);
    expect(html).not.toMatch(/\s(?:on\w+|href|src|style)\s*=|url\(|@import|\u202e|\u001b/i);
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
  });

  it("is text in Markdown", async () => {
    const markdown = await asked("markdown");
    expect(markdown).not.toMatch(/(?<!\\)</);
    expect(markdown).not.toMatch(/(?<!\\)\[/);
    const row = markdown.split("\n").find((line) => line.includes("HYPERLINK"));
    expect(row?.match(/(?<!\\)\|/g)?.length).toBe(6);
  });

  it("is no formula in CSV", async () => {
    const csv = await asked("csv");
    expect(csv).toContain("\"'=HYPERLINK(");
    expect(csv).not.toMatch(/(?:^|,)"?[=+@]/m);
  });

  it("reaches no terminal raw", async () => {
    expect(await asked("pretty")).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/u);
  });
});
