import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
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
  const named = freezes.filter((freeze) => concerns(freeze, procedure));
  return named
    .toSorted((a, b) => (a.from < b.from ? -1 : 1))
    .reduce<FrozenSpan[]>((spans, { from, to, reason }) => {
      const last = spans.at(-1);
      if (last === undefined || from > addDays(last.to, 1)) return [...spans, { from, to, reasons: [reason] }];
      const joined = { from: last.from, to: to > last.to ? to : last.to, reasons: [...last.reasons, reason] };
      return [...spans.slice(0, -1), joined];
    }, []);
}

function concerns(freeze: Freeze, procedure: Procedure): boolean {
  return (
    idsOf(procedure).some((id) => freeze.procedures.includes(id)) ||
    freeze.tags.some((tag) => procedure.tags.includes(tag))
  );
}
