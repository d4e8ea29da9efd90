import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { eventNote } from "../model/event-note.ts";
import { abbreviated } from "../model/record.ts";
import { INCIDENT_SEVERITIES, type Severity } from "../model/trigger.ts";
import { type EventState, INCIDENT, eventsAsOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { renderOpened } from "../view/incident-recorded-text.ts";
import { plainBlock } from "../view/plain-text.ts";
import type { Style } from "../view/style.ts";
import { SEVERITY_WORDS } from "../view/words.ts";
import { askLine } from "./ask-line.ts";
import { NOTHING_RECORDED, canAsk, unlessBrokenOff } from "./asking.ts";
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
  readonly severity?: Severity;
  readonly title?: string;
  readonly ticket?: string;
}

const CHOICES = INCIDENT_SEVERITIES.map((value) => ({ value, name: `${value}: ${SEVERITY_WORDS[value]}` }));

/** Records that an incident began, and says what to do and whom to call. */
export async function runIncidentOpen(options: IncidentOpenOptions, io: Io): Promise<ExitCode> {
  const given = options.title === undefined ? undefined : requireTitle(options.title);
  const ticket = requireTicket(options.ticket);
  refuseUnlessAsking(options, io);
  const session = await openToRecord(options, io, "first");
  const { severity, title } = await asked(options.severity, given, io);
  const openedAt = momentOf(options, session, io);
  const others = ticket === null ? [] : openWithTicket(ticket, session.schedule);
  const event = newEventId(INCIDENT, openedAt, session.schedule);
  const recorded = await recordEvent(
    session,
    { record: "event", event, severity, ticket, note: eventNote(title, options.message ?? "") },
    `opened, severity ${severity}`,
    openedAt,
    options,
    io,
  );
  const heading = (incident: EventState, style: Style): string => renderOpened(incident, recorded.written, style);
  const code = await answerWithPlaybook(event, recorded, heading, session, options, io);
  if (others.length > 0) {
    const lines = others.map((it) => `  ${it.id}: ${it.title ?? ""}, opened by ${it.openedBy.name}`);
    io.stderr.write(
      `${plainBlock(`An open incident has the ticket ${ticket} already:\n${lines.join("\n")}`)}\n` +
        `Where the two are one, take this one back: runbook undo ${abbreviated(recorded.written.commit)}\n`,
    );
  }
  return code;
}

/** On call two people hear of the same at the same time. */
function openWithTicket(ticket: string, schedule: Schedule): EventState[] {
  return eventsAsOf(schedule).filter(
    (event) =>
      event.name === INCIDENT && event.closedAt === null && event.ticket?.toLowerCase() === ticket.toLowerCase(),
  );
}

/** Throws RunbookError `usage` where something is missing and there is no terminal to ask on. */
function refuseUnlessAsking(options: IncidentOpenOptions, io: Io): void {
  const { severity, title } = options;
  const missing = [...(severity === undefined ? ["--severity"] : []), ...(title === undefined ? ["--title"] : [])];
  if (missing.length === 0 || canAsk(options, io)) return;
  throw new RunbookError(
    "usage",
    `Expected ${missing.join(" and ")}`,
    'For example: runbook incident open --severity 2 --title "Sales cannot save orders"',
  );
}

/** Asks for what is missing: an incident begins when the command was typed, however long the answer takes. */
async function asked(
  severity: Severity | undefined,
  title: string | undefined,
  io: Io,
): Promise<{ readonly severity: Severity; readonly title: string }> {
  if (severity !== undefined && title !== undefined) return { severity, title };
  const { select } = await import("@inquirer/prompts");
  return unlessBrokenOff(NOTHING_RECORDED, async () => ({
    severity: severity ?? (await select<Severity>({ message: "Severity", choices: CHOICES })),
    title:
      title ??
      (
        await askLine(
          {
            message: "Who cannot do what, in one line",
            validate: (text) => text.trim() !== "" || "Say it in a few words.",
          },
          io,
        )
      ).trim(),
  }));
}
