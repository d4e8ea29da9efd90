import type { ExitCode, Io } from "../io.ts";
import { responsesOf } from "../schedule/incidents.ts";
import { outputStyle } from "../session/session.ts";
import { renderClosed } from "../view/incident-recorded-text.ts";
import { type EventOptions, eventWithId, lastChange, momentOf, openToRecord, recordEvent } from "./event-recording.ts";
import { type EventKind, findEvent, requireOpen } from "./find-event.ts";
import { answerRecorded } from "./recording.ts";

export interface EventCloseOptions extends EventOptions {
  readonly id?: string;
}

/** Records that an incident is over. */
export function runIncidentClose(options: EventCloseOptions, io: Io): Promise<ExitCode> {
  return closeEvent("incident", options, io);
}

/** Records that another event is over. */
export function runEventClose(options: EventCloseOptions, io: Io): Promise<ExitCode> {
  return closeEvent("event", options, io);
}

async function closeEvent(kind: EventKind, options: EventCloseOptions, io: Io): Promise<ExitCode> {
  const session = await openToRecord(options, io, "stale");
  const event = findEvent(options.id, kind, session);
  requireOpen(event, session.schedule);
  const { records, written, schedule } = await recordEvent(
    session,
    { record: "event-close", event: event.id, note: options.message?.trim() ?? "" },
    "closed",
    momentOf(options, session, io, lastChange(event)),
    options,
    io,
  );
  const closed = eventWithId(event.id, schedule);
  const ended = responsesOf(event.id, schedule).filter(({ endedAt }) => endedAt === closed.closedAt);
  const text = renderClosed(closed, written, ended, schedule, outputStyle(options, io));
  await answerRecorded(session, records, text, options, io);
  return 0;
}
