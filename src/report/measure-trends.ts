import { type CalendarDate, addDays, toEpochDay } from "../calendar/calendar-date.ts";
import type { Measure, Procedure } from "../model/procedure.ts";
import { valueIn } from "../model/record.ts";
import type { Performed } from "../schedule/history.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Line, theilSen } from "./trend.ts";

/** The values that a trend follows from. */
export const TREND_VALUES = 24;
/** A crossing that is further off than this is no forecast. */
export const TREND_HORIZON_DAYS = 1826;
const DAYS_PER_MONTH = 30;
/** Of days: what decimals lose in a line that meets a threshold on a day is no further day. */
const ROUNDING = 1e-6;

export interface MeasuredValue {
  /** Civil date on which it was recorded as performed. */
  readonly on: CalendarDate;
  readonly value: number;
  readonly commit: string;
}

/** How a value stands to its thresholds, which are floors of what is too much. */
export type Level = "ok" | "warn" | "limit";

/** A measure with its last values up to a period's end, and where they lead. */
export interface MeasureTrend {
  readonly procedure: Procedure;
  readonly name: string;
  readonly measure: Measure;
  /** Oldest first, at least one. */
  readonly values: readonly MeasuredValue[];
  readonly latest: MeasuredValue;
  readonly level: Level;
  /** Change in 30 days by the trend; null where there are too few values. */
  readonly per30Days: number | null;
  /**
   * The first day on which the trend is at or over a threshold; null where there is none, where it is reached already,
   * where the trend does not rise to it, or not within five years.
   */
  readonly warnOn: CalendarDate | null;
  readonly limitOn: CalendarDate | null;
}

/** Every measure of which a value was recorded by `last`, in the order of the run book. */
export function measureTrends(schedule: Schedule, last: CalendarDate): MeasureTrend[] {
  return schedule.book.procedures.flatMap((procedure) =>
    Object.entries(procedure.measures).flatMap(([name, measure]) => {
      const values = valuesOf(schedule.history.of(procedure), name, last, schedule.asOf.date);
      const latest = values.at(-1);
      return latest === undefined ? [] : trendOf(procedure, name, measure, values, latest);
    }),
  );
}

function valuesOf(
  performed: readonly Performed[],
  name: string,
  last: CalendarDate,
  asOf: CalendarDate,
): MeasuredValue[] {
  const values = performed.flatMap(({ record, on }): MeasuredValue[] => {
    const value = valueIn(record, name);
    return value === undefined || on > last || on > asOf ? [] : [{ on, value, commit: record.commit }];
  });
  return values.slice(-TREND_VALUES);
}

function trendOf(
  procedure: Procedure,
  name: string,
  measure: Measure,
  values: readonly MeasuredValue[],
  latest: MeasuredValue,
): MeasureTrend {
  const line = theilSen(values.map(({ on, value }) => ({ x: toEpochDay(on), y: value })));
  return {
    procedure,
    name,
    measure,
    values,
    latest,
    level: levelOf(latest.value, measure),
    per30Days: line === undefined ? null : Number((line.slope * DAYS_PER_MONTH).toPrecision(6)),
    warnOn: crossing(measure.warn, latest, line),
    limitOn: crossing(measure.limit, latest, line),
  };
}

function levelOf(value: number, { warn, limit }: Measure): Level {
  if (limit !== undefined && value >= limit) return "limit";
  return warn !== undefined && value >= warn ? "warn" : "ok";
}

function crossing(threshold: number | undefined, latest: MeasuredValue, line: Line | undefined): CalendarDate | null {
  if (threshold === undefined || line === undefined || line.slope <= 0 || latest.value >= threshold) return null;
  const day = Math.ceil((threshold - line.intercept) / line.slope - ROUNDING);
  const days = Math.max(1, day - toEpochDay(latest.on));
  return days <= TREND_HORIZON_DAYS ? addDays(latest.on, days) : null;
}
