import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { Procedure } from "../model/procedure.ts";
import type { RunBook } from "../model/runbook.ts";
import { type Call, callOf } from "../schedule/calls.ts";
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
  const contacts = procedure.escalateTo.map(
    (id, index) => `  ${index + 1}. ${callLine(callOf(id, book.directory, date))}`,
  );
  return [
    chalk.bold(`Escalation of ${plainLine(procedure.name)}`),
    ...(text === "" ? [] : [text]),
    ...(contacts.length === 0 ? [] : [chalk.bold("Who to call, in this order:"), ...contacts]),
    "",
  ].join("\n");
}

/** `Operations lead: Chris, +44 20 7946 0103, chris@contoso.example`. */
export function callLine({ name, people, contact }: Call): string {
  const holders = people.map((person) => [person.name, person.phone, person.email].filter(isGiven).join(", "));
  const ways = [contact?.phone, contact?.email, contact?.url].filter(isGiven);
  return plainLine(`${name}: ${[...holders, ...ways].join("; ") || "nobody holds this role today"}`);
}

function isGiven(way: string | undefined): way is string {
  return way !== undefined;
}
