// A run book as a static site: a pure function of files, records and the day.

import { compare } from "../model/compare.ts";
import { groupedBy } from "../report/adherence.ts";
import { eventsAsOf } from "../schedule/incidents.ts";
import { calendarPage } from "./calendar-page.ts";
import { healthPage } from "./health-page.ts";
import { incidentPage } from "./incident-page.ts";
import { incidentsPage } from "./incidents-page.ts";
import { monthPage } from "./month-page.ts";
import { eventPath, monthPath, procedurePath } from "./names.ts";
import { type Page, renderPage } from "./page.ts";
import { monthOf, monthPlus, monthsFrom, pastOf } from "./past.ts";
import { procedurePage } from "./procedure-page.ts";
import { proceduresPage } from "./procedures-page.ts";
import { rolesPage } from "./roles-page.ts";
import type { SiteInput } from "./site-input.ts";
import { todayPage } from "./today-page.ts";
import { wavesPage } from "./waves-page.ts";

/** A page that is not made yet: making all of a large run book's takes a while. */
export interface PlannedPage {
  /** Relative to the site, with `/`; of ASCII letters, digits, `-`, `.` and `/`. */
  readonly path: string;
  /** The whole page as HTML. */
  readonly render: () => string;
}

/** Months after the one asked about that have a page. */
const MONTHS_AHEAD = 3;

/** Every page of a site, in order of paths; the same input gives the same bytes. */
export function sitePages(input: SiteInput): PlannedPage[] {
  const { schedule, assets } = input;
  const { book, asOf, zone } = schedule;
  const past = pastOf(schedule);
  const byPath = {
    procedures: new Map(book.procedures.map((procedure) => [procedure.path, procedure])),
    findings: groupedBy(input.findings, ({ path }) => path),
  };
  const last = monthPlus(monthOf(asOf.date), MONTHS_AHEAD);
  const frame = { title: book.settings.title, asOf: asOf.date, timezone: zone.name, notices: input.notices, assets };
  const pages: readonly (readonly [path: string, make: () => Page])[] = [
    ["index.html", () => todayPage(schedule)],
    ["calendar.html", () => calendarPage(schedule, past)],
    ["procedures.html", () => proceduresPage(input)],
    ["waves.html", () => wavesPage(schedule)],
    ["roles.html", () => rolesPage(schedule)],
    ["incidents.html", () => incidentsPage(schedule)],
    ["health.html", () => healthPage(input)],
    ...monthsFrom(past.firstMonth, last).map(
      (month) => [monthPath(month), () => monthPage(month, last, schedule, past)] as const,
    ),
    ...book.procedures.map(
      (procedure) => [procedurePath(procedure), () => procedurePage(procedure, input, past, byPath)] as const,
    ),
    ...eventsAsOf(schedule).map((event) => [eventPath(event), () => incidentPage(event, schedule)] as const),
  ];
  return pages
    .toSorted(([a], [b]) => compare(a, b))
    .map(([path, make]) => ({ path, render: () => renderPage(make(), frame) }));
}
