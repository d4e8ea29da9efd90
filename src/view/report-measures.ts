import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { count } from "../model/count.ts";
import type { Measure } from "../model/procedure.ts";
import type { MeasureTrend } from "../report/measure-trends.ts";
import type { Report } from "../report/report.ts";
import type { ReportCell, ReportSection } from "./report-section.ts";
import type { Column } from "./table-parts.ts";
import { unitAfter } from "./words.ts";

const COLUMNS: readonly Column[] = [
  { title: "Measure", isFlexible: true },
  { title: "Latest", isFlexible: true },
  { title: "Values" },
  { title: "In 30 days", align: "right" },
  { title: "Thresholds", isFlexible: true },
];
/** Rows where a reader wants the gist. */
const SHORT_LIST = 10;
/** What is further off than this presses nobody. */
const SOON_DAYS = 365;
const LEVELS = ["limit", "warn", "ok"] as const;

/** Measures as trends against their thresholds: over one of them first, then the soonest to reach one. */
export function measureSection(
  { measures, unmeasured, period }: Report,
  today: CalendarDate,
  isWhole: boolean,
): ReportSection {
  const ordered = measures.toSorted(byUrgency);
  const pressing = ordered.filter((trend) => isPressing(trend, today));
  const shown = isWhole ? ordered : pressing.slice(0, SHORT_LIST);
  const more = isWhole ? 0 : pressing.length - shown.length;
  const others = isWhole ? [] : ordered.filter((trend) => !isPressing(trend, today));
  const untold = others.filter(({ per30Days, measure }) => per30Days === null && hasThreshold(measure)).length;
  const calm = others.length - untold;
  const notes = [
    ...(more === 0 ? [] : [`And ${count(more, "more measure")} at a threshold, or at one within a year.`]),
    ...(calm === 0 ? [] : [`${count(calm, "measure")} that no threshold comes near within a year.`]),
    ...(untold === 0 ? [] : [`${count(untold, "measure")} under every threshold, with too few values for a trend.`]),
    ...(unmeasured === 0 ? [] : [`${count(unmeasured, "measure")} without a value by ${period.to}.`]),
    ...(measures.length + unmeasured === 0 ? ["No procedure has a measure."] : []),
  ];
  return { id: "measures", heading: "Measures", columns: COLUMNS, rows: shown.map((it) => rowOf(it, today)), notes };
}

function byUrgency(a: MeasureTrend, b: MeasureTrend): number {
  const [one, other] = [soonest(a) ?? "~", soonest(b) ?? "~"];
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || compare(one, other);
}

function hasThreshold({ warn, limit }: Measure): boolean {
  return warn !== undefined || limit !== undefined;
}

function soonest({ warnOn, limitOn }: MeasureTrend): CalendarDate | undefined {
  return [warnOn, limitOn].flatMap((date) => date ?? []).toSorted()[0];
}

function isPressing(trend: MeasureTrend, today: CalendarDate): boolean {
  const next = soonest(trend);
  return trend.level !== "ok" || (next !== undefined && next <= addDays(today, SOON_DAYS));
}

function rowOf(trend: MeasureTrend, today: CalendarDate): ReportCell[] {
  const { procedure, name, measure, latest, level, per30Days, values } = trend;
  const tone = level === "ok" ? {} : ({ tone: level === "limit" ? "bad" : "warn" } as const);
  const thresholds = [measure.warn, measure.limit].flatMap((threshold) => threshold ?? []);
  return [
    { text: `${procedure.name}: ${name}` },
    { text: `${latest.value}${unitAfter(measure)}`, ...tone },
    { text: count(values.length, "value"), curve: { values: values.map(({ value }) => value), thresholds } },
    { text: per30Days === null ? "" : signed(per30Days) },
    { text: thresholdText(trend, today), ...tone },
  ];
}

/** Three significant digits, with a sign. */
function signed(change: number): string {
  const rounded = Number(change.toPrecision(3));
  return rounded > 0 ? `+${rounded}` : String(rounded);
}

/** `warn 80 reached; limit 100 on 2027-03-12`; without a day where the trend does not reach it. */
function thresholdText({ latest, measure, warnOn, limitOn, per30Days }: MeasureTrend, today: CalendarDate): string {
  const thresholds = [
    { name: "warn", value: measure.warn, on: warnOn },
    { name: "limit", value: measure.limit, on: limitOn },
  ];
  const parts = thresholds.flatMap(({ name, value, on }) => {
    if (value === undefined) return [];
    if (latest.value >= value) return `${name} ${value} reached`;
    if (on === null) return `${name} ${value}${per30Days === null ? " (too few values)" : ""}`;
    return `${name} ${value} ${on <= today ? "any day now" : `on ${on}`}`;
  });
  return parts.length === 0 ? "none" : parts.join("; ");
}
