import { type CalendarDate, addDays, toCalendarDate } from "../calendar/calendar-date.ts";
import type { Track } from "../model/wave.ts";
import { agendaItems } from "./agenda.ts";
import { isWave } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";
import type { TrackPlan, WavePlan } from "./wave-plan.ts";

/** Something of the run book's own that meets a release plan. */
export interface WaveConflict {
  readonly track: Track;
  /** The file in which it can be mended. */
  readonly path: string;
  readonly message: string;
}

/** Procedures with this tag keep a financial period's close. */
const PERIOD_CLOSE = "period-close";
const DAYS_TO_SUNDAY = 6;

/** Holidays and period closes in wave week, and change freezes in a milestone's week. */
export function waveConflicts(schedule: Schedule, plan: WavePlan): WaveConflict[] {
  return plan.tracks.flatMap((track) => {
    const monday = toCalendarDate(schedule.waves.waveWeekOf(plan.id, track.track));
    const week = { from: monday, to: addDays(monday, DAYS_TO_SUNDAY) };
    return [...holidaysIn(schedule, week), ...freezesIn(schedule, track), ...closesIn(schedule, week)].map(
      ({ path, message }) => ({ track: track.track, path, message }),
    );
  });
}

interface Week {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}
type Found = Omit<WaveConflict, "track">;

function holidaysIn({ book }: Schedule, { from, to }: Week): Found[] {
  const holidays = book.holidays.filter(({ date }) => from <= date && date <= to);
  const closures = book.settings.closures.filter((closure) => closure.from <= to && from <= closure.to);
  return [
    ...holidays.map(({ date, name }) => ({ path: "holidays.yml", message: `${name} on ${date} lies in wave week.` })),
    ...closures.map((closure) => ({
      path: "runbook.yml",
      message: `The closure from ${closure.from} to ${closure.to} (${closure.reason}) meets wave week.`,
    })),
  ];
}

function freezesIn({ book }: Schedule, { milestones }: TrackPlan): Found[] {
  return book.settings.freezes.flatMap(({ from, to, reason }) => {
    const weeks = milestones.filter(
      (milestone) => from <= addDays(milestone.from, DAYS_TO_SUNDAY) && milestone.from <= to,
    );
    if (weeks.length === 0) return [];
    const offsets = weeks
      .map(({ offsetWeeks }) => (offsetWeeks > 0 ? `+${offsetWeeks}` : String(offsetWeeks)))
      .join(", ");
    const message = `The change freeze from ${from} to ${to} (${reason}) meets the milestones at ${offsets} weeks.`;
    return [{ path: "runbook.yml", message }];
  });
}

function closesIn(schedule: Schedule, { from, to }: Week): Found[] {
  // A close that begins before the week may reach into it.
  const earlier = addDays(from, -31);
  const closes = agendaItems(schedule, earlier, to).filter(
    ({ occurrence }) =>
      occurrence.procedure.tags.includes(PERIOD_CLOSE) &&
      !isWave(occurrence.procedure) &&
      (occurrence.due ?? occurrence.scheduled) >= from,
  );
  return closes.map(({ occurrence }) => ({
    path: occurrence.procedure.path,
    message: `${occurrence.procedure.name} (${occurrence.key}) falls into wave week.`,
  }));
}
