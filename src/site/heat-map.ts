// A month as squares, each filled from the bottom by as much as was done on time: readable without colour.

import { scaleLinear, scaleThreshold } from "d3-scale";
import type { Element } from "hast";
import { s } from "hastscript";
import { type CalendarDate, type Weekday, addDays, toEpochDay, weekdayOf } from "../calendar/calendar-date.ts";
import { MONTHS } from "../calendar/names.ts";
import { count } from "../model/count.ts";
import { type Tally, adherenceOf } from "../report/adherence.ts";
import { dayAndMonth } from "../view/words.ts";
import { drawing, tenth } from "./drawing.ts";
import { firstDayOf, monthPlus, percent } from "./past.ts";

const CELL = 20;
const GAP = 3;
const COLUMNS = 7;

/** From white to full: what share of what was owed was done on time. */
const band = scaleThreshold<number, string>([0.5, 0.8, 1], ["low", "middle", "high", "full"]);

/** `November 2026`. */
export function monthName(month: string): string {
  return `${MONTHS[Number(month.slice(5, 7)) - 1]} ${month.slice(0, 4)}`;
}

/** The days of a month in rows of weeks, the first row and the last padded with null. */
export function weeksOf(month: string, weekStart: Weekday): (CalendarDate | null)[][] {
  const first = firstDayOf(month);
  const length = toEpochDay(firstDayOf(monthPlus(month, 1))) - toEpochDay(first);
  const before = (weekdayOf(toEpochDay(first)) - weekStart + COLUMNS) % COLUMNS;
  const rows = Math.ceil((before + length) / COLUMNS);
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: COLUMNS }, (_unused, column) => {
      const index = row * COLUMNS + column - before;
      return index < 0 || index >= length ? null : addDays(first, index);
    }),
  );
}

/** A month's squares; its words name the days that were not whole. */
export function monthSquares(
  month: string,
  days: ReadonlyMap<CalendarDate, Tally>,
  weekStart: Weekday,
  total: Tally | undefined,
): Element {
  const weeks = weeksOf(month, weekStart);
  const squares = weeks.flatMap((week, row) =>
    week.flatMap((date, column) =>
      date === null ? [] : [square(date, days.get(date), column * (CELL + GAP), row * (CELL + GAP))],
    ),
  );
  const [width, height] = [COLUMNS * (CELL + GAP) - GAP, 6 * (CELL + GAP) - GAP];
  return drawing({ className: ["heat"], words: wordsOf(month, days, total), width, height }, squares);
}

/** A day's square alone, for the calendar's own cells. */
export function daySquare(date: CalendarDate, tally: Tally | undefined): Element {
  return s(
    "svg",
    { className: ["heat"], ariaHidden: "true", viewBox: `0 0 ${CELL} ${CELL}`, width: CELL, height: CELL },
    square(date, tally, 0, 0),
  );
}

function square(date: CalendarDate, tally: Tally | undefined, x: number, y: number): Element {
  const adherence = tally === undefined ? null : adherenceOf(tally);
  const frame = s("rect", {
    className: [adherence === null ? "nothing" : "owed"],
    x: x + 0.5,
    y: y + 0.5,
    width: CELL - 1,
    height: CELL - 1,
    rx: 2,
  });
  if (tally === undefined || adherence === null) return s("g", [s("title", `${date}: nothing owed`), frame]);
  const height = tenth(scaleLinear([0, 1], [0, CELL - 4])(adherence));
  const fill = s("rect", {
    className: [band(adherence)],
    x: x + 2,
    y: y + CELL - 2 - height,
    width: CELL - 4,
    height,
  });
  return s("g", [s("title", `${date}: ${tally.onTime} of ${tally.owed} on time`), frame, fill]);
}

function wordsOf(month: string, days: ReadonlyMap<CalendarDate, Tally>, total: Tally | undefined): string {
  if (total === undefined || total.owed === 0) return `${monthName(month)}: nothing was owed.`;
  const short = [...days].filter(([date, tally]) => date.startsWith(month) && tally.onTime < tally.owed);
  const named = short.map(([date, { onTime, owed }]) => `${dayAndMonth(date)} ${onTime} of ${owed}`).join(", ");
  const sum = `${monthName(month)}: ${total.onTime} of ${total.owed} on time (${percent(total)})`;
  return short.length === 0 ? `${sum}.` : `${sum}; ${count(short.length, "day")} not whole: ${named}.`;
}
