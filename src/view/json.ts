import type { DateSpan } from "../calendar/calendar-date.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Status, isPressing } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import type { LedgerRecord } from "../model/record.ts";
import { type DueList, type Item, lastDoneOf } from "../schedule/due-list.ts";
import { holdersOf } from "../schedule/holders.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { standingApprovals } from "../schedule/status.ts";
import { type WavePlan, plannedItems } from "../schedule/wave-plan.ts";
import type { ItemOutput, Output, ProcedureOutput, RecordOutput } from "./output-shapes.ts";

/** The state of the ledger as `due` reports it. */
export type LedgerSummary = Output<"due">["ledger"];

/** `due --json`. */
export function dueDocument(
  schedule: Schedule,
  list: DueList,
  ledger: LedgerSummary,
  diagnostics: readonly Diagnostic[],
): Output<"due"> {
  return {
    schemaVersion: 1,
    runbook: runbookOf(schedule),
    asOf: schedule.asOf.date,
    timezone: schedule.zone.name,
    ledger,
    items: list.items.map(itemDocument),
    upcoming: list.upcoming.map(itemDocument),
    totals: dueTotals(schedule, list.items),
    diagnostics: [...diagnostics],
  };
}

/** `agenda --json`. */
export function agendaDocument(
  schedule: Schedule,
  { from, to }: DateSpan,
  items: readonly Item[],
  diagnostics: readonly Diagnostic[],
): Output<"agenda"> {
  return {
    schemaVersion: 1,
    runbook: runbookOf(schedule),
    from,
    to,
    asOf: schedule.asOf.date,
    items: items.map(itemDocument),
    diagnostics: [...diagnostics],
  };
}

/** Which run book a document is of. */
export function runbookOf({ book }: Schedule): { id: string; title: string } {
  return { id: book.settings.id, title: book.settings.title };
}

/** How many items of each status, and the effort of what presses and of what is open. */
export function dueTotals(schedule: Schedule, items: readonly Item[]): Output<"due">["totals"] {
  const number = (status: Status): number => items.filter((item) => item.status === status).length;
  return {
    failed: number("failed"),
    overdue: number("overdue"),
    missed: number("missed"),
    due: number("due"),
    open: number("open"),
    awaitingApproval: number("awaiting-approval"),
    effortMinutes: sumEffort(items.filter(({ status }) => isPressing(status))),
    openMinutes: sumEffort(items.filter(({ status }) => status === "open")),
    budgetMinutes: schedule.book.settings.budgetMinutes.daily ?? null,
  };
}

/** Planned minutes of the items that have an effort. */
export function sumEffort(items: readonly Item[]): number {
  return items.reduce((sum, { occurrence }) => sum + (occurrence.procedure.effortMinutes ?? 0), 0);
}

/** An item as every command prints it. */
export function itemDocument({ occurrence, status, owner, lastDone }: Item): ItemOutput {
  const { procedure } = occurrence;
  return {
    procedure: procedure.id,
    name: procedure.name,
    path: procedure.path,
    trigger: procedure.triggerText,
    cadence: procedure.cadence,
    track: occurrence.track,
    owner: { role: owner.role, people: [...owner.people] },
    occurrence: occurrence.key,
    nominal: occurrence.nominal,
    scheduled: occurrence.scheduled,
    due: occurrence.due,
    dueAt: occurrence.dueAt,
    closes: occurrence.closes,
    status,
    effortMinutes: procedure.effortMinutes ?? null,
    lastDone,
  };
}

/** A procedure as `list` and `show` print it; `next` is the day on which it is scheduled next. */
export function procedureDocument(procedure: Procedure, schedule: Schedule, next: string | null): ProcedureOutput {
  const owner = holdersOf(procedure.owner, schedule.book.directory, schedule.asOf.date);
  return {
    id: procedure.id,
    name: procedure.name,
    path: procedure.path,
    trigger: procedure.triggerText,
    cadence: procedure.cadence,
    track: procedure.track ?? null,
    owner: { role: owner.role, people: [...owner.people] },
    effortMinutes: procedure.effortMinutes ?? null,
    lastUpdated: procedure.lastUpdated,
    lastDone: lastDoneOf(procedure, schedule),
    next,
    roll: procedure.roll,
    catchUp: procedure.catchUp,
    effective: procedure.effective ?? null,
    retired: procedure.retired ?? null,
    needs: procedure.needs ?? null,
    requires: [...procedure.requires],
    escalateTo: [...procedure.escalateTo],
    tags: [...procedure.tags],
    products: [...procedure.products],
    covers: [...procedure.covers],
    formerly: [...procedure.formerly],
  };
}

/** A record as `log` prints it, voided ones included. */
export function recordDocument(record: LedgerRecord, schedule: Schedule): RecordOutput {
  const { book: _book, subject: _subject, ...rest } = record;
  return {
    ...rest,
    outcome: record.record === "skip" ? "skipped" : record.outcome,
    values: { ...record.values },
    evidence: [...record.evidence],
    voided: schedule.history.voided.has(record.commit),
    approvedBy: standingApprovals(record, schedule).map((approval) => approval.performedBy),
  };
}

/** `wave --json`. */
export function waveDocument(schedule: Schedule, plan: WavePlan, diagnostics: readonly Diagnostic[]): Output<"wave"> {
  const items = plannedItems(plan);
  return {
    schemaVersion: 1,
    wave: { id: plan.id, name: plan.name },
    tracks: plan.tracks.map(({ track, anchor, dates, milestones }) => ({
      track,
      anchor: anchor.date,
      anchorSource: anchor.source,
      planPublished: dates.planPublished?.date ?? null,
      earlyAccess: dates.earlyAccess?.date ?? null,
      generalAvailability: dates.generalAvailability?.date ?? null,
      milestones: milestones.map(({ offsetWeeks, from, due, items: ofWeek }) => ({
        offsetWeeks,
        from,
        due,
        procedures: ofWeek.map(itemDocument),
      })),
    })),
    totals: { effortMinutes: sumEffort(items), budgetMinutes: schedule.book.settings.budgetMinutes.wave ?? null },
    diagnostics: [...diagnostics],
  };
}

/** `wave list --json`. */
export function waveListDocument(plans: readonly WavePlan[]): Output<"waves"> {
  return {
    schemaVersion: 1,
    waves: plans.map(({ id, name, tracks }) => ({
      id,
      name,
      tracks: tracks.map(({ track, anchor }) => ({ track, anchor: anchor.date, anchorSource: anchor.source })),
    })),
  };
}
