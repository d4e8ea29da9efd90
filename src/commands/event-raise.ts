import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { eventNote } from "../model/event-note.ts";
import { didYouMean } from "../parse/suggest.ts";
import { type EventState, INCIDENT, raisableNames } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { renderOpened } from "../view/incident-recorded-text.ts";
import type { Style } from "../view/style.ts";
import { type EventOptions, momentOf, newEventId, openToRecord, recordEvent, requireTitle } from "./event-recording.ts";
import { answerWithPlaybook } from "./playbook.ts";

export interface EventRaiseOptions extends EventOptions {
  readonly name: string;
  readonly title?: string;
}

/** Records that something happened for which procedures wait, and says what it asks for. */
export async function runEventRaise(options: EventRaiseOptions, io: Io): Promise<ExitCode> {
  const title = options.title === undefined ? "" : requireTitle(options.title);
  const session = await openToRecord(options, io, "first");
  const name = requireName(options.name, session.schedule);
  const raisedAt = momentOf(options, session, io);
  const event = newEventId(name, raisedAt, session.schedule);
  const recorded = await recordEvent(
    session,
    { record: "event", event, note: eventNote(title, options.message ?? "") },
    "raised",
    raisedAt,
    options,
    io,
  );
  const heading = (raised: EventState, style: Style): string => renderOpened(raised, recorded.written, style);
  return answerWithPlaybook(event, recorded, heading, session, options, io);
}

function requireName(word: string, schedule: Schedule): string {
  const name = word.trim().toLowerCase();
  const names = raisableNames(schedule);
  if (names.includes(name)) return name;
  if (name === INCIDENT) {
    throw new RunbookError(
      "usage",
      "An incident has a severity, and commands of its own",
      'Open it: runbook incident open --severity 2 --title "Who cannot do what"',
    );
  }
  const all =
    names.length === 0
      ? 'No procedure waits for an event. Write one: runbook new NAME --trigger "on event year-end-close" --owner ROLE'
      : `Procedures wait for: ${names.join(", ")}`;
  throw new RunbookError(
    "not-found",
    `No procedure has the trigger \`on event ${word}\``,
    [didYouMean(name, names), all].filter((line) => line !== null).join("\n"),
  );
}
