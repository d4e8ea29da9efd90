import { messageOf, titleOf } from "../model/event-note.ts";
import { idsOf } from "../model/procedure.ts";
import { type Identity, type LedgerRecord, isSamePerson } from "../model/record.ts";
import { type EventState, openFor } from "../schedule/incidents.ts";
import { absenceOf } from "../schedule/holders.ts";
import { personWithEmail } from "../schedule/people.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Instant, Zone } from "../schedule/zone.ts";
import { outcomeText } from "./record-line.ts";
import { civilTime, formatElapsed, offsetWhereTwice, shortDate } from "./words.ts";

/** The end of an event's id, which is enough to name it among a few. */
export function shortId(id: string): string {
  return /(?<=-)[0-9a-f]{4}$/.exec(id)?.[0] ?? id;
}

/** `open for 12m`, `closed after 3h`. */
export function stateText(state: EventState, schedule: Schedule): string {
  return `${state.closedAt === null ? "open for" : "closed after"} ${formatElapsed(openFor(state, schedule))}`;
}

/** `Ben`, and of what is open: `Ben (away today, cover: Chris)`, `Ben (not in roles.yml)`; null where nobody has it. */
export function assigneeText({ assignee, closedAt }: EventState, schedule: Schedule): string | null {
  const note = assignee === null || closedAt !== null ? "" : absenceText(assignee, schedule);
  return assignee === null ? null : `${assignee.name}${note === "" ? "" : ` (${note})`}`;
}

/** Why a person may not be there to act today; empty where nothing says so. */
export function absenceText({ email }: Identity, { book: { directory }, asOf }: Schedule): string {
  const person = personWithEmail(directory, email);
  if (person === undefined) return "not in roles.yml";
  const absence = absenceOf(person.id, directory, asOf.date);
  if (absence === undefined) return "";
  const cover = directory.people[absence.cover ?? ""];
  return `away today${cover === undefined ? "" : `, cover: ${cover.name}`}`;
}

/** `08:45`, with the day where it is not today. */
export function momentText(instant: Instant, { zone, asOf }: Schedule): string {
  const date = zone.dateAt(instant);
  const time = `${zone.timestamp(instant).slice(11, 16)}${offsetWhereTwice(instant, zone)}`;
  return date === asOf.date ? time : `${shortDate(date, asOf.date)} ${time}`;
}

/** The times of an event's timeline, with offsets where it has several, or a time that comes twice. */
export function timelineClock({ timeline }: EventState, zone: Zone): (at: Instant) => string {
  const offsetOf = (at: Instant): string => zone.timestamp(at).slice(19);
  const offsets = new Set(timeline.map(({ at }) => offsetOf(at)));
  const needsOffsets = offsets.size > 1 || timeline.some(({ at }) => offsetWhereTwice(at, zone) !== "");
  return (at) => (needsOffsets ? zone.timestamp(at).replace(/T(\d\d:\d\d):\d\d/u, " $1") : civilTime(at, zone));
}

/** What a record of an event says, in a sentence; the words of people are in it as they wrote them. */
export function entryText(record: LedgerRecord, { book }: Schedule): string {
  switch (record.record) {
    case "event": {
      const title = titleOf(record.note);
      return withNote(`${capital(outcomeText(record))}${title === null ? "" : `: ${title}`}`, messageOf(record.note));
    }
    case "event-update":
      return isPlainNote(record) ? record.note : withNote(capital(outcomeText(record)), record.note);
    case "event-close":
      return withNote("Closed", record.note);
    default: {
      const procedure = book.procedures.find((it) => idsOf(it).includes(record.procedure ?? ""));
      return withNote(`${procedure?.name ?? record.procedure}: ${outcomeText(record)}`, record.note);
    }
  }
}

/** Who performed it, and who wrote it down where that was someone else. */
export function performerText({ performedBy, recordedBy }: LedgerRecord): string {
  const recorder = isSamePerson(recordedBy, performedBy) ? "" : ` (recorded by ${recordedBy.name})`;
  return `${performedBy.name}${recorder}`;
}

function isPlainNote({ severity, assignee, ticket, note }: LedgerRecord): boolean {
  return severity === null && assignee === null && ticket === null && note !== "";
}

function withNote(text: string, note: string): string {
  return note === "" ? text : `${text}${/[.:!?]$/.test(text) ? "" : "."} ${note}`;
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
