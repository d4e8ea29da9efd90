// What the commands that record events and incidents share.

import { addDays } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { EMPTY_CONTENT, type LedgerRecord, type RecordContent } from "../model/record.ts";
import { type EventState, eventsAsOf } from "../schedule/incidents.ts";
import { momentsOf } from "../schedule/moment.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, openStatus, requireLedger } from "../session/session.ts";
import type { FetchWhen } from "../session/sync-automatically.ts";
import { civilTime } from "../view/words.ts";
import { performerOf, record } from "./recording.ts";
import { performedAtOf, reportClockChange } from "./time-asked.ts";

/** What every command that records an event takes. */
export interface EventOptions extends GlobalOptions {
  readonly at?: string;
  readonly by?: string;
  readonly message?: string;
}

const TICKET_LENGTH = 200;

/**
 * Opens the run book to record an event: what holds now decides, whatever day is asked about. Who opens an incident waits
 * for no network (`first`), who goes on with one wants to know what others have recorded of it (`stale`).
 * Throws RunbookError `no-repository` where nothing can be recorded.
 */
export async function openToRecord(options: GlobalOptions, io: Io, fetch: FetchWhen): Promise<StatusSession> {
  const { asOf: _asOf, ...now } = options;
  const session = await openStatus(now, io, fetch);
  requireLedger(session);
  return session;
}

/**
 * When something about an event happened: `--at`, else now, but never before `notBefore` (a clock of another machine may
 * be ahead). Throws RunbookError `usage` for a time to come, or one before that.
 */
export function momentOf({ at }: EventOptions, { schedule }: StatusSession, io: Io, notBefore?: EventBound): Instant {
  const now = io.now();
  if (at === undefined) return Math.max(now, notBefore?.at ?? now);
  const instant = happenedAt(at, schedule, now, notBefore);
  reportClockChange(at, instant, schedule, io, notBefore?.at);
  return instant;
}

/**
 * When something happened to an event by `--at`; of a time that comes twice, as clocks go back, the first that may be.
 * Throws RunbookError `usage` for a time to come, or one before `notBefore`.
 */
function happenedAt(at: string, schedule: Schedule, now: Instant, notBefore?: EventBound): Instant {
  const { zone } = schedule;
  const today = zone.dateAt(now);
  const first = performedAtOf(at, schedule, now);
  const earliest = notBefore?.at ?? first;
  const instant = momentsOf(at, zone, today).find((it) => it <= now && it >= earliest) ?? first;
  if (instant > now) {
    const isTimeOfDay = /^\d\d:/.test(at.trim());
    throw new RunbookError(
      "usage",
      `\`--at ${at}\` lies ahead of now, ${civilTime(now, zone)} in ${zone.name}`,
      isTimeOfDay
        ? `If it was yesterday: --at ${addDays(today, -1)}T${at.trim()}`
        : "Record what happened, with the time of day: --at 08:45, or --at 2026-11-23T08:45",
    );
  }
  if (notBefore !== undefined && instant < notBefore.at) {
    throw new RunbookError(
      "usage",
      `\`--at ${at}\` lies before ${notBefore.what}, ${civilTime(notBefore.at, zone)}`,
      "Give a later time, or leave out --at.",
    );
  }
  return instant;
}

/** Nothing may be recorded before this. */
export interface EventBound {
  readonly at: Instant;
  readonly what: string;
}

/** The opening of an event, before which it is with nobody. */
export function openingOf({ id, openedAt }: EventState): EventBound {
  return { at: openedAt, what: `the opening of ${id}` };
}

/** The last moment that decided over an event's severity, before which it can neither change again nor close. */
export function lastChange(event: EventState): EventBound {
  const at = event.severities.at(-1)?.at ?? event.openedAt;
  return at > event.openedAt ? { at, what: "the last change of its severity" } : openingOf(event);
}

/** A record of an event that was just written. */
export interface RecordedEvent {
  /** That record alone. */
  readonly records: readonly LedgerRecord[];
  readonly written: LedgerRecord;
  /** In which it counts. */
  readonly schedule: Schedule;
}

/** Writes a record of an event and gives it, with the schedule in which it counts. */
export async function recordEvent(
  session: StatusSession,
  content: Pick<RecordContent, "record" | "event"> & Partial<RecordContent>,
  what: string,
  performedAt: Instant,
  options: EventOptions,
  io: Io,
): Promise<RecordedEvent> {
  const ledger = requireLedger(session);
  const performedBy = performerOf(options.by, session, await ledger.author());
  const records = await record(
    session,
    [
      {
        content: { ...EMPTY_CONTENT, ...content },
        subject: `${content.event}: ${what}`,
        performedBy,
        performedAt,
        procedure: null,
      },
    ],
    io,
  );
  const [written] = records;
  if (written === undefined) throw new Error("The record just written cannot be read.");
  // A record's time is in whole seconds: what is due 15 minutes from now is not due in 14.
  const asOf = Math.floor(Math.max(io.now(), performedAt) / 1000) * 1000;
  return { records, written, schedule: session.scheduleWith(records, asOf) };
}

/** An event just recorded, as the records have it. Throws an Error (a bug) where they have none. */
export function eventWithId(id: string, schedule: Schedule): EventState {
  const event = eventsAsOf(schedule).find((it) => it.id === id);
  if (event === undefined) throw new Error(`The event ${id} cannot be read back.`);
  return event;
}

/** A title as it is kept: one line with something in it. Throws RunbookError `usage` for any other. */
export function requireTitle(title: string): string {
  const trimmed = title.trim();
  if (trimmed !== "" && !/[\r\n\u2028\u2029]/u.test(trimmed)) return trimmed;
  throw new RunbookError(
    "usage",
    trimmed === "" ? "The title is empty" : "The title has several lines, expected one",
    'Say in one line who cannot do what: --title "Sales cannot save orders", and more with -m',
  );
}

/** A ticket's id as it is kept. Throws RunbookError `usage` for what is no single short line. */
export function requireTicket(ticket: string | undefined): string | null {
  if (ticket === undefined) return null;
  const trimmed = ticket.trim();
  if (trimmed !== "" && trimmed.length <= TICKET_LENGTH && !/[\p{Cc}\p{Surrogate}\u2028\u2029]/u.test(trimmed)) {
    return trimmed;
  }
  throw new RunbookError("usage", `Unexpected ticket \`${ticket}\`, expected its id`, "For example: --ticket INC-42");
}

/** An id that no event of this run book has: name, civil date, four random hexadecimal digits. */
export function newEventId(name: string, openedAt: Instant, { zone, history }: Schedule): string {
  const taken = new Set(history.events.map(({ id }) => id));
  for (;;) {
    const [random = 0] = crypto.getRandomValues(new Uint16Array(1));
    const id = `${name}-${zone.dateAt(openedAt)}-${random.toString(16).padStart(4, "0")}`;
    if (!taken.has(id)) return id;
  }
}
