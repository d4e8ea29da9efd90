import { AdaptiveCard, RichTextBlock, SerializationContext, TextRun } from "adaptivecards";
import { describe, expect, it } from "vitest";
import { type BookParts, bookFolder, runCli } from "../helpers/run-cli.ts";

const HOSTILE = "[x](https://evil.example) **b** <at>all</at> {{DATE(2026-01-01)}} ${a} | <b> ##vso[task.complete]";
const many = Object.fromEntries(
  Array.from({ length: 400 }, (_, index) => [`job-${index}`, { name: `Job ${index} ${"é".repeat(80)}` }]),
);

async function due(format: string, procedures: NonNullable<BookParts["procedures"]>): Promise<string> {
  const { stdout } = await runCli(["due", "--format", format], { cwd: bookFolder({ procedures }), inProcess: true });
  return stdout;
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

describe("due --format markdown", () => {
  it("is a table in which text stays text", async () => {
    const rows = (await due("markdown", { job: {}, bad: { name: JSON.stringify(HOSTILE) } }))
      .split("\n")
      .filter((line) => line.startsWith("| "));
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row.match(/(?<!\\)\|/gu)).toHaveLength(7);
    expect(rows.join("\n")).not.toMatch(/(?<!\\)[<[*]|https?:\/|##vso\[/u);
  });

  it("counts what is too much, and says when nothing is due", async () => {
    expect(await due("markdown", many)).toMatch(/\nand \d+ more: `runbook due`\n$/u);
    expect(await due("markdown", {})).toMatch(/\nNothing is due today\.\n$/u);
  });
});
