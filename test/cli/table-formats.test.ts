import { AdaptiveCard, RichTextBlock, SerializationContext, TextRun } from "adaptivecards";
import { describe, expect, it } from "vitest";
import { type BookParts, bookFolder, runCli } from "../helpers/run-cli.ts";

const HOSTILE = "[x](https://evil.example) **b** <at>all</at> {{DATE(2026-01-01)}} ${a} | <b> ##vso[task.complete]";
const many = Object.fromEntries(
  Array.from({ length: 400 }, (_, index) => [`job-${index}`, { name: `Job ${index} ${"é".repeat(80)}` }]),
);

const HOSTILE_BOOK = { job: {}, bad: { name: JSON.stringify(HOSTILE) } };

async function answer(args: readonly string[], procedures: NonNullable<BookParts["procedures"]>): Promise<string> {
  return (await runCli(args, { cwd: bookFolder({ procedures }), inProcess: true })).stdout;
}

function due(format: string, procedures: NonNullable<BookParts["procedures"]>): Promise<string> {
  return answer(["due", "--format", format], procedures);
}

/** The texts of the card, read by Microsoft's own package, which must find nothing wrong. */
function textsOf(message: string): string[] {
  const { type, attachments } = JSON.parse(message);
  expect([type, attachments.length]).toEqual(["message", 1]);
  expect(attachments[0].contentType).toBe("application/vnd.microsoft.card.adaptive");
  const card = new AdaptiveCard();
  const context = new SerializationContext();
  card.parse(attachments[0].content, context);
  expect(context.eventCount).toBe(0);
  expect(card.validateProperties().validationEvents).toEqual([]);
  return Array.from({ length: card.getItemCount() }, (_, index) => {
    const block = card.getItemAt(index);
    // A TextBlock would read Markdown.
    expect(block).toBeInstanceOf(RichTextBlock);
    const run = (block as RichTextBlock).getInlineAt(0);
    return run instanceof TextRun ? (run.text ?? "") : "";
  });
}

describe("due --format adaptive-card", () => {
  it("is a card for Teams with a line for each item, its text inert", async () => {
    const texts = textsOf(await due("adaptive-card", { job: {}, bad: { name: JSON.stringify(HOSTILE) } }));
    expect(texts.some((text) => /: job \(/u.test(text))).toBe(true);
    const hostile = texts.find((text) => text.includes("evil.example")) ?? "";
    expect(hostile).toContain("**b**");
    expect(hostile).not.toMatch(/<\/?at|\{\{|\$\{|##vso\[/u);
  });

  it("keeps to 28 KB and counts the rest", async () => {
    const message = await due("adaptive-card", many);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(28 * 1024);
    expect(Buffer.byteLength(message)).toBeGreaterThan(24 * 1024);
    const texts = textsOf(message);
    const all = Number(/(\d+) items/u.exec(texts[1] ?? "")?.[1]);
    expect(texts.at(-1)).toBe(`and ${all - (texts.length - 3)} more: runbook due`);
  });

  it("says when nothing is due", async () => {
    expect(textsOf(await due("adaptive-card", {}))[1]).toMatch(/nothing is due$/u);
  });
});

describe("as Markdown", () => {
  it.each([
    { args: ["due"], bars: 7 },
    { args: ["list"], bars: 9 },
    { args: ["agenda"], bars: 8 },
  ])("$args is a table in which text stays text", async ({ args, bars }) => {
    const rows = (await answer([...args, "--format", "markdown"], HOSTILE_BOOK))
      .split("\n")
      .filter((line) => line.startsWith("| "));
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row.match(/(?<!\\)\|/gu)).toHaveLength(bars);
    expect(rows.join("\n")).not.toMatch(/(?<!\\)[<[*]|https?:\/|##vso\[/u);
  });

  it("due counts what is too much, and says when nothing is due", async () => {
    expect(await due("markdown", many)).toMatch(/\nand \d+ more: `runbook due`\n$/u);
    expect(await due("markdown", {})).toMatch(/\nNothing is due today\.\n$/u);
  });

  it("list and agenda have all of it, and say when there is nothing", async () => {
    expect((await answer(["list", "--format", "markdown"], many)).match(/^\| \w/gmu)).toHaveLength(401);
    expect(await answer(["list", "--format", "markdown"], {})).toMatch(/: 0 procedures\n$/u);
    expect(await answer(["agenda", "--format", "markdown"], {})).toMatch(/\nNothing is scheduled\.\n$/u);
  });

  it("goes by cadence, and by day", async () => {
    const procedures = { a: { trigger: "monthly" }, b: { trigger: "weekly on Friday" }, c: { trigger: "daily" } };
    const list = await answer(["list", "--format", "markdown"], procedures);
    expect([...list.matchAll(/^\| (daily|weekly|monthly) \|.*\| (a|b|c) \|/gmu)].map((row) => row.slice(1))).toEqual([
      ["daily", "c"],
      ["weekly", "b"],
      ["monthly", "a"],
    ]);
    const agenda = await answer(["agenda", "--to", "2026-11-27", "--format", "markdown"], { b: procedures.b });
    expect(agenda).toMatch(/\n\| Fri 27 Nov \| b \| 2026-W48 \| .* \| Fri 27 Nov \| .* \| upcoming \|\n$/u);
  });
});

describe("as a table for spreadsheets", () => {
  it("list has a line for each procedure, with what is joined in one cell", async () => {
    const job = { trigger: "weekly", tags: "[a, b]", escalate_to: "[operations-lead]", effort: "1h" };
    const lines = (await answer(["list", "--format", "csv"], { ...HOSTILE_BOOK, job })).split("\r\n");
    expect(lines).toHaveLength(4);
    expect(lines[0]).toMatch(
      /^\uFEFFid,name,cadence,trigger,track,owner_role,owner_people,escalate_to,effort_minutes,/u,
    );
    expect(lines[1]).toMatch(/^bad,"?\[x\]/u);
    expect(lines[2]).toMatch(/^job,job,weekly,weekly,,operations-analyst,\w+,operations-lead,60,.*,"a; b",/u);
  });

  it("agenda has a line for each occurrence", async () => {
    const args = ["agenda", "--to", "2026-11-29", "--format", "csv"];
    const lines = (await answer(args, { job: { trigger: "every business day", effort: "10m" } })).split("\r\n");
    expect(lines[0]).toBe(
      "\uFEFFscheduled,due,due_at,closes,procedure,name,occurrence,cadence,track,owner_role,owner_people,status,effort_minutes,last_done",
    );
    expect(lines.slice(1, -1).map((line) => line.slice(0, 10))).toEqual(
      ["23", "24", "25", "26", "27"].map((day) => `2026-11-${day}`),
    );
    expect(lines[2]).toMatch(/^2026-11-24,2026-11-24,,2026-11-25,job,job,2026-11-24,daily,,.*,upcoming,10,$/u);
  });

  it("wave has a line for each procedure of each milestone", async () => {
    const args = ["wave", "--date", "2027-04", "--format", "csv"];
    const lines = (await answer(args, { job: { trigger: "wave -8 weeks", effort: "3h", needs: "plan" } })).split(
      "\r\n",
    );
    expect(lines[0]).toMatch(/^\uFEFFwave,offset_weeks,scheduled,due,.*,last_done,not_before$/u);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^2027-04,-8,2027-02-01,2027-02-05,.*,job,.*,customer-engagement,.*,upcoming,180,,$/u),
      "",
    ]);
  });
});
