import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { ProcedureOutput } from "./output-shapes.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { formatEffort, ownerText, shortDate } from "./words.ts";

/** `show` for people: the frontmatter in words, the next dates, then the Markdown as it is written. */
export function renderShowText(
  procedure: ProcedureOutput,
  upcoming: readonly Item[],
  body: string,
  schedule: Schedule,
  style: Style,
): string {
  const { directory } = schedule.book;
  const today = schedule.asOf.date;
  const next = upcoming.map(({ occurrence: { key, scheduled, due } }) => {
    const window = due === null || due === scheduled ? "" : ` to ${shortDate(due, today)}`;
    return `${shortDate(scheduled, today)}${window} (${key})`;
  });
  const facts: readonly (readonly [string, string])[] = [
    ["Trigger", procedure.trigger],
    ["Owner", ownerText(procedure.owner, directory)],
    ["Effort", formatEffort(procedure.effortMinutes)],
    ["Escalate to", procedure.escalateTo.join(", ")],
    ["Requires", procedure.requires.join(", ")],
    ["Last done", procedure.lastDone ?? "never"],
    ...next.map((date, index) => [index === 0 ? "Next" : "", date] as const),
    ["Reviewed", procedure.lastUpdated],
    ["File", procedure.path],
  ];
  const lines = facts
    .filter(([, value]) => value !== "")
    .map(([label, value]) => `  ${style.chalk.dim(label.padEnd(12))} ${plainLine(value)}`);
  const heading = `${style.chalk.bold(plainLine(procedure.name))}  ${style.chalk.dim(procedure.id)}`;
  return `${[heading, ...lines].join("\n")}\n\n${headingsBold(plainBlock(body).trim(), style)}\n`;
}

function headingsBold(markdown: string, { chalk }: Style): string {
  let fenced = false;
  return markdown
    .split("\n")
    .map((line) => {
      if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
      return !fenced && /^#{1,6} /.test(line) ? chalk.bold(line) : line;
    })
    .join("\n");
}
