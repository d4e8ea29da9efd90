import { type CalendarDate, toCalendarDate } from "../calendar/calendar-date.ts";
import type { Track, WaveId } from "../model/wave.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { recordsOf } from "../schedule/status.ts";
import { waveIds } from "../schedule/wave-calendar.ts";
import { PLAN_WEEKS, wavePlan } from "../schedule/wave-plan.ts";

/** How far the work for a wave has come in one track, at the moment asked about. */
export interface WaveProgress {
  readonly id: WaveId;
  readonly name: string;
  readonly track: Track;
  /** First and last day of the plan: from 8 weeks before wave week to 2 weeks after. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  readonly waveWeek: CalendarDate;
  /** What is owed, by milestone. */
  readonly items: readonly Item[];
  readonly plannedMinutes: number;
  /** What completions of these procedures for this wave took together. */
  readonly recordedMinutes: number;
  /** For the wave in this track; null where the run book sets none. */
  readonly budgetMinutes: number | null;
}

/** The waves whose plan has a day from `first` to `last` and that ask for something, by wave, then track. */
export function waveProgress(schedule: Schedule, first: CalendarDate, last: CalendarDate): WaveProgress[] {
  const ids = waveIds(Number(first.slice(0, 4)) - 1, Number(last.slice(0, 4)) + 1);
  return ids.flatMap((id) => {
    const windows = schedule.book.settings.tracks.map((track) => windowOf(schedule, id, track));
    // A plan takes long to make, and most waves are others.
    if (!windows.some(({ from, to }) => from <= last && to >= first)) return [];
    const plan = wavePlan(schedule, id);
    return plan.tracks.flatMap(({ track, milestones }): WaveProgress[] => {
      const window = windowOf(schedule, id, track);
      const items = milestones
        .flatMap((milestone) => milestone.items)
        .filter(({ occurrence }) => occurrence.notOwed === null);
      if (items.length === 0 || window.from > last || window.to < first) return [];
      return [
        {
          id,
          name: plan.name,
          track,
          ...window,
          items,
          plannedMinutes: items.reduce((sum, { occurrence }) => sum + (occurrence.procedure.effortMinutes ?? 0), 0),
          recordedMinutes: items
            .flatMap(({ occurrence }) => recordsOf(occurrence, schedule))
            .reduce((sum, { record }) => sum + (record.effortMinutes ?? 0), 0),
          budgetMinutes: schedule.book.settings.budgetMinutes.wave ?? null,
        },
      ];
    });
  });
}

function windowOf(schedule: Schedule, id: WaveId, track: Track): Pick<WaveProgress, "from" | "to" | "waveWeek"> {
  const week = schedule.waves.waveWeekOf(id, track);
  return {
    from: toCalendarDate(week - PLAN_WEEKS.before * 7),
    to: toCalendarDate(week + PLAN_WEEKS.after * 7 + 6),
    waveWeek: toCalendarDate(week),
  };
}
