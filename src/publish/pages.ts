// The pages beside the procedures: the first page, what is due, the calendar, roles, one a cadence.

import { type CalendarDate, addDays, toEpochDay, yearMonthDayOf } from "../calendar/calendar-date.ts";
import { MONTHS } from "../calendar/names.ts";
import type { Procedure } from "../model/procedure.ts";
import { CADENCES, type CadenceGroup } from "../model/trigger.ts";
import { agendaItems } from "../schedule/agenda.ts";
import { type Item, dueList } from "../schedule/due-list.ts";
import { handovers } from "../schedule/people.ts";
import { rolesDocument } from "../view/roles-json.ts";
import { STATUS_WORDS, count, formatEffort, longDate, ownerText, shortDate } from "../view/words.ts";
import { type Block, type Inline, heading, list, pageLink, paragraph, table, text } from "./nodes.ts";
import { originNote } from "./origin-note.ts";
import { procedureLink, procedurePage } from "./procedure-page.ts";
import { HOME, type Page, type PublishInput } from "./publication.ts";

/** The calendar looks so far ahead. */
const CALENDAR_DAYS = 90;
/** Handovers are said so far ahead. */
const HANDOVER_DAYS = 30;

/** Every page of a run book, those above before those below, in the order in which they are listed. */
export function pagesOf(input: PublishInput): readonly Page[] {
  const { procedures } = input.schedule.book;
  const groups = CADENCES.map((cadence) => ({
    cadence,
    procedures: procedures.filter((procedure) => procedure.cadence === cadence),
  })).filter((group) => group.procedures.length > 0);
  return [
    homePage(groups, input),
    duePage(input),
    calendarPage(input),
    rolesPage(input),
    ...groups.flatMap((group) => [
      cadencePage(group, input),
      ...group.procedures.map((procedure) => procedurePage(procedure, input)),
    ]),
  ];
}

interface Group {
  readonly cadence: CadenceGroup;
  readonly procedures: readonly Procedure[];
}

const CADENCE_TITLES: Readonly<Record<CadenceGroup, string>> = {
  daily: "Daily procedures",
  weekly: "Weekly procedures",
  monthly: "Monthly procedures",
  quarterly: "Quarterly procedures",
  "half-yearly": "Half-yearly procedures",
  annual: "Annual procedures",
  wave: "Release wave procedures",
  incident: "Incident procedures",
  event: "Procedures on events",
  other: "Other procedures",
};

function homePage(groups: readonly Group[], input: PublishInput): Page {
  const { settings } = input.schedule.book;
  return {
    id: HOME,
    title: settings.title,
    parent: null,
    blocks: [
      originNote({ file: "" }, input),
      paragraph(text(`Who does what when, since go-live on ${longDate(settings.goLive)}.`)),
      list([
        [pageLink("due", "Due"), text(": what is to be done today, and what is late")],
        [pageLink("calendar", "Calendar"), text(`: the next ${CALENDAR_DAYS} days`)],
        [pageLink("roles", "Roles"), text(": who holds what, and how to reach them")],
      ]),
      ...groups.flatMap(({ cadence, procedures }) => [
        heading(CADENCE_TITLES[cadence]),
        procedureTable(procedures, input),
      ]),
    ],
  };
}

function cadencePage({ cadence, procedures }: Group, input: PublishInput): Page {
  return {
    id: `cadence-${cadence}`,
    title: CADENCE_TITLES[cadence],
    parent: HOME,
    blocks: [originNote({ file: "procedures" }, input), procedureTable(procedures, input)],
  };
}

function procedureTable(procedures: readonly Procedure[], { schedule }: PublishInput): Block {
  const { roles, people } = schedule.book.directory;
  return table(
    ["Procedure", "When", "Owner", "Effort"],
    procedures.map((procedure) => {
      const { owner } = procedure;
      const name = owner === undefined ? "nobody" : (roles[owner]?.name ?? people[owner]?.name ?? owner);
      return [procedureLink(procedure), procedure.triggerText, name, formatEffort(procedure.effortMinutes)];
    }),
  );
}

function duePage(input: PublishInput): Page {
  const { schedule } = input;
  const { book, asOf } = schedule;
  const { items } = dueList(schedule, 0);
  const rows = items.map((item) => [
    STATUS_WORDS[item.status],
    linkOf(item, input),
    item.occurrence.key,
    ownerText(item.owner, book.directory),
    item.occurrence.due === null ? "no time limit" : shortDate(item.occurrence.due, asOf.date),
    formatEffort(item.occurrence.procedure.effortMinutes),
  ]);
  return {
    id: "due",
    title: "Due",
    parent: HOME,
    blocks: [
      originNote("run book and ledger", input),
      paragraph(
        text(rows.length === 0 ? "Nothing is due today." : `${longDate(asOf.date)}: ${count(rows.length, "item")}.`),
      ),
      ...(rows.length === 0 ? [] : [table(["Status", "Procedure", "For", "Owner", "Due", "Effort"], rows)]),
    ],
  };
}

function linkOf({ occurrence: { procedure, track } }: Item, { schedule }: PublishInput): readonly Inline[] {
  return procedureLink(procedure, schedule.book.settings.tracks.length === 1 ? null : track);
}

/** The days ahead, a table a month; what comes every day would hide the rest, and is named above. */
function calendarPage(input: PublishInput): Page {
  const { schedule } = input;
  const { asOf, book } = schedule;
  const last = addDays(asOf.date, CALENDAR_DAYS);
  const daily = book.procedures.filter(({ cadence }) => cadence === "daily");
  const items = agendaItems(schedule, asOf.date, last).filter(
    ({ occurrence: { procedure, notOwed } }) => procedure.cadence !== "daily" && notOwed === null,
  );
  const months = new Map<string, Item[]>();
  for (const item of items) {
    const month = item.occurrence.scheduled.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), item]);
  }
  return {
    id: "calendar",
    title: "Calendar",
    parent: HOME,
    blocks: [
      originNote("run book and ledger", input),
      paragraph(text(`From ${longDate(asOf.date)} to ${longDate(last)}.`)),
      ...(daily.length === 0
        ? []
        : [
            paragraph(
              text("Every day or business day: "),
              ...daily.flatMap((procedure, index) => [
                ...(index === 0 ? [] : [text(", ")]),
                ...procedureLink(procedure),
              ]),
              text("."),
            ),
          ]),
      ...(items.length === 0 ? [paragraph(text("Nothing else is scheduled."))] : []),
      ...[...months.values()].flatMap((ofMonth) => monthBlocks(ofMonth, input)),
    ],
  };
}

function monthBlocks(items: readonly Item[], input: PublishInput): Block[] {
  const { asOf, book } = input.schedule;
  const first: CalendarDate = items[0]?.occurrence.scheduled ?? asOf.date;
  const { year, month } = yearMonthDayOf(toEpochDay(first));
  const day = (date: CalendarDate): string => shortDate(date, asOf.date);
  const rows = items.map((item) => {
    const { scheduled, due, procedure } = item.occurrence;
    return [
      day(scheduled),
      due === null || due === scheduled ? "" : day(due),
      linkOf(item, input),
      ownerText(item.owner, book.directory),
      formatEffort(procedure.effortMinutes),
      STATUS_WORDS[item.status],
    ];
  });
  return [
    heading(`${MONTHS[month - 1]} ${year}`),
    table(["From", "Due by", "Procedure", "Owner", "Effort", "Status"], rows),
  ];
}

interface Contact {
  readonly phone: string | null;
  readonly email: string | null;
  readonly url: string | null;
}

/** Ways to reach somebody; addresses lead there. */
function waysOf({ phone, email, url }: Contact): Inline[] {
  const link = (address: string, words: string): Inline => ({
    type: "link",
    url: address,
    children: [{ type: "text", value: words }],
  });
  return [
    ...(phone === null ? [] : [text(phone)]),
    ...(email === null ? [] : [link(`mailto:${email}`, email)]),
    ...(url === null || !/^https?:/i.test(url) ? [] : [link(url, url)]),
  ];
}

function rolesPage(input: PublishInput): Page {
  const { schedule } = input;
  const { directory } = schedule.book;
  const { roles, people } = rolesDocument(schedule, []);
  const nameOf = (id: string): string => directory.people[id]?.name ?? id;
  const rows = roles.map((role) => {
    const holders = people.filter(({ id }) => role.people.includes(id));
    const outside = waysOf(role.contact);
    const reach = role.people.length > 0 ? holders.flatMap((person) => waysOf({ ...person, url: null })) : outside;
    const today = role.people.map(nameOf).join(", ") || (outside.length > 0 ? role.name : "nobody");
    return [
      role.name,
      today,
      reach.flatMap((way, index) => (index === 0 ? [way] : [text(", "), way])),
      role.deputies.map(nameOf).join(", "),
      role.duties.join(", "),
    ];
  });
  const changes = handovers(schedule, schedule.asOf.date, addDays(schedule.asOf.date, HANDOVER_DAYS)).map(
    ({ date, role, from, to }) => [
      shortDate(date, schedule.asOf.date),
      directory.roles[role]?.name ?? role,
      from.map(nameOf).join(", ") || "nobody",
      to.map(nameOf).join(", ") || "nobody",
    ],
  );
  return {
    id: "roles",
    title: "Roles",
    parent: HOME,
    blocks: [
      originNote("run book and ledger", input),
      rows.length === 0
        ? paragraph(text("No roles are named yet."))
        : table(["Role", "Today", "Reach", "Deputies", "Duties"], rows),
      ...(changes.length === 0
        ? []
        : [heading(`Handovers in the next ${HANDOVER_DAYS} days`), table(["On", "Role", "From", "To"], changes)]),
    ],
  };
}
