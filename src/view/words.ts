import { type CalendarDate, toEpochDay, weekdayOf, yearMonthDayOf } from "../calendar/calendar-date.ts";
import { MONTHS, WEEKDAYS } from "../calendar/names.ts";
import { count } from "../model/count.ts";
import { titleOf } from "../model/event-note.ts";
import { type Directory, isOutsideTeam, personName } from "../model/runbook.ts";
import type { Occurrence, Status } from "../model/occurrence.ts";
import type { Measure } from "../model/procedure.ts";
import type { Severity } from "../model/trigger.ts";
import { eventWith } from "../schedule/event-with.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Holders } from "../schedule/holders.ts";
import type { Instant, Zone } from "../schedule/zone.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";

/** What is shown of an event's title. */
const TITLE_LENGTH = 60;
const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

/** `Mon 23 Nov`, with the year where it is not the one of `today`. */
export function shortDate(date: CalendarDate, today: CalendarDate): string {
  const { year, month, day } = yearMonthDayOf(toEpochDay(date));
  const text = `${WEEKDAYS[weekdayOf(toEpochDay(date)) - 1]?.slice(0, 3)} ${day} ${MONTHS[month - 1]?.slice(0, 3)}`;
  return date.slice(0, 4) === today.slice(0, 4) ? text : `${text} ${year}`;
}

/** `due Mon 23 Nov`, with the time of day where an event's target names one. */
export function dueText({ due, dueAt }: Occurrence, today: CalendarDate): string {
  if (due === null) return "without a time limit";
  return `due ${shortDate(due, today)}${dueAt === null ? "" : ` ${dueAt.slice(11, 16)}`}`;
}

/** `23 Nov`. */
export function dayAndMonth(date: CalendarDate): string {
  const { month, day } = yearMonthDayOf(toEpochDay(date));
  return `${day} ${MONTHS[month - 1]?.slice(0, 3)}`;
}

/** `Monday 23 Nov 2026`. */
export function longDate(date: CalendarDate): string {
  const { year, month, day } = yearMonthDayOf(toEpochDay(date));
  return `${WEEKDAYS[weekdayOf(toEpochDay(date)) - 1]} ${day} ${MONTHS[month - 1]?.slice(0, 3)} ${year}`;
}

/** `45m`, `1h 30m`, `2h`; an empty text for no effort. */
export function formatEffort(minutes: number | null | undefined): string {
  if (minutes === null || minutes === undefined) return "";
  const [hours, rest] = [Math.floor(minutes / MINUTES_PER_HOUR), minutes % MINUTES_PER_HOUR];
  if (hours === 0) return `${rest}m`;
  return rest === 0 ? `${hours}h` : `${hours}h ${rest}m`;
}

/** `, and 2 items without an effort`, which no sum of efforts has in it; an empty text where all have one. */
export function withoutEffortText(items: readonly { readonly occurrence: Occurrence }[]): string {
  const unknown = items.filter(({ occurrence }) => occurrence.procedure.effortMinutes === undefined).length;
  return unknown === 0 ? "" : `, and ${count(unknown, "item")} without an effort`;
}

/** `2026-11-23 08:45` in a zone; `2026-10-25 02:45+01:00` of a time that comes twice, as clocks go back. */
export function civilTime(instant: Instant, zone: Zone): string {
  return `${zone.timestamp(instant).slice(0, 16).replace("T", " ")}${offsetWhereTwice(instant, zone)}`;
}

/** `+01:00` of a civil time that comes twice, else an empty text. */
export function offsetWhereTwice(instant: Instant, zone: Zone): string {
  const timestamp = zone.timestamp(instant);
  const isTwice = zone.instantsOf(zone.dateAt(instant), timestamp.slice(11, 19)).length > 1;
  return isTwice ? timestamp.slice(19) : "";
}

/** Elapsed time, rounded down: `less than 1m`, `12m`, `3h 5m`, `2d 3h`; a day is 24 hours, whatever the clocks do. */
export function formatElapsed(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return "less than 1m";
  const days = Math.floor(minutes / MINUTES_PER_DAY);
  if (days < 2) return formatEffort(minutes);
  const hours = Math.floor((minutes % MINUTES_PER_DAY) / MINUTES_PER_HOUR);
  return hours === 0 ? `${days}d` : `${days}d ${hours}h`;
}

/** `in 12m` before an instant (RFC 3339) and on it, `overdue by 3h` after it. */
export function countdown(dueAt: string, now: Instant): string {
  const left = Date.parse(dueAt) - now;
  return left < 0 ? `overdue by ${formatElapsed(-left)}` : `in ${formatElapsed(left)}`;
}

/** The title of the event that an occurrence belongs to. */
export function eventTitle({ key }: Occurrence, { history }: Schedule): string {
  const opening = eventWith(history, key)?.records.find(({ record }) => record.record === "event");
  return afterColon(titleOf(opening?.record.note ?? ""));
}

/** As much of an event's title as is shown beside its id, or so many characters. */
export function shortTitle(title: string, most = TITLE_LENGTH): string {
  return shortened(plainLine(title), most);
}

/** `: Sales cannot save orders`, of an event's title. */
export function afterColon(title: string | null): string {
  return title === null ? "" : `: ${shortTitle(title)}`;
}

/** Weeks from wave week: `-8`, `0`, `+2`. */
export function offsetText(weeks: number): string {
  return weeks > 0 ? `+${weeks}` : String(weeks);
}

/** A line cut at a word, with an ellipsis, to so many characters. */
export function shortened(line: string, length: number): string {
  // Of a long line no more than decides: one character more than fits, each of up to two code units.
  const start = line.slice(0, 2 * (length + 1));
  const characters = [...start];
  if (characters.length <= length) return line;
  const cut = characters.slice(0, length - 1).join("");
  return `${cut.replace(/\s+\S{0,20}$/u, "").replace(/[\s.,:;]+$/u, "")}…`;
}

/** `Ana, Ben`; nobody where there is none. */
export function peopleText(ids: readonly string[], directory: Directory): string {
  return ids.map((id) => personName(directory, id)).join(", ") || "nobody";
}

/** `Ana (operations-analyst)`, or `Ana` where there is no room; an outside team by its name; nobody where nobody is. */
export function ownerText(owner: Holders, directory: Directory, isShort = false): string {
  const names = peopleText(owner.people, directory);
  if (owner.role === null) return names;
  if (owner.people.length > 0) return isShort ? names : `${names} (${owner.role})`;
  const role = directory.roles[owner.role];
  return role !== undefined && isOutsideTeam(role) ? role.name : `nobody (${owner.role})`;
}

/** ` (finance-operations)`, of an occurrence's track where the run book has several. */
export function trackText({ track }: Pick<Occurrence, "track">, { book }: Schedule): string {
  return track === null || book.settings.tracks.length === 1 ? "" : ` (${track})`;
}

/** What a severity means. */
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  1: "work stops",
  2: "work goes on, at a cost",
  3: "a fault for a few",
};

/** A status as people say it. */
export const STATUS_WORDS: Readonly<Record<Status, string>> = {
  failed: "failed",
  overdue: "overdue",
  missed: "missed",
  due: "due",
  open: "open",
  "awaiting-approval": "awaiting approval",
  upcoming: "upcoming",
  done: "done",
  "done-late": "done late",
  skipped: "skipped",
  waived: "waived",
  "not-owed": "not owed",
};

/** The colour of a status; its word always stands beside it. */
export function paintStatus(status: Status, { chalk }: Style): (text: string) => string {
  switch (status) {
    case "failed":
    case "overdue":
      return chalk.red;
    case "missed":
      return chalk.magenta;
    case "due":
    case "awaiting-approval":
      return chalk.yellow;
    case "done":
    case "done-late":
      return chalk.green;
    case "open":
      return chalk.cyan;
    case "upcoming":
    case "skipped":
    case "waived":
    case "not-owed":
      return chalk.dim;
  }
}

/** What stands behind a measured number: ` GB`, `%`; empty where it has no unit. */
export function unitAfter(measure: Measure | undefined): string {
  if (measure?.unit === undefined) return "";
  return measure.unit === "%" ? "%" : ` ${plainLine(measure.unit)}`;
}
