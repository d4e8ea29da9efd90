import type { Element } from "hast";
import { h } from "hastscript";
import { type CalendarDate, addDays, isoWeekOf, toEpochDay } from "../calendar/calendar-date.ts";
import { WEEKDAYS } from "../calendar/names.ts";
import { count } from "../model/count.ts";
import type { Status } from "../model/occurrence.ts";
import type { Tally } from "../report/adherence.ts";
import { agendaItems } from "../schedule/agenda.ts";
import type { Item } from "../schedule/due-list.ts";
import { holdersOf } from "../schedule/holders.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { groupByDay } from "../view/agenda-text.ts";
import { performerText } from "../view/incident-words.ts";
import { formatEffort, longDate, shortDate } from "../view/words.ts";
import { daySquare, monthName, weeksOf } from "./heat-map.ts";
import { type Column, type Html, empty, section, table, time } from "./html.ts";
import { badge } from "./marks.ts";
import { itemName, itemOwner, linkTo, monthPath } from "./names.ts";
import type { Page } from "./page.ts";
import { written } from "./page-text.ts";
import { type Past, firstDayOf, monthOf, monthPlus, percent } from "./past.ts";

const COLUMNS: readonly Column[] = [
  { title: "Procedure" },
  { title: "Who" },
  { title: "Due" },
  { title: "Effort", align: "right" },
  { title: "Status" },
];

/** One month: its days with what was owed, and everything that is scheduled in it. */
export function monthPage(month: string, last: string, schedule: Schedule, past: Past): Page {
  const path = monthPath(month);
  const items = itemsOfMonth(month, schedule);
  const neighbours = [
    ...(month > past.firstMonth
      ? [linkTo(path, monthPath(monthPlus(month, -1)), `← ${monthName(monthPlus(month, -1))}`)]
      : []),
    linkTo(path, "calendar.html", "The year"),
    ...(month < last ? [linkTo(path, monthPath(monthPlus(month, 1)), `${monthName(monthPlus(month, 1))} →`)] : []),
  ];
  return {
    path,
    title: monthName(month),
    under: "calendar.html",
    dependsOnDay: month >= monthOf(schedule.asOf.date),
    content: [
      h(
        "nav",
        { className: ["pager"], ariaLabel: "Months" },
        h(
          "ul",
          neighbours.map((link) => h("li", link)),
        ),
      ),
      ...monthGrid(month, items, path, schedule, past),
      section("Day by day", agenda(items, path, schedule), "agenda"),
    ],
  };
}

/** All that is scheduled in a month. */
export function itemsOfMonth(month: string, schedule: Schedule): Item[] {
  return agendaItems(schedule, firstDayOf(month), addDays(firstDayOf(monthPlus(month, 1)), -1));
}

/** What is neither answered nor past its due date: no tally of a day counts it as owed yet. */
const TO_DO: ReadonlySet<Status> = new Set(["upcoming", "open", "due"]);

/** A month as a calendar: each day with how much of what was due was done on time, and how much that begins then is to do. */
export function monthGrid(month: string, items: readonly Item[], page: string, schedule: Schedule, past: Past): Html[] {
  const { weekStart } = schedule.businessDays;
  const names = Array.from({ length: 7 }, (_, index) => WEEKDAYS[(weekStart - 1 + index) % 7] ?? "");
  const scheduled = groupByDay(items);
  const cell = (date: CalendarDate | null): Element => {
    if (date === null) return h("td");
    return dayCell(date, past.byDay.get(date), scheduled.get(date) ?? [], page, schedule);
  };
  const total = past.byMonth.get(month);
  const sum =
    total === undefined || total.owed === 0
      ? "Nothing was owed yet."
      : `${total.onTime} of ${total.owed} on time (${percent(total)}).`;
  return [
    h("p", { className: ["sum"] }, sum),
    h("table", { className: ["month"] }, [
      h("caption", { className: ["quiet"] }, `${monthName(month)}, day by day`),
      h(
        "thead",
        h(
          "tr",
          names.map((name) => h("th", { scope: "col" }, h("abbr", { title: name }, name.slice(0, 3)))),
        ),
      ),
      h(
        "tbody",
        weeksOf(month, weekStart).map((week) => h("tr", week.map(cell))),
      ),
    ]),
  ];
}

function dayCell(
  date: CalendarDate,
  tally: Tally | undefined,
  scheduled: readonly Item[],
  page: string,
  schedule: Schedule,
): Element {
  const isFree = !schedule.businessDays.isBusinessDay(toEpochDay(date));
  const isToday = date === schedule.asOf.date;
  const number = time(date, String(Number(date.slice(8))));
  const hasOwed = tally !== undefined && tally.owed > 0;
  const isListed = scheduled.some(({ status }) => status !== "not-owed");
  const left = scheduled.filter(({ status }) => TO_DO.has(status)).length;
  const holiday = schedule.book.holidays.find((it) => it.date === date);
  return h("td", { className: [...(isFree ? ["free"] : []), ...(isToday ? ["today"] : [])] }, [
    isListed
      ? h("a", { href: `${page === monthPath(monthOf(date)) ? "" : linkHref(page, date)}#d-${date}` }, number)
      : number,
    isToday ? h("span", { className: ["quiet"] }, " today") : null,
    hasOwed ? h("span", { className: ["owed"] }, [daySquare(date, tally), ` ${tally.onTime}/${tally.owed}`]) : null,
    left === 0
      ? null
      : h("span", { className: ["aside"] }, [String(left), h("span", { className: ["long"] }, " to do")]),
    holiday === undefined ? null : h("span", { className: ["holiday"] }, holiday.name),
  ]);
}

function linkHref(page: string, date: CalendarDate): string {
  return String(linkTo(page, monthPath(monthOf(date)), "").properties["href"]);
}

/** What is scheduled, a table a day. */
export function agenda(items: readonly Item[], page: string, schedule: Schedule): Html[] {
  const owed = items.filter(({ status }) => status !== "not-owed");
  const left = items.length - owed.length;
  const days = [...groupByDay(owed)].map(([date, ofDay]) => written(dayAgenda(date, ofDay, page, schedule)));
  return [
    ...(days.length === 0 ? [empty("Nothing is scheduled.")] : days),
    ...(left === 0
      ? []
      : [
          empty(
            `${count(left, "occurrence")} of this time ${left === 1 ? "is" : "are"} not owed (before go-live, retired, frozen or ended) and not listed.`,
          ),
        ]),
  ];
}

function dayAgenda(date: CalendarDate, items: readonly Item[], page: string, schedule: Schedule): Element {
  return h("section", { className: ["day"], ariaLabelledBy: `d-${date}` }, [
    h("h3", { id: `d-${date}` }, [
      time(date, longDate(date)),
      date === schedule.asOf.date ? ", today" : "",
      h("span", { className: ["aside"] }, ` ${isoWeekOf(toEpochDay(date))}`),
    ]),
    table(
      longDate(date),
      COLUMNS,
      items.map((item) => rowOf(item, page, schedule)),
      { hasLinks: true, name: "items", isHeadShown: false },
    ),
  ]);
}

function rowOf(item: Item, page: string, schedule: Schedule): Html[][] {
  const { scheduled, due, procedure } = item.occurrence;
  return [
    itemName(page, item, schedule),
    whoOf(item, schedule),
    [due === null || due === scheduled ? "" : time(due, shortDate(due, scheduled))],
    [formatEffort(procedure.effortMinutes)],
    [badge(item.status)],
  ];
}

/** Who recorded it; of what has no record yet, who answers for it, and of a month that is over, who did then. */
function whoOf(item: Item, schedule: Schedule): Html[] {
  const { decidedBy, occurrence } = item;
  if (decidedBy !== null) return [performerText(decidedBy.record)];
  if (monthOf(occurrence.scheduled) >= monthOf(schedule.asOf.date)) return itemOwner(item, schedule);
  const owner = holdersOf(occurrence.procedure.owner, schedule.book.directory, occurrence.scheduled);
  return itemOwner({ owner }, schedule);
}
