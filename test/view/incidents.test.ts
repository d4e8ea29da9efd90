import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Chalk } from "chalk";
import { remark } from "remark";
import remarkGfm from "remark-gfm";
import { describe, expect, it } from "vitest";
import type { LedgerRecord } from "../../src/model/record.ts";
import { dueList } from "../../src/schedule/due-list.ts";
import { type EventState, eventsAsOf, responsesOf } from "../../src/schedule/incidents.ts";
import type { Schedule } from "../../src/schedule/schedule.ts";
import { renderDueText } from "../../src/view/due-text.ts";
import { renderSections } from "../../src/view/table.ts";
import { renderEventList } from "../../src/view/incident-list-text.ts";
import { renderPlaybook } from "../../src/view/incident-playbook-text.ts";
import { renderReview } from "../../src/view/incident-review.ts";
import { renderIncidentText } from "../../src/view/incident-text.ts";
import { markdownText } from "../../src/view/markdown.ts";
import type { Style } from "../../src/view/style.ts";
import { done, recordOf, scheduleAsOf } from "../helpers/run-book.ts";

const TEMPLATE = readFileSync(join(import.meta.dirname, "../../templates/incident-review.md"), "utf8");
const ID = "incident-2026-10-24-7f3a";
const PARTS = {
  settings: { timezone: "Europe/London" },
  procedures: {
    first: { trigger: "on incident severity 1 within 15 minutes", effort: "1h", escalate_to: "[operations-lead]" },
    second: { trigger: "on incident severity 2 within 4 hours" },
    always: { trigger: "on incident severity 1" },
  },
};

const style = (columns = 100): Style => ({ chalk: new Chalk({ level: 0 }), columns });

const open = (fields: Partial<LedgerRecord> = {}): LedgerRecord =>
  recordOf({
    record: "event",
    event: ID,
    severity: 1,
    note: "Orders fail",
    performedAt: "2026-10-24T23:50:00+01:00",
    ...fields,
  });
const update = (at: string, fields: Partial<LedgerRecord> = {}): LedgerRecord =>
  recordOf({ record: "event-update", event: ID, performedAt: at, ...fields });

function scheduleWith(asOf: string, ...records: readonly LedgerRecord[]): Schedule {
  return scheduleAsOf(asOf, PARTS, records.toReversed());
}

function incidentIn(schedule: Schedule): EventState {
  const [incident] = eventsAsOf(schedule);
  if (incident === undefined) throw new Error("There is no incident.");
  return incident;
}

describe("due", () => {
  const text = (asOf: string, ...records: readonly LedgerRecord[]): string => {
    const schedule = scheduleWith(asOf, ...records);
    return renderDueText(schedule, dueList(schedule, 7), style(), renderSections) ?? "";
  };
  const rowOf = (name: string, output: string): string =>
    output
      .split("\n")
      .find((line) => line.includes(name))
      ?.replaceAll(/ {2,}/g, "|") ?? "";

  it("counts down by time of day, and names the incident of each procedure", () => {
    const output = text("2026-10-24T23:01:00Z", open());
    expect(rowOf("first", output)).toBe("|first: Orders fail (7f3a)|Ana (operations-analyst)|today 00:05, in 4m|1h");
    expect(rowOf("always", output)).toBe("|always: Orders fail (7f3a)|Ana (operations-analyst)|no time limit");
    expect(output).toContain(`${ID}, severity 1, open for 11m: Orders fail`);
    expect(output).toContain("runbook done first\n");
  });

  it.each([
    { asOf: "2026-10-24T23:06:00Z", due: "today 00:05, overdue by 1m" },
    // The clocks go back at 01:00 UTC.
    { asOf: "2026-10-25T02:05:00Z", due: "today 00:05, overdue by 3h" },
    { asOf: "2026-10-27T09:05:00Z", due: "Sun 25 Oct 00:05, overdue by 2d 10h" },
  ])("says at $asOf: $due", ({ asOf, due }) => {
    expect(rowOf("first", text(asOf, open()))).toContain(`|${due}|`);
  });

  it("gives each of two incidents a row and an occurrence to name", () => {
    const other = open({ event: "incident-2026-10-24-0001", note: "Mail stands still" });
    const output = text("2026-10-24T23:01:00Z", open(), other);
    expect(rowOf("first: Orders", output)).not.toBe("");
    expect(rowOf("first: Mail", output)).not.toBe("");
    expect(output).toContain("2 incidents are open: runbook incident list --open");
    expect(output).toContain("runbook done first --for incident-2026-10-24-0001\n");
  });

  it("names first what to type for an incident, before what is overdue by days", () => {
    const parts = { ...PARTS, procedures: { ...PARTS.procedures, audit: { trigger: "monthly on day 2" } } };
    const nextAt = (asOf: string, ...records: readonly LedgerRecord[]): string | undefined => {
      const schedule = scheduleAsOf(asOf, parts, records.toReversed());
      const output = renderDueText(schedule, dueList(schedule, 7), style(), renderSections) ?? "";
      expect(output).toMatch(/\n {2}audit .*, and \d+ more since /);
      return /Next:\n {2}runbook run (\S+)/.exec(output)?.[1];
    };
    const worse = { event: "incident-2026-10-24-0001", note: "Mail", performedAt: "2026-10-24T23:45:00+01:00" };
    const answer = done(ID, "2026-10-24T22:59:00Z", { procedure: "first" });
    expect(nextAt("2026-10-24T23:01:00Z", open())).toBe("first");
    expect(nextAt("2026-10-24T23:04:00Z", open(worse), open())).toBe("first");
    // Without a time limit, or due on a later day, it waits.
    expect(nextAt("2026-10-24T23:01:00Z", open(), answer)).toBe("audit");
    expect(nextAt("2026-10-24T21:01:00Z", open({ severity: 2, performedAt: "2026-10-24T22:00:00+01:00" }))).toBe(
      "audit",
    );
  });

  it("says that an incident is open where nothing is due", () => {
    const closed = recordOf({ record: "event-close", event: ID, performedAt: "2026-10-25T08:00:00Z" });
    const answers = ["first", "always"].map((procedure) => done(ID, "2026-10-25T07:00:00Z", { procedure }));
    expect(text("2026-10-25T07:30:00Z", open(), ...answers)).toContain(`${ID}, severity 1, open for`);
    expect(text("2026-10-25T08:30:00Z", open(), ...answers, closed)).not.toContain(ID);
  });
});

describe("the playbook", () => {
  const playbook = (steps: readonly string[], columns = 100): string => {
    const schedule = scheduleWith("2026-10-24T23:00:00Z", open());
    const responses = responsesOf(ID, schedule);
    return renderPlaybook(incidentIn(schedule), responses, () => steps, true, schedule, style(columns));
  };

  it("says what by when, whom to call, the first steps in short, what to type", () => {
    const steps = [
      "**Minute 0: open.** See [the page](../a.md), and say\nwho cannot do what.\n\n```sh\nrm\n```",
      "Choose:\n- one\n- two",
      `${"Long ".repeat(60)}end`,
      "Four",
      "Five",
      "Six",
      "Seven",
    ];
    const text = playbook(steps);
    expect(text).toContain(
      "first\n  Target  15 minutes, by 00:05 (in 5m)\n  Owner   Operations analyst: Ana, ana@contoso.example\n",
    );
    expect(text).toContain("always\n  Target  no time limit\n");
    expect(text).toContain("Who to call, in this order\n  1. Operations lead: Chris, chris@contoso.example\n");
    expect(text).toContain(
      "  1. Minute 0: open. See the page, and say who cannot do what.\n  2. Choose:\n  3. Long Long",
    );
    expect(text).toMatch(/Long…\n {2}4\. Four\n {2}5\. Five\n {2}And 2 more steps: runbook show first\n/);
    expect(text).toMatch(
      /runbook run first\n {2}runbook done first\n {2}runbook run always\n {2}runbook done always\n {2}runbook incident close -m ".*"\n$/,
    );
    expect(text).not.toMatch(/rm|Six/);
  });

  it("says that nobody owns a procedure", () => {
    const procedures = { first: { trigger: "on incident severity 1", owner: undefined } };
    const schedule = scheduleAsOf("2026-10-24T23:00:00Z", { ...PARTS, procedures }, [open()]);
    const text = renderPlaybook(incidentIn(schedule), responsesOf(ID, schedule), () => [], true, schedule, style());
    expect(text).toMatch(/^first\n {2}Target {2}no time limit\n {2}Owner {3}nobody\n/);
  });

  it.each([40, 80])("keeps within %i columns, what is to be typed apart", (columns) => {
    const lines = playbook(["word ".repeat(50)], columns).split("\n");
    expect(lines.filter((line) => line.length > columns && !line.includes("runbook "))).toEqual([]);
    expect(lines).toContain("  1. Operations lead: Chris,".concat(columns === 80 ? " chris@contoso.example" : ""));
  });

  it("asks for nothing that was answered before the severity came back", () => {
    const back = update("2026-10-24T23:56:00+01:00", { severity: 1 });
    const records = [open(), done(ID, "2026-10-24T23:53:00+01:00", { procedure: "first" })];
    const away = update("2026-10-24T23:55:00+01:00", { severity: 2 });
    const schedule = scheduleWith("2026-10-24T23:00:00Z", ...records, away, back);
    const text = renderPlaybook(incidentIn(schedule), responsesOf(ID, schedule), () => [], true, schedule, style());
    expect(text).toMatch(/^always\n/);
    expect(text).toContain("1. Operations lead");
    expect(text).not.toMatch(/done first|second|No procedure/);
  });

  it("says that nothing waits for it", () => {
    const schedule = scheduleWith("2026-10-24T23:00:00Z", open({ severity: 3 }));
    const text = renderPlaybook(incidentIn(schedule), responsesOf(ID, schedule), () => [], false, schedule, style());
    expect(text).toContain("No procedure of the run book has the trigger `on incident severity 3`");
    expect(text).toContain("runbook incident assign 7f3a PERSON");
    expect(text).not.toContain("Who to call");
  });
});

describe("an incident shown", () => {
  const records = [
    open({ ticket: "INC-42" }),
    update("2026-10-25T00:10:00+01:00", { assignee: { name: "Ben", email: "ben@contoso.example" } }),
    update("2026-10-25T00:30:00+00:00", { note: "First notice" }),
    update("2026-10-25T01:30:00+00:00", { severity: 2, note: "Workaround" }),
  ];

  it("tells the two hours of a night in October apart", () => {
    const schedule = scheduleWith("2026-10-25T02:00:00Z", ...records);
    const text = renderIncidentText(incidentIn(schedule), responsesOf(ID, schedule), schedule, style(120));
    const rows = text.split("\n").map((line) => line.trim().replaceAll(/ {2,}/g, "|"));
    expect(rows).toEqual(
      expect.arrayContaining([
        "2026-10-24 23:50+01:00|Ana|Opened, severity 1: Orders fail",
        "2026-10-25 00:10+01:00|Ana|Assigned to Ben",
        "2026-10-25 01:30+01:00|Ana|First notice",
        "2026-10-25 01:30+00:00|Ana|Severity 2. Workaround",
        "first|15 minutes, by 00:05|none; ended after 2h 40m|missed",
        "always|no time limit|none; ended after 2h 40m|not owed",
        "second|4 hours, by 05:30|in 3h 30m|due",
        "State|open for 3h 10m",
      ]),
    );
  });

  it.each([40, 72, 110])("is listed within %i columns", (columns) => {
    const schedule = scheduleWith("2026-10-25T02:00:00Z", ...records, open({ event: "incident-2026-10-25-0001" }));
    const text = renderEventList(eventsAsOf(schedule), schedule, style(columns));
    expect(text.split("\n").filter((line) => line.length > columns)).toEqual([]);
    expect(text).toContain("7f3a");
  });

  it("is listed with as much of a long title as a list has room for", () => {
    const schedule = scheduleWith("2026-10-25T02:00:00Z", open({ note: "Orders fail ".repeat(40), ticket: "INC-42" }));
    const text = renderEventList(eventsAsOf(schedule), schedule, style(300));
    expect(text).toMatch(/ {2}(?:Orders fail ){9}Orders… \(INC-42\) {2}/);
  });
});

describe("a review", () => {
  const review = (template: string, ...records: readonly LedgerRecord[]): string => {
    const schedule = scheduleWith("2026-10-26", ...records);
    return renderReview(template, incidentIn(schedule), responsesOf(ID, schedule), schedule);
  };

  it("is the shipped template with heading, facts and timeline filled in", () => {
    const text = review(
      TEMPLATE,
      open({ ticket: "INC-42" }),
      update("2026-10-25T01:30:00+01:00", { note: "First notice" }),
      done(ID, "2026-10-25T00:02:00+01:00", { procedure: "first" }),
      update("2026-10-25T01:30:00+00:00", { severity: 2 }),
      recordOf({ record: "event-close", event: ID, note: "Undone", performedAt: "2026-10-25T02:00:00Z" }),
    );
    expect(text).toMatch(/^# Review of incident-2026-10-24-7f3a: Orders fail\n/);
    expect(text).toContain(
      "Severity 1, 2 from 2026-10-25 01:30 UTC; ticket INC-42; opened 2026-10-24 22:50 UTC; closed 2026-10-25 02:00 UTC, after 3h 10m.",
    );
    expect(text).toContain(
      [
        "| UTC | who | what happened, was seen or was decided |",
        "| --- | --- | --- |",
        "| 2026-10-24 22:50 | Ana | Opened, severity 1: Orders fail |",
        "| 2026-10-24 23:02 | Ana | first: done |",
        "| 2026-10-25 00:30 | Ana | First notice |",
        "| 2026-10-25 01:30 | Ana | Severity 2 |",
        "| 2026-10-25 02:00 | Ana | Closed. Undone |",
        "",
        "- first: done after 12m; target 15 minutes.",
        "- always: it ended before the target; target no time limit.",
        "- second: it ended before the target; target 4 hours.",
        "- Add what the record lacks: first effect; detected;",
      ].join("\n"),
    );
    // All that is not filled in stays word for word.
    const [before, after] = TEMPLATE.split(/^\| UTC \|[^]*?\n\n/m);
    expect(text).toContain(before?.split("\n").slice(5).join("\n"));
    expect(text.endsWith(after ?? "?")).toBe(true);
    expect(text).not.toMatch(/TICKET|opened and closed|HH:MM/);
  });

  it("of an open one says so", () => {
    expect(review(TEMPLATE, open())).toContain("Severity 1; no ticket; opened 2026-10-24 22:50 UTC; not closed yet.");
  });

  it.each(["# ", "Severity N;", "## Timeline"])("throws where the template lacks %j", (place) => {
    expect(() => review(TEMPLATE.replace(new RegExp(`^${place}|${place}`, "mu"), "Other "), open())).toThrow(/lacks/);
  });

  const HOSTILE = [
    "<script>alert(1)</script>",
    "<!-- open",
    "[click](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "https://evil.example www.evil.example ftp://evil.example mailto:a@evil.example a@evil.example",
    "| a | b |\n|---|---|",
    "`code` ```sh run",
    "**bold** _it_ ~~gone~~ <b>",
    "# Heading ##",
    "$& $1 $` $'",
    "\\| \\",
    "[ref]: https://evil.example",
    "[^1]: note",
    "&lt;b&gt; &amp;",
  ];
  it("holds whatever people write as text", () => {
    const of = (texts: readonly string[]): readonly LedgerRecord[] => [
      open({ note: `Title\n\n${texts.join("\n\n")}`, ticket: texts.join(" ").replaceAll("\n", " ") }),
      ...texts.map((note) =>
        update("2026-10-25T01:30:00+00:00", { note, performedBy: { name: note, email: "x@y" }, severity: 2 }),
      ),
    ];
    const markdown = review(TEMPLATE, ...of(HOSTILE));
    const plain = review(TEMPLATE, ...of(HOSTILE.map((_, index) => `Note ${index}`)));
    expect(shapeOf(markdown)).toEqual(shapeOf(plain));
    const words = wordsOf(markdown);
    expect(HOSTILE.filter((text) => !words.includes(text.replaceAll(/\s+/gu, "")))).toEqual([]);
  });

  it("holds a title as text", () => {
    const headings = HOSTILE.map(
      (text) => review(TEMPLATE, open({ note: text.replaceAll("\n", " ") })).split("\n", 1)[0] ?? "",
    );
    expect(new Set(headings.map((heading) => JSON.stringify(shapeOf(heading))))).toEqual(
      new Set(['["root",["heading"]]']),
    );
    expect(headings.map(wordsOf)).toEqual(HOSTILE.map((text) => `Reviewof${ID}:${text.replaceAll(/\s+/gu, "")}`));
  });

  it("is not changed by what text a replacement would take for a pattern", () => {
    expect(markdownText("$& @")).toBe("$\\& @\u2060");
  });
});

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

const parser = remark().use(remarkGfm);

/** What the Markdown is made of, texts apart. */
function shapeOf(markdown: string): unknown {
  const shape = ({ type, children }: Node): unknown =>
    children === undefined ? type : [type, ...children.map(shape).filter((child) => child !== "text")];
  return shape(parser.parse(markdown));
}

/** All text in it, without white space and the joiner that keeps addresses from becoming links. */
function wordsOf(markdown: string): string {
  const words = ({ value = "", children }: Node): string =>
    children === undefined ? value : children.map(words).join("");
  return words(parser.parse(markdown)).replaceAll(/[\s\u2060]+/gu, "");
}
