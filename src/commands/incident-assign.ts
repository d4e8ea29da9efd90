import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import type { Identity } from "../model/record.ts";
import { isOutsideTeam } from "../model/runbook.ts";
import { callOf } from "../schedule/calls.ts";
import { eventsMeant } from "../schedule/incidents.ts";
import { type StatusSession, outputStyle, requireLedger } from "../session/session.ts";
import { renderAssigned } from "../view/incident-recorded-text.ts";
import { type EventOptions, momentOf, openingOf, openToRecord, recordEvent } from "./event-recording.ts";
import { eventsOfKind, findEvent, requireOpen } from "./find-event.ts";
import { answerRecorded, performerOf } from "./recording.ts";

export interface IncidentAssignOptions extends EventOptions {
  readonly id?: string;
  /** A person's id in roles.yml, or `Name <email>`. */
  readonly person: string;
}

/** Records who has an incident from here on. */
export async function runIncidentAssign(options: IncidentAssignOptions, io: Io): Promise<ExitCode> {
  const session = await openToRecord(options, io, "stale");
  refuseIdAlone(options, session);
  const incident = findEvent(options.id, "incident", session);
  requireOpen(incident, session.schedule);
  const assignee = await assigneeOf(options.person, session);
  const { records, written } = await recordEvent(
    session,
    { record: "event-update", event: incident.id, assignee, note: options.message?.trim() ?? "" },
    "assigned",
    momentOf(options, session, io, openingOf(incident)),
    options,
    io,
  );
  const text = renderAssigned(incident, written, session.schedule, outputStyle(options, io));
  await answerRecorded(session, records, text, options, io);
  return 0;
}

/** Throws RunbookError `usage` where the only word names an incident. */
function refuseIdAlone({ id, person }: IncidentAssignOptions, { schedule, book }: StatusSession): void {
  const { people, roles } = book.directory;
  if (id !== undefined || people[person] !== undefined || roles[person] !== undefined) return;
  const [meant] = eventsMeant(person, eventsOfKind("incident", schedule));
  if (meant === undefined) return;
  throw new RunbookError(
    "usage",
    `No person is named who has ${meant.id}`,
    `Name one: runbook incident assign ${person} PERSON`,
  );
}

/** A role has an incident through somebody: its name leads to who holds it today. */
async function assigneeOf(person: string, session: StatusSession): Promise<Identity> {
  const { directory } = session.book;
  const role = directory.roles[person];
  if (role !== undefined && directory.people[person] === undefined) {
    const { people } = callOf(person, directory, session.schedule.asOf.date);
    throw new RunbookError(
      "usage",
      `\`${person}\` is a role, and an incident is one person's`,
      isOutsideTeam(role)
        ? 'It is an outside team: name the one of them who has it, as "Name <name@example.com>"'
        : people.length === 0
          ? "Nobody holds it today. See who holds what: runbook roles"
          : `Name who holds it today: ${people.map(({ id }) => id).join(", ")}`,
    );
  }
  return performerOf(person, session, await requireLedger(session).author());
}
