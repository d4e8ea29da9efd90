import {
  type CalendarDate,
  type EpochDay,
  isCalendarDate,
  monthIndexOf,
  toCalendarDate,
  toEpochDay,
  yearMonthDayOf,
} from "../calendar/calendar-date.ts";
import { monthBounds } from "../calendar/month-day.ts";
import type { NotOwedReason, Occurrence } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import type {
  CadenceTrigger,
  CompletionTrigger,
  EventTrigger,
  RecurTrigger,
  Span,
  WaveTrigger,
} from "../model/trigger.ts";
import type { Track, WaveId } from "../model/wave.ts";
import { eventOccurrence } from "./event-occurrences.ts";
import { eventWith } from "./event-with.ts";
import { frozenSpan } from "./freezes.ts";
import type { EventHistory, Performed } from "./history.ts";
import { type Nominal, nominalDates, nominalWithKey } from "./nominal-dates.ts";
import type { Schedule } from "./schedule.ts";
import { waveIds } from "./wave-calendar.ts";

/** Wave week's Monday to the day on which an unrecorded milestone closes. */
const WAVE_CLOSES_AFTER_DAYS = 28;
/** How far ahead the next date of a rule is looked for, in growing steps; a rule may end. */
const LOOK_AHEAD_DAYS = [45, 400, 4000, 40_000];

type OfKind<Kind> = Procedure & { readonly trigger: Kind };
type CadenceProcedure = OfKind<CadenceTrigger | RecurTrigger>;

/** Nothing of a procedure is owed before the later of go-live and its `effective`. */
export function startOf(procedure: Procedure, { book }: Pick<Schedule, "book">): CalendarDate {
  const { goLive } = book.settings;
  return procedure.effective !== undefined && procedure.effective > goLive ? procedure.effective : goLive;
}

/**
 * The occurrences of a procedure that are scheduled from `first` to `last`, by nominal date: owed or not, recorded or
 * not. The work is bounded by the two dates. Under `after completion` these are the recorded ones and the pending one.
 */
export function occurrencesScheduled(
  procedure: Procedure,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
): Occurrence[] {
  return candidates(procedure, schedule, first, last).filter(
    (occurrence) => occurrence.scheduled >= first && occurrence.scheduled <= last,
  );
}

function candidates(procedure: Procedure, schedule: Schedule, first: CalendarDate, last: CalendarDate): Occurrence[] {
  if (isCompletion(procedure)) return completionOccurrences(procedure, schedule);
  if (isWave(procedure)) return waveOccurrences(procedure, schedule, first, last);
  if (isEvent(procedure)) return eventOccurrences(procedure, schedule);
  return isCadence(procedure) ? cadenceOccurrences(procedure, schedule, first, last) : [];
}

/** The occurrence with a key; undefined where the trigger cannot yield it. */
export function occurrenceWithKey(procedure: Procedure, schedule: Schedule, key: string): Occurrence | undefined {
  if (isCadence(procedure)) {
    const nominal = nominalWithKey(procedure.trigger, schedule, key);
    return nominal === undefined ? undefined : cadenceOccurrence(procedure, schedule, nominal);
  }
  if (isCompletion(procedure)) {
    return completionOccurrences(procedure, schedule).find((occurrence) => occurrence.key === key);
  }
  if (isWave(procedure)) {
    const parts = /^wave-(\d{4}-(?:04|10))\.([a-z-]+)$/.exec(key);
    const track = tracksOf(procedure, schedule).find((name) => name === parts?.[2]);
    return parts === null || track === undefined
      ? undefined
      : waveOccurrence(procedure, schedule, parts[1] as WaveId, track);
  }
  if (!isEvent(procedure)) return undefined;
  const event = eventWith(schedule.history, key);
  return event === undefined ? undefined : occurrenceIn(event, procedure, schedule);
}

function isCadence(procedure: Procedure): procedure is CadenceProcedure {
  return !isCompletion(procedure) && !isWave(procedure) && !isEvent(procedure);
}

/** Whether occurrences are counted from the completion before. */
export function isCompletion(procedure: Procedure): procedure is OfKind<CompletionTrigger> {
  return procedure.trigger.kind === "after-completion";
}

/** Whether occurrences are milestones of release waves. */
export function isWave(procedure: Procedure): procedure is OfKind<WaveTrigger> {
  return procedure.trigger.kind === "wave";
}

/** Whether occurrences are called for by events. */
export function isEvent(procedure: Procedure): procedure is OfKind<EventTrigger> {
  return procedure.trigger.kind === "event";
}

function cadenceOccurrences(
  procedure: CadenceProcedure,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
): Occurrence[] {
  const range = nominalRange(procedure, schedule, toEpochDay(first), toEpochDay(last));
  const found: Occurrence[] = [];
  for (const nominal of nominalDates(procedure.trigger, schedule, range.first, range.last)) {
    const occurrence = cadenceOccurrence(procedure, schedule, nominal);
    if (occurrence !== undefined) found.push(occurrence);
  }
  return found;
}

/** Every nominal date that rolling, or a start within its period, can schedule from `first` to `last`. */
function nominalRange(
  procedure: CadenceProcedure,
  schedule: Schedule,
  first: EpochDay,
  last: EpochDay,
): { first: EpochDay; last: EpochDay } {
  const start = toEpochDay(startOf(procedure, schedule));
  const period = start >= first && start <= last ? periodHolding(procedure, schedule, start) : undefined;
  return {
    first: Math.min(schedule.businessDays.previous(first - 1) + 1, period?.date ?? Infinity),
    last: schedule.businessDays.next(last + 1) - 1,
  };
}

function periodHolding(procedure: CadenceProcedure, schedule: Schedule, day: EpochDay): Nominal | undefined {
  const longestYear = 366;
  for (const nominal of nominalDates(procedure.trigger, schedule, day - longestYear, day)) {
    if (nominal.period === undefined) return undefined;
    if (nominal.period.last >= day) return nominal;
  }
  return undefined;
}

function cadenceOccurrence(
  procedure: CadenceProcedure,
  schedule: Schedule,
  nominalDate: Nominal,
): Occurrence | undefined {
  const dates = cadenceDates(procedure, schedule, nominalDate);
  if (dates === undefined) return undefined;
  const nominal = toCalendarDate(nominalDate.date);
  const [scheduled, due] = [toCalendarDate(dates.scheduled), toCalendarDate(dates.due)];
  const notOwed = dates.partial
    ? retiredBy(procedure, due)
    : notOwedReason(procedure, schedule, nominal, scheduled, due);
  const next = procedure.catchUp === "latest" ? nextScheduled(procedure, schedule, nominalDate, dates.due) : null;
  return {
    procedure,
    key: nominalDate.key,
    nominal,
    scheduled,
    due,
    dueAt: null,
    closes: closesOf(procedure, next),
    notOwed: notOwed ?? frozenReason(procedure, schedule, scheduled, due),
    track: procedure.track ?? null,
  };
}

interface CadenceDates {
  readonly scheduled: EpochDay;
  readonly due: EpochDay;
  /** The period began before the start, and enough of it is left to be owed. */
  readonly partial: boolean;
}

function cadenceDates(procedure: CadenceProcedure, schedule: Schedule, nominal: Nominal): CadenceDates | undefined {
  const { within } = procedure.trigger;
  const dueAfter = (scheduled: EpochDay, otherwise: EpochDay): EpochDay =>
    within === undefined ? otherwise : addSpan(schedule, scheduled, within);
  if (nominal.period === undefined) {
    const scheduled = rolled(procedure, schedule, nominal.date);
    return scheduled === undefined ? undefined : { scheduled, due: dueAfter(scheduled, scheduled), partial: false };
  }
  const { first, last } = nominal.period;
  const lastDay = schedule.businessDays.lastIn(first, last) ?? last;
  const start = toEpochDay(startOf(procedure, schedule));
  const fromStart = dueAfter(start, lastDay);
  if (first < start && (last - start + 1) * 2 >= last - first + 1 && start <= fromStart) {
    return { scheduled: start, due: fromStart, partial: true };
  }
  return { scheduled: first, due: dueAfter(first, lastDay), partial: false };
}

/** Business-day rules name business days, so that rolling leaves them where they are. */
function rolled(procedure: Procedure, schedule: Schedule, day: EpochDay): EpochDay | undefined {
  if (procedure.roll === "none" || schedule.businessDays.isBusinessDay(day)) return day;
  if (procedure.roll === "skip") return undefined;
  return procedure.roll === "next" ? schedule.businessDays.next(day) : schedule.businessDays.previous(day);
}

function addSpan(schedule: Schedule, day: EpochDay, span: Span): EpochDay {
  if (span.unit === "business days") return schedule.businessDays.add(day, span.count);
  return day + span.count * (span.unit === "weeks" ? 7 : 1);
}

/** The day on which the next occurrence takes over: the later of its scheduled date and the day after due. */
function nextScheduled(procedure: CadenceProcedure, schedule: Schedule, nominal: Nominal, due: EpochDay): CalendarDate {
  let from = nominal.date + 1;
  for (const days of LOOK_AHEAD_DAYS) {
    const to = nominal.date + days;
    for (const next of nominalDates(procedure.trigger, schedule, from, to)) {
      const dates = cadenceDates(procedure, schedule, next);
      if (dates !== undefined) return toCalendarDate(Math.max(due + 1, dates.scheduled));
    }
    from = to + 1;
  }
  return toCalendarDate(due + 1);
}

/** What is unrecorded closes on `retired` at the latest. */
function closesOf(procedure: Procedure, closes: CalendarDate | null): CalendarDate | null {
  const { retired } = procedure;
  if (retired === undefined) return closes;
  return closes === null || retired < closes ? retired : closes;
}

function notOwedReason(
  procedure: Procedure,
  schedule: Schedule,
  nominal: CalendarDate,
  scheduled: CalendarDate,
  due: CalendarDate | null,
): NotOwedReason | null {
  const start = startOf(procedure, schedule);
  if (nominal < start || scheduled < start) return "before-start";
  return retiredBy(procedure, due ?? scheduled);
}

function retiredBy(procedure: Procedure, due: CalendarDate): NotOwedReason | null {
  return procedure.retired !== undefined && due >= procedure.retired ? "retired" : null;
}

function frozenReason(
  procedure: Procedure,
  schedule: Schedule,
  scheduled: CalendarDate,
  due: CalendarDate,
): NotOwedReason | null {
  return frozenSpan(procedure, schedule.book.settings.freezes, scheduled, due) === undefined ? null : "frozen";
}

/** One per recorded key, then the one pending. */
function completionOccurrences(procedure: OfKind<CompletionTrigger>, schedule: Schedule): Occurrence[] {
  const performed = schedule.history.of(procedure).filter(({ on }) => on <= schedule.asOf.date);
  const closing = performed.filter(({ record }) => record.record === "skip" || record.outcome === "done");
  const last = closing.at(-1);
  const recorded = new Set(performed.flatMap(({ record }) => record.occurrence ?? []));
  const closed = new Set(closing.flatMap(({ record }) => record.occurrence ?? []));
  const start = toEpochDay(startOf(procedure, schedule));
  // Work done before the start counts, but nothing is owed before it.
  let pending =
    last === undefined ? start : Math.max(start, afterCompletion(procedure.trigger, schedule, toEpochDay(last.on)));
  // Done so early that the next date is one that is done already: the pending one takes the first date that is free.
  while (closed.has(toCalendarDate(pending))) pending += 1;
  const keys = [...recorded].filter((key) => isCalendarDate(key) && toEpochDay(key) !== pending) as CalendarDate[];
  return [...keys.map(toEpochDay).toSorted((a, b) => a - b), pending].map((nominal) =>
    completionOccurrence(procedure, schedule, nominal),
  );
}

/** The newest completion or skip that a nominal date is that long after; undefined where there is none. */
export function countedFrom({ procedure, nominal }: Occurrence, schedule: Schedule): Performed | undefined {
  if (!isCompletion(procedure)) return undefined;
  const { trigger } = procedure;
  return schedule.history
    .of(procedure)
    .findLast(
      ({ record, on }) =>
        (record.record === "skip" || record.outcome === "done") &&
        on <= schedule.asOf.date &&
        afterCompletion(trigger, schedule, toEpochDay(on)) === toEpochDay(nominal),
    );
}

function afterCompletion(trigger: CompletionTrigger, schedule: Schedule, day: EpochDay): EpochDay {
  switch (trigger.unit) {
    case "days":
      return day + trigger.count;
    case "weeks":
      return day + trigger.count * 7;
    case "business days":
      return schedule.businessDays.add(day, trigger.count);
    case "months": {
      const { year, month, day: dayOfMonth } = yearMonthDayOf(day);
      const { first, last } = monthBounds(monthIndexOf(year, month) + trigger.count);
      return Math.min(first + dayOfMonth - 1, last);
    }
  }
}

function completionOccurrence(procedure: Procedure, schedule: Schedule, nominal: EpochDay): Occurrence {
  const { freezes } = schedule.book.settings;
  let scheduled = rolled(procedure, schedule, nominal) ?? schedule.businessDays.next(nominal);
  for (;;) {
    const date = toCalendarDate(scheduled);
    const frozen = frozenSpan(procedure, freezes, date, date);
    if (frozen === undefined) break;
    scheduled = schedule.businessDays.next(toEpochDay(frozen.to) + 1);
  }
  const [key, date] = [toCalendarDate(nominal), toCalendarDate(scheduled)];
  return {
    procedure,
    key,
    nominal: key,
    scheduled: date,
    due: date,
    dueAt: null,
    closes: closesOf(procedure, null),
    notOwed: notOwedReason(procedure, schedule, key, date, date),
    track: procedure.track ?? null,
  };
}

function tracksOf(procedure: Procedure, schedule: Schedule): readonly Track[] {
  return procedure.track === undefined ? schedule.book.settings.tracks : [procedure.track];
}

function waveOccurrences(
  procedure: OfKind<WaveTrigger>,
  schedule: Schedule,
  first: CalendarDate,
  last: CalendarDate,
): Occurrence[] {
  // An offset of weeks, and a tenant's own date, may leave the wave's calendar year.
  const slackYears = 1 + Math.ceil(Math.abs(procedure.trigger.offsetWeeks) / 52);
  const ids = waveIds(Number(first.slice(0, 4)) - slackYears, Number(last.slice(0, 4)) + slackYears);
  return tracksOf(procedure, schedule)
    .flatMap((track) => ids.map((id) => waveOccurrence(procedure, schedule, id, track)))
    .toSorted((a, b) => toEpochDay(a.nominal) - toEpochDay(b.nominal));
}

/** The milestone of a procedure in one wave of one track. */
export function waveOccurrence(
  procedure: OfKind<WaveTrigger>,
  schedule: Schedule,
  id: WaveId,
  track: Track,
): Occurrence {
  const waveWeek = schedule.waves.waveWeekOf(id, track);
  const monday = waveWeek + procedure.trigger.offsetWeeks * 7;
  // Wave weeks run Monday to Sunday whatever the working week, and are due by Friday.
  const dueDay = schedule.businessDays.lastIn(monday, monday + 4) ?? monday + 4;
  const [nominal, due] = [toCalendarDate(monday), toCalendarDate(dueDay)];
  return {
    procedure,
    key: `wave-${id}.${track}`,
    nominal,
    scheduled: nominal,
    due,
    dueAt: null,
    closes: closesOf(procedure, toCalendarDate(Math.max(dueDay + 1, waveWeek + WAVE_CLOSES_AFTER_DAYS))),
    notOwed:
      notOwedReason(procedure, schedule, nominal, nominal, due) ?? frozenReason(procedure, schedule, nominal, due),
    track,
  };
}

function eventOccurrences(procedure: OfKind<EventTrigger>, schedule: Schedule): Occurrence[] {
  return schedule.history.events.flatMap((event) => occurrenceIn(event, procedure, schedule) ?? []);
}

function occurrenceIn(
  event: EventHistory,
  procedure: OfKind<EventTrigger>,
  schedule: Schedule,
): Occurrence | undefined {
  const occurrence = eventOccurrence(procedure, procedure.trigger, event, schedule);
  if (occurrence === undefined) return undefined;
  const { nominal, scheduled, due } = occurrence;
  return {
    ...occurrence,
    closes: closesOf(procedure, occurrence.closes),
    notOwed: notOwedReason(procedure, schedule, nominal, scheduled, due) ?? occurrence.notOwed,
  };
}
