import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Freeze } from "../model/runbook.ts";

/**
 * The last day of the change freeze that covers all of `scheduled` to `due` for a procedure; undefined where none does.
 * Freezes that touch or overlap count as one.
 */
export function frozenUntil(
  procedure: Procedure,
  freezes: readonly Freeze[],
  scheduled: CalendarDate,
  due: CalendarDate,
): CalendarDate | undefined {
  return spansOf(procedure, freezes).find(({ from, to }) => from <= scheduled && due <= to)?.to;
}

function spansOf(procedure: Procedure, freezes: readonly Freeze[]): { from: CalendarDate; to: CalendarDate }[] {
  const spans: { from: CalendarDate; to: CalendarDate }[] = [];
  const named = freezes.filter((freeze) => concerns(freeze, procedure));
  for (const { from, to } of named.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = spans.at(-1);
    if (last !== undefined && from <= addDays(last.to, 1)) last.to = to > last.to ? to : last.to;
    else spans.push({ from, to });
  }
  return spans;
}

function concerns(freeze: Freeze, procedure: Procedure): boolean {
  return (
    freeze.procedures.includes(procedure.id) ||
    freeze.procedures.some((id) => procedure.formerly.includes(id)) ||
    freeze.tags.some((tag) => procedure.tags.includes(tag))
  );
}
