import {
  type CalendarDate,
  type DateSpan,
  type EpochDay,
  monthIndexOf,
  toCalendarDate,
  toEpochDay,
  weekdayOf,
  yearMonthDayOf,
  yearMonthOf,
} from "../calendar/calendar-date.ts";
import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import { monthBounds } from "../calendar/month-day.ts";
import { isPressing } from "../model/occurrence.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { groupByDay } from "./agenda-text.ts";
import { hangingText } from "./hanging.ts";
import type { Style } from "./style.ts";

const CELL_WIDTH = 9;

interface Cell {
  /** The day of the month, with a dot on a day off. */
  readonly day: string;
  readonly counts: string;
  readonly paint: (text: string) => string;
}

/**
 * `agenda --view month`: a calendar page a month, Monday first. A day shows how many occurrences are scheduled on it;
 * `!` after it how many of them press. Where a line has no room for that beside the days, it stands below them.
 */
export function renderMonthText(schedule: Schedule, period: DateSpan, items: readonly Item[], style: Style): string {
  const byDay = groupByDay(items);
  const [first, last] = [period.from, period.to].map((date) => {
    const { year, month } = yearMonthDayOf(toEpochDay(date));
    return monthIndexOf(year, month);
  });
  const pages: string[] = [];
  for (let index = first ?? 0; index <= (last ?? -1); index += 1)
    pages.push(page(index, byDay, schedule, period, style));
  const key = hangingText("", "6!2: 6 scheduled, 2 of them failed, overdue, missed or due; dot: day off", style);
  return `${pages.join("\n\n")}\n\n${key.join("\n")}\n`;
}

function page(
  monthIndex: number,
  byDay: ReadonlyMap<CalendarDate, readonly Item[]>,
  schedule: Schedule,
  period: DateSpan,
  style: Style,
): string {
  const { year, month } = yearMonthOf(monthIndex);
  const { first, last } = monthBounds(monthIndex);
  const width = Math.min(CELL_WIDTH, Math.floor(style.columns / 7));
  const title = style.chalk.bold(`${MONTHS[month - 1]} ${year}`);
  const header = style.chalk.dim(
    WEEKDAYS.map((name) => name.slice(0, 3).padEnd(width))
      .join("")
      .trimEnd(),
  );
  const cells = [
    ...Array.from({ length: weekdayOf(first) - 1 }, (): Cell => ({ day: "", counts: "", paint: (text) => text })),
    ...Array.from({ length: last - first + 1 }, (_, offset) =>
      dayCell(first + offset, width, byDay, schedule, period, style),
    ),
  ];
  const weeks: string[] = [];
  for (let start = 0; start < cells.length; start += 7) weeks.push(...weekLines(cells.slice(start, start + 7), width));
  return [title, header, ...weeks].join("\n");
}

function weekLines(week: readonly Cell[], width: number): string[] {
  const line = (textOf: (cell: Cell) => string): string =>
    week
      .map((cell) => {
        const text = textOf(cell);
        return (text === "" ? "" : cell.paint(text)) + " ".repeat(Math.max(0, width - text.length));
      })
      .join("")
      .trimEnd();
  if (width === CELL_WIDTH) return [line(({ day, counts }) => (counts === "" ? day.trimEnd() : day + counts))];
  const counts = line((cell) => cell.counts);
  return [line(({ day }) => day.trimEnd()), ...(counts === "" ? [] : [counts])];
}

function dayCell(
  day: EpochDay,
  width: number,
  byDay: ReadonlyMap<CalendarDate, readonly Item[]>,
  schedule: Schedule,
  period: DateSpan,
  { chalk }: Style,
): Cell {
  const date: CalendarDate = toCalendarDate(day);
  const number = String(yearMonthDayOf(day).day).padStart(2);
  const items = byDay.get(date) ?? [];
  const pressing = items.filter(({ status }) => isPressing(status)).length;
  const shown = `${number}${schedule.businessDays.isBusinessDay(day) ? " " : "."}`;
  if (date < period.from || date > period.to) return { day: shown, counts: "", paint: (text) => chalk.dim(text) };
  const scheduled = items.length === 0 ? "" : String(items.length);
  const both = pressing === 0 ? scheduled : `${scheduled}!${pressing}`;
  return {
    day: shown,
    counts: both.length < width ? both : `${scheduled}!`,
    paint: (text) => {
      if (date === schedule.asOf.date) return chalk.inverse(text);
      return pressing > 0 ? chalk.red(text) : text;
    },
  };
}
