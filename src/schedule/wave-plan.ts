import { type CalendarDate, toCalendarDate, toEpochDay, yearMonthDayOf } from "../calendar/calendar-date.ts";
import { type Procedure, isForTrack } from "../model/procedure.ts";
import type { Track, TrackDates, WaveId } from "../model/wave.ts";
import { type Item, itemOf } from "./due-list.ts";
import { isWave, waveOccurrence } from "./occurrences.ts";
import type { Schedule } from "./schedule.ts";
import { type Anchor, waveIds } from "./wave-calendar.ts";

/** Weeks before and after wave week that a release plan spans. */
export const PLAN_WEEKS = { before: 8, after: 2 } as const;

export interface WavePlan {
  readonly id: WaveId;
  readonly name: string;
  readonly tracks: readonly TrackPlan[];
}

export interface TrackPlan {
  readonly track: Track;
  readonly anchor: Anchor;
  readonly dates: TrackDates;
  /** One per offset that a procedure of the track uses, ascending. */
  readonly milestones: readonly Milestone[];
}

/** A week of the plan with the procedures that belong to it. */
export interface Milestone {
  readonly offsetWeeks: number;
  readonly from: CalendarDate;
  readonly due: CalendarDate;
  readonly items: readonly MilestoneItem[];
}

export interface MilestoneItem extends Item {
  /** The date that the procedure `needs`, where the milestone's week ends before it. */
  readonly notBefore: CalendarDate | null;
}

/** The plan of one wave for every track of the run book. */
export function wavePlan(schedule: Schedule, id: WaveId): WavePlan {
  return {
    id,
    name: schedule.waves.nameOf(id),
    tracks: schedule.book.settings.tracks.map((track) => trackPlan(schedule, id, track)),
  };
}

function trackPlan(schedule: Schedule, id: WaveId, track: Track): TrackPlan {
  const dates = schedule.waves.datesOf(id, track);
  const procedures = schedule.book.procedures.filter(isWave).filter((procedure) => isForTrack(procedure, track));
  const offsets = [...new Set(procedures.map(({ trigger }) => trigger.offsetWeeks))].toSorted((a, b) => a - b);
  const milestones = offsets.flatMap((offsetWeeks) => {
    const items = procedures
      .filter(({ trigger }) => trigger.offsetWeeks === offsetWeeks)
      .map((procedure): MilestoneItem => {
        const item = itemOf(waveOccurrence(procedure, schedule, id, track), schedule);
        return { ...item, notBefore: notBefore(item, dates) };
      });
    const first = items[0]?.occurrence;
    return first === undefined
      ? []
      : [{ offsetWeeks, from: first.scheduled, due: first.due ?? first.scheduled, items }];
  });
  return { track, anchor: schedule.waves.anchorOf(id, track), dates, milestones };
}

/** What a plan holds, by track and milestone. */
export function plannedItems({ tracks }: WavePlan): MilestoneItem[] {
  return tracks.flatMap(({ milestones }) => milestones.flatMap(({ items }) => items));
}

/** The part of a plan whose items are wanted; a milestone with none of them is left out. */
export function planOf(plan: WavePlan, isWanted: (item: Item) => boolean): WavePlan {
  const tracks = plan.tracks.map((track) => ({
    ...track,
    milestones: track.milestones
      .map((milestone) => ({ ...milestone, items: milestone.items.filter(isWanted) }))
      .filter(({ items }) => items.length > 0),
  }));
  return { ...plan, tracks };
}

/** A milestone whose week ends before the date that its procedure needs cannot start in it. */
function notBefore({ occurrence }: Item, dates: TrackDates): CalendarDate | null {
  const needed = neededDate(occurrence.procedure, dates);
  const sunday = toCalendarDate(toEpochDay(occurrence.scheduled) + 6);
  return needed !== undefined && sunday < needed ? needed : null;
}

/** The date in a wave before which a procedure cannot be done; undefined where it needs none, or none is known. */
export function neededDate({ needs }: Procedure, dates: TrackDates): CalendarDate | undefined {
  if (needs === undefined) return undefined;
  return (needs === "plan" ? dates.planPublished : dates.earlyAccess)?.date;
}

/** The plans from the wave of go-live to the two after the current one. */
export function announcedPlans(schedule: Schedule): WavePlan[] {
  return announcedIds(schedule).map((id) => wavePlan(schedule, id));
}

/** The waves from the one of go-live to the two after the current one. */
export function announcedIds(schedule: Schedule): WaveId[] {
  const { goLive } = schedule.book.settings;
  const current = waveAround(schedule, schedule.asOf.date);
  const first = waveAround(schedule, goLive < schedule.asOf.date ? goLive : schedule.asOf.date);
  const ids = waveIds(Number(first.slice(0, 4)), Number(current.slice(0, 4)) + 2).filter((id) => id >= first);
  return ids.slice(0, ids.indexOf(current) + 3);
}

/** The wave after another one. */
export function waveAfter(id: WaveId): WaveId {
  const year = Number(id.slice(0, 4));
  return id.endsWith("-04") ? `${year}-10` : `${year + 1}-04`;
}

/** The first wave whose plan is not over in every track of the run book: the one that holds the date, else the next. */
export function waveAround(schedule: Schedule, date: CalendarDate): WaveId {
  const day = toEpochDay(date);
  const { year } = yearMonthDayOf(day);
  const { tracks } = schedule.book.settings;
  const endOf = (id: WaveId): number =>
    Math.max(...tracks.map((track) => schedule.waves.waveWeekOf(id, track) + PLAN_WEEKS.after * 7 + 6));
  return waveIds(year - 1, year + 1).find((id) => day <= endOf(id)) ?? (`${year + 2}-04` as WaveId);
}
