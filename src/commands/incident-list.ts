import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { type EventState, raisableNames } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { openStatus, outputStyle, reportLedger } from "../session/session.ts";
import { eventsDocument, incidentsDocument } from "../view/incident-json.ts";
import { renderEventList } from "../view/incident-list-text.ts";
import { renderJson } from "../view/render-json.ts";
import { type EventKind, eventsOfKind } from "./find-event.ts";
import { requireOrder } from "./period-asked.ts";

export interface EventListOptions extends GlobalOptions {
  readonly open?: boolean;
  /** First and last day of opening. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
}

/** Prints the incidents, newest first. */
export async function runIncidentList(options: EventListOptions, io: Io): Promise<ExitCode> {
  const { schedule, events: incidents } = await listed("incident", options, io);
  if (options.format === "json") io.stdout.write(renderJson<"incidents">(incidentsDocument(incidents, schedule)));
  else if (incidents.length > 0) io.stdout.write(renderEventList(incidents, schedule, outputStyle(options, io)));
  else io.stdout.write(`${options.open === true ? "No incident is open." : "No incidents."}\n`);
  return 0;
}

/** Prints the other events, newest first, and which can be raised. */
export async function runEventList(options: EventListOptions, io: Io): Promise<ExitCode> {
  const { schedule, events } = await listed("event", options, io);
  if (options.format === "json") {
    io.stdout.write(renderJson<"events">(eventsDocument(events, schedule)));
    return 0;
  }
  const names = raisableNames(schedule);
  const raisable =
    names.length === 0
      ? "No procedure has a trigger `on event NAME`.\n"
      : `Procedures wait for: ${names.join(", ")}\nRaise one: runbook event raise ${names[0]}\n`;
  const list = events.length === 0 ? "No events.\n" : renderEventList(events, schedule, outputStyle(options, io));
  io.stdout.write(`${list}\n${raisable}`);
  return 0;
}

async function listed(
  kind: EventKind,
  { open, from, to, ...options }: EventListOptions,
  io: Io,
): Promise<{ schedule: Schedule; events: EventState[] }> {
  if (from !== undefined && to !== undefined) requireOrder(from, to);
  const session = await openStatus(options, io, "stale");
  const { schedule } = session;
  reportLedger(session, io);
  const events = eventsOfKind(kind, schedule).filter(({ closedAt, openedAt }) => {
    const openedOn = schedule.zone.dateAt(openedAt);
    const isWithin = (from === undefined || openedOn >= from) && (to === undefined || openedOn <= to);
    return isWithin && (open !== true || closedAt === null);
  });
  return { schedule, events };
}
