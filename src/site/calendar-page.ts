import type { Element } from "hast";
import { h } from "hastscript";
import { addDays } from "../calendar/calendar-date.ts";
import { agendaItems } from "../schedule/agenda.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type Column, type Html, empty, section, table } from "./html.ts";
import { agenda, itemsOfMonth, monthGrid } from "./month-page.ts";
import { monthName, monthSquares } from "./heat-map.ts";
import { linkTo, monthPath } from "./names.ts";
import type { Page } from "./page.ts";
import { type Past, monthOf, monthPlus, monthsFrom, percent } from "./past.ts";

const PATH = "calendar.html";
export const AGENDA_DAYS = 14;
const YEAR = 12;

const COLUMNS: readonly Column[] = [
  { title: "Month" },
  ...[
    "Owed",
    "On time",
    "Late",
    "Missed",
    "Overdue",
    "Failed",
    "Waived",
    "Awaiting approval",
    "Skipped",
    "Adherence",
  ].map((title): Column => ({ title, align: "right" })),
];

/** The year as a heat map, the month as a calendar, the next two weeks as a list. */
export function calendarPage(schedule: Schedule, past: Past): Page {
  const { date } = schedule.asOf;
  const now = monthOf(date);
  const to = addDays(date, AGENDA_DAYS - 1);
  return {
    path: PATH,
    title: "Calendar",
    under: PATH,
    dependsOnDay: true,
    content: [
      section(monthName(now), [
        ...monthGrid(now, itemsOfMonth(now, schedule), PATH, schedule, past),
        h("p", { className: ["pager"] }, [
          linkTo(PATH, monthPath(now), "All of this month"),
          " · ",
          linkTo(PATH, monthPath(monthPlus(now, 1)), "Next month"),
        ]),
      ]),
      section(
        "The year",
        [legend(), yearSquares(now, schedule, past), monthTable(now, past), monthWords(), ...cutNote(past)],
        "year",
      ),
      section(`The next ${AGENDA_DAYS} days`, agenda(agendaItems(schedule, date, to), PATH, schedule), "agenda"),
    ],
  };
}

function legend(): Html {
  return h(
    "p",
    { className: ["legend"] },
    "A square is a day, filled from the bottom by the share of what was due that day and done on time. An empty frame: nothing of what was owed. A faint frame: nothing was owed.",
  );
}

function yearSquares(now: string, schedule: Schedule, past: Past): Element {
  const oldest = monthPlus(now, 1 - YEAR);
  const months = monthsFrom(past.firstMonth > oldest ? past.firstMonth : oldest, now);
  return h(
    "ol",
    { className: ["year"] },
    months.map((month) => {
      const total = past.byMonth.get(month);
      return h("li", [
        h("p", [
          linkTo(PATH, monthPath(month), monthName(month)),
          " ",
          h("span", { className: ["aside"] }, percent(total)),
        ]),
        monthSquares(month, past.byDay, schedule.businessDays.weekStart, total),
      ]);
    }),
  );
}

function monthTable(now: string, past: Past): Element {
  const rows = monthsFrom(past.firstMonth, now)
    .toReversed()
    .map((month) => {
      const tally = past.byMonth.get(month);
      const {
        owed = 0,
        onTime = 0,
        late = 0,
        missed = 0,
        overdue = 0,
        failed = 0,
        waived = 0,
        awaitingApproval = 0,
        skipped = 0,
      } = tally ?? {};
      const numbers = [owed, onTime, late, missed, overdue, failed, waived, awaitingApproval, skipped].map((number) => [
        String(number),
      ]);
      return [[linkTo(PATH, monthPath(month), monthName(month))], ...numbers, [percent(tally)]];
    });
  return table("Adherence by month", COLUMNS, rows, { isCaptionShown: true, hasLinks: true });
}

function monthWords(): Html {
  return h(
    "p",
    { className: ["aside"] },
    "Owed: what was due and is answered, or past its due date; it is the sum of the columns from on time to awaiting approval. What was skipped by its due date is not owed. Adherence: on time of owed, rounded down; – where nothing was owed.",
  );
}

function cutNote({ isCut, firstMonth }: Past): Html[] {
  return isCut
    ? [empty(`Months before ${monthName(firstMonth)} are not shown here; runbook report tells of them.`)]
    : [];
}
