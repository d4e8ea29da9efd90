import { Chalk } from "chalk";
import { lastValues } from "../../src/schedule/recent.ts";
import stringWidth from "string-width";
import { describe, expect, it } from "vitest";
import type { Checklist } from "../../src/model/checklist.ts";
import type { Walk } from "../../src/model/walk.ts";
import { checklistOf } from "../../src/parse/checklist.ts";
import type { Style } from "../../src/view/style.ts";
import { renderEscalation } from "../../src/view/escalation-text.ts";
import { walkNote } from "../../src/view/walk-note.ts";
import { renderSummary, renderTask, renderWalkHeading } from "../../src/view/walk-text.ts";
import { formatSpent, measureText, progressText } from "../../src/view/walk-words.ts";
import { type Move, moved, questionsOf, walkThrough } from "../../src/walk/walk.ts";
import { done, failed, itemFor, onlyProcedure, recordOf, scheduleAsOf } from "../helpers/run-book.ts";

const style = (columns: number): Style => ({ chalk: new Chalk({ level: 0 }), columns });
const labelOf = (file: string): string => file;
/** Anything that a terminal would obey, or that turns a line around; line ends and tabs apart. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

function read(body: string): Checklist {
  const checklist = checklistOf(`---\nname: Job\n---\n${body}`);
  if (checklist === undefined) throw new Error("The text could not be read.");
  return checklist;
}

const BODY = `Why it is done.

## Steps

1. Open the page.
2. Close it again, and write down what you saw.

## Validation

- The count is 0.

## Escalation

1. \`operations-lead\`, by phone.
`;
const PARTS = {
  procedures: {
    job: {
      escalate_to: "[operations-lead, partner-support]",
      effort: "20m",
      requires: "[evidence]",
      measures: "{ gb: { unit: GB, warn: 85, limit: 100 } }",
    },
  },
};
const RECORDS = [
  done("2026-11-21", "2026-11-21", { values: { gb: 80.1 }, effortMinutes: 22 }),
  failed("2026-11-20", "2026-11-20"),
];
const schedule = scheduleAsOf("2026-11-23T08:00:00Z", PARTS, [
  ...RECORDS.slice(0, 1),
  {
    ...(RECORDS[1] ?? failed("", "2026-11-20")),
    note: "Queue at 214.\n\nGone through: …\n\nSteps\n1. done: a\n2. failed: b\n   Note: slow\n3. done: c",
  },
]);
const procedure = onlyProcedure(schedule);
const item = itemFor(schedule, "2026-11-23");

function after(moves: readonly (readonly [Move, number])[]): Walk {
  const start = walkThrough(questionsOf(read(BODY), procedure), { note: "", files: [] });
  return moves.reduce((walk, [move, spent]) => moved(walk, move, spent), start);
}

const FAILED = after([
  [{ kind: "answer", result: "done", note: "" }, 65_000],
  [{ kind: "attach", file: "/tmp/a.csv" }, 0],
  [{ kind: "ran", line: "sh block: exit 1" }, 0],
  [{ kind: "answer", result: "failed", note: "It hangs.\nTwice." }, 3000],
  [{ kind: "end" }, 0],
  [{ kind: "note", note: "Called Chris." }, 0],
]);

describe("what is shown of a walk", () => {
  it("begins with what to know, and fits 40 columns", () => {
    const wide = renderWalkHeading(item, read(BODY), schedule, style(80));
    expect(wide).toBe(`job  job
  For          2026-11-23, due Mon 23 Nov (due)
  Owner        Ben (operations-analyst)
  Effort       20m
  Requires     evidence
  Last result  done on Sat 21 Nov by Ana, in 22m
  Last failure Fri 20 Nov by Ana (${RECORDS[1]?.commit.slice(0, 10)}):
               Queue at 214.
               2. failed: b
               Note: slow

Why it is done.

2 steps, 1 validation point, 1 measure. Stop whenever you like: what you have
answered is kept.
`);
    const narrow = renderWalkHeading(item, read(BODY), schedule, style(40));
    for (const line of narrow.split("\n")) expect(stringWidth(line)).toBeLessThanOrEqual(40);
  });

  it("says which incident it is for, by its title, and by when", () => {
    const record = recordOf({
      record: "event",
      event: "incident-2026-11-23-7f3a",
      severity: 1,
      note: "Orders fail",
      performedAt: "2026-11-23T08:00:00Z",
    });
    const asked = scheduleAsOf(
      "2026-11-23T08:05:00Z",
      { procedures: { job: { trigger: "on incident severity 1 within 15 minutes" } } },
      [record],
    );
    const heading = renderWalkHeading(itemFor(asked, "incident-2026-11-23-7f3a"), read(BODY), asked, style(100));
    expect(heading).toContain("For          incident-2026-11-23-7f3a: Orders fail, due Mon 23 Nov 08:15 (due)\n");
  });

  it("asks a task with what was said of it", () => {
    const question = FAILED.questions[1];
    if (question?.kind !== "task") throw new Error("The second question is no task.");
    expect(renderTask({ ...FAILED, at: 1 }, question, "job", labelOf, style(60))).toBe(`
Step 2 of 2
  Close it again, and write down what you saw.
  So far       failed
  Note         It hangs.
               Twice.
  Ran          sh block: exit 1
  Attached     /tmp/a.csv
`);
  });

  it.each([
    ["1. Record: `runbook done job --value gb=81.4`.", true],
    ["1. Record:\n\n   ```sh\n   runbook done job \\\n     --value gb=81.4\n   ```", true],
    ["1. Then: `runbook done job-queue`, `runbook done another`.", false],
    ["1. It is runbook done job, they say.", false],
  ])("says who records where the text says how: %j", (step, isSaid) => {
    const walk = walkThrough(questionsOf(read(`## Steps\n\n${step}\n`), { measures: {} }), { note: "", files: [] });
    const [question] = walk.questions;
    if (question?.kind !== "task") throw new Error("The first question is no task.");
    const said = "\n  Record       this run writes it at its end, with the values, files and notes that you give\n";
    expect(renderTask(walk, question, "job", labelOf, style(100)).includes(said)).toBe(isSaid);
  });

  it("obeys nothing that stands in it, at any width", () => {
    const evil = "\u001b]52;c;aGk=\u0007 \u001b[31m \u009b2J \u202e \u2066";
    const text = `${evil}\n\n## Steps\n1. ${evil} *${evil}*\n\n   \`\`\`${evil}\n   ${evil}\n   \`\`\`\n\n   | ${evil} |\n   |---|\n   | ${evil} |\n\n## Escalation\n- ${evil}\n`;
    const checklist = read(text);
    const walk = walkThrough(questionsOf(checklist, { measures: { [evil]: { unit: evil } } }), {
      note: evil,
      files: [evil],
    });
    for (const columns of [40, 100]) {
      const [question] = walk.questions;
      if (question?.kind !== "task") throw new Error("The first question is no task.");
      const said = {
        ...walk,
        answers: walk.answers.map((answer) => ({ ...answer, note: evil, files: [evil], runs: [evil] })),
      };
      const shown = [
        renderWalkHeading(item, checklist, schedule, style(columns)),
        renderTask(said, question, "job", labelOf, style(columns)),
        renderEscalation(procedure, checklist.escalation, schedule, style(columns)),
      ].join("");
      expect(shown).not.toMatch(RAW);
    }
  });

  it("escalates with the people and contacts of the day", () => {
    expect(renderEscalation(procedure, read(BODY).escalation, schedule, style(40))).toBe(`
Escalation of job
1. \`operations-lead\`, by phone.

Who to call, in this order
  1. Operations lead: Chris,
     chris@contoso.example
  2. Partner service desk:
     servicedesk@partner.example
`);
  });

  it("shows what it would record", () => {
    const note = walkNote(FAILED, () => "a-2.csv");
    expect(note).toBe(`Called Chris.

Gone through with \`runbook run\`: 1 of 2 steps done, 1 failed; 0 of 1 validation point yes, 1 left out.

Steps
1. done (1m): Open the page.
2. failed (3s): Close it again, and write down what you saw.
   Note: It hangs.
   Twice.
   sh block: exit 1
   Evidence: a-2.csv`);
    const summary = {
      outcome: "failed" as const,
      performed: "2026-11-23 08:00 by Ana <ana@contoso.example>",
      effortMinutes: 1,
      values: { gb: 81.4 },
      note,
      evidence: ["/tmp/a.csv"],
    };
    const shown = renderSummary(item, summary, style(40));
    expect(shown).toContain("To be recorded: job for 2026-11-23, failed\n");
    expect(shown).toContain("  Effort       1m (planned 20m)\n  Values       gb 81.4 GB\n  Evidence     /tmp/a.csv\n");
    expect(shown).toContain("     Note: It hangs.\n     Twice.\n");
    for (const line of shown.split("\n").slice(2)) expect(stringWidth(line)).toBeLessThanOrEqual(40);
  });

  it.each([
    [0, "0s"],
    [499, "0s"],
    [59_499, "59s"],
    [59_500, "1m"],
    [90_000, "2m"],
    [3_600_000, "1h"],
    [3_900_000, "1h 5m"],
  ])("gives %d ms as %s", (spent, text) => {
    expect(formatSpent(spent)).toBe(text);
  });

  it("counts what is left out, and names nothing that is not asked", () => {
    expect(progressText(after([]))).toBe("0 of 2 steps done, 2 left out; 0 of 1 validation point yes, 1 left out");
    const stepless = { ...read("## Validation\n- One\n"), purpose: [] };
    const walk = walkThrough(questionsOf(stepless, { measures: {} }), { note: "", files: [] });
    expect(progressText(walk)).toBe("0 of 1 validation point yes, 1 left out");
  });

  it("says of a measure what is known", () => {
    const [measure] = Object.entries(procedure.measures).map(([name, level]) => ({
      kind: "measure" as const,
      name,
      measure: level,
    }));
    if (measure === undefined) throw new Error("There is no measure.");
    expect(measureText(measure, lastValues(procedure, "gb", schedule))).toBe(
      "GB; last 80.1 on 2026-11-21; warning at 85, limit 100",
    );
    expect(measureText({ ...measure, measure: {} }, [])).toBe("no value yet");
  });
});
