import { RunbookError } from "../errors.ts";
import { abbreviated } from "../model/record.ts";
import { suggest } from "../parse/suggest.ts";
import { type EventState, INCIDENT, eventsAsOf, eventsMeant } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { StatusSession } from "../session/session.ts";
import { stateText } from "../view/incident-words.ts";
import { civilTime, shortTitle } from "../view/words.ts";

/** Incidents and other events have commands of their own. */
export type EventKind = "incident" | "event";

type Session = Pick<StatusSession, "schedule" | "ledgerState">;

/** Where none was ever opened. */
const OPENING: Readonly<Record<EventKind, string>> = {
  incident: 'When there is one: runbook incident open --severity 1 --title "Who cannot do what"',
  event: "When there is one: runbook event raise NAME (the names: runbook event list)",
};

/** The incidents, or the other events, as of the day asked about, newest first. */
export function eventsOfKind(kind: EventKind, schedule: Schedule): EventState[] {
  return eventsAsOf(schedule).filter(({ name }) => (name === INCIDENT) === (kind === "incident"));
}

/**
 * The event that a word means (an id, its beginning or end, a ticket); without a word the only open one.
 * Throws RunbookError `not-found` or `ambiguous`, each with those that there are.
 */
export function findEvent(word: string | undefined, kind: EventKind, session: Session): EventState {
  const { schedule } = session;
  const events = eventsOfKind(kind, schedule);
  const open = events.filter(({ closedAt }) => closedAt === null);
  const meant = word === undefined ? open : eventsMeant(word, events);
  const [event, ...others] = meant;
  if (event === undefined) throw notFound(word, kind, events, session);
  if (others.length === 0) return event;
  throw new RunbookError(
    "ambiguous",
    `${word === undefined ? `${meant.length} ${kind}s are open` : `\`${word}\` means ${meant.length} ${kind}s`}:\n${linesOf(meant, schedule)}`,
    `Name one by its id, or by as much of it as tells it apart: ${event.id}`,
  );
}

/** The same; where nothing is named and nothing is open, the event that was opened last. */
export function findEventOrLast(word: string | undefined, kind: EventKind, session: Session): EventState {
  const events = eventsOfKind(kind, session.schedule);
  const isLastMeant = word === undefined && events.every(({ closedAt }) => closedAt !== null);
  return findEvent(isLastMeant ? events[0]?.id : word, kind, session);
}

function notFound(
  word: string | undefined,
  kind: EventKind,
  events: readonly EventState[],
  { schedule, ledgerState }: Session,
): RunbookError {
  const [newest] = events;
  const elsewhere = ledgerState.hasRemote ? ["If it was recorded in another clone, fetch that: runbook sync"] : [];
  if (word === undefined) {
    return new RunbookError(
      "not-found",
      `No ${kind} is open`,
      [
        ...(newest === undefined ? [] : [`Name one: the last was ${newest.id} (${newest.title ?? "without a title"})`]),
        ...elsewhere,
      ].join("\n") || OPENING[kind],
    );
  }
  const ofOtherKind = eventsMeant(word, eventsOfKind(kind === "incident" ? "event" : "incident", schedule));
  const nearest = suggest(
    word,
    events.map(({ id }) => id),
  );
  return new RunbookError(
    "not-found",
    `There is no ${kind} \`${word}\``,
    ofOtherKind.length > 0
      ? `${ofOtherKind[0]?.id} is an ${kind === "incident" ? "event" : "incident"}: runbook ${kind === "incident" ? "event" : "incident"} --help`
      : nearest === undefined
        ? [`See them all: runbook ${kind} list`, ...elsewhere].join("\n")
        : `Did you mean \`${nearest}\`?`,
  );
}

function linesOf(events: readonly EventState[], schedule: Schedule): string {
  return events
    .map((event) => {
      const title = event.title === null ? "" : ` ${shortTitle(event.title)}`;
      return `  ${event.id} (${stateText(event, schedule)})${title}`;
    })
    .join("\n");
}

/** Throws RunbookError `already-done` for an event that is closed. */
export function requireOpen(event: EventState, { zone }: Schedule): void {
  if (event.closedAt === null) return;
  const closing = event.timeline.find(({ record: { record: kind } }) => kind === "event-close");
  throw new RunbookError(
    "already-done",
    `${event.id} is closed already, since ${civilTime(event.closedAt, zone)}, by ${event.closedBy?.name}`,
    `If that was a mistake, void it: runbook undo ${abbreviated(closing?.record.commit ?? "")}`,
  );
}
