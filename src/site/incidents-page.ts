import { h } from "hastscript";
import { type EventState, INCIDENT, eventsAsOf, openFor } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { assigneeText } from "../view/incident-words.ts";
import { civilTime, formatElapsed } from "../view/words.ts";
import { type Html, empty, section, table } from "./html.ts";
import { eventPath, linkTo } from "./names.ts";
import type { Page } from "./page.ts";

const PATH = "incidents.html";

/** Every incident and every other event, newest first. */
export function incidentsPage(schedule: Schedule): Page {
  const events = eventsAsOf(schedule);
  const incidents = events.filter(({ name }) => name === INCIDENT);
  const others = events.filter(({ name }) => name !== INCIDENT);
  return {
    path: PATH,
    title: "Incidents",
    under: PATH,
    dependsOnDay: true,
    content: [
      incidents.length === 0 ? empty("No incident was recorded.") : eventTable("Incidents", incidents, schedule),
      ...(others.length === 0 ? [] : [section("Other events", [eventTable("Other events", others, schedule)])]),
    ],
  };
}

function eventTable(caption: string, events: readonly EventState[], schedule: Schedule): Html {
  const columns = ["What", "Severity", "Opened", "State", "With", "Ticket"].map((title) => ({ title }));
  const rows = events.map((event) => [
    [linkTo(PATH, eventPath(event), event.title ?? event.id)],
    [event.severity === null ? "" : String(event.severity)],
    [civilTime(event.openedAt, schedule.zone)],
    [stateWords(event, schedule)],
    [assigneeText(event, schedule) ?? ""],
    [event.ticket ?? ""],
  ]);
  return table(caption, columns, rows, { hasLinks: true });
}

/** `open`, or `closed after 3h`: how long it has been open is no news to tell in a page that does not change. */
export function stateWords(event: EventState, schedule: Schedule): Html {
  return event.closedAt === null ? h("strong", "open") : `closed after ${formatElapsed(openFor(event, schedule))}`;
}
