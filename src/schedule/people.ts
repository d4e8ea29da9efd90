import { type CalendarDate, addDays } from "../calendar/calendar-date.ts";
import type { Directory, Person } from "../model/runbook.ts";
import { holdersOf } from "./holders.ts";
import type { Schedule } from "./schedule.ts";

/** The person of roles.yml with an e-mail address, letter case apart; undefined where nobody has it. */
export function personWithEmail(directory: Directory, email: string): Person | undefined {
  return Object.values(directory.people).find((person) => person.email?.toLowerCase() === email.toLowerCase());
}

/** A day on which a role passes from some people to others, or what is a person's own to a cover, with the procedures. */
export interface Handover {
  readonly date: CalendarDate;
  /** The id of the role, or of the person. */
  readonly role: string;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly procedures: readonly string[];
}

/** Every change of holder between two dates (from the day after `first` through `last`), by date, then role. */
export function handovers({ book }: Schedule, first: CalendarDate, last: CalendarDate): Handover[] {
  const { directory, procedures } = book;
  const owners = new Set(procedures.map(({ owner }) => owner));
  const roles = Object.keys({ ...directory.roles, ...directory.people }).filter(
    (id) => directory.roles[id] !== undefined || owners.has(id),
  );
  const found: Handover[] = [];
  for (let date = addDays(first, 1); date <= last; date = addDays(date, 1)) {
    for (const role of roles) {
      const from = holdersOf(role, directory, addDays(date, -1)).people;
      const to = holdersOf(role, directory, date).people;
      if (from.join("\n") === to.join("\n")) continue;
      const owned = procedures.filter(({ owner }) => owner === role).map(({ id }) => id);
      found.push({ date, role, from, to, procedures: owned });
    }
  }
  return found;
}
