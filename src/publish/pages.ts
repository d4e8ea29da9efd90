// The pages beside the procedures.

import { compare } from "../model/compare.ts";
import { count } from "../model/count.ts";
import type { Procedure } from "../model/procedure.ts";
import { nameIn } from "../model/runbook.ts";
import { CADENCES, type CadenceGroup } from "../model/trigger.ts";
import { dueList } from "../schedule/due-list.ts";
import { STATUS_WORDS, formatEffort, longDate, ownerText, shortDate } from "../view/words.ts";
import { CALENDAR_DAYS, calendarPage } from "./calendar-page.ts";
import { type Block, heading, list, pageLink, paragraph, table, text } from "./nodes.ts";
import { originNote } from "./origin-note.ts";
import { cadenceId, itemLink, keptPage, pagesByPath, procedureLink, procedurePage } from "./procedure-page.ts";
import { HOME, type KeptPage, type Page, type PublishInput, pageOf } from "./publication.ts";
import { rolesPage } from "./roles-page.ts";

/** Every page of a run book, those above before those below, in the order in which they are listed. */
export function pagesOf(input: PublishInput): readonly Page[] {
  const { procedures } = input.schedule.book;
  const pages = pagesByPath(input);
  const groups = CADENCES.map((cadence) => ({
    cadence,
    procedures: procedures.filter((procedure) => procedure.cadence === cadence),
    kept: input.kept.filter((page) => page.cadence === cadence),
  })).filter((group) => group.procedures.length + group.kept.length > 0);
  return [
    homePage(groups, input),
    duePage(input),
    calendarPage(input),
    rolesPage(input),
    ...groups.flatMap((group) => [
      cadencePage(group, input),
      ...[
        ...group.procedures.map((procedure) => procedurePage(procedure, input, pages)),
        ...group.kept.map(keptPage),
      ].toSorted((a, b) => compare(a.id, b.id)),
    ]),
  ];
}

interface Group {
  readonly cadence: CadenceGroup;
  readonly procedures: readonly Procedure[];
  readonly kept: readonly KeptPage[];
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
      ...groups.flatMap((group) => [
        // Where a target has no tree of pages, nothing else leads there.
        heading(pageLink(cadenceId(group.cadence), CADENCE_TITLES[group.cadence])),
        procedureTable(group, input),
      ]),
    ],
  };
}

function cadencePage(group: Group, input: PublishInput): Page {
  const { cadence } = group;
  return {
    id: cadenceId(cadence),
    title: CADENCE_TITLES[cadence],
    parent: HOME,
    blocks: [originNote({ file: "procedures" }, input), procedureTable(group, input)],
  };
}

function procedureTable({ procedures, kept }: Group, { schedule }: PublishInput): Block {
  const { directory } = schedule.book;
  return table(
    ["Procedure", "When", "Owner", "Effort"],
    [
      ...procedures.map((procedure) => {
        const { owner } = procedure;
        const name = owner === undefined ? "nobody" : nameIn(directory, owner);
        return [procedureLink(procedure), procedure.triggerText, name, formatEffort(procedure.effortMinutes)];
      }),
      ...kept.map((page) => [
        [pageLink(pageOf(page), page.title)],
        "not known: its file cannot be read at present",
        "",
        "",
      ]),
    ],
  );
}

function duePage(input: PublishInput): Page {
  const { schedule } = input;
  const { book, asOf } = schedule;
  const { items } = dueList(schedule, 0);
  const rows = items.map((item) => [
    STATUS_WORDS[item.status],
    itemLink(item, input),
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
