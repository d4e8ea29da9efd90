import type { Contact } from "../model/runbook.ts";
import { type Call, callOf } from "../schedule/calls.ts";
import { type EventState, type Response, callsOf, openFor, raisableNames, responsesOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { itemDocument, recordDocument } from "./json.ts";
import type { Output } from "./output-shapes.ts";

type EventOutput = Output<"incidents">["incidents"][number];
type CallOutput = Output<"incident">["incident"]["calls"][number];
type ResponseOutput = Output<"incident">["incident"]["responses"][number];

const MINUTE = 60_000;

/** `incident list --json`. */
export function incidentsDocument(incidents: readonly EventState[], schedule: Schedule): Output<"incidents"> {
  return {
    schemaVersion: 1,
    asOf: schedule.asOf.date,
    incidents: incidents.map((incident) => eventDocument(incident, schedule)),
  };
}

/** `event list --json`: the events, and the names that can be raised. */
export function eventsDocument(events: readonly EventState[], schedule: Schedule): Output<"events"> {
  return {
    schemaVersion: 1,
    asOf: schedule.asOf.date,
    events: events.map((event) => eventDocument(event, schedule)),
    names: raisableNames(schedule),
  };
}

/** `incident show --json`. */
export function incidentDocument(incident: EventState, schedule: Schedule): Output<"incident"> {
  const { directory } = schedule.book;
  const { date } = schedule.asOf;
  const duties = Object.entries(directory.duties).map(([duty, id]) => {
    return { duty, ...callDocument(callOf(id, directory, date)) };
  });
  return {
    schemaVersion: 1,
    asOf: date,
    timezone: schedule.zone.name,
    incident: { ...shownEvent(incident, schedule), duties },
  };
}

/** `event show --json`. */
export function eventShowDocument(event: EventState, schedule: Schedule): Output<"event"> {
  return {
    schemaVersion: 1,
    asOf: schedule.asOf.date,
    timezone: schedule.zone.name,
    event: shownEvent(event, schedule),
  };
}

function shownEvent(event: EventState, schedule: Schedule): Output<"event">["event"] {
  const responses = responsesOf(event.id, schedule);
  return {
    ...eventDocument(event, schedule),
    responses: responses.map((response) => responseDocument(response, schedule)),
    calls: callsOf(responses, schedule).map(callDocument),
    timeline: event.timeline.map(({ record }) => recordDocument(record, schedule)),
  };
}

/** An event as every command prints it. */
export function eventDocument(state: EventState, schedule: Schedule): EventOutput {
  const { timeline: _timeline, severities: _severities, openedAt, closedAt, ...rest } = state;
  return {
    ...rest,
    state: closedAt === null ? "open" : "closed",
    openedAt: schedule.zone.timestamp(openedAt),
    closedAt: closedAt === null ? null : schedule.zone.timestamp(closedAt),
    openMinutes: minutesOf(openFor(state, schedule)),
  };
}

function responseDocument(response: Response, { zone }: Schedule): ResponseOutput {
  const { startedAt, endedAt, respondedAt } = response;
  const item = itemDocument(response);
  return {
    ...item,
    startedAt: zone.timestamp(startedAt),
    endedAt: endedAt === null ? null : zone.timestamp(endedAt),
    targetMinutes: item.dueAt === null ? null : minutesOf(Date.parse(item.dueAt) - startedAt),
    respondedAt: respondedAt === null ? null : zone.timestamp(respondedAt),
    responseMinutes: respondedAt === null ? null : minutesOf(respondedAt - startedAt),
  };
}

/** Whom to call, as every command prints it. */
export function callDocument({ id, name, people, contact }: Call): CallOutput {
  return {
    id,
    name,
    people: people.map((person) => ({
      id: person.id,
      name: person.name,
      email: person.email ?? null,
      phone: person.phone ?? null,
    })),
    contact: contactDocument(contact),
  };
}

/** How to reach an outside team, as every command prints it. */
export function contactDocument(contact: Contact | undefined): CallOutput["contact"] {
  return { email: contact?.email ?? null, phone: contact?.phone ?? null, url: contact?.url ?? null };
}

function minutesOf(milliseconds: number): number {
  return Math.max(0, Math.floor(milliseconds / MINUTE));
}
