import { type IncidentFigures, type ResponseFigures, bySeverity } from "../report/incident-figures.ts";
import type { Report } from "../report/report.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { ReportCell, ReportSection } from "./report-section.ts";
import { targetSpanText } from "./incident-text.ts";
import { minutesText } from "./report-words.ts";
import type { Column } from "./table-parts.ts";
import { formatElapsed, shortDate } from "./words.ts";

const MINUTE = 60_000;
const SEVERITY_COLUMNS: readonly Column[] = [
  { title: "Sev", align: "right" },
  { title: "Opened", align: "right" },
  { title: "Closed", align: "right" },
  { title: "Closed after", align: "right" },
  { title: "On target", align: "right" },
  { title: "Late", align: "right" },
  { title: "Unanswered", align: "right" },
  { title: "Answered after", align: "right" },
];
const INCIDENT_COLUMNS: readonly Column[] = [
  { title: "Incident", isFlexible: true },
  { title: "Sev", align: "right" },
  { title: "Opened" },
  { title: "Open for" },
  { title: "Responses against targets", isFlexible: true },
];

/** Incidents opened in the period: by severity, and each with its responses. */
export function incidentSections({ incidents }: Report, schedule: Schedule): ReportSection[] {
  const id = "incidents";
  if (incidents.length === 0) {
    return [{ id, heading: "Incidents", columns: [], rows: [], notes: ["No incident was opened in the period."] }];
  }
  const severities = bySeverity(incidents).map((figures): ReportCell[] => [
    { text: figures.severity === null ? "none" : String(figures.severity) },
    { text: String(figures.opened) },
    { text: String(figures.closed), ...(figures.closed < figures.opened && { tone: "warn" }) },
    { text: elapsed(figures.medianOpenMinutes) },
    { text: String(figures.within) },
    { text: String(figures.late), ...(figures.late > 0 && { tone: "warn" }) },
    { text: String(figures.unanswered), ...(figures.unanswered > 0 && { tone: "bad" }) },
    { text: elapsed(figures.medianResponseMinutes) },
  ]);
  return [
    { id, heading: "Incidents", columns: SEVERITY_COLUMNS, rows: severities, notes: [] },
    {
      id: "responses",
      heading: "Incidents and responses",
      columns: INCIDENT_COLUMNS,
      rows: incidents.map((one) => incidentRow(one, schedule)),
      notes: [],
    },
  ];
}

function incidentRow({ incident, openMinutes, responses }: IncidentFigures, { zone, asOf }: Schedule): ReportCell[] {
  const title = [incident.title, incident.ticket === null ? null : `(${incident.ticket})`].filter((it) => it !== null);
  const isAmiss = responses.some(({ result }) => result === "late" || result === "unanswered");
  return [
    { text: [incident.id, ...title].join(" ") },
    { text: String(incident.severity ?? "") },
    { text: shortDate(zone.dateAt(incident.openedAt), asOf.date) },
    {
      text: `${formatElapsed(openMinutes * MINUTE)}${incident.closedAt === null ? ", still" : ""}`,
      ...(incident.closedAt === null && { tone: "warn" }),
    },
    { text: responses.flatMap(responseText).join("; ") || "none was owed", ...(isAmiss && { tone: "bad" }) },
  ];
}

function responseText(one: ResponseFigures): string | readonly string[] {
  const { name } = one.response.occurrence.procedure;
  const target = one.targetMinutes === null ? "" : ` (target ${targetSpanText(one.response)})`;
  const took = one.responseMinutes === null ? "" : ` after ${minutesText(one.responseMinutes)}`;
  switch (one.result) {
    case "within":
      return `${name}${took}${target}`;
    case "late":
      return `${name} late${took}${target}`;
    case "unanswered":
      return `${name} not done${target}`;
    case "pending":
      return `${name} pending${target}`;
    case "skipped":
      return `${name} skipped`;
    case "no-target":
      return took === "" ? [] : `${name}${took}`;
    case "not-owed":
      return [];
  }
}

function elapsed(minutes: number | null): string {
  return minutes === null ? "" : formatElapsed(minutes * MINUTE);
}
