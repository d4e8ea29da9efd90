import { type CalendarDate, toCalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import type { Occurrence } from "../model/occurrence.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
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
  const span = concernOf(procedure, trigger, event, schedule);
  if (span === undefined) return undefined;
  const scheduled = zone.dateAt(span.from);
  const dueAt = dueAfter(trigger, schedule, span.from);
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

/** A time in which an event concerns a trigger; null: still. */
interface Concern {
  readonly from: Instant;
  readonly to: Instant | null;
}

/**
 * From when to when an event concerns a procedure, as of the moment asked about: from its opening, or from when it has the
 * severity that the trigger names. Undefined where it does not. A severity that comes back is counted anew, unless the
 * procedure was answered the first time, or was overdue when that ended: neither is wiped out.
 */
export function concernOf(
  procedure: Procedure,
  trigger: EventTrigger,
  event: EventHistory,
  schedule: Schedule,
): Concern | undefined {
  const concerns = concernsOf(trigger, event, schedule.asOf.instant);
  const answeredAt = concerns.length > 1 ? firstAnswerOf(procedure, event) : Infinity;
  return concerns.reduce<Concern | undefined>((earlier, concern) => {
    if (earlier === undefined) return concern;
    const dueAt = dueAfter(trigger, schedule, earlier.from);
    const wasOverdue = dueAt !== null && earlier.to !== null && dueAt < earlier.to;
    return wasOverdue || answeredAt < concern.from ? { ...concern, from: earlier.from } : concern;
  }, undefined);
}

function concernsOf(trigger: EventTrigger, event: EventHistory, asOf: Instant): Concern[] {
  if (event.name !== trigger.event || event.openedAt > asOf) return [];
  if (trigger.severity === undefined) return [{ from: event.openedAt, to: event.closedAt }];
  const known = event.severities.filter(({ at }) => at <= asOf);
  const changes = known.filter(({ severity }, index) => known[index - 1]?.severity !== severity);
  return changes.flatMap(({ at, severity }, index) =>
    severity === trigger.severity ? { from: at, to: changes[index + 1]?.at ?? event.closedAt } : [],
  );
}

function firstAnswerOf(procedure: Procedure, { records }: EventHistory): Instant {
  const ids = idsOf(procedure);
  return records.find(({ record }) => record.procedure !== null && ids.includes(record.procedure))?.at ?? Infinity;
}

function dueAfter({ within }: EventTrigger, schedule: Schedule, from: Instant): Instant | null {
  return within === undefined ? null : addEventSpan(schedule, from, within);
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
