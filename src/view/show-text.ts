import type { MarkdownNode } from "../model/markdown-node.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { factLines } from "./hanging.ts";
import type { ProcedureOutput } from "./output-shapes.ts";
import { renderMarkdown } from "./markdown-text.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { STATUS_WORDS, formatEffort, ownerText, shortDate } from "./words.ts";

/** The columns that text stands in from its headings. */
const INDENT = 2;

/** `show` for people: the frontmatter in words, the next dates, then the text; as it is written where it has no tree. */
export function renderShowText(
  procedure: ProcedureOutput,
  upcoming: readonly Item[],
  body: { readonly source: string; readonly tree: readonly MarkdownNode[] | undefined },
  schedule: Schedule,
  style: Style,
): string {
  const { directory } = schedule.book;
  const today = schedule.asOf.date;
  const next = upcoming.map(({ status, occurrence: { key, scheduled, due } }) => {
    const window = due === null || due === scheduled ? "" : ` to ${shortDate(due, today)}`;
    return `${shortDate(scheduled, today)}${window} (${key})${status === "upcoming" ? "" : `, ${STATUS_WORDS[status]}`}`;
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
  const lines = facts.filter(([, value]) => value !== "").flatMap(([label, value]) => factLines(label, value, style));
  const heading = `${style.chalk.bold(plainLine(procedure.name))}  ${style.chalk.dim(procedure.id)}`;
  const text =
    body.tree === undefined ? plainBlock(body.source).trim() : renderMarkdown(body.tree, style, INDENT).join("\n");
  return `${[heading, ...lines].join("\n")}\n\n${text}\n`;
}
