import type { Diagnostic } from "../model/diagnostic.ts";
import { type Tally, adherenceOf } from "../report/adherence.ts";
import { bySeverity } from "../report/incident-figures.ts";
import { type Figures, type Report, mostMissed } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { eventDocument } from "./incident-json.ts";
import { type LedgerSummary, itemDocument, runbookOf } from "./json.ts";
import type { Output } from "./output-shapes.ts";
import { REPORT_DEFINITIONS } from "./report-definitions.ts";
import { ownerNameOf } from "./report-words.ts";

type ReportOutput = Output<"report">;

/** `report --json`. */
export function reportDocument(
  report: Report,
  schedule: Schedule,
  ledger: LedgerSummary,
  diagnostics: readonly Diagnostic[],
): ReportOutput {
  const { directory } = schedule.book;
  return {
    schemaVersion: 1,
    runbook: runbookOf(schedule),
    period: report.period,
    before: report.before,
    asOf: schedule.asOf.date,
    timezone: schedule.zone.name,
    ledger,
    total: figuresDocument(report.total),
    byCadence: report.byCadence.map((group) => ({
      cadence: group.cadence,
      ...figuresDocument(group),
      budgetCount: group.budget?.count ?? null,
      budgetMinutes: group.budget?.minutes ?? null,
    })),
    byProcedure: report.byProcedure.map((group) => ({
      procedure: group.procedure.id,
      name: group.procedure.name,
      cadence: group.procedure.cadence,
      ...figuresDocument(group),
    })),
    byOwner: report.byOwner.map((group) => {
      const name = ownerNameOf(group.owner, directory);
      return { owner: group.owner, name, ...figuresDocument(group) };
    }),
    byPerson:
      report.byPerson?.answeredFor.map(({ role, people, tally, before }) => ({
        role,
        people: [...people],
        ...tallyDocument(tally),
        before: before === null ? null : tallyDocument(before),
      })) ?? null,
    performedBy: report.byPerson === null ? null : [...report.byPerson.performed],
    months: report.months.map(({ period: { name, from, to }, tally }) => ({ name, from, to, ...tallyDocument(tally) })),
    measures: report.measures.map(measureDocument),
    unmeasured: report.unmeasured,
    overdue: report.overdue.map(({ item, due, days }) => ({ ...itemDocument(item), due, overdueDays: days })),
    mostMissed: mostMissed(report).map(({ procedure: { id, name }, tally }) => ({
      procedure: id,
      name,
      missed: tally.missed,
      owed: tally.owed,
    })),
    reviews: {
      procedures: report.reviews.procedures,
      reviewed: report.reviews.reviewed.map(({ id, name, lastUpdated }) => ({ procedure: id, name, on: lastUpdated })),
      stale: report.reviews.stale.map(({ procedure: { id, name, lastUpdated }, ageDays, intervalDays }) => {
        return { procedure: id, name, lastUpdated, ageDays, intervalDays };
      }),
    },
    incidents: report.incidents.map(({ incident, responses }) => ({
      ...eventDocument(incident, schedule),
      responses: responses.map(({ response, result, targetMinutes, responseMinutes }) => {
        const { id, name } = response.occurrence.procedure;
        return { procedure: id, name, result, targetMinutes, responseMinutes };
      }),
    })),
    severities: bySeverity(report.incidents),
    waves: report.waves.map(({ id, items, ...progress }) => ({
      wave: id,
      ...progress,
      items: items.map(itemDocument),
    })),
    unknownRecords: report.unknownRecords,
    definitions: REPORT_DEFINITIONS.map(([term, meaning]) => ({ term, meaning })),
    diagnostics: [...diagnostics],
  };
}

function tallyDocument(tally: Tally): NonNullable<ReportOutput["total"]["before"]> {
  return { ...tally, adherence: adherenceOf(tally) };
}

function figuresDocument({ tally, before, plannedMinutes, work }: Figures): ReportOutput["total"] {
  return {
    ...tallyDocument(tally),
    before: before === null ? null : tallyDocument(before),
    plannedMinutes,
    ...work,
  };
}

function measureDocument(trend: Report["measures"][number]): ReportOutput["measures"][number] {
  const { procedure, name, measure, values, latest, level, per30Days, warnOn, limitOn } = trend;
  return {
    procedure: procedure.id,
    name: procedure.name,
    measure: name,
    unit: measure.unit ?? null,
    warn: measure.warn ?? null,
    limit: measure.limit ?? null,
    level,
    latest: latest.value,
    latestOn: latest.on,
    per30Days,
    warnOn,
    limitOn,
    values: [...values],
  };
}
