import { type EventState, INCIDENT } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { assigneeText, shortId, stateText } from "./incident-words.ts";
import { type Style, WIDE_COLUMNS } from "./style.ts";
import type { Cell, Column } from "./table-parts.ts";
import { renderTable } from "./table.ts";
import { civilTime, shortTitle } from "./words.ts";

/** Below this a whole id leaves no room for the title. */
const NARROW_COLUMNS = 72;

/** Of a title; `incident show` has all of it. */
const LONGEST_TITLE = 120;

/** `incident list` and `event list` for people, newest first; only incidents have a severity and someone who has them. */
export function renderEventList(events: readonly EventState[], schedule: Schedule, style: Style): string {
  const isWide = style.columns >= WIDE_COLUMNS;
  const isNarrow = style.columns < NARROW_COLUMNS;
  const ofIncidents = events.some(({ name }) => name === INCIDENT);
  const columns: Column[] = [
    { title: "Id" },
    ...(isWide ? [{ title: "Opened" }] : []),
    ...(ofIncidents ? [{ title: "Severity" }] : []),
    { title: "Title", isFlexible: true },
    { title: "State", isFlexible: true },
    ...(ofIncidents ? [{ title: "With", isFlexible: true }] : []),
  ];
  const rows = events.map((event): Cell[] => [
    { text: isNarrow ? shortId(event.id) : event.id },
    ...(isWide ? [{ text: civilTime(event.openedAt, schedule.zone) }] : []),
    ...(ofIncidents ? [{ text: String(event.severity ?? "") }] : []),
    { text: titleText(event) },
    { text: stateText(event, schedule), paint: event.closedAt === null ? style.chalk.yellow : style.chalk.dim },
    ...(ofIncidents ? [{ text: assigneeText(event, schedule) ?? "" }] : []),
  ]);
  return `${renderTable(columns, rows, style)}\n`;
}

function titleText({ title, ticket }: EventState): string {
  const start = title === null ? [] : [shortTitle(title, LONGEST_TITLE)];
  return [...start, ...(ticket === null ? [] : [`(${ticket})`])].join(" ");
}
