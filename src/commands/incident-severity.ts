import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Severity } from "../model/trigger.ts";
import { type EventState, responsesOf } from "../schedule/incidents.ts";
import { renderEnded, renderSeverity } from "../view/incident-recorded-text.ts";
import type { Style } from "../view/style.ts";
import { type EventOptions, lastChange, momentOf, openToRecord, recordEvent } from "./event-recording.ts";
import { findEvent, requireOpen } from "./find-event.ts";
import { answerWithPlaybook } from "./playbook.ts";

export interface IncidentSeverityOptions extends EventOptions {
  readonly id?: string;
  readonly severity: Severity;
}

/** Records that an incident's severity changed: that ends the old playbook and begins the new one. */
export async function runIncidentSeverity(options: IncidentSeverityOptions, io: Io): Promise<ExitCode> {
  const session = await openToRecord(options, io, "stale");
  const before = findEvent(options.id, "incident", session);
  requireOpen(before, session.schedule);
  if (before.severity === options.severity) {
    throw new RunbookError(
      "already-done",
      `${before.id} has severity ${options.severity} already`,
      `Add to its timeline: runbook incident update ${before.id} -m "What happened"`,
    );
  }
  const recorded = await recordEvent(
    session,
    { record: "event-update", event: before.id, severity: options.severity, note: options.message?.trim() ?? "" },
    `severity ${options.severity}`,
    momentOf(options, session, io, lastChange(before)),
    options,
    io,
  );
  const heading = (incident: EventState, style: Style): string => {
    const changedAt = Date.parse(recorded.written.performedAt);
    const ended = responsesOf(incident.id, recorded.schedule).filter(({ endedAt }) => endedAt === changedAt);
    return `${renderSeverity(before, incident, recorded.written, recorded.schedule, style)}${renderEnded(ended, style)}`;
  };
  return answerWithPlaybook(before.id, recorded, heading, session, options, io);
}
