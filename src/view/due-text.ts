import { type CalendarDate, toCalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { count } from "../model/count.ts";
import { type Occurrence, type Status, isWorkable } from "../model/occurrence.ts";
import { type DueList, type Item, byDue } from "../schedule/due-list.ts";
import { INCIDENT, eventsAsOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { absenceText, assigneeText, shortId, stateText } from "./incident-words.ts";
import { dueTotals } from "./json.ts";
import { plainLine } from "./plain-text.ts";
import { type Style, WIDE_COLUMNS } from "./style.ts";
import type { Cell, Column, Section } from "./table-parts.ts";
import {
  afterColon,
  countdown,
  eventTitle,
  formatEffort,
  longDate,
  ownerText,
  paintStatus,
  shortDate,
  trackText,
  withoutEffortText,
} from "./words.ts";
import { FIRST_PROCEDURE, workCommands } from "./work-commands.ts";
import { typedCommand } from "./typed-command.ts";

/** What `due` lists, most pressing first. */
export const DUE_GROUPS: readonly { readonly status: Status; readonly title: string }[] = [
  { status: "failed", title: "Failed" },
  { status: "overdue", title: "Overdue" },
  { status: "missed", title: "Missed" },
  { status: "due", title: "Due today" },
  { status: "open", title: "Open, due later" },
  { status: "awaiting-approval", title: "Awaiting approval" },
];

/** What time still counts for. */
const COUNTED: ReadonlySet<Status> = new Set(["overdue", "due", "open"]);

/** Occurrences of one procedure with one status: the one due first, which is the one to do first, and how many came after. */
export interface Fold {
  readonly oldest: Item;
  readonly later: number;
}

/** Lays a table out; undefined where it cannot. */
export type RenderSections = (
  columns: readonly Column[],
  sections: readonly Section[],
  style: Style,
) => string | undefined;

/**
 * `due` for people: what to do, by urgency; the total against the budget; what to type next. Undefined where the table
 * cannot be laid out so.
 */
export function renderDueText(
  schedule: Schedule,
  list: DueList,
  style: Style,
  renderSections: RenderSections,
): string | undefined {
  const { book, asOf } = schedule;
  const titleLine = `${style.chalk.bold(plainLine(book.settings.title))}  ${longDate(asOf.date)}`;
  const heading = [titleLine, ...openIncidents(schedule, style)].join("\n");
  if (list.items.length === 0) return `${heading}\n\n${emptyState(schedule, list, style)}\n`;
  const sections = DUE_GROUPS.flatMap(({ status, title }) => {
    const folds = foldByProcedure(list.items.filter((item) => item.status === status));
    if (folds.length === 0) return [];
    const rows = folds.map((fold) => rowOf(fold, schedule, style));
    return [{ heading: paintStatus(status, style)(title), rows }];
  });
  const table = renderSections(columnsOf(style), sections, style);
  return table === undefined ? undefined : `${heading}\n\n${table}\n\n${footer(schedule, list, style)}\n`;
}

/** An open incident is worth a line although its procedures are done. */
function openIncidents(schedule: Schedule, { chalk }: Style): string[] {
  const [incident, ...others] = eventsAsOf(schedule).filter(
    ({ name, closedAt }) => name === INCIDENT && closedAt === null,
  );
  if (incident === undefined) return [];
  if (others.length > 0) return [chalk.yellow(`${others.length + 1} incidents are open: runbook incident list --open`)];
  const severity = incident.severity === null ? "" : `, severity ${incident.severity}`;
  const absence = incident.assignee === null ? "" : absenceText(incident.assignee, schedule);
  const who = absence === "" ? "" : `, with ${plainLine(assigneeText(incident, schedule) ?? "")}`;
  return [
    chalk.yellow(`${incident.id}${severity}, ${stateText(incident, schedule)}${who}${afterColon(incident.title)}`),
  ];
}

function columnsOf(style: Style): Column[] {
  const flexible = ["Procedure", "Owner", "Due"].map((title) => ({ title, isFlexible: true }));
  const id = style.columns >= WIDE_COLUMNS ? [{ title: "Id", isFlexible: true }] : [];
  return [...flexible.slice(0, 1), ...id, ...flexible.slice(1), { title: "Effort", align: "right" }];
}

function rowOf(fold: Fold, schedule: Schedule, style: Style): Cell[] {
  const { occurrence, owner } = fold.oldest;
  const { procedure } = occurrence;
  const track = trackText(occurrence, schedule);
  const id = style.columns >= WIDE_COLUMNS ? [{ text: procedure.id, paint: style.chalk.dim }] : [];
  return [
    { text: `${procedure.name}${track}${eventText(occurrence, schedule)}` },
    ...id,
    { text: ownerText(owner, schedule.book.directory) },
    { text: dueText(fold, schedule) },
    { text: formatEffort(procedure.effortMinutes) },
  ];
}

function dueText(fold: Fold, schedule: Schedule): string {
  const { occurrence, status } = fold.oldest;
  const more = fold.later === 0 ? "" : `, and ${fold.later} more since ${occurrence.key}`;
  if (occurrence.due === null) return `no time limit${more}`;
  const { date } = schedule.asOf;
  const day = occurrence.due === date ? "today" : shortDate(occurrence.due, date);
  if (occurrence.dueAt === null) return `${day}${more}`;
  const left = COUNTED.has(status) ? `, ${countdown(occurrence.dueAt, schedule.asOf.instant)}` : "";
  return `${day} ${occurrence.dueAt.slice(11, 16)}${left}${more}`;
}

/** Which event an occurrence belongs to: its title, and the end of its id, which names it among the open ones. */
function eventText(occurrence: Occurrence, schedule: Schedule): string {
  if (occurrence.procedure.trigger.kind !== "event") return "";
  return `${eventTitle(occurrence, schedule)} (${shortId(occurrence.key)})`;
}

/** One row per procedure and track; items come by due date, so that the first one is the oldest, and rows are sorted by it. */
export function foldByProcedure(items: readonly Item[]): Fold[] {
  const folds = new Map<string, Fold>();
  for (const item of items) {
    const { procedure, track } = item.occurrence;
    const key = `${procedure.id} ${procedure.trigger.kind === "event" ? item.occurrence.key : track}`;
    const fold = folds.get(key);
    folds.set(key, fold === undefined ? { oldest: item, later: 0 } : { ...fold, later: fold.later + 1 });
  }
  return [...folds.values()];
}

function footer(schedule: Schedule, list: DueList, style: Style): string {
  const totals = dueTotals(schedule, list.items);
  const budget = totals.budgetMinutes === null ? "" : `; the budget is ${formatEffort(totals.budgetMinutes)} a day`;
  const open = totals.openMinutes === 0 ? "" : `, ${formatEffort(totals.openMinutes)} more is open`;
  const more = withoutEffortText(list.items.filter(({ status }) => status !== "awaiting-approval"));
  const effort = `${formatEffort(totals.effortMinutes) || "0m"} of work is listed${open}${more}${budget}.`;
  const next = nextCommands(list.items).map((text) => `\n  ${typedCommand(text, style)}`);
  return next.length === 0 ? effort : `${effort}\nNext:${next.join("")}`;
}

/**
 * What to type for the most pressing item that can still be worked on, with its key where the procedure has several. What is
 * due by the minute, today or before, goes before all that has a day.
 */
function nextCommands(items: readonly Item[]): readonly string[] {
  const workable = items.filter(({ status }) => isWorkable(status));
  const urgent = workable.filter(({ status, occurrence }) => status !== "open" && occurrence.dueAt !== null);
  const first = urgent.toSorted(byDue)[0] ?? workable[0];
  if (first === undefined) return [];
  const { procedure, key } = first.occurrence;
  const isOnly = workable.every((it) => it === first || it.occurrence.procedure !== procedure);
  return workCommands(procedure, isOnly ? null : key);
}

function emptyState(schedule: Schedule, { upcoming }: DueList, style: Style): string {
  const { date } = schedule.asOf;
  const { goLive } = schedule.book.settings;
  if (schedule.book.procedures.length === 0) {
    return `There is no procedure here, or none that can be read. To write one: ${typedCommand(FIRST_PROCEDURE, style)}`;
  }
  const calm =
    date < goLive ? `Nothing is owed before go-live on ${shortDate(goLive, date)}.` : "Nothing is due today.";
  const next = upcoming[0];
  if (next === undefined) return `${calm} Nothing is scheduled in the days to come.`;
  const tomorrow: CalendarDate = toCalendarDate(toEpochDay(date) + 1);
  const { scheduled, procedure } = next.occurrence;
  const day = scheduled === tomorrow ? "tomorrow" : `on ${shortDate(scheduled, date)}`;
  const others = upcoming.filter(({ occurrence }) => occurrence.scheduled === scheduled).length - 1;
  const more = others === 0 ? "" : ` and ${count(others, "other")}`;
  const owner = plainLine(ownerText(next.owner, schedule.book.directory, true));
  return `${calm}\nNext: ${plainLine(procedure.name)} (${owner})${more} ${day}.`;
}
