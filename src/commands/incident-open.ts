import type { ExitCode, Io } from "../io.ts";
import { eventNote } from "../model/event-note.ts";
import type { Severity } from "../model/trigger.ts";
import { type EventState, INCIDENT } from "../schedule/incidents.ts";
import { renderOpened } from "../view/incident-recorded-text.ts";
import type { Style } from "../view/style.ts";
import {
  type EventOptions,
  momentOf,
  newEventId,
  openToRecord,
  recordEvent,
  requireTicket,
  requireTitle,
} from "./event-recording.ts";
import { answerWithPlaybook } from "./playbook.ts";

export interface IncidentOpenOptions extends EventOptions {
  readonly severity: Severity;
  readonly title: string;
  readonly ticket?: string;
}

/** Records that an incident began, and says what to do and whom to call. */
export async function runIncidentOpen(options: IncidentOpenOptions, io: Io): Promise<ExitCode> {
  const title = requireTitle(options.title);
  const ticket = requireTicket(options.ticket);
  const session = await openToRecord(options, io, "first");
  const openedAt = momentOf(options, session, io);
  const event = newEventId(INCIDENT, openedAt, session.schedule);
  const recorded = await recordEvent(
    session,
    { record: "event", event, severity: options.severity, ticket, note: eventNote(title, options.message ?? "") },
    `opened, severity ${options.severity}`,
    openedAt,
    options,
    io,
  );
  const heading = (incident: EventState, style: Style): string => renderOpened(incident, recorded.written, style);
  return answerWithPlaybook(event, recorded, heading, session, options, io);
}
