import { type CalendarDate, addDays, toCalendarDate } from "../calendar/calendar-date.ts";
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
/** How far before its start a procedure is searched: the longest period. What began earlier is never owed. */
const DAYS_BEFORE_START = 366;
/** Before all that was ever recorded. */
const LONG_AGO = toCalendarDate(0);

/**
 * The occurrences of a procedure that are due from `first` to `last`, owed or not, recorded or not, whenever they were
 * scheduled; those of more than a year before go-live or `effective` may be left out.
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
  if (isWave(procedure)) return occurrencesScheduled(procedure, schedule, addDays(first, -WAVE_DAYS), last);
  if (isCompletion(procedure) || isEvent(procedure)) return occurrencesScheduled(procedure, schedule, LONG_AGO, last);
  return cadenceCandidates(procedure, schedule, first, last);
}

/** Due dates rise with scheduled dates: the search goes back until one lies before the period. */
function cadenceCandidates(
  procedure: Procedure,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
): Occurrence[] {
  const found: Occurrence[] = [];
  const start = startOf(procedure, schedule);
  const earliest = addDays(start < first ? start : first, -DAYS_BEFORE_START);
  let [from, to] = [first, last];
  for (let days = LOOK_BACK_DAYS; to >= earliest; days *= 2) {
    const step = occurrencesScheduled(procedure, schedule, from < earliest ? earliest : from, to);
    found.unshift(...step);
    const oldest = step[0]?.due;
    if (oldest !== undefined && oldest !== null && oldest < first) break;
    to = addDays(from, -1);
    from = addDays(to, -days);
  }
  return found;
}
