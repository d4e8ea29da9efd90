import {
  type CalendarDate,
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
import { type Period, groupByDay } from "./agenda-text.ts";
import type { Style } from "./style.ts";

const CELL_WIDTH = 9;

/**
 * `agenda --view month`: a calendar page a month, Monday first. A day shows how many occurrences are scheduled on it;
 * `!` after it how many of them press.
 */
export function renderMonthText(schedule: Schedule, period: Period, items: readonly Item[], style: Style): string {
  const byDay = groupByDay(items);
  const [first, last] = [period.from, period.to].map((date) => {
    const { year, month } = yearMonthDayOf(toEpochDay(date));
    return monthIndexOf(year, month);
  });
  const pages: string[] = [];
  for (let index = first ?? 0; index <= (last ?? -1); index += 1)
    pages.push(page(index, byDay, schedule, period, style));
  return `${pages.join("\n\n")}\n\n6!2: 6 scheduled, 2 of them failed, overdue, missed or due; dot: day off\n`;
}

function page(
  monthIndex: number,
  byDay: ReadonlyMap<CalendarDate, readonly Item[]>,
  schedule: Schedule,
  period: Period,
  style: Style,
): string {
  const { year, month } = yearMonthOf(monthIndex);
  const { first, last } = monthBounds(monthIndex);
  const title = style.chalk.bold(`${MONTHS[month - 1]} ${year}`);
  const header = style.chalk.dim(
    WEEKDAYS.map((name) => name.slice(0, 3).padEnd(CELL_WIDTH))
      .join("")
      .trimEnd(),
  );
  const cells = [
    ...Array.from({ length: weekdayOf(first) - 1 }, () => " ".repeat(CELL_WIDTH)),
    ...Array.from({ length: last - first + 1 }, (_, offset) => dayCell(first + offset, byDay, schedule, period, style)),
  ];
  const weeks: string[] = [];
  for (let start = 0; start < cells.length; start += 7)
    weeks.push(
      cells
        .slice(start, start + 7)
        .join("")
        .trimEnd(),
    );
  return [title, header, ...weeks].join("\n");
}

function dayCell(
  day: EpochDay,
  byDay: ReadonlyMap<CalendarDate, readonly Item[]>,
  schedule: Schedule,
  period: Period,
  { chalk }: Style,
): string {
  const date: CalendarDate = toCalendarDate(day);
  const number = String(yearMonthDayOf(day).day).padStart(2);
  const items = byDay.get(date) ?? [];
  const pressing = items.filter(({ status }) => isPressing(status)).length;
  const mark = schedule.businessDays.isBusinessDay(day) ? " " : ".";
  const counts = items.length === 0 ? "" : `${items.length}${pressing === 0 ? "" : `!${pressing}`}`;
  const text = `${number}${mark}${counts}`.padEnd(CELL_WIDTH);
  if (date < period.from || date > period.to) return chalk.dim(`${number}${mark}`.padEnd(CELL_WIDTH));
  if (date === schedule.asOf.date)
    return chalk.inverse(text.trimEnd()) + " ".repeat(text.length - text.trimEnd().length);
  return pressing > 0 ? chalk.red(text) : text;
}
