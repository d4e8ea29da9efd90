import type { DateSpan } from "../calendar/calendar-date.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { STATUS_WORDS, formatEffort, longDate, ownerText, shortDate } from "./words.ts";

const TITLES = ["Day", "Procedure", "Occurrence", "Owner", "Due", "Effort", "Status"];

/** `agenda --format markdown`: a table by day, for a wiki page or a ticket. */
export function renderAgendaMarkdown({ book }: Schedule, { from, to }: DateSpan, items: readonly Item[]): string {
  const heading = `## ${markdownText(book.settings.title)}: ${longDate(from)} to ${longDate(to)}\n`;
  if (items.length === 0) return `${heading}\nNothing is scheduled.\n`;
  const rows = items.map(({ occurrence: { procedure, key, scheduled, due }, status, owner }) => [
    shortDate(scheduled, from),
    procedure.name,
    key,
    ownerText(owner, book.directory),
    due === null ? "no time limit" : shortDate(due, from),
    formatEffort(procedure.effortMinutes),
    STATUS_WORDS[status],
  ]);
  return `${heading}\n${markdownTable(TITLES, rows)}\n`;
}
