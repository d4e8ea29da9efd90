import { ICalAlarmType, ICalCalendar, ICalEvent, ICalEventBusyStatus, ICalEventTransparency } from "ical-generator";
import { addDays, toEpochDay } from "../calendar/calendar-date.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { inPieces } from "./pieces.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import { STATUS_WORDS, formatEffort, ownerText } from "./words.ts";

/** How a calendar file may differ. */
export interface CalendarChoices {
  /** Minutes before the day begins at which a client reminds; undefined: it does not. */
  readonly alarmMinutes: number | undefined;
}

const SECONDS_PER_MINUTE = 60;
/** How soon a client that subscribes to a published calendar may look again (RFC 7986, 5.7): a day of it is not half over then. */
const REFRESH_SECONDS = 6 * 60 * SECONDS_PER_MINUTE;

/** ical-generator writes categories below the alarm; all properties of an event stand before its alarms (RFC 5545, 3.6.1). */
const PROPERTIES_AFTER_ALARM = /^(BEGIN:VALARM\n[^]*?^END:VALARM\n)((?:(?!END:VEVENT\n).*\n)+)/m;

const END = "END:VCALENDAR";
/** RFC 5545, 3.1: a line has 75 octets at the most, one of them the space that a line begins with that goes on. */
const LINE_OCTETS = 74;

/**
 * An iCalendar stream (RFC 5545), in pieces, of dated all-day events, no recurrence rules: a rule would not know of holidays,
 * freezes and rolls. An event lies on the due date, or on the first day where there is none; its UID stays the same from run to
 * run and its SEQUENCE grows with the day asked about, so that a client updates what it has: some, Google's among them, pass
 * over an event whose number they know (RFC 5545, 3.8.7.4). The bytes depend on the run book and the day asked about alone.
 */
export function renderCalendar(
  items: readonly Item[],
  schedule: Schedule,
  choices: CalendarChoices,
): Generator<string> {
  return inPieces(linesOf(items, schedule, choices));
}

/** Event by event: where ical-generator writes a whole calendar, nearly all of its time goes into the folding of lines. */
function* linesOf(items: readonly Item[], schedule: Schedule, choices: CalendarChoices): Generator<string> {
  const calendar = new ICalCalendar({
    ttl: REFRESH_SECONDS,
    name: plainLine(schedule.book.settings.title),
    prodId: { company: "runbook", product: "runbook-cli", language: "EN" },
  });
  yield calendar.toString().slice(0, -END.length);
  for (const item of items) {
    const event = eventOf(item, schedule, choices, calendar).toString().replaceAll("\r\n", "\n");
    yield foldedLines(event.replace(PROPERTIES_AFTER_ALARM, "$2$1"));
  }
  yield `${END}\r\n`;
}

function eventOf(
  { occurrence, owner, status }: Item,
  schedule: Schedule,
  { alarmMinutes }: CalendarChoices,
  calendar: ICalCalendar,
): ICalEvent {
  const { settings, directory } = schedule.book;
  const stamp = `${schedule.asOf.date}T00:00:00Z`;
  const sequence = toEpochDay(schedule.asOf.date);
  const { procedure, key, scheduled, due } = occurrence;
  const day = due ?? scheduled;
  const event = new ICalEvent(
    {
      id: `${settings.id}.${procedure.id}.${key}@runbook`,
      stamp,
      sequence,
      start: `${day}T00:00:00Z`,
      end: `${addDays(day, 1)}T00:00:00Z`,
      allDay: true,
      // Work of some minutes: without these a client takes whoever has it for busy all day (RFC 5545, 3.8.2.7; Outlook).
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
      summary: plainLine(procedure.name),
      description: plainBlock(
        [
          `Owner: ${ownerText(owner, directory)}`,
          `Trigger: ${procedure.triggerText}`,
          ...(scheduled === day ? [] : [`May be done from ${scheduled}`]),
          ...(procedure.effortMinutes === undefined ? [] : [`Effort: ${formatEffort(procedure.effortMinutes)}`]),
          `Status on ${schedule.asOf.date}: ${STATUS_WORDS[status]}`,
          `runbook show ${procedure.id}`,
        ].join("\n"),
      ),
      categories: [{ name: procedure.cadence }],
    },
    calendar,
  );
  if (alarmMinutes !== undefined) {
    event.createAlarm({ type: ICalAlarmType.display, trigger: alarmMinutes * SECONDS_PER_MINUTE });
  }
  return event;
}

/** Lines between line feeds as RFC 5545, 3.1, has them; no character is parted. */
export function foldedLines(text: string): string {
  return text.split("\n").map(folded).join("\r\n");
}

function folded(line: string): string {
  if (Buffer.byteLength(line) <= LINE_OCTETS) return line;
  const lines = [""];
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    octets += size;
    if (octets > LINE_OCTETS) {
      lines.push("");
      octets = size;
    }
    lines[lines.length - 1] += character;
  }
  return lines.join("\r\n ");
}
