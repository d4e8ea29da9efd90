import { count } from "../model/count.ts";
import type { Status } from "../model/occurrence.ts";
import { type EventState, INCIDENT, type Response } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { assigneeText, entryText, momentText, performerText, stateText, timelineClock } from "./incident-words.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";
import { STATUS_WORDS, countdown, formatElapsed, paintStatus } from "./words.ts";

/** `incident show` and `event show` for people: its facts, what it asked for and when that came, and its timeline. */
export function renderIncidentText(
  incident: EventState,
  responses: readonly Response[],
  schedule: Schedule,
  style: Style,
): string {
  const { chalk } = style;
  const isIncident = incident.name === INCIDENT;
  const nameless = isIncident ? "An incident without a title" : incident.name;
  const heading = chalk.bold(plainLine(incident.title ?? nameless));
  const facts: readonly (readonly [string, string])[] = [
    ["Id", incident.id],
    ["Ticket", incident.ticket ?? ""],
    isIncident ? ["Severity", String(incident.severity ?? "none was recorded")] : ["Event", incident.name],
    ["State", stateText(incident, schedule)],
    [isIncident ? "Opened by" : "Raised by", incident.openedBy.name],
    ["Closed by", incident.closedBy?.name ?? ""],
    ["With", assigneeText(incident, schedule) ?? (isIncident ? "nobody yet" : "")],
  ];
  const lines = facts
    .filter(([, value]) => value !== "")
    .map(([label, value]) => `  ${chalk.dim(label.padEnd(10))} ${plainLine(value)}`);
  return [
    [heading, ...lines].join("\n"),
    responses.length === 0
      ? "No procedure of the run book has a trigger for it."
      : `${chalk.bold("Response")}\n${responseTable(responses, schedule, style)}`,
    `${chalk.bold(`Timeline (${schedule.zone.name})`)}\n${timelineTable(incident, schedule, style)}`,
  ]
    .join("\n\n")
    .concat("\n");
}

function responseTable(responses: readonly Response[], schedule: Schedule, style: Style): string {
  const columns = ["Procedure", "Target", "Response", "Status"].map((title) => ({ title, isFlexible: true }));
  const rows = responses.map((response) => [
    { text: response.occurrence.procedure.name },
    { text: targetText(response, schedule) },
    { text: responseText(response, schedule) },
    { text: STATUS_WORDS[response.status], paint: paintStatus(response.status, style) },
  ]);
  return renderTable(columns, rows, style);
}

/** `15 minutes`, `1 business day`: how long after its beginning it is due. */
export function targetSpanText({ occurrence }: Response): string {
  const { trigger } = occurrence.procedure;
  if (trigger.kind !== "event" || trigger.within === undefined) return "no time limit";
  const { count: number, unit } = trigger.within;
  return count(number, unit.replace(/s$/, ""));
}

/** `15 minutes, by 08:45`. */
export function targetText(response: Response, schedule: Schedule): string {
  const { dueAt } = response.occurrence;
  const by = dueAt === null ? "" : `, by ${momentText(Date.parse(dueAt), schedule)}`;
  return `${targetSpanText(response)}${by}`;
}

/** What nobody waits for, such as work before go-live. */
const NOT_AWAITED: ReadonlySet<Status> = new Set(["skipped", "waived", "not-owed"]);

/** `after 12m`, `in 3m`, `overdue by 1h`, `ended after 20m`. */
function responseText({ occurrence, startedAt, respondedAt, endedAt, status }: Response, schedule: Schedule): string {
  if (respondedAt !== null) return `after ${formatElapsed(respondedAt - startedAt)}`;
  if (endedAt !== null) return `none; ended after ${formatElapsed(endedAt - startedAt)}`;
  if (NOT_AWAITED.has(status) || occurrence.dueAt === null) return "none";
  return countdown(occurrence.dueAt, schedule.asOf.instant);
}

function timelineTable(event: EventState, schedule: Schedule, style: Style): string {
  const timeOf = timelineClock(event, schedule.zone);
  const columns = [{ title: "Time" }, { title: "Who", isFlexible: true }, { title: "What", isFlexible: true }];
  const rows = event.timeline.map(({ record, at }) => [
    { text: timeOf(at) },
    { text: performerText(record) },
    { text: entryText(record, schedule) },
  ]);
  return renderTable(columns, rows, style);
}
