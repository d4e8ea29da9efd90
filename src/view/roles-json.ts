import type { Person, Role } from "../model/runbook.ts";
import { absenceOf, holdersOf } from "../schedule/holders.ts";
import type { Handover } from "../schedule/people.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { contactDocument } from "./incident-json.ts";
import type { Output } from "./output-shapes.ts";

type RoleOutput = Output<"roles">["roles"][number];
type PersonOutput = Output<"roles">["people"][number];

/** `roles --json`: who holds what on the day asked about, who owns what, and the handovers asked for. */
export function rolesDocument(schedule: Schedule, handovers: readonly Handover[]): Output<"roles"> {
  const { directory } = schedule.book;
  return {
    schemaVersion: 1,
    asOf: schedule.asOf.date,
    roles: Object.values(directory.roles).map((role) => roleOutput(role, schedule)),
    people: Object.values(directory.people).map((person) => personOutput(person, schedule)),
    handovers: handovers.map(({ date, role, from, to, procedures }) => ({
      date,
      role,
      from: [...from],
      to: [...to],
      procedures: [...procedures],
    })),
  };
}

function roleOutput({ id, name, team, people, deputies, contact }: Role, { book, asOf }: Schedule): RoleOutput {
  const duties = Object.entries(book.directory.duties).filter(([, holder]) => holder === id);
  return {
    id,
    name,
    team: team ?? null,
    people: [...holdersOf(id, book.directory, asOf.date).people],
    members: [...people],
    deputies: [...deputies],
    contact: contactDocument(contact),
    duties: duties.map(([duty]) => duty),
    owns: book.procedures.filter(({ owner }) => owner === id).map((procedure) => procedure.id),
    escalatedFrom: book.procedures.filter(({ escalateTo }) => escalateTo.includes(id)).map((procedure) => procedure.id),
  };
}

function personOutput({ id, name, email, phone }: Person, { book, asOf }: Schedule): PersonOutput {
  const { roles } = book.directory;
  return {
    id,
    name,
    email: email ?? null,
    phone: phone ?? null,
    roles: Object.keys(roles).filter((role) => holdersOf(role, book.directory, asOf.date).people.includes(id)),
    absentUntil: absenceOf(id, book.directory, asOf.date)?.to ?? null,
  };
}
