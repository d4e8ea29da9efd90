import type { Procedure } from "../model/procedure.ts";
import { valueIn } from "../model/record.ts";
import type { Performed } from "./history.ts";
import { BeyondHorizon, KEPT_OCCURRENCES } from "./kept-records.ts";
import type { Schedule } from "./schedule.ts";

/** Results that are looked back on: whoever begins asks how it went of late. Fewer than are kept of a procedure. */
const RECENT_RESULTS = 20;
/** Values of a measure that are shown beside a new one. */
const VALUES_SHOWN = 3;

type Asked = Pick<Schedule, "history" | "asOf">;

function upToDay(performed: readonly Performed[], { asOf }: Asked): Performed[] {
  return performed.filter(({ on }) => on <= asOf.date);
}

/** The last results of a procedure up to the day asked about, oldest first. */
export function recentOf(procedure: Procedure, asked: Asked): readonly Performed[] {
  return upToDay(asked.history.of(procedure), asked).slice(-RECENT_RESULTS);
}

/**
 * The last completions of a procedure up to the day asked about, oldest first. Throws BeyondHorizon where some of them may have
 * been left out.
 */
export function lastCompletions(procedure: Procedure, most: number, asked: Asked): readonly Performed[] {
  const performed = upToDay(asked.history.of(procedure), asked);
  const completions = performed.filter(({ record }) => record.record === "completion").slice(-most);
  if (completions.length < most && asked.history.mayLack?.(procedure) === true) throw new BeyondHorizon(procedure.id);
  return completions;
}

/** A value of a measure. */
export interface LastValue {
  readonly value: number;
  /** Civil date. */
  readonly on: string;
}

/** The values that were recorded last of a procedure's measure up to the day asked about, newest first. */
export function lastValues(procedure: Procedure, name: string, asked: Asked): readonly LastValue[] {
  return upToDay(asked.history.of(procedure), asked)
    .toReversed()
    .flatMap(({ record, on }) => {
      const value = valueIn(record, name);
      return value === undefined ? [] : { value, on };
    })
    .slice(0, VALUES_SHOWN);
}

/** Throws BeyondHorizon where records that were left out may be among the last results or values of a procedure. */
export function requireRecent(procedure: Procedure, asked: Asked): void {
  const all = asked.history.of(procedure);
  if (all.length < KEPT_OCCURRENCES) return;
  // Among so many of the newest there is no gap.
  const newest = upToDay(all.slice(-KEPT_OCCURRENCES), asked);
  const isShort = (name: string): boolean =>
    newest.filter(({ record }) => valueIn(record, name) !== undefined).length < VALUES_SHOWN;
  if (newest.length < RECENT_RESULTS || Object.keys(procedure.measures).some(isShort)) {
    throw new BeyondHorizon(procedure.id);
  }
}
