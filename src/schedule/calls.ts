import type { CalendarDate } from "../calendar/calendar-date.ts";
import { type Contact, type Directory, type Person, nameIn } from "../model/runbook.ts";
import { holdersOf } from "./holders.ts";

/** Whom to call for a role (or person) on a day, and how. */
export interface Call {
  readonly id: string;
  /** The role's name, or the person's. */
  readonly name: string;
  /** Who holds it that day. */
  readonly people: readonly Person[];
  /** Of an outside team. */
  readonly contact: Contact | undefined;
}

/** Whom to call for a role or person on a day; nobody where roles.yml does not know it. */
export function callOf(id: string, directory: Directory, date: CalendarDate): Call {
  const role = directory.roles[id];
  return {
    id,
    name: nameIn(directory, id),
    people: holdersOf(id, directory, date).people.flatMap((person) => directory.people[person] ?? []),
    contact: role?.contact,
  };
}
