import { type Tally, adherenceOf } from "../report/adherence.ts";
import { type Budget, type Work } from "../report/effort.ts";
import type { Report } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { csvTable } from "./csv.ts";
import { ownerNameOf } from "./report-words.ts";
import { ownerText } from "./words.ts";

type Value = string | number | null;

const COLUMNS = [
  "section",
  "id",
  "name",
  "from",
  "to",
  "owed",
  "on_time",
  "late",
  "missed",
  "done_after_closing",
  "waived",
  "failed",
  "overdue",
  "awaiting_approval",
  "skipped",
  "not_yet_due",
  "adherence",
  "adherence_before",
  "planned_minutes",
  "recorded_minutes",
  "completions",
  "timed",
  "budget_minutes",
  "date",
  "days",
  "status",
  "target_minutes",
  "response_minutes",
  "value",
  "unit",
  "warn",
  "limit",
  "per_30_days",
  "warn_on",
  "limit_on",
  "compared_planned_minutes",
  "compared_recorded_minutes",
  "severity",
  "interval_days",
] as const;
type Row = Partial<Record<(typeof COLUMNS)[number], Value>> & { readonly section: string };

/** Every figure of a report as one table for spreadsheets; `section` says what a line is about, and so which cells it has. */
export function renderReportCsv(report: Report, schedule: Schedule): string {
  const rows = rowsOf(report, schedule);
  return csvTable(
    COLUMNS,
    rows.map((row) => COLUMNS.map((column) => row[column] ?? null)),
  );
}

function rowsOf(report: Report, schedule: Schedule): Row[] {
  const { period, total } = report;
  const { directory } = schedule.book;
  const span = { from: period.from, to: period.to };
  const figures = ({ tally, before, plannedMinutes, work }: Report["total"]): Partial<Row> => ({
    ...span,
    ...tallyCells(tally, before),
    planned_minutes: plannedMinutes,
    ...workCells(work),
  });
  return [
    { section: "total", name: period.name, ...figures(total) },
    ...report.months.map(({ period: { name, from, to }, tally }) => {
      return { section: "month", name, ...tallyCells(tally, null), from, to };
    }),
    ...report.byCadence.map((group) => {
      return { section: "cadence", id: group.cadence, ...figures(group), ...budgetCells(group.budget) };
    }),
    ...report.byProcedure.map((group) => {
      return { section: "procedure", id: group.procedure.id, name: group.procedure.name, ...figures(group) };
    }),
    ...report.byOwner.map((group) => {
      const name = ownerNameOf(group.owner, directory);
      return { section: "owner", id: group.owner, name, ...figures(group) };
    }),
    ...(report.byPerson?.answeredFor ?? []).map((group) => {
      const id = group.people.join("; ") || group.role;
      return {
        section: "person",
        id,
        name: ownerText(group, directory),
        ...span,
        ...tallyCells(group.tally, group.before),
      };
    }),
    ...(report.byPerson?.performed ?? []).map(({ person, name, email, completions, recordedMinutes }) => {
      return {
        section: "performed-by",
        id: person ?? email,
        name,
        ...span,
        completions,
        recorded_minutes: recordedMinutes,
      };
    }),
    ...report.overdue.map(({ item: { occurrence, status }, due, days }) => {
      const { id, name } = occurrence.procedure;
      return { section: "overdue", id: `${id} ${occurrence.key}`, name, date: due, days, status };
    }),
    ...report.measures.map(({ procedure, name, measure, latest, level, per30Days, warnOn, limitOn }) => ({
      section: "measure",
      id: `${procedure.id} ${name}`,
      name: procedure.name,
      date: latest.on,
      status: level,
      value: latest.value,
      unit: measure.unit ?? null,
      warn: measure.warn ?? null,
      limit: measure.limit ?? null,
      per_30_days: per30Days,
      warn_on: warnOn,
      limit_on: limitOn,
    })),
    { section: "unmeasured", value: report.unmeasured, unit: "measures" },
    { section: "reviews", value: report.reviews.procedures, unit: "procedures" },
    ...report.reviews.reviewed.map(({ id, name, lastUpdated }) => ({
      section: "reviewed",
      id,
      name,
      date: lastUpdated,
    })),
    ...report.reviews.stale.map(({ procedure: { id, name, lastUpdated }, ageDays, intervalDays }) => {
      return { section: "stale", id, name, date: lastUpdated, days: ageDays, interval_days: intervalDays };
    }),
    ...report.incidents.flatMap(({ incident, openMinutes, responses }) => [
      {
        section: "incident",
        id: incident.id,
        name: incident.title,
        date: schedule.zone.dateAt(incident.openedAt),
        status: incident.closedAt === null ? "open" : "closed",
        value: openMinutes,
        unit: "minutes open",
        severity: incident.severity,
      },
      ...responses.map(({ response, result, targetMinutes, responseMinutes }) => ({
        section: "response",
        id: `${incident.id} ${response.occurrence.procedure.id}`,
        name: response.occurrence.procedure.name,
        status: result,
        target_minutes: targetMinutes,
        response_minutes: responseMinutes,
      })),
    ]),
    ...report.waves.flatMap(({ id, name, track, from, to, items, plannedMinutes, recordedMinutes, budgetMinutes }) => [
      {
        section: "wave",
        id: `${id} ${track}`,
        name,
        from,
        to,
        planned_minutes: plannedMinutes,
        recorded_minutes: recordedMinutes,
        budget_minutes: budgetMinutes,
      },
      ...items.map(({ occurrence: { procedure, key, due }, status }) => {
        return { section: "milestone", id: `${procedure.id} ${key}`, name: procedure.name, date: due, status };
      }),
    ]),
    { section: "unknown-records", value: report.unknownRecords, unit: "records" },
  ];
}

function tallyCells(tally: Tally, before: Tally | null): Partial<Row> {
  return {
    owed: tally.owed,
    on_time: tally.onTime,
    late: tally.late,
    missed: tally.missed,
    done_after_closing: tally.doneAfterClosing,
    waived: tally.waived,
    failed: tally.failed,
    overdue: tally.overdue,
    awaiting_approval: tally.awaitingApproval,
    skipped: tally.skipped,
    not_yet_due: tally.notYetDue,
    adherence: adherenceOf(tally),
    adherence_before: before === null ? null : adherenceOf(before),
  };
}

function workCells(work: Work): Partial<Row> {
  return {
    recorded_minutes: work.recordedMinutes,
    completions: work.completions,
    timed: work.timed,
    compared_planned_minutes: work.comparedPlannedMinutes,
    compared_recorded_minutes: work.comparedRecordedMinutes,
  };
}

function budgetCells(budget: Budget | null): Partial<Row> {
  return { budget_minutes: budget?.minutes ?? null };
}
