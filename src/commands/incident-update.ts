import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { outputStyle } from "../session/session.ts";
import { renderNoted } from "../view/incident-recorded-text.ts";
import { type EventOptions, momentOf, openingOf, openToRecord, recordEvent, requireTicket } from "./event-recording.ts";
import { findEvent } from "./find-event.ts";
import { answerRecorded } from "./recording.ts";

export interface IncidentUpdateOptions extends EventOptions {
  readonly id?: string;
  readonly ticket?: string;
}

/** Adds a line to an incident's timeline: before its opening (`--at`) and after its closing too. */
export async function runIncidentUpdate(options: IncidentUpdateOptions, io: Io): Promise<ExitCode> {
  const ticket = requireTicket(options.ticket);
  const note = options.message?.trim() ?? "";
  if (note === "" && ticket === null) {
    throw new RunbookError(
      "usage",
      "An update says what happened, or names the ticket",
      'For example: runbook incident update -m "First notice to users and leadership. Next 08:40."',
    );
  }
  const session = await openToRecord(options, io, "stale");
  const incident = findEvent(options.id, "incident", session);
  const { records, written } = await recordEvent(
    session,
    { record: "event-update", event: incident.id, ticket, note },
    ticket === null ? "updated" : `ticket ${ticket}`,
    momentOf(options, session, io, options.at === undefined ? openingOf(incident) : undefined),
    options,
    io,
  );
  await answerRecorded(session, records, renderNoted(incident, written, outputStyle(options, io)), options, io);
  return 0;
}
