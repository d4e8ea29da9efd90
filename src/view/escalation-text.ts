import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Contact, RunBook } from "../model/runbook.ts";
import { holdersOf } from "../schedule/holders.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";

/** What to do now that a procedure failed: its Escalation section, then whom to call in order, with today's contacts. */
export function renderEscalation(
  procedure: Procedure,
  section: string,
  book: RunBook,
  date: CalendarDate,
  { chalk }: Style,
): string {
  const text = plainBlock(section).trim();
  const contacts = procedure.escalateTo.map((id, index) => `  ${index + 1}. ${contactLine(id, book, date)}`);
  return [
    chalk.bold(`Escalation of ${plainLine(procedure.name)}`),
    ...(text === "" ? [] : [text]),
    ...(contacts.length === 0 ? [] : [chalk.bold("Who to call, in this order:"), ...contacts]),
    "",
  ].join("\n");
}

function contactLine(id: string, book: RunBook, date: CalendarDate): string {
  const { roles, people } = book.directory;
  const role = roles[id];
  const holders = holdersOf(id, book.directory, date).people.map((person) => {
    const { name = person, email, phone } = people[person] ?? {};
    return [name, ...[phone, email].filter((way) => way !== undefined)].join(", ");
  });
  const reach = [...holders, ...contactWays(role?.contact)];
  return plainLine(`${role?.name ?? people[id]?.name ?? id}: ${reach.join("; ") || "nobody holds this role today"}`);
}

function contactWays(contact: Contact | undefined): string[] {
  return [contact?.phone, contact?.email, contact?.url].filter((way) => way !== undefined);
}
