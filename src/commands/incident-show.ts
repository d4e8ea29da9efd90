import type { ExitCode, Io } from "../io.ts";
import { type EventState, responsesOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { openStatus, outputStyle, reportLedger } from "../session/session.ts";
import { eventShowDocument, incidentDocument } from "../view/incident-json.ts";
import { renderIncidentText } from "../view/incident-text.ts";
import { renderJson } from "../view/render-json.ts";
import { type EventKind, findEventOrLast } from "./find-event.ts";

export interface EventShowOptions extends GlobalOptions {
  readonly id?: string;
}

/** Prints an incident: its facts, responses against targets, and timeline. */
export function runIncidentShow(options: EventShowOptions, io: Io): Promise<ExitCode> {
  return showEvent("incident", options, io);
}

/** Prints another event in the same way. */
export function runEventShow(options: EventShowOptions, io: Io): Promise<ExitCode> {
  return showEvent("event", options, io);
}

async function showEvent(kind: EventKind, options: EventShowOptions, io: Io): Promise<ExitCode> {
  const session = await openStatus(options, io, "stale");
  const { schedule } = session;
  const event = findEventOrLast(options.id, kind, session);
  reportLedger(session, io);
  io.stdout.write(answer(kind, event, schedule, options, io));
  return 0;
}

function answer(kind: EventKind, event: EventState, schedule: Schedule, options: GlobalOptions, io: Io): string {
  if (options.format !== "json") {
    return renderIncidentText(event, responsesOf(event.id, schedule), schedule, outputStyle(options, io));
  }
  return kind === "incident"
    ? renderJson<"incident">(incidentDocument(event, schedule))
    : renderJson<"event">(eventShowDocument(event, schedule));
}
