import { count } from "../model/count.ts";
import type { DueList } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { STATUS_WORDS, formatEffort, longDate, ownerText } from "./words.ts";

/** Rows that a comment or a step summary has room for. */
const MOST_ROWS = 200;

/** `due --format markdown`: a table by urgency, for a ticket, a wiki page or a build's summary. */
export function renderDueMarkdown({ book, asOf }: Schedule, { items }: DueList): string {
  const heading = `## ${markdownText(book.settings.title)}: ${longDate(asOf.date)}\n`;
  if (items.length === 0) return `${heading}\nNothing is due today.\n`;
  const rows = items
    .slice(0, MOST_ROWS)
    .map(({ occurrence: { procedure, due, key }, status, owner }) => [
      STATUS_WORDS[status],
      procedure.name,
      key,
      ownerText(owner, book.directory),
      due ?? "no time limit",
      formatEffort(procedure.effortMinutes),
    ]);
  const more = items.length - rows.length;
  const table = markdownTable(["Status", "Procedure", "Occurrence", "Owner", "Due", "Effort"], rows);
  return `${heading}\n${count(items.length, "item")}.\n\n${table}\n${more === 0 ? "" : `\nand ${more} more: \`runbook due\`\n`}`;
}
