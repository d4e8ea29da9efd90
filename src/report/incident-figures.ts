import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { Severity } from "../model/trigger.ts";
import { type EventState, INCIDENT, type Response, eventsAsOf, openFor, responsesOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { median } from "./trend.ts";

const MINUTE = 60_000;

/** How a response stands to its target. */
export const RESPONSE_RESULTS = [
  "within",
  "late",
  /** Past its target, or past the incident, without having been done. */
  "unanswered",
  /** Still within its target. */
  "pending",
  /** Skipped with a reason. */
  "skipped",
  /** Done or open, and there is no target. */
  "no-target",
  /** The incident ended, or its severity changed, before the target had passed. */
  "not-owed",
] as const;
export type ResponseResult = (typeof RESPONSE_RESULTS)[number];

/** What a procedure asked for when an incident came, and when it was done. */
export interface ResponseFigures {
  readonly response: Response;
  readonly result: ResponseResult;
  /** Minutes from when the incident began to concern the procedure to its target, and to when it was done; whole ones. */
  readonly targetMinutes: number | null;
  readonly responseMinutes: number | null;
}

export interface IncidentFigures {
  readonly incident: EventState;
  /** Minutes until it was closed, or until the moment asked about. */
  readonly openMinutes: number;
  readonly responses: readonly ResponseFigures[];
}

export interface SeverityFigures {
  readonly severity: Severity | null;
  readonly opened: number;
  /** Those of them that are closed by now. */
  readonly closed: number;
  /** Half of the closed ones took at most this long. */
  readonly medianOpenMinutes: number | null;
  readonly within: number;
  readonly late: number;
  readonly unanswered: number;
  readonly medianResponseMinutes: number | null;
}

/** The incidents that were opened from `first` to `last`, oldest first, as they stand at the moment asked about. */
export function incidentFigures(schedule: Schedule, first: CalendarDate, last: CalendarDate): IncidentFigures[] {
  return eventsAsOf(schedule)
    .filter(({ name, openedAt }) => {
      const on = schedule.zone.dateAt(openedAt);
      return name === INCIDENT && first <= on && on <= last;
    })
    .toReversed()
    .map((incident) => ({
      incident,
      openMinutes: minutesOf(openFor(incident, schedule)),
      responses: responsesOf(incident.id, schedule).map((response) => responseFigures(response, schedule)),
    }));
}

function responseFigures(response: Response, schedule: Schedule): ResponseFigures {
  const { occurrence, startedAt, respondedAt } = response;
  return {
    response,
    result: resultOf(response, schedule),
    targetMinutes: occurrence.dueAt === null ? null : minutesOf(Date.parse(occurrence.dueAt) - startedAt),
    responseMinutes: respondedAt === null ? null : minutesOf(respondedAt - startedAt),
  };
}

function resultOf(
  { status, respondedAt, endedAt, occurrence: { dueAt } }: Response,
  { asOf }: Schedule,
): ResponseResult {
  if (status === "skipped" || status === "waived") return "skipped";
  if (status === "not-owed") return "not-owed";
  if (dueAt === null) return "no-target";
  if (respondedAt !== null) return respondedAt <= Date.parse(dueAt) ? "within" : "late";
  // What failed may still be done in time.
  return endedAt === null && asOf.instant <= Date.parse(dueAt) ? "pending" : "unanswered";
}

/** The figures by severity, the worst first; an incident counts under the last severity that it had. */
export function bySeverity(incidents: readonly IncidentFigures[]): SeverityFigures[] {
  const severities = [...new Set(incidents.map(({ incident }) => incident.severity))];
  return severities
    .toSorted((a, b) => (a ?? 4) - (b ?? 4))
    .map((severity) => {
      const those = incidents.filter(({ incident }) => incident.severity === severity);
      const closed = those.filter(({ incident }) => incident.closedAt !== null);
      const responses = those.flatMap((one) => one.responses).filter(({ targetMinutes }) => targetMinutes !== null);
      const count = (result: ResponseResult): number => responses.filter((one) => one.result === result).length;
      return {
        severity,
        opened: those.length,
        closed: closed.length,
        medianOpenMinutes: medianMinutes(closed.map(({ openMinutes }) => openMinutes)),
        within: count("within"),
        late: count("late"),
        unanswered: count("unanswered"),
        medianResponseMinutes: medianMinutes(responses.flatMap(({ responseMinutes }) => responseMinutes ?? [])),
      };
    });
}

/** Whole minutes: between two the later one. */
function medianMinutes(minutes: readonly number[]): number | null {
  const exact = median(minutes);
  return exact === undefined ? null : Math.round(exact);
}

function minutesOf(milliseconds: number): number {
  return Math.max(0, Math.floor(milliseconds / MINUTE));
}
