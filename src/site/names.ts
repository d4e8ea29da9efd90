// Names and words that several pages share.

import { eventWith } from "../schedule/event-with.ts";
import type { Element } from "hast";
import { h } from "hastscript";
import type { CalendarDate } from "../calendar/calendar-date.ts";
import { wayBetween } from "../lint/link-paths.ts";
import { titleOf } from "../model/event-note.ts";
import { isDeviceName } from "../model/portable-name.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Item } from "../schedule/due-list.ts";
import type { EventState } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { dayAndMonth, ownerText, shortDate, trackText } from "../view/words.ts";
import { type Html, time } from "./html.ts";

/** Where a procedure's page is; ids are kebab-case. */
export function procedurePath({ id }: Pick<Procedure, "id">): string {
  return `procedures/${id}.html`;
}

/** Where a month's page is; `month` is `YYYY-MM`. */
export function monthPath(month: string): string {
  return `calendar/${month}.html`;
}

/** Where an event's page is. An id that somebody pushed may be anything: the commit that opened it is not. */
export function eventPath({ id, timeline }: Pick<EventState, "id" | "timeline">): string {
  const name =
    /^[a-z\d-]{1,100}$/.test(id) && !isDeviceName(id) ? id : `event-${timeline[0]?.record.commit.slice(0, 16)}`;
  return `incidents/${name}.html`;
}

/** A link from one page to another. */
export function linkTo(from: string, to: string, words: string): Element {
  return h("a", { href: wayBetween(from, to) }, words);
}

/** A procedure's name, leading to its page. */
export function procedureLink(from: string, procedure: Procedure): Element {
  return linkTo(from, procedurePath(procedure), procedure.name);
}

/** An item by its procedure's name, with the track where the run book has several, and the event that it belongs to. */
export function itemName(from: string, { occurrence }: Item, schedule: Schedule): Html[] {
  const { procedure, key } = occurrence;
  const event = procedure.trigger.kind === "event" ? eventWith(schedule.history, key) : undefined;
  const opening = event?.records.find(({ record }) => record.record === "event");
  const title = titleOf(opening?.record.note ?? "") ?? key;
  return [
    procedureLink(from, procedure),
    trackText(occurrence, schedule),
    ...(event === undefined
      ? []
      : [
          h("br"),
          h("span", { className: ["aside"] }, linkTo(from, eventPath({ id: key, timeline: event.records }), title)),
        ]),
  ];
}

/** Who answers for an item: the people, and the role in which they do. */
export function itemOwner({ owner }: Pick<Item, "owner">, { book }: Schedule): Html[] {
  const names = ownerText(owner, book.directory, true);
  const role = owner.role === null ? undefined : book.directory.roles[owner.role];
  if (owner.people.length === 0 || role === undefined) return [names];
  return [names, h("span", { className: ["aside"] }, ` ${role.name}`)];
}

/** `Mon 23 Nov`, with the year where it is another than that of the day asked about. */
export function day(date: CalendarDate, { asOf }: Schedule): Element {
  return time(date, shortDate(date, asOf.date));
}

/** `23 Nov`, with the year where it is another than that of the day asked about. */
export function shortDay(date: CalendarDate, schedule: Schedule): Element {
  return time(date, shortDayText(date, schedule));
}

/** The words of `shortDay`, for a drawing. */
export function shortDayText(date: CalendarDate, { asOf }: Schedule): string {
  const year = date.slice(0, 4);
  return year === asOf.date.slice(0, 4) ? dayAndMonth(date) : `${dayAndMonth(date)} ${year}`;
}

/** The day on which an item is due, with the time of day where it has one. */
export function dueDay({ occurrence: { due, dueAt } }: Pick<Item, "occurrence">, schedule: Schedule): Html[] {
  if (due === null) return ["no time limit"];
  const words = due === schedule.asOf.date ? time(due, "today") : day(due, schedule);
  return dueAt === null ? [words] : [words, ` ${dueAt.slice(11, 16)}`];
}
