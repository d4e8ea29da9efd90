import type { DateSpan } from "../calendar/calendar-date.ts";
import { compare } from "../model/compare.ts";
import { count } from "../model/count.ts";
import { type Directory, personName } from "../model/runbook.ts";
import { absenceOf } from "../schedule/holders.ts";
import type { Handover } from "../schedule/people.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { plainLine } from "./plain-text.ts";
import { rolesDocument } from "./roles-json.ts";
import type { Style } from "./style.ts";
import { renderSections, renderTable } from "./table.ts";
import { longDate, peopleText, shortDate } from "./words.ts";

/** `roles` for people: who holds each role today, how to reach them, what they own and must do. */
export function renderRolesText(schedule: Schedule, style: Style): string {
  const { roles, people } = rolesDocument(schedule, []);
  const { directory } = schedule.book;
  if (roles.length === 0) return "roles.yml names no roles yet.\n";
  const teams = [...new Set(roles.map(({ team }) => team))];
  const sections = teams.map((team) => ({
    heading: style.chalk.bold(plainLine(team ?? "no team")),
    rows: roles
      .filter((role) => role.team === team)
      .map((role) => [
        { text: role.id },
        holderCell(role, directory, style),
        { text: reachOf(role, people) },
        { text: [...ownsOf(role), ...role.duties].join(", ") },
      ]),
  }));
  const table = renderSections(
    [
      { title: "Role", isFlexible: true },
      { title: "Today", isFlexible: true },
      { title: "Reach", isFlexible: true },
      { title: "Owns, must do", isFlexible: true },
    ],
    sections,
    style,
  );
  const absent = people.filter(({ absentUntil }) => absentUntil !== null);
  const away = absent.map((person) => awayText(person, schedule)).join(", ");
  return `${longDate(schedule.asOf.date)}\n\n${table}\n${away === "" ? "" : `\nAbsent: ${away}\n`}`;
}

type RoleOutput = ReturnType<typeof rolesDocument>["roles"][number];
type PersonOutput = ReturnType<typeof rolesDocument>["people"][number];

function holderCell(role: RoleOutput, directory: Directory, style: Style): { text: string; paint?: Style["chalk"] } {
  if (role.people.length > 0) return { text: peopleText(role.people, directory) };
  const isOutside = role.members.length === 0 && Object.values(role.contact).some((way) => way !== null);
  return isOutside ? { text: role.name } : { text: "nobody", paint: style.chalk.red };
}

/** `Ana until 2027-01-01 (covered by Ben)`. */
function awayText({ id, name, absentUntil }: PersonOutput, { book: { directory }, asOf }: Schedule): string {
  return `${plainLine(name)} until ${absentUntil}${coverText(absenceOf(id, directory, asOf.date)?.cover, directory)}`;
}

function coverText(cover: string | undefined, directory: Directory): string {
  return cover === undefined ? "" : ` (covered by ${plainLine(personName(directory, cover))})`;
}

function ownsOf({ owns }: RoleOutput): string[] {
  return owns.length === 0 ? [] : [count(owns.length, "procedure")];
}

function reachOf(role: RoleOutput, people: readonly PersonOutput[]): string {
  const holders = people.filter(({ id }) => role.people.includes(id));
  const ways =
    holders.length > 0 ? holders.flatMap(({ phone, email }) => phone ?? email ?? []) : Object.values(role.contact);
  return ways.filter((way) => way !== null).join(", ");
}

/** `roles --matrix`: a row a procedure, a column a role; O owns it, 1, 2, 3 … is called in that order. */
export function renderMatrixText(schedule: Schedule, style: Style): string {
  const { directory, procedures } = schedule.book;
  const ids = Object.keys(directory.roles).filter((id) =>
    procedures.some(({ owner, escalateTo }) => owner === id || escalateTo.includes(id)),
  );
  const letters = ids.map((_, index) => letterOf(index));
  const legend = ids.map((id, index) => `  ${letters[index]}  ${plainLine(id)}`).join("\n");
  const rows = procedures.map(({ id, owner, escalateTo }) => [
    { text: id },
    ...ids.map((role, index) => {
      const order = escalateTo.indexOf(role);
      const text = owner === role ? "O" : order < 0 ? "" : String(order + 1);
      return { text, untitled: `${letters[index]} ${text}` };
    }),
  ]);
  const columns = [{ title: "Procedure", isFlexible: true }, ...letters.map((title) => ({ title }))];
  return `${legend}\n\n${renderTable(columns, rows, style)}\n\nO owns the procedure; 1 is called first, then 2, and so on.\n`;
}

/** A, B, … Z, AA, AB, … */
function letterOf(index: number): string {
  const letter = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? letter : `${letterOf(Math.floor(index / 26) - 1)}${letter}`;
}

/** `roles --from --to`: what changes hands, a section a day; then who is away, which need not change anything. */
export function renderHandoversText(
  schedule: Schedule,
  { from, to }: DateSpan,
  handovers: readonly Handover[],
  style: Style,
): string {
  const away = absencesText(schedule, { from, to });
  if (handovers.length === 0) return `Nothing changes hands from ${longDate(from)} to ${longDate(to)}.\n${away}`;
  const { directory } = schedule.book;
  const days = [...new Set(handovers.map(({ date }) => date))];
  const sections = days.map((date) => ({
    heading: style.chalk.bold(longDate(date)),
    rows: handovers
      .filter((handover) => handover.date === date)
      .map((handover) => [
        { text: handover.role },
        { text: `${peopleText(handover.from, directory)} → ${peopleText(handover.to, directory)}` },
        { text: handover.procedures.join(", ") },
      ]),
  }));
  const columns = ["Role", "From → to", "Procedures"].map((title) => ({ title, isFlexible: true }));
  return `${renderSections(columns, sections, style)}\n${away}`;
}

/** A line an absence that touches the period. */
function absencesText({ book: { directory }, asOf }: Schedule, period: DateSpan): string {
  const absences = directory.absences
    .filter(({ from, to }) => from <= period.to && to >= period.from)
    .toSorted((a, b) => compare(a.from, b.from));
  if (absences.length === 0) return "";
  const lines = absences.map(({ person, from, to, cover }) => {
    const name = plainLine(personName(directory, person));
    return `  ${name}, ${shortDate(from, asOf.date)} to ${shortDate(to, asOf.date)}${coverText(cover, directory)}\n`;
  });
  return `\nAbsent\n${lines.join("")}`;
}
