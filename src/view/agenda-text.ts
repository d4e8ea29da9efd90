import { type CalendarDate, type DateSpan, isoWeekOf, toEpochDay } from "../calendar/calendar-date.ts";
import { isWorkable } from "../model/occurrence.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { sumEffort } from "./json.ts";
import { plainLine } from "./plain-text.ts";
import { type Style, WIDE_COLUMNS } from "./style.ts";
import type { Cell, Column } from "./table-parts.ts";
import { renderSections, wrapText } from "./table.ts";
import {
  STATUS_WORDS,
  dueText,
  formatEffort,
  longDate,
  ownerText,
  paintStatus,
  shortDate,
  trackText,
  withoutEffortText,
} from "./words.ts";

const COLUMNS: readonly Column[] = [
  { title: "Procedure", isFlexible: true },
  { title: "Owner", isFlexible: true },
  { title: "Due", isFlexible: true },
  { title: "Effort", align: "right" },
  { title: "Status" },
];

/** `agenda` for people: what is scheduled, a section a day; where that is nothing, what is still to do (`left`). */
export function renderAgendaText(
  schedule: Schedule,
  period: DateSpan,
  items: readonly Item[],
  style: Style,
  left: readonly Item[] = [],
): string {
  if (items.length === 0) {
    const nothing = `Nothing is scheduled from ${longDate(period.from)} to ${longDate(period.to)}.`;
    const still = left.map(({ occurrence, status }) =>
      plainLine(
        `Still to do: ${occurrence.procedure.id} for ${occurrence.key} (${STATUS_WORDS[status]}, ${dueText(occurrence, schedule.asOf.date)}).`,
      ),
    );
    return `${[nothing, ...still].join("\n")}\n`;
  }
  const sections = [...groupByDay(items)].map(([date, ofDay]) => ({
    heading: headingOf(date, schedule, style),
    rows: rowsOf(ofDay, schedule, style),
  }));
  return `${renderSections(COLUMNS, sections, style)}\n${planText(items, schedule, style)}`;
}

/** How much is still to be done in the period, and by whom. */
function planText(items: readonly Item[], { book }: Schedule, style: Style): string {
  const toDo = items.filter(({ status }) => status === "upcoming" || isWorkable(status));
  if (toDo.length === 0) return "";
  const minutes = new Map<string, number>();
  for (const { owner, occurrence } of toDo) {
    const who = ownerText(owner, book.directory, true);
    minutes.set(who, (minutes.get(who) ?? 0) + (occurrence.procedure.effortMinutes ?? 0));
  }
  const shares = [...minutes].filter(([, sum]) => sum > 0).toSorted(([, a], [, b]) => b - a);
  const whose =
    shares.length < 2
      ? shares.map(([who]) => ` by ${who}`)
      : [": ", shares.map(([who, sum]) => `${who} ${formatEffort(sum)}`).join("; ")];
  const text = `${formatEffort(sumEffort(toDo))} of work is to be done${whose.join("")}${withoutEffortText(toDo)}.`;
  return `\n${wrapText(plainLine(text), style.columns).join("\n")}\n`;
}

/** Items by the day on which they are scheduled, in their order. */
export function groupByDay(items: readonly Item[]): Map<CalendarDate, Item[]> {
  const days = new Map<CalendarDate, Item[]>();
  for (const item of items) {
    const ofDay = days.get(item.occurrence.scheduled);
    if (ofDay === undefined) days.set(item.occurrence.scheduled, [item]);
    else ofDay.push(item);
  }
  return days;
}

function headingOf(date: CalendarDate, { asOf }: Schedule, { chalk }: Style): string {
  const today = date === asOf.date ? ", today" : "";
  return `${chalk.bold(longDate(date))}${today}  ${chalk.dim(isoWeekOf(toEpochDay(date)))}`;
}

/** Days off can move two occurrences of a procedure to one day: then each has its key. */
function rowsOf(ofDay: readonly Item[], schedule: Schedule, style: Style): Cell[][] {
  const nameOf = ({ occurrence: { procedure, track } }: Item): string => `${procedure.id} ${track}`;
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for (const item of ofDay) (seen.has(nameOf(item)) ? repeated : seen).add(nameOf(item));
  return ofDay.map((item) => rowOf(item, repeated.has(nameOf(item)), schedule, style));
}

function rowOf(item: Item, withKey: boolean, schedule: Schedule, style: Style): Cell[] {
  const { occurrence, owner, status } = item;
  const track = trackText(occurrence, schedule);
  const key = withKey ? ` (${occurrence.key})` : "";
  const isSameDay = occurrence.due === null || occurrence.due === occurrence.scheduled;
  return [
    { text: `${occurrence.procedure.name}${track}${key}` },
    { text: ownerText(owner, schedule.book.directory, style.columns < WIDE_COLUMNS) },
    { text: isSameDay || occurrence.due === null ? "" : `by ${shortDate(occurrence.due, occurrence.scheduled)}` },
    { text: formatEffort(occurrence.procedure.effortMinutes) },
    { text: STATUS_WORDS[status], paint: paintStatus(status, style) },
  ];
}
