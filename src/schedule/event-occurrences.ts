import { type CalendarDate, toCalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import type { Occurrence } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import type { EventSpan, EventTrigger } from "../model/trigger.ts";
import type { EventHistory } from "./history.ts";
import type { Schedule } from "./schedule.ts";
import type { Instant } from "./zone.ts";

/**
 * A procedure's occurrence in an event, as of the moment asked about; undefined where the event does not concern it.
 * Closing the event, or changing its severity away from the procedure's, ends the occurrence: missed if it was overdue
 * by then, else not owed.
 */
export function eventOccurrence(
  procedure: Procedure,
  trigger: EventTrigger,
  event: EventHistory,
  schedule: Schedule,
): Occurrence | undefined {
  const { zone, asOf } = schedule;
  const span = event.name === trigger.event ? concernedSpan(trigger, event, asOf.instant) : undefined;
  if (span === undefined) return undefined;
  const scheduled = zone.dateAt(span.from);
  const dueAt = trigger.within === undefined ? null : addEventSpan(schedule, span.from, trigger.within);
  const ended = span.to !== null && span.to <= asOf.instant ? span.to : null;
  const wasOverdue = ended !== null && dueAt !== null && dueAt < ended;
  return {
    procedure,
    key: event.id,
    nominal: scheduled,
    scheduled,
    due: dueAt === null ? null : zone.dateAt(dueAt),
    dueAt: dueAt === null ? null : zone.timestamp(dueAt),
    closes: wasOverdue ? zone.dateAt(ended) : null,
    notOwed: ended !== null && !wasOverdue ? "ended" : null,
    track: procedure.track ?? null,
  };
}

/** From when to when (null: still) the event has the severity that the trigger names, as known at an instant. */
function concernedSpan(
  trigger: EventTrigger,
  event: EventHistory,
  asOf: Instant,
): { from: Instant; to: Instant | null } | undefined {
  if (event.openedAt > asOf) return undefined;
  if (trigger.severity === undefined) return { from: event.openedAt, to: event.closedAt };
  const known = event.severities.filter(({ at }) => at <= asOf);
  const first = known.findIndex(({ severity }) => severity === trigger.severity);
  const start = known[first];
  if (start === undefined) return undefined;
  const lastWith = known.findLastIndex(({ severity }) => severity === trigger.severity);
  return { from: start.at, to: known[lastWith + 1]?.at ?? event.closedAt };
}

function addEventSpan(schedule: Schedule, from: Instant, span: EventSpan): Instant {
  switch (span.unit) {
    case "minutes":
      return from + span.count * 60_000;
    case "hours":
      return from + span.count * 3_600_000;
    case "days":
      return sameTimeOn(schedule, from, (day) => day + span.count);
    case "business days":
      return sameTimeOn(schedule, from, (day) => schedule.businessDays.add(day, span.count));
  }
}

/** The same time of day on another day, so that a day is a civil day across clock changes. */
function sameTimeOn(schedule: Schedule, from: Instant, move: (day: number) => number): Instant {
  const { zone } = schedule;
  const date: CalendarDate = toCalendarDate(move(toEpochDay(zone.dateAt(from))));
  return zone.at(date, zone.timestamp(from).slice(11, 19));
}
