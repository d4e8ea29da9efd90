// A track's release plan against a calendar: a row for each milestone, the published dates above, today as a line.

import { scaleLinear } from "d3-scale";
import { symbol, symbolDiamond } from "d3-shape";
import type { Element } from "hast";
import { s } from "hastscript";
import { type CalendarDate, addDays, toCalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { MONTHS } from "../calendar/names.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { PLAN_WEEKS, type TrackPlan, type WavePlan } from "../schedule/wave-plan.ts";
import { STATUS_WORDS, dayAndMonth } from "../view/words.ts";
import { LABELS, drawing, rowLabel, tenth, wideChart } from "./drawing.ts";
import { markAt } from "./marks.ts";
import { firstDayOf, monthOf, monthsFrom } from "./past.ts";

const WIDTH = 960;
const RIGHT = 20;
const AXIS = 50;
const ROW = 26;
const BAR = 14;
const DIAMOND = symbol(symbolDiamond, 60)() ?? "";

interface Named {
  readonly words: string;
  readonly date: CalendarDate;
}

/** The chart; its words tell what the table below it tells. */
export function waveChart(plan: WavePlan, track: TrackPlan, schedule: Schedule): Element {
  const dates = datesOf(track);
  const monday = toCalendarDate(schedule.waves.waveWeekOf(plan.id, track.track));
  const days = [
    addDays(monday, -7 * PLAN_WEEKS.before),
    addDays(monday, 7 * PLAN_WEEKS.after + 6),
    ...dates.map(({ date }) => date),
    ...track.milestones.flatMap(({ from, due }) => [from, due]),
  ].toSorted();
  const first = addDays(days[0] ?? monday, -3);
  const last = addDays(days.at(-1) ?? monday, 4);
  const scale = scaleLinear([toEpochDay(first), toEpochDay(last)], [LABELS, WIDTH - RIGHT]);
  const x = (date: CalendarDate): number => tenth(scale(toEpochDay(date)));
  const rows = track.milestones.flatMap((milestone) => milestone.items.map((item) => ({ milestone, item })));
  const datesTop = AXIS + dates.length * ROW;
  const height = datesTop + rows.length * ROW + 12;
  const words = [
    `${plan.name}, ${track.track}: wave week begins on ${monday}`,
    ...dates.map(({ words: name, date }) => `${name} ${date}`),
    ...rows.map(
      ({ milestone, item }) =>
        `${item.occurrence.procedure.name} ${milestone.from} to ${milestone.due}, ${STATUS_WORDS[item.status]}`,
    ),
  ].join("; ");
  const week = { from: x(monday), to: x(addDays(monday, 7)) };
  const chart = drawing({ className: ["chart", "wave"], words: `${words}.`, width: WIDTH, height }, [
    ...monthLines(first, last, x, height),
    ...daysOff(schedule, first, last, x, height),
    s("rect", {
      className: ["wave-week"],
      x: week.from,
      y: AXIS - 16,
      width: week.to - week.from,
      height: height - AXIS + 16,
    }),
    s("text", { className: ["strong"], x: (week.from + week.to) / 2, y: AXIS - 20, textAnchor: "middle" }, "wave week"),
    ...todayLine(schedule, first, last, x, height),
    ...dates.map(({ words: name, date }, index) => {
      const y = AXIS + index * ROW + ROW / 2;
      return s("g", [
        rowLabel(name, y),
        s("path", { className: ["date"], d: DIAMOND, transform: `translate(${x(date)},${y})` }),
        s("text", { className: ["small"], x: x(date) + 9, y: y + 4 }, dayAndMonth(date)),
      ]);
    }),
    ...rows.map(({ milestone, item }, index) => {
      const y = datesTop + index * ROW + ROW / 2;
      const [from, to] = [x(milestone.from), x(addDays(milestone.due, 1))];
      return s("g", [
        rowLabel(item.occurrence.procedure.name, y),
        s(
          "rect",
          { className: ["bar", `is-${item.status}`], x: from, y: y - BAR / 2, width: to - from, height: BAR, rx: 3 },
          [
            s(
              "title",
              `${item.occurrence.procedure.name}: ${milestone.from} to ${milestone.due}, ${STATUS_WORDS[item.status]}`,
            ),
          ],
        ),
        markAt(item.status, to + 5, y - 7, 14),
      ]);
    }),
  ]);
  return wideChart(`Chart of ${plan.id}, ${track.track}`, chart);
}

function datesOf({ anchor, dates }: TrackPlan): Named[] {
  const known = [
    ["Plan published", dates.planPublished?.date],
    ["Early access", dates.earlyAccess?.date],
    ["General availability", dates.generalAvailability?.date],
    ["Production update", anchor.date],
  ] as const;
  return known.flatMap(([words, date]) => (date === undefined ? [] : [{ words, date }]));
}

type X = (date: CalendarDate) => number;

function monthLines(first: CalendarDate, last: CalendarDate, x: X, height: number): Element[] {
  return monthsFrom(monthOf(first), monthOf(last)).flatMap((month) => {
    const start = firstDayOf(month);
    const from = start < first ? first : start;
    const name = MONTHS[Number(month.slice(5)) - 1]?.slice(0, 3) ?? "";
    const text = s("text", { className: ["small"], x: x(from) + 4, y: 12 }, `${name} ${month.slice(0, 4)}`);
    // A month of which a few days are shown has no room for its name.
    const hasRoom = x(last) - x(from) > 60 && (start >= first || Number(first.slice(8)) < 20);
    return [
      ...(start < first ? [] : [s("line", { className: ["grid"], x1: x(start), x2: x(start), y1: 0, y2: height })]),
      ...(hasRoom ? [text] : []),
    ];
  });
}

/** Change freezes and closures of the run book, as stripes below everything. */
function daysOff({ book }: Schedule, first: CalendarDate, last: CalendarDate, x: X, height: number): Element[] {
  const spans = [
    ...book.settings.freezes.map((freeze) => ({ ...freeze, kind: "Change freeze" })),
    ...book.settings.closures.map((closure) => ({ ...closure, kind: "Closed" })),
  ];
  return spans
    .filter(({ from, to }) => from <= last && to >= first)
    .map(({ from, to, reason, kind }) => {
      const [start, end] = [x(from < first ? first : from), x(addDays(to > last ? last : to, 1))];
      return s("rect", { className: ["off"], x: start, y: AXIS - 4, width: end - start, height: height - AXIS }, [
        s("title", `${kind} ${from} to ${to}: ${reason}`),
      ]);
    });
}

function todayLine(
  { asOf: { date } }: Schedule,
  first: CalendarDate,
  last: CalendarDate,
  x: X,
  height: number,
): Element[] {
  if (date < first || date > last) return [];
  return [
    s("line", { className: ["now"], x1: x(date), x2: x(date), y1: AXIS - 12, y2: height }),
    s("text", { className: ["small"], x: x(date) + 4, y: AXIS - 6 }, "this day"),
  ];
}
