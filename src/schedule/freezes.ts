import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { Freeze } from "../model/runbook.ts";

/** One or more change freezes without a gap between them. */
export interface FrozenSpan {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly reasons: readonly string[];
}

/**
 * The freezes that cover all of `scheduled` to `due` for a procedure; undefined where none do. Freezes that touch or
 * overlap count as one.
 */
export function frozenSpan(
  procedure: Procedure,
  freezes: readonly Freeze[],
  scheduled: CalendarDate,
  due: CalendarDate,
): FrozenSpan | undefined {
  return spansOf(procedure, freezes).find(({ from, to }) => from <= scheduled && due <= to);
}

function spansOf(procedure: Procedure, freezes: readonly Freeze[]): FrozenSpan[] {
  const spans: { from: CalendarDate; to: CalendarDate; reasons: string[] }[] = [];
  const named = freezes.filter((freeze) => concerns(freeze, procedure));
  for (const { from, to, reason } of named.toSorted((a, b) => compare(a.from, b.from))) {
    const last = spans.at(-1);
    if (last === undefined || from > addDays(last.to, 1)) spans.push({ from, to, reasons: [reason] });
    else {
      if (to > last.to) last.to = to;
      last.reasons.push(reason);
    }
  }
  return spans;
}

function concerns(freeze: Freeze, procedure: Procedure): boolean {
  return (
    idsOf(procedure).some((id) => freeze.procedures.includes(id)) ||
    freeze.tags.some((tag) => procedure.tags.includes(tag))
  );
}
