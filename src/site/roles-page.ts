import type { Element } from "hast";
import { h } from "hastscript";
import { addDays } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { type Role, nameIn, personName } from "../model/runbook.ts";
import { callOf } from "../schedule/calls.ts";
import { handovers } from "../schedule/people.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { peopleText } from "../view/words.ts";
import { type Column, type Html, empty, joined, section, table } from "./html.ts";
import { day, procedureLink } from "./names.ts";
import type { Page } from "./page.ts";
import { callWords } from "./procedure-page.ts";

const PATH = "roles.html";
const HANDOVER_DAYS = 30;

/** Who holds which role, who is responsible for what, what changes hands, who is away. */
export function rolesPage(schedule: Schedule): Page {
  const { directory } = schedule.book;
  const roles = Object.values(directory.roles);
  const teams = [...new Set(roles.map(({ team }) => team))];
  return {
    path: PATH,
    title: "Roles",
    under: PATH,
    dependsOnDay: true,
    content: [
      ...(roles.length === 0 ? [empty("roles.yml names no roles yet.")] : []),
      ...teams.map((team, index) =>
        section(
          team ?? "No team",
          [
            roleTable(
              team ?? "no team",
              roles.filter((role) => role.team === team),
              schedule,
            ),
          ],
          `team-${index}`,
        ),
      ),
      ...dutiesOf(schedule),
      section(`Handovers of the next ${HANDOVER_DAYS} days`, [handoverTable(schedule)], "handovers"),
      section("Absences", [absenceTable(schedule)]),
      section("Who does what", matrixOf(schedule), "matrix"),
    ],
  };
}

function roleTable(team: string, roles: readonly Role[], schedule: Schedule): Element {
  const { directory, procedures } = schedule.book;
  const columns = ["Role", "Today", "Deputies", "Owns"].map((title) => ({ title }));
  const rows = roles.map((role) => {
    const owned = procedures.filter(({ owner }) => owner === role.id);
    const deputies = role.deputies.map((id) => personName(directory, id));
    return [
      [role.name, h("br"), h("code", role.id)],
      callWords(callOf(role.id, directory, schedule.asOf.date)).slice(2),
      [deputies.join(", ")],
      joined(
        owned.map((procedure) => procedureLink(PATH, procedure)),
        ", ",
      ),
    ];
  });
  return table(`Roles of ${team}`, columns, rows, { hasLinks: true, name: "roles" });
}

function dutiesOf({ book, asOf }: Schedule): Html[] {
  const duties = Object.entries(book.directory.duties);
  if (duties.length === 0) return [];
  const rows = duties.map(([duty, id]) => [[duty], callWords(callOf(id, book.directory, asOf.date))]);
  return [section("Duties", [table("Duties", [{ title: "Duty" }, { title: "Today" }], rows, { hasLinks: true })])];
}

function handoverTable(schedule: Schedule): Html {
  const { asOf, book } = schedule;
  const rows = handovers(schedule, asOf.date, addDays(asOf.date, HANDOVER_DAYS)).map(({ date, role, from, to }) => [
    [day(date, schedule)],
    [nameIn(book.directory, role)],
    [peopleText(from, book.directory)],
    [peopleText(to, book.directory)],
  ]);
  const columns = ["Day", "Role", "From", "To"].map((title) => ({ title }));
  return rows.length === 0 ? empty("Nothing changes hands.") : table("Handovers", columns, rows);
}

function absenceTable(schedule: Schedule): Html {
  const { directory } = schedule.book;
  const nameOf = (id: string): string => personName(directory, id);
  const rows = directory.absences
    .filter(({ to }) => to >= schedule.asOf.date)
    .toSorted((a, b) => compare(a.from, b.from))
    .map(({ person, from, to, cover }) => [
      [nameOf(person)],
      [day(from, schedule)],
      [day(to, schedule)],
      [cover === undefined ? "the next in the role" : nameOf(cover)],
    ]);
  const columns = ["Person", "From", "To", "Cover"].map((title) => ({ title }));
  return rows.length === 0 ? empty("Nobody is away.") : table("Absences", columns, rows);
}

/** A row a procedure, a column a role. */
function matrixOf({ book }: Schedule): Html[] {
  const { directory, procedures } = book;
  const roles = Object.values(directory.roles).filter(({ id }) =>
    procedures.some(({ owner, escalateTo }) => owner === id || escalateTo.includes(id)),
  );
  if (roles.length === 0) return [empty("No role owns anything yet.")];
  const columns: Column[] = [{ title: "Procedure" }, ...roles.map(({ name }) => ({ title: name }))];
  const rows = procedures.map((procedure) => [
    [procedureLink(PATH, procedure)],
    ...roles.map(({ id }): Html[] => {
      const order = procedure.escalateTo.indexOf(id);
      if (procedure.owner === id) return [h("strong", "owns")];
      return [order < 0 ? "" : `call ${order + 1}`];
    }),
  ]);
  return [
    h(
      "p",
      { className: ["legend"] },
      "“owns”: answers for the procedure. “call 1, 2, 3”: is called in that order when it fails.",
    ),
    table("Responsibilities", columns, rows, { hasLinks: true, name: "matrix" }),
  ];
}
