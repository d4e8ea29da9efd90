// The numbers recorded with a procedure, as lines over time against their thresholds.

import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import type { Element } from "hast";
import { h, s } from "hastscript";
import type { Measure, Procedure } from "../model/procedure.ts";
import { valueIn } from "../model/record.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { unitAfter } from "../view/words.ts";
import { type CalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { drawing, tenth } from "./drawing.ts";
import { type Html, folded, section, table } from "./html.ts";
import { day, shortDayText } from "./names.ts";

const WIDTH = 640;
const HEIGHT = 180;
const LEFT = 56;
const RIGHT = 64;
const TOP = 14;
const BOTTOM = 26;

interface Reading {
  readonly on: CalendarDate;
  readonly value: number;
}

/** A chart for each measure of which something was recorded. */
export function measureCharts(procedure: Procedure, schedule: Schedule): Html[] {
  const performed = schedule.history.of(procedure).filter(({ on }) => on <= schedule.asOf.date);
  const charts = Object.entries(procedure.measures).flatMap(([name, measure]) => {
    const readings = performed.flatMap(({ record, on }): Reading[] => {
      const value = valueIn(record, name);
      return value === undefined ? [] : [{ on, value }];
    });
    return readings.length === 0 ? [] : [measureChart(name, measure, readings, schedule)];
  });
  return charts.length === 0 ? [] : [section("Measures", charts)];
}

function measureChart(name: string, measure: Measure, readings: readonly Reading[], schedule: Schedule): Element {
  const unit = unitAfter(measure);
  const rows = readings.toReversed().map(({ on, value }) => [[day(on, schedule)], [`${value}${unit}`]]);
  const columns = [{ title: "Day" }, { title: name, align: "right" } as const];
  const last = readings.at(-1);
  const limits = thresholdsOf(measure).map(({ label, value }) => `${label} ${value}${unit}`);
  const words = `${name}: ${last?.value}${unit} at last${limits.length === 0 ? "" : `; ${limits.join(", ")}`}`;
  return h("figure", { className: ["measure"] }, [
    h("figcaption", words),
    h("div", { className: ["scroll"], tabIndex: 0 }, linesOf(`${words}.`, measure, readings, schedule)),
    folded("The same as a table", [table(name, columns, rows)]),
  ]);
}

function thresholdsOf({ warn, limit }: Measure): { readonly label: string; readonly value: number }[] {
  return [
    ...(warn === undefined ? [] : [{ label: "warn", value: warn }]),
    ...(limit === undefined ? [] : [{ label: "limit", value: limit }]),
  ];
}

function linesOf(words: string, measure: Measure, readings: readonly Reading[], schedule: Schedule): Element {
  const days = readings.map(({ on }) => toEpochDay(on));
  const thresholds = thresholdsOf(measure);
  const values = [...readings.map(({ value }) => value), ...thresholds.map(({ value }) => value)];
  const [first, last] = [Math.min(...days), Math.max(...days)];
  const x = scaleLinear([first, Math.max(last, first + 1)], [LEFT, WIDTH - RIGHT]);
  const y = scaleLinear([Math.min(0, ...values), Math.max(...values, 1)], [HEIGHT - BOTTOM, TOP]).nice(4);
  const path = line<Reading>(
    ({ on }) => x(toEpochDay(on)),
    ({ value }) => y(value),
  ).digits(1)(readings);
  const [from, to] = [readings[0], readings.at(-1)];
  return drawing({ className: ["chart"], words, width: WIDTH, height: HEIGHT }, [
    ...y
      .ticks(4)
      .flatMap((tick) => [
        s("line", { className: ["grid"], x1: LEFT, x2: WIDTH - RIGHT, y1: tenth(y(tick)), y2: tenth(y(tick)) }),
        s("text", { x: LEFT - 8, y: tenth(y(tick) + 4), textAnchor: "end" }, String(tick)),
      ]),
    ...thresholds.flatMap(({ label, value }) => [
      s("line", {
        className: [`threshold-${label}`],
        x1: LEFT,
        x2: WIDTH - RIGHT,
        y1: tenth(y(value)),
        y2: tenth(y(value)),
      }),
      s("text", { className: [`threshold-${label}`], x: WIDTH - RIGHT + 6, y: tenth(y(value) + 4) }, label),
    ]),
    s("path", { className: ["values"], d: path ?? "" }),
    ...readings.map(({ on, value }) =>
      s("circle", { className: ["value"], cx: tenth(x(toEpochDay(on))), cy: tenth(y(value)), r: 3 }, [
        s("title", `${on}: ${value}`),
      ]),
    ),
    ...(from === undefined ? [] : [s("text", { x: LEFT, y: HEIGHT - 6 }, shortDayText(from.on, schedule))]),
    ...(to === undefined || to === from
      ? []
      : [s("text", { x: WIDTH - RIGHT, y: HEIGHT - 6, textAnchor: "end" }, shortDayText(to.on, schedule))]),
  ]);
}
