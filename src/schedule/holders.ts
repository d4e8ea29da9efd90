import { type CalendarDate, toEpochDay } from "../calendar/calendar-date.ts";
import type { Absence, Directory, Role } from "../model/runbook.ts";

/** Who answers for something on a day. */
export interface Holders {
  /** The role's id; null where a person is named, or nobody is. */
  readonly role: string | null;
  /** Ids of those who hold it that day, in order; empty where nobody does, and for an outside team. */
  readonly people: readonly string[];
}

/** Thousands of procedures are owned by a few roles. */
const known = new WeakMap<Directory, Map<string, Holders>>();

/** The holders of a role (undefined: nobody) on a day; of a person themselves, or the cover of their absence. */
export function holdersOf(owner: string | undefined, directory: Directory, date: CalendarDate): Holders {
  if (owner === undefined) return { role: null, people: [] };
  const ofDirectory = known.get(directory) ?? new Map<string, Holders>();
  known.set(directory, ofDirectory);
  const key = `${date} ${owner}`;
  const holders = ofDirectory.get(key) ?? findHolders(owner, directory, date);
  ofDirectory.set(key, holders);
  return holders;
}

function findHolders(owner: string, directory: Directory, date: CalendarDate): Holders {
  const role = directory.roles[owner];
  if (role !== undefined) return { role: owner, people: peopleOf(role, directory, date) };
  if (directory.people[owner] === undefined) return { role: owner, people: [] };
  // Nobody else is in line for what is one person's own: without a cover it waits for them.
  return { role: null, people: [absenceOf(owner, directory, date)?.cover ?? owner] };
}

/**
 * With a rotation the person whose turn it is, else everyone. An absent holder is replaced by the cover; without one
 * by the next present person in order, then by the deputies in order.
 */
function peopleOf(role: Role, directory: Directory, date: CalendarDate): string[] {
  const away = new Map(directory.absences.filter(covers(date)).map((absence) => [absence.person, absence]));
  const isPresent = (person: string): boolean => !away.has(person);
  const first = role.people.find(isPresent) ?? role.deputies.find(isPresent);
  const isOnTurn = turnOf(role, date);
  const present: string[] = [];
  let next = first;
  for (const [index, person] of [...role.people.entries()].toReversed()) {
    const absence = away.get(person);
    const holder = absence === undefined ? person : (absence.cover ?? next);
    if (isOnTurn(index) && holder !== undefined) present.push(holder);
    if (absence === undefined) next = person;
  }
  return [...new Set(present.toReversed())];
}

/** Everyone without a rotation; with one a single person, counted from its `from`, and before it the first. */
function turnOf({ people, rotation }: Role, date: CalendarDate): (index: number) => boolean {
  if (rotation === undefined) return () => true;
  const turns = Math.max(0, Math.floor((toEpochDay(date) - toEpochDay(rotation.from)) / rotation.everyDays));
  return (index) => index === turns % people.length;
}

/** The absence of a person on a day; undefined where they are there. */
export function absenceOf(person: string, directory: Directory, date: CalendarDate): Absence | undefined {
  return directory.absences.find((absence) => absence.person === person && covers(date)(absence));
}

function covers(date: CalendarDate): (absence: Absence) => boolean {
  return ({ from, to }) => from <= date && date <= to;
}
