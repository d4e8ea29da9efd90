import { type CalendarDate, addDays, toCalendarDate } from "../calendar/calendar-date.ts";
import { isPressing } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Track } from "../model/wave.ts";
import { agendaItems } from "./agenda.ts";
import { isWave } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";
import { PLAN_WEEKS, type TrackPlan, type WavePlan } from "./wave-plan.ts";

/** Something of the run book's own that meets a release plan. */
export interface WaveConflict {
  readonly track: Track;
  /** The file in which it can be mended. */
  readonly path: string;
  readonly message: string;
}

/** Procedures with this tag, or that cover this area of the catalogue, keep a financial period's close. */
const PERIOD_CLOSE = "period-close";
const DAYS_TO_SUNDAY = 6;

/** What is past without a record; holidays and period closes in wave week, change freezes in a milestone's week. */
export function waveConflicts(schedule: Schedule, plan: WavePlan): WaveConflict[] {
  return plan.tracks.flatMap((track) => {
    const monday = toCalendarDate(schedule.waves.waveWeekOf(plan.id, track.track));
    const week = { from: monday, to: addDays(monday, DAYS_TO_SUNDAY) };
    return [
      ...pastWork(schedule, track, week),
      ...holidaysIn(schedule, week),
      ...freezesIn(schedule, track),
      ...closesIn(schedule, track, week),
    ].map(({ path, message }) => ({ track: track.track, path, message }));
  });
}

interface Week {
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}
type Found = Omit<WaveConflict, "track">;

/** Milestones that are over while the plan is not: those of before a late start too, though they are not owed. */
function pastWork({ asOf }: Schedule, { milestones }: TrackPlan, { to }: Week): Found[] {
  if (asOf.date > addDays(to, PLAN_WEEKS.after * 7)) return [];
  const past = milestones
    .filter(({ due }) => due < asOf.date)
    .flatMap(({ offsetWeeks, items }) => items.map((item) => ({ offsetWeeks, item })))
    .filter(({ item: { status, occurrence } }) => isPressing(status) || occurrence.notOwed === "before-start");
  const unanswered = past.filter(({ item }) => item.decidedBy === null);
  const [first] = unanswered;
  if (first === undefined) return [];
  const names = unanswered.map(({ offsetWeeks, item }) => `${item.occurrence.procedure.name} (${signed(offsetWeeks)})`);
  return [{ path: first.item.occurrence.procedure.path, message: `Past without a record: ${names.join(", ")}.` }];
}

function signed(offsetWeeks: number): string {
  return offsetWeeks > 0 ? `+${offsetWeeks}` : String(offsetWeeks);
}

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
    const offsets = weeks.map(({ offsetWeeks }) => signed(offsetWeeks)).join(", ");
    const message = `The change freeze from ${from} to ${to} (${reason}) meets the milestones at ${offsets} weeks.`;
    return [{ path: "runbook.yml", message }];
  });
}

function closesIn(schedule: Schedule, { track }: TrackPlan, { from, to }: Week): Found[] {
  // A close that begins before the week may reach into it.
  const earlier = addDays(from, -31);
  const closes = agendaItems(schedule, earlier, to).filter(
    ({ occurrence }) =>
      isCloseOf(track, occurrence.procedure) &&
      !isWave(occurrence.procedure) &&
      (occurrence.due ?? occurrence.scheduled) >= from,
  );
  return closes.map(({ occurrence }) => ({
    path: occurrence.procedure.path,
    message: `${occurrence.procedure.name} (${occurrence.key}) falls into wave week.`,
  }));
}

/** A close that names its products concerns those only. */
function isCloseOf(track: Track, { tags, covers, products }: Procedure): boolean {
  return [...tags, ...covers].includes(PERIOD_CLOSE) && (products.length === 0 || products.includes(track));
}
