import { RunbookError } from "../errors.ts";
import { didYouMean } from "../parse/suggest.ts";
import { personWithEmail } from "../schedule/people.ts";
import { type Session, requireLedger } from "./session.ts";

/** The person of roles.yml that git's identity is. Throws RunbookError `usage` where roles.yml does not know it. */
export async function personAtWork({ ledger, root, book }: Session): Promise<string> {
  const { name, email } = await requireLedger(ledger, root).author();
  const person = personWithEmail(book.directory, email);
  if (person !== undefined) return person.id;
  throw new RunbookError(
    "usage",
    `git says that you are ${name} <${email}>, and nobody in roles.yml has that address`,
    "Add the address to your entry under `people`, or name yourself: --owner PERSON",
  );
}

/** Throws RunbookError `usage` with the nearest name where roles.yml does not know a word. */
export function requireKnown(word: string, known: readonly string[], kind: string): void {
  if (known.includes(word)) return;
  throw new RunbookError(
    "usage",
    `roles.yml knows no ${kind} \`${word}\``,
    didYouMean(word, known) ?? "See them all: runbook roles",
  );
}
