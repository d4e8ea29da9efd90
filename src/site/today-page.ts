import type { Element } from "hast";
import { h } from "hastscript";
import { STATUSES } from "../model/occurrence.ts";
import { type Item, dueList } from "../schedule/due-list.ts";
import { type EventState, INCIDENT, eventsAsOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { groupByDay } from "../view/agenda-text.ts";
import { DUE_GROUPS, foldByProcedure } from "../view/due-text.ts";
import { dueTotals } from "../view/json.ts";
import { STATUS_MEANINGS } from "../view/status-meanings.ts";
import { formatEffort, ownerText } from "../view/words.ts";
import { type Column, type Html, empty, facts, folded, joined, section, table } from "./html.ts";
import { badge } from "./marks.ts";
import { day, dueDay, eventPath, itemName, itemOwner, linkTo } from "./names.ts";
import type { Page } from "./page.ts";

const PATH = "index.html";
const UPCOMING_DAYS = 7;

const COLUMNS: readonly Column[] = [
  { title: "Procedure" },
  { title: "Who" },
  { title: "Due" },
  { title: "Effort", align: "right" },
];

/** What to do on the day, most pressing first, and what comes in the week after. */
export function todayPage(schedule: Schedule): Page {
  const { items, upcoming } = dueList(schedule, UPCOMING_DAYS);
  const groups = DUE_GROUPS.flatMap(({ status, title }) => {
    const ofStatus = items.filter((item) => item.status === status);
    return ofStatus.length === 0 ? [] : [section(title, [itemTable(title, ofStatus, schedule)], status)];
  });
  return {
    path: PATH,
    title: "Today",
    under: PATH,
    dependsOnDay: true,
    content: [
      ...openIncidents(schedule),
      tiles(items),
      h("p", { className: ["sum"] }, effortText(items, schedule)),
      ...(groups.length === 0 ? [empty(calmText(schedule))] : groups),
      section(`The next ${UPCOMING_DAYS} days`, [
        upcoming.length === 0 ? empty("Nothing more is scheduled.") : upcomingTable(upcoming, schedule),
      ]),
      folded("What the words mean", [facts(STATUSES.map((status) => [badge(status), [STATUS_MEANINGS[status]]]))]),
    ],
  };
}

function itemTable(caption: string, items: readonly Item[], schedule: Schedule): Element {
  const rows = foldByProcedure(items).map(({ oldest, later }) => [
    itemName(PATH, oldest, schedule),
    itemOwner(oldest, schedule),
    [
      ...dueDay(oldest, schedule),
      later === 0 ? null : h("span", { className: ["aside"] }, ` and ${later} more since ${oldest.occurrence.key}`),
    ],
    [formatEffort(oldest.occurrence.procedure.effortMinutes)],
  ]);
  return table(caption, COLUMNS, rows, { hasLinks: true, name: "items" });
}

/** A row a day: what begins on it, each with the first name to ask. */
function upcomingTable(items: readonly Item[], schedule: Schedule): Element {
  const rows = [...groupByDay(items)].map(([date, ofDay]) => [
    [day(date, schedule)],
    joined(
      ofDay.map((item) =>
        h("span", { className: ["one"] }, [
          ...itemName(PATH, item, schedule),
          h("span", { className: ["aside"] }, ` ${ownerText(item.owner, schedule.book.directory, true)}`),
        ]),
      ),
      ", ",
    ),
  ]);
  return table("What is scheduled next", [{ title: "Day" }, { title: "Procedures" }], rows, {
    hasLinks: true,
    name: "days",
  });
}

function tiles(items: readonly Item[]): Element {
  return h(
    "ul",
    { className: ["tiles"] },
    DUE_GROUPS.map(({ status }) => {
      const number = items.filter((item) => item.status === status).length;
      return h("li", { className: number === 0 ? ["none"] : [`is-${status}`] }, [
        h("span", { className: ["number"] }, String(number)),
        " ",
        badge(status),
      ]);
    }),
  );
}

function effortText(items: readonly Item[], schedule: Schedule): string {
  const { effortMinutes, openMinutes, budgetMinutes } = dueTotals(schedule, items);
  const open = openMinutes === 0 ? "" : `, ${formatEffort(openMinutes)} more is open`;
  const budget = budgetMinutes === null ? "" : `; the budget is ${formatEffort(budgetMinutes)} a day`;
  return `${formatEffort(effortMinutes) || "0m"} of work is due${open}${budget}.`;
}

function calmText({ book, asOf }: Schedule): string {
  if (book.procedures.length === 0) return "There is no procedure yet.";
  return asOf.date < book.settings.goLive
    ? `Nothing is owed before go-live on ${book.settings.goLive}.`
    : "Nothing is due today.";
}

function openIncidents(schedule: Schedule): Html[] {
  const open = eventsAsOf(schedule).filter(({ name, closedAt }) => name === INCIDENT && closedAt === null);
  return open.map((incident) =>
    h("p", { className: ["alert"] }, [
      h("strong", `${severityText(incident)} is open: `),
      linkTo(PATH, eventPath(incident), incident.title ?? incident.id),
    ]),
  );
}

function severityText({ severity }: EventState): string {
  return severity === null ? "An incident" : `An incident of severity ${severity}`;
}
