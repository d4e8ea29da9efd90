import {
  type CalendarDate,
  addDays,
  isCalendarDate,
  toCalendarDate,
  toEpochDay,
  weekdayOf,
} from "../calendar/calendar-date.ts";
import type { Occurrence } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Trigger } from "../model/trigger.ts";
import { nominalWithKey } from "../schedule/nominal-dates.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { longDate } from "./words.ts";

/** Each day is meant, or what happens when it happens. */
const NEVER_ROLLING: ReadonlySet<Trigger["kind"]> = new Set(["daily", "wave", "event"]);

/** Why a day is not worked, to follow "is". */
export function dayOffReason(date: CalendarDate, schedule: Schedule): string {
  const named = namedDayOff(date, schedule);
  if (named !== undefined) return `a ${named.kind} (${named.name})`;
  return isInWorkingWeek(date, schedule) ? "not worked" : "outside the working week";
}

/**
 * `Friday 26 Mar 2027 is a holiday (Good Friday), and its rule does not roll`: of a date that a rule leaves on a day off;
 * undefined for all others, and where each day is meant.
 */
export function stayReason({ nominal, scheduled, procedure }: Occurrence, schedule: Schedule): string | undefined {
  const { trigger, roll } = procedure;
  if (roll !== "none" || scheduled !== nominal || NEVER_ROLLING.has(trigger.kind)) return undefined;
  if (isWholePeriod(trigger) || schedule.businessDays.isBusinessDay(toEpochDay(nominal))) return undefined;
  return `${longDate(nominal)} is ${dayOffReason(nominal, schedule)}, and its rule does not roll`;
}

/** Why a rule of days yields nothing under a key, as a clause; undefined where it is no day off that it left out. */
export function leftOutReason({ trigger, roll }: Procedure, schedule: Schedule, key: string): string | undefined {
  if (trigger.kind === "after-completion" || trigger.kind === "wave" || trigger.kind === "event") return undefined;
  if (trigger.kind === "business-daily") {
    return isCalendarDate(key) ? `${longDate(key)} is ${dayOffReason(key, schedule)}` : undefined;
  }
  const nominal = nominalWithKey(trigger, schedule, key);
  if (nominal === undefined || roll !== "skip") return undefined;
  const date = toCalendarDate(nominal.date);
  return `${longDate(date)} is ${dayOffReason(date, schedule)}, and \`roll: skip\` leaves it out`;
}

/** The days of the working week from one date to another that are off, by name: `Thursday 1 Jan 2026 (New Year's Day)`. */
export function daysOffBetween(first: CalendarDate, last: CalendarDate, schedule: Schedule): string[] {
  const found: string[] = [];
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const named = namedDayOff(date, schedule);
    if (named !== undefined && isInWorkingWeek(date, schedule)) found.push(`${longDate(date)} (${named.name})`);
  }
  return found;
}

function namedDayOff(date: CalendarDate, { book }: Schedule): { kind: string; name: string } | undefined {
  const holiday = book.holidays.find((it) => it.date === date);
  if (holiday !== undefined) return { kind: "holiday", name: holiday.name };
  const closure = book.settings.closures.find(({ from, to }) => from <= date && date <= to);
  return closure && { kind: "closure", name: closure.reason };
}

function isInWorkingWeek(date: CalendarDate, { book }: Schedule): boolean {
  return book.settings.workingWeek.includes(weekdayOf(toEpochDay(date)));
}

/** Whether a trigger names a whole week, month or year and no day in it. */
export function isWholePeriod(trigger: Trigger): boolean {
  switch (trigger.kind) {
    case "weekly":
      return trigger.weekdays.length === 0;
    case "monthly":
    case "quarterly":
    case "half-yearly":
    case "annually":
      return trigger.on === undefined;
    default:
      return false;
  }
}
