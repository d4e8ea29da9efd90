import { toEpochDay } from "../calendar/calendar-date.ts";
import type { Occurrence } from "../model/occurrence.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { dayOffReason, stayReason } from "./days-off.ts";
import { longDate } from "./words.ts";

/** What a trigger means, for its author: the next dates with their windows, and which day off moved them. */
export function renderPreview(procedure: Procedure, next: readonly Item[], schedule: Schedule): string {
  const { trigger } = procedure;
  if (trigger.kind === "event") {
    const what = trigger.event === "incident" ? "an incident is opened" : `the event ${trigger.event} is raised`;
    return `It has no dates: it happens when ${what}.\n`;
  }
  if (next.length === 0) return "It has no date to come.\n";
  const dates = next.map(({ occurrence }) => `  ${dateLine(occurrence, schedule)}\n`).join("");
  const later = trigger.kind === "after-completion" ? `  then ${procedure.triggerText}\n` : "";
  return `Its next dates:\n${dates}${later}`;
}

function dateLine(occurrence: Occurrence, schedule: Schedule): string {
  const { key, nominal, scheduled, due } = occurrence;
  const window = due === null || due === scheduled ? "" : `, due by ${longDate(due)}`;
  const isRolled = scheduled !== nominal && !schedule.businessDays.isBusinessDay(toEpochDay(nominal));
  const reason = isRolled
    ? `${longDate(nominal)} is ${dayOffReason(nominal, schedule)}`
    : stayReason(occurrence, schedule);
  const why = reason === undefined ? "" : `; ${reason}`;
  return `${longDate(scheduled)}${window} (${key})${why}`;
}
