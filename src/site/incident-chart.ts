// An event against the clock: how long it was open, what was called for until when, and when that came.

import { scaleLinear } from "d3-scale";
import { symbol, symbolDiamond } from "d3-shape";
import type { Element } from "hast";
import { s } from "hastscript";
import type { EventState, Response } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant, Zone } from "../schedule/zone.ts";
import { STATUS_WORDS, civilTime, dayAndMonth, formatElapsed } from "../view/words.ts";
import { LABELS, drawing, rowLabel, tenth, wideChart } from "./drawing.ts";
import { markAt } from "./marks.ts";

const WIDTH = 960;
const RIGHT = 24;
const AXIS = 40;
const ROW = 28;
const HOUR = 3_600_000;
const DIAMOND = symbol(symbolDiamond, 50)() ?? "";

/** The chart, from the opening to the last thing that is known; its words tell the same. */
export function incidentChart(event: EventState, responses: readonly Response[], schedule: Schedule): Element {
  const { zone } = schedule;
  const end = lastKnown(event, responses);
  const scale = scaleLinear([event.openedAt, end], [LABELS, WIDTH - RIGHT]);
  const x = (at: Instant): number => tenth(Math.min(WIDTH - RIGHT, Math.max(LABELS, scale(at))));
  const rowOf = (index: number): number => AXIS + index * ROW + ROW / 2;
  const height = AXIS + (responses.length + 1) * ROW + 8;
  const state = event.closedAt === null ? "open" : `closed ${civilTime(event.closedAt, zone)}`;
  const words = [
    `Opened ${civilTime(event.openedAt, zone)}, ${state}`,
    ...responses.map((response) => `${response.occurrence.procedure.name}: ${responseWords(response)}`),
  ].join("; ");
  const ticks = ticksBetween(event.openedAt, end, zone);
  const chart = drawing({ className: ["chart", "incident"], words: `${words}.`, width: WIDTH, height }, [
    s("text", { className: ["small"], x: LABELS, y: 14 }, civilTime(event.openedAt, zone)),
    s("text", { className: ["small"], x: WIDTH - RIGHT, y: 14, textAnchor: "end" }, civilTime(end, zone)),
    ...ticks.map((tick) => s("line", { className: ["grid"], x1: x(tick), x2: x(tick), y1: AXIS - 14, y2: height })),
    ...ticks.map((tick) =>
      s("text", { className: ["small"], x: x(tick), y: AXIS - 4, textAnchor: "middle" }, tickWords(tick, zone)),
    ),
    s("text", { className: ["strong"], x: LABELS - 12, y: rowOf(0) + 4, textAnchor: "end" }, "Open"),
    ...spansOf(event, end).map(({ from, to, severity }) =>
      s("g", [
        s(
          "rect",
          {
            className: ["span", `severity-${severity ?? "none"}`],
            x: x(from),
            y: rowOf(0) - 9,
            width: Math.max(2, x(to) - x(from)),
            height: 18,
            rx: 3,
          },
          [s("title", severity === null ? "open" : `severity ${severity}`)],
        ),
        ...(severity === null || x(to) - x(from) < 80
          ? []
          : [s("text", { className: ["on-span", "small"], x: x(from) + 8, y: rowOf(0) + 4 }, `severity ${severity}`)]),
      ]),
    ),
    ...event.timeline.map(({ at }) =>
      s("line", { className: ["entry"], x1: x(at), x2: x(at), y1: rowOf(0) - 15, y2: rowOf(0) - 9 }),
    ),
    ...responses.flatMap((response, index) => responseRow(response, rowOf(index + 1), x, end)),
  ]);
  return wideChart("Chart", chart);
}

function responseRow(response: Response, y: number, x: (at: Instant) => number, end: Instant): Element[] {
  const { startedAt, respondedAt, endedAt, status, occurrence } = response;
  const due = occurrence.dueAt === null ? null : Date.parse(occurrence.dueAt);
  const until = respondedAt ?? endedAt ?? end;
  return [
    rowLabel(occurrence.procedure.name, y),
    s(
      "rect",
      {
        className: ["bar", `is-${status}`],
        x: x(startedAt),
        y: y - 6,
        width: Math.max(2, x(until) - x(startedAt)),
        height: 12,
        rx: 3,
      },
      [s("title", `${occurrence.procedure.name}: ${responseWords(response)}`)],
    ),
    ...(due === null
      ? []
      : [
          s("path", { className: ["date"], d: DIAMOND, transform: `translate(${x(due)},${y})` }, [
            s("title", "target"),
          ]),
        ]),
    markAt(status, Math.min(x(until) + 5, WIDTH - 16), y - 7, 14),
  ];
}

function responseWords({ startedAt, respondedAt, status, occurrence: { dueAt } }: Response): string {
  const target = dueAt === null ? "no time limit" : `target ${formatElapsed(Date.parse(dueAt) - startedAt)}`;
  const came = respondedAt === null ? "" : ` after ${formatElapsed(respondedAt - startedAt)}`;
  return `${STATUS_WORDS[status]}${came}, ${target}`;
}

/** What follows does not depend on the moment at which the page is made. */
function lastKnown({ closedAt, timeline, openedAt }: EventState, responses: readonly Response[]): Instant {
  const known = [
    openedAt + HOUR,
    closedAt ?? 0,
    ...timeline.map(({ at }) => at),
    ...responses.flatMap(({ respondedAt, occurrence: { dueAt } }) => [
      respondedAt ?? 0,
      dueAt === null ? 0 : Date.parse(dueAt),
    ]),
  ];
  return Math.max(...known);
}

function spansOf(
  { severities, openedAt, closedAt }: EventState,
  end: Instant,
): { from: Instant; to: Instant; severity: number | null }[] {
  const close = closedAt ?? end;
  const inside = severities.filter(({ at }) => at < close);
  if (inside.length === 0) return [{ from: openedAt, to: close, severity: null }];
  return inside.map(({ at, severity }, index) => ({
    from: Math.max(at, openedAt),
    to: inside[index + 1]?.at ?? close,
    severity,
  }));
}

const MINUTES = 60_000;
const STEPS = [1, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 40_320].map(
  (minutes) => minutes * MINUTES,
);
const MOST_TICKS = 7;

/** Round times of the zone's clock. */
function ticksBetween(from: Instant, to: Instant, zone: Zone): Instant[] {
  const step = STEPS.find((it) => (to - from) / it <= MOST_TICKS) ?? (to - from) / MOST_TICKS;
  const offset = Date.parse(`${zone.timestamp(from).slice(0, 19)}Z`) - from;
  const ticks: Instant[] = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) ticks.push(at);
  return ticks;
}

/** `11:30`, or `14 Oct` at midnight. */
function tickWords(at: Instant, zone: Zone): string {
  const time = civilTime(at, zone).slice(11);
  return time === "00:00" ? dayAndMonth(zone.dateAt(at)) : time;
}
