// Every figure of a report, from a schedule and a period; no text is made here.

import { type CalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { LedgerRecord } from "../model/record.ts";
import { CADENCES, type CadenceGroup } from "../model/trigger.ts";
import { type Item, dueList } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Assessed, type Tally, assessedItems, groupedBy, tallyOf } from "./adherence.ts";
import { type Budget, type Work, budgetOf, plannedMinutesOf, sumOfWork, workOf } from "./effort.ts";
import { type IncidentFigures, incidentFigures } from "./incident-figures.ts";
import { type MeasureTrend, measureTrends } from "./measure-trends.ts";
import { type People, isPerformedIn, peopleOf } from "./people-figures.ts";
import { type Period, monthsOf, periodBefore } from "./period.ts";
import { type Reviews, reviewsOf } from "./reviews.ts";
import { type WaveProgress, waveProgress } from "./wave-progress.ts";

/** What was due of some procedures, before too, and what was performed. */
export interface Figures {
  readonly tally: Tally;
  /** Of the period before; null where that ends before go-live. */
  readonly before: Tally | null;
  readonly plannedMinutes: number;
  readonly work: Work;
}

export interface CadenceFigures extends Figures {
  readonly cadence: CadenceGroup;
  readonly budget: Budget | null;
}

export interface ProcedureFigures extends Figures {
  readonly procedure: Procedure;
}

export interface OwnerFigures extends Figures {
  /** Id of a role or person; null for what nobody owns. */
  readonly owner: string | null;
}

export interface OverdueItem {
  readonly item: Item;
  readonly due: CalendarDate;
  readonly days: number;
}

export interface Report {
  readonly period: Period;
  /** Null where it ends before go-live. */
  readonly before: Period | null;
  readonly total: Figures;
  readonly byCadence: readonly CadenceFigures[];
  /** Those first of which most was not done on time; then by adherence, the lowest first. */
  readonly byProcedure: readonly ProcedureFigures[];
  readonly byOwner: readonly OwnerFigures[];
  readonly byPerson: People | null;
  /** Of a period of several calendar months, each of them. */
  readonly months: readonly { readonly period: Period; readonly tally: Tally }[];
  readonly measures: readonly MeasureTrend[];
  /** Measures of which no value was recorded by the period's end. */
  readonly unmeasured: number;
  /** What was due by the period's end and is still to be done at the moment asked about, longest first. */
  readonly overdue: readonly OverdueItem[];
  readonly reviews: Reviews;
  readonly incidents: readonly IncidentFigures[];
  readonly waves: readonly WaveProgress[];
  /** Completions and skips performed in the period of procedures that the run book no longer has. */
  readonly unknownRecords: number;
  /** Their ids. */
  readonly unknownProcedures: readonly string[];
}

/** The report of a period, as of the schedule's moment. `records` are those of the ledger. */
export function reportOf(
  schedule: Schedule,
  records: readonly LedgerRecord[],
  period: Period,
  withPeople: boolean,
): Report {
  const { settings } = schedule.book;
  const { from, to } = period;
  const previous = periodBefore(period, settings.fiscalYearStart);
  const before = previous.to < settings.goLive ? null : previous;
  const current = assessedItems(schedule, from, to);
  const unknown = unknownIn(schedule, records, period);
  const earlier = before === null ? null : assessedItems(schedule, before.from, before.to);
  const gather = <Key>(keyOf: (procedure: Procedure) => Key): Map<Key, Figures> => {
    const ofItem = ({ occurrence }: Assessed): Key => keyOf(occurrence.procedure);
    const [now, then] = [groupedBy(current, ofItem), groupedBy(earlier ?? [], ofItem)];
    const performed = new Map<Key, Work[]>();
    for (const procedure of schedule.book.procedures) {
      const key = keyOf(procedure);
      performed.set(key, [...(performed.get(key) ?? []), workOf(procedure, schedule, from, to)]);
    }
    const figuresOf = (key: Key, work: readonly Work[]): Figures => ({
      tally: tallyOf(now.get(key) ?? []),
      before: earlier === null ? null : tallyOf(then.get(key) ?? []),
      plannedMinutes: plannedMinutesOf(now.get(key) ?? []),
      work: sumOfWork(work),
    });
    return new Map([...performed].map(([key, work]) => [key, figuresOf(key, work)]));
  };
  const measures = measureTrends(schedule, to);
  return {
    period,
    before,
    total: gather(() => "total").get("total") ?? NOTHING,
    byCadence: cadenceFigures(
      gather(({ cadence }) => cadence),
      schedule,
      period,
    ),
    byProcedure: [...gather((procedure) => procedure)]
      .map(([procedure, figures]) => ({ procedure, ...figures }))
      .filter(isSomething)
      .toSorted(byShortfall),
    byOwner: [...gather(({ owner }) => owner ?? null)]
      .map(([owner, figures]) => ({ owner, ...figures }))
      .filter(isSomething)
      .toSorted((a, b) => b.tally.owed - a.tally.owed),
    byPerson: withPeople ? peopleOf(schedule, records, period, current, earlier) : null,
    months: monthsOf(period).map((month) => ({
      period: month,
      tally: tallyOf(current.filter(({ occurrence: { due } }) => month.from <= due && due <= month.to)),
    })),
    measures,
    unmeasured: schedule.book.procedures.flatMap((it) => Object.keys(it.measures)).length - measures.length,
    overdue: overdueOf(schedule, to),
    reviews: reviewsOf(schedule, from, to),
    incidents: incidentFigures(schedule, from, to),
    waves: waveProgress(schedule, from, to),
    unknownRecords: unknown.length,
    unknownProcedures: [...new Set(unknown)].toSorted(compare),
  };
}

/** The procedures of which something was missed, most first. */
export function mostMissed({ byProcedure }: Report): ProcedureFigures[] {
  return byProcedure.filter(({ tally }) => tally.missed > 0).toSorted((a, b) => b.tally.missed - a.tally.missed);
}

const NOTHING: Figures = { tally: tallyOf([]), before: null, plannedMinutes: 0, work: sumOfWork([]) };

/** Whether there is anything to say. */
function isSomething({ tally, before, work }: Figures): boolean {
  return work.completions > 0 || [tally, before].some((it) => it !== null && it.owed + it.skipped + it.notYetDue > 0);
}

function cadenceFigures(
  groups: ReadonlyMap<CadenceGroup, Figures>,
  schedule: Schedule,
  { from, to }: Period,
): CadenceFigures[] {
  return CADENCES.flatMap((cadence) => {
    const figures = groups.get(cadence);
    if (figures === undefined || !isSomething(figures)) return [];
    return { cadence, ...figures, budget: budgetOf(cadence, schedule, from, to) };
  });
}

/** What was late or not done most often first; of equals that with the lower adherence, then by id. */
function byShortfall(a: ProcedureFigures, b: ProcedureFigures): number {
  const [one, other] = [a.tally, b.tally];
  return (
    other.owed - other.onTime - (one.owed - one.onTime) ||
    one.owed - other.owed ||
    compare(a.procedure.id, b.procedure.id)
  );
}

function overdueOf(schedule: Schedule, last: CalendarDate): OverdueItem[] {
  const { date, instant } = schedule.asOf;
  return dueList(schedule, 0)
    .items.flatMap((item): OverdueItem[] => {
      const { due, dueAt } = item.occurrence;
      const isToDo = item.status === "overdue" || item.status === "failed";
      if (!isToDo || due === null || due > last) return [];
      const isPast = dueAt === null ? due < date : Date.parse(dueAt) < instant;
      if (!isPast) return [];
      return [{ item, due, days: toEpochDay(date) - toEpochDay(due) }];
    })
    .toSorted((a, b) => b.days - a.days);
}

/** The procedures, each as often as it was worked on, that the run book does not have. */
function unknownIn(schedule: Schedule, records: readonly LedgerRecord[], period: Period): string[] {
  const known = new Set(schedule.book.procedures.flatMap(idsOf));
  return records.flatMap((record) => {
    const isWork = record.record === "completion" || record.record === "skip";
    if (!isWork || !isPerformedIn(record, schedule, period)) return [];
    return record.procedure === null || known.has(record.procedure) ? [] : record.procedure;
  });
}
