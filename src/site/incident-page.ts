import { h } from "hastscript";
import { type EventState, type Response, responsesOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { targetSpanText } from "../view/incident-text.ts";
import { assigneeText, entryText, performerText, timelineClock } from "../view/incident-words.ts";
import { civilTime, formatElapsed } from "../view/words.ts";
import { type Html, empty, facts, section, table } from "./html.ts";
import { incidentChart } from "./incident-chart.ts";
import { stateWords } from "./incidents-page.ts";
import { badge } from "./marks.ts";
import { eventPath, procedureLink } from "./names.ts";
import type { Page } from "./page.ts";

/** One event: its facts, what was called for and when it came, what happened when. */
export function incidentPage(event: EventState, schedule: Schedule): Page {
  const path = eventPath(event);
  const responses = responsesOf(event.id, schedule);
  return {
    path,
    title: event.title ?? event.id,
    under: "incidents.html",
    dependsOnDay: event.closedAt === null,
    content: [
      facts([
        ["Id", [h("code", event.id)]],
        ["Severity", [severities(event)]],
        ["State", [stateWords(event, schedule)]],
        ["Opened", [`${civilTime(event.openedAt, schedule.zone)} by ${event.openedBy.name}`]],
        [
          "Closed",
          event.closedAt === null ? [] : [`${civilTime(event.closedAt, schedule.zone)} by ${event.closedBy?.name}`],
        ],
        ["With", [assigneeText(event, schedule) ?? "nobody yet"]],
        ["Ticket", [event.ticket ?? ""]],
      ]),
      incidentChart(event, responses, schedule),
      section("Response", [responseTable(path, responses, schedule)]),
      section("Timeline", [timeline(event, schedule)]),
    ],
  };
}

function severities({ severities: all }: EventState): string {
  return all.map(({ severity }) => String(severity)).join(", then ");
}

function responseTable(path: string, responses: readonly Response[], schedule: Schedule): Html {
  if (responses.length === 0) return empty("No procedure of the run book has a trigger for it.");
  const columns = ["Procedure", "Target", "Due", "Response", "Status"].map((title) => ({ title }));
  const rows = responses.map((response) => {
    const { dueAt, procedure } = response.occurrence;
    return [
      [procedureLink(path, procedure)],
      [targetSpanText(response)],
      [dueAt === null ? "" : civilTime(Date.parse(dueAt), schedule.zone)],
      [responseWords(response)],
      [badge(response.status)],
    ];
  });
  return table("Response", columns, rows, { hasLinks: true });
}

function responseWords({ startedAt, respondedAt, endedAt }: Response): string {
  if (respondedAt !== null) return `after ${formatElapsed(respondedAt - startedAt)}`;
  return endedAt === null ? "none yet" : `none; ended after ${formatElapsed(endedAt - startedAt)}`;
}

function timeline(event: EventState, schedule: Schedule): Html {
  const { zone } = schedule;
  const timeOf = timelineClock(event, zone);
  return h(
    "ol",
    { className: ["timeline"] },
    event.timeline.map(({ record, at }) =>
      h("li", [
        h("time", { dateTime: zone.timestamp(at) }, timeOf(at)),
        h("span", { className: ["who"] }, performerText(record)),
        h("p", entryText(record, schedule)),
      ]),
    ),
  );
}
