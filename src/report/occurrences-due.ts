import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import type { Occurrence } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import { isCompletion, isEvent, isWave, occurrencesScheduled, startOf } from "../schedule/occurrences.ts";
import type { Schedule } from "../schedule/schedule.ts";

/** An occurrence with a due date. */
export interface DueOccurrence extends Occurrence {
  readonly due: CalendarDate;
}

/** A milestone is scheduled on a Monday and due by Friday. */
const WAVE_DAYS = 7;
/** How far back the first step before the period reaches; each further one twice as far. */
const LOOK_BACK_DAYS = 7;

/**
 * The occurrences of a procedure that are due from `first` to `last`, owed or not, recorded or not, whenever they were
 * scheduled; those before go-live or `effective` may be left out, as they are never owed.
 */
export function occurrencesDue(
  procedure: Procedure,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
): DueOccurrence[] {
  return candidates(procedure, schedule, first, last).filter(
    (occurrence): occurrence is DueOccurrence =>
      occurrence.due !== null && occurrence.due >= first && occurrence.due <= last,
  );
}

function candidates(procedure: Procedure, schedule: Schedule, first: CalendarDate, last: CalendarDate): Occurrence[] {
  const start = startOf(procedure, schedule);
  if (isWave(procedure)) return occurrencesScheduled(procedure, schedule, addDays(first, -WAVE_DAYS), last);
  if (isCompletion(procedure) || isEvent(procedure)) return occurrencesScheduled(procedure, schedule, start, last);
  return cadenceCandidates(procedure, schedule, first, last, start);
}

/** Due dates rise with scheduled dates: the search goes back until one lies before the period. */
function cadenceCandidates(
  procedure: Procedure,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
  start: CalendarDate,
): Occurrence[] {
  const found: Occurrence[] = [];
  let [from, to] = [first, last];
  for (let days = LOOK_BACK_DAYS; to >= start; days *= 2) {
    const step = occurrencesScheduled(procedure, schedule, from < start ? start : from, to);
    found.unshift(...step);
    const oldest = step[0]?.due;
    if (oldest !== undefined && oldest !== null && oldest < first) break;
    to = addDays(from, -1);
    from = addDays(to, -days);
  }
  return found;
}
