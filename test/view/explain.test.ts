import { Chalk } from "chalk";
import { describe, expect, it } from "vitest";
import { nextItems } from "../../src/schedule/candidates.ts";
import { listedItems } from "../../src/schedule/due-list.ts";
import { reasonsOf, renderExplainText } from "../../src/view/explain-text.ts";
import { renderPreview } from "../../src/view/preview-text.ts";
import { type BookParts, done, itemFor, onlyProcedure, scheduleAsOf } from "../helpers/run-book.ts";

const HOLIDAYS = ["2026-12-25", "2026-12-28", "2027-01-01"];

function bookOf(trigger: string, settings: Record<string, string> = {}): BookParts {
  return {
    settings: { go_live: "2026-11-02", region: "united-kingdom", ...settings },
    holidays: HOLIDAYS,
    procedures: { job: { trigger } },
  };
}

describe("what is recorded of an occurrence", () => {
  it.each([
    { note: "Quiet", ends: ": Quiet." },
    { note: "Quiet now.", ends: ": Quiet now." },
    { note: "Quiet?", ends: ": Quiet?" },
    { note: "Quiet.\n\nMore.", ends: ": Quiet. …" },
  ])("ends as a sentence: $note", ({ note, ends }) => {
    const records = [done("2026-11-23", "2026-11-23", { note })];
    const schedule = scheduleAsOf("2026-11-23", bookOf("every business day"), records);
    const [reason = ""] = reasonsOf(itemFor(schedule, "2026-11-23"), schedule).filter((line) =>
      line.startsWith("Record: "),
    );
    expect(reason.slice(-ends.length)).toBe(ends);
  });
});

it("names the completion or skip from which it is counted", () => {
  const book = bookOf("10 business days after completion");
  const reasonFor = (key: string, records: Parameters<typeof scheduleAsOf>[2]): string => {
    const schedule = scheduleAsOf("2026-12-02", book, records);
    return reasonsOf(itemFor(schedule, key), schedule)[1] ?? "";
  };
  expect(reasonFor("2026-11-02", [])).toBe("The first one is owed from the start: Monday 2 Nov 2026.");
  const first = done("2026-11-02", "2026-11-20");
  expect(reasonFor("2026-12-04", [first])).toBe(
    `Counted from the completion of Friday 20 Nov 2026 (${first.commit.slice(0, 10)}): Friday 4 Dec 2026.`,
  );
  const skipped = { ...done("2026-12-04", "2026-12-01"), record: "skip", outcome: null } as const;
  expect(reasonFor("2026-12-15", [first, skipped])).toMatch(/^Counted from the skip of Tuesday 1 Dec 2026 \(/);
  expect(reasonFor("2026-12-04", [first, skipped])).toMatch(/^Counted from the completion of Friday 20 Nov 2026 \(/);
});

describe("why an occurrence has its dates", () => {
  it.each([
    {
      trigger: "monthly on business day 3",
      key: "2027-01",
      reasons: ["The rule names Wednesday 6 Jan 2027; not counted: Friday 1 Jan 2027 (Holiday).", "Due the same day."],
    },
    {
      trigger: "half-yearly on month 6 last business day",
      key: "2026-H2",
      reasons: ["The rule names Thursday 31 Dec 2026."],
    },
    {
      trigger: "monthly on day 25 within 5 business days",
      key: "2026-12",
      reasons: [
        "Friday 25 Dec 2026 is a holiday (Holiday): rolled to the next business day, Tuesday 29 Dec 2026.",
        "Scheduled from Tuesday 29 Dec 2026, due by Wednesday 6 Jan 2027; not counted: Friday 1 Jan 2027 (Holiday).",
      ],
    },
    {
      trigger: "monthly on day 31 within 3 days",
      key: "2027-01",
      reasons: [
        "Sunday 31 Jan 2027 is outside the working week: rolled to the next business day, Monday 1 Feb 2027.",
        "Scheduled from Monday 1 Feb 2027, due by Thursday 4 Feb 2027.",
      ],
    },
    {
      trigger: "rrule FREQ=MONTHLY;BYMONTHDAY=25 from 2026-11-25",
      key: "2026-12-25",
      reasons: [
        "Friday 25 Dec 2026 is a holiday (Holiday), and its rule does not roll: `roll: next` or `roll: previous` would move it.",
        "Due the same day.",
      ],
    },
    {
      trigger: "quarterly",
      key: "2027-Q1",
      reasons: [
        "The period begins on Friday 1 Jan 2027.",
        "Scheduled from Friday 1 Jan 2027, due by Wednesday 31 Mar 2027, its last business day.",
      ],
    },
    {
      trigger: "quarterly",
      key: "2026-Q4",
      reasons: [
        "The period begins on Thursday 1 Oct 2026.",
        "The period began before the start (2026-11-02), and at least half of it is left: scheduled on the start.",
      ],
    },
    {
      trigger: "wave -8 weeks",
      key: "wave-2028-04.customer-engagement",
      reasons: [
        "Anchor 2028-04-10 (estimated; 1 week after the first public group, for united-kingdom).",
        "Wave week begins on Monday 10 Apr 2028; the milestone's week, 8 weeks before it, on Monday 14 Feb 2028.",
      ],
    },
  ])("$trigger, $key", ({ trigger, key, reasons }) => {
    const schedule = scheduleAsOf("2026-11-23", bookOf(trigger));
    expect(reasonsOf(itemFor(schedule, key), schedule)).toEqual(expect.arrayContaining(reasons));
  });

  it("names a closure that moved it", () => {
    const closures = "[{ from: 2026-12-01, to: 2026-12-02, reason: Move }]";
    const schedule = scheduleAsOf("2026-11-23", bookOf("monthly on business day 1", { closures }));
    expect(reasonsOf(itemFor(schedule, "2026-12"), schedule)).toContain(
      "The rule names Thursday 3 Dec 2026; not counted: Tuesday 1 Dec 2026 (Move), Wednesday 2 Dec 2026 (Move).",
    );
  });
});

it("says for whom somebody covers who has a procedure by name", () => {
  const roles = `roles: {}
people:
  ana: { name: Ana }
  ben: { name: Ben }
absences: [{ person: ana, from: 2026-11-24, to: 2026-11-24, cover: ben }]
`;
  const schedule = scheduleAsOf("2026-11-24", { roles, procedures: { job: { trigger: "daily", owner: "ana" } } });
  const owners = ["2026-11-24", "2026-11-25"].map(
    (key) =>
      /Owner: .*/.exec(
        renderExplainText([itemFor(schedule, key)], schedule, { chalk: new Chalk({ level: 0 }), columns: 80 }),
      )?.[0],
  );
  expect(owners).toEqual(["Owner: Ben, who covers for Ana.", "Owner: Ana."]);
});

it("says what a changed trigger means for the past, unless it begins after the last record of the one before", () => {
  const style = { chalk: new Chalk({ level: 0 }), columns: 200 };
  const text = (keys: Record<string, string>): string => {
    const procedures = { job: { trigger: "monthly on second Wednesday", ...keys } };
    const settings = { go_live: "2026-11-02" };
    const schedule = scheduleAsOf("2026-12-15", { settings, procedures }, [
      done("2026-W50", "2026-12-09T09:00:00Z", { procedure: "job" }),
    ]);
    return renderExplainText(
      [itemFor(schedule, keys["trigger"] === undefined ? "2026-12" : "2026-W51")],
      schedule,
      style,
    );
  };
  expect(text({})).toMatch(/\n\nThe last record is of 2026-W50, .* procedures\/job\.md:\n {2}effective: 2026-12-15\n$/);
  expect(text({ effective: "2026-12-15" })).not.toContain("2026-W50");
  expect(text({ trigger: "weekly on Tuesday" })).not.toContain("The last record");
});

describe("a long row of occurrences", () => {
  it("is folded to the newest, with the keys of the others", () => {
    const schedule = scheduleAsOf("2026-11-23", bookOf("monthly on day 3", { go_live: "2026-01-01" }));
    const items = listedItems(onlyProcedure(schedule), schedule);
    expect(items).toHaveLength(11);
    const style = { chalk: new Chalk({ level: 0 }), columns: 80, isTerminal: false };
    const text = renderExplainText(items, schedule, style);
    expect(text.match(/^ {2}- Rule: /gm)).toHaveLength(4);
    expect(text).toContain("\n\nAnd 7 older ones: 2026-01, 2026-02, 2026-03, 2026-04, 2026-05, 2026-06, 2026-07.\n");
    expect(text).toMatch(/\nExplain one: runbook explain job --for 2026-01\n$/);
  });
});

describe("the preview of a trigger", () => {
  const preview = (trigger: string): string => {
    const schedule = scheduleAsOf("2026-11-28", bookOf(trigger, { go_live: "2026-12-05" }));
    return renderPreview(onlyProcedure(schedule), nextItems(onlyProcedure(schedule), schedule, 2), schedule);
  };
  it.each([
    {
      trigger: "every 2 weeks on Monday from 2026-12-14 within 2 business days",
      lines: [
        "Monday 14 Dec 2026, due by Wednesday 16 Dec 2026 (2026-W51)",
        "Tuesday 29 Dec 2026, due by Thursday 31 Dec 2026 (2026-W53); Monday 28 Dec 2026 is a holiday (Holiday)",
      ],
    },
    {
      trigger: "rrule FREQ=MONTHLY;BYMONTHDAY=25 from 2026-12-25",
      lines: [
        "Friday 25 Dec 2026 (2026-12-25); Friday 25 Dec 2026 is a holiday (Holiday), and its rule does not roll",
        "Monday 25 Jan 2027 (2027-01-25)",
      ],
    },
    { trigger: "daily", lines: ["Saturday 5 Dec 2026 (2026-12-05)", "Sunday 6 Dec 2026 (2026-12-06)"] },
    { trigger: "monthly on fifth Friday", lines: ["Friday 29 Jan 2027 (2027-01)", "Friday 30 Apr 2027 (2027-04)"] },
    {
      trigger: "30 days after completion",
      lines: [
        "Monday 7 Dec 2026 (2026-12-05); Saturday 5 Dec 2026 is outside the working week",
        "then 30 days after completion",
      ],
    },
  ])("$trigger", ({ trigger, lines }) => {
    expect(preview(trigger)).toMatch(/^Its next dates:\n/);
    expect(
      preview(trigger)
        .split("\n")
        .map((line) => line.trim()),
    ).toEqual(expect.arrayContaining(lines));
  });

  it.each([
    ["rrule FREQ=DAILY;COUNT=1 from 2026-11-20", "It has no date to come.\n"],
    ["on incident severity 1", "It has no dates: it happens when an incident is opened.\n"],
    ["on event year-end", "It has no dates: it happens when the event year-end is raised.\n"],
  ])("%s", (trigger, text) => {
    expect(preview(trigger)).toBe(text);
  });
});
