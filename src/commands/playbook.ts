import { join } from "node:path";
import type { ExitCode, Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import { type EventState, INCIDENT, responsesOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, outputStyle } from "../session/session.ts";
import { renderPlaybook } from "../view/incident-playbook-text.ts";
import { textIn } from "../store/text-file.ts";
import type { Style } from "../view/style.ts";
import { type RecordedEvent, eventWithId } from "./event-recording.ts";
import { eventsOfKind } from "./find-event.ts";
import { answerRecorded } from "./recording.ts";

/** Answers with what was recorded of an event (`heading` says it for people) and with its playbook as it is now. */
export async function answerWithPlaybook(
  id: string,
  { records, schedule }: RecordedEvent,
  heading: (event: EventState, style: Style) => string,
  session: StatusSession,
  options: GlobalOptions,
  io: Io,
): Promise<ExitCode> {
  const event = eventWithId(id, schedule);
  const style = outputStyle(options, io);
  const text =
    options.format === "json" ? "" : `${heading(event, style)}\n${await playbookOf(event, session, schedule, style)}`;
  await answerRecorded(session, records, text, options, io);
  return 0;
}

/** The playbook of an event, with the steps from the procedures' files. */
async function playbookOf(
  event: EventState,
  { root }: StatusSession,
  schedule: Schedule,
  style: Style,
): Promise<string> {
  const { parseSections } = await import("../parse/sections.ts");
  const stepsOf = (procedure: Procedure): string[] =>
    parseSections(textIn(join(root, procedure.path)) ?? "").steps.map((step) => step.text);
  const kind = event.name === INCIDENT ? "incident" : "event";
  const open = eventsOfKind(kind, schedule).filter(({ closedAt }) => closedAt === null);
  return renderPlaybook(event, responsesOf(event.id, schedule), stepsOf, open.length === 1, schedule, style);
}
