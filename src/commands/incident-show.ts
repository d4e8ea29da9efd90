import type { ExitCode, Io } from "../io.ts";
import { responsesOf } from "../schedule/incidents.ts";
import { incidentDocument } from "../view/incident-json.ts";
import { renderIncidentText } from "../view/incident-text.ts";
import { renderJson } from "../view/render-json.ts";
import { findEventOrLast } from "./find-event.ts";
import type { GlobalOptions } from "./options.ts";
import { openSession, outputStyle, reportLedger } from "./session.ts";

export interface IncidentShowOptions extends GlobalOptions {
  readonly id?: string;
}

/** Prints an incident: its facts, responses against targets, and timeline. */
export async function runIncidentShow(options: IncidentShowOptions, io: Io): Promise<ExitCode> {
  const session = await openSession(options, io, "stale");
  const { schedule } = session;
  const incident = findEventOrLast(options.id, "incident", schedule);
  reportLedger(session, io);
  io.stdout.write(
    options.format === "json"
      ? renderJson<"incident">(incidentDocument(incident, schedule))
      : renderIncidentText(incident, responsesOf(incident.id, schedule), schedule, outputStyle(options, io)),
  );
  return 0;
}
