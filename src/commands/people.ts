import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Directory } from "../model/runbook.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { Item } from "../schedule/due-list.ts";
import { holdersOf } from "../schedule/holders.ts";
import { personWithEmail } from "../schedule/people.ts";
import type { StatusSession } from "../session/session.ts";

/** Whose work an answer is narrowed to. */
export interface WhoseOptions {
  readonly mine?: boolean;
  /** A person's id, or a role's. */
  readonly owner?: string;
  readonly role?: string;
}

/** An owner as a procedure names it, and the people who answer for it on the day asked about. */
interface Owned {
  readonly owner: string | undefined;
  readonly people: readonly string[];
}

/** `--mine`, `--owner` and `--role` narrow an answer together. */
async function wantedOwners(options: WhoseOptions, session: StatusSession): Promise<(owned: Owned) => boolean> {
  const me = options.mine === true ? await personAtWork(session) : undefined;
  const { directory } = session.book;
  const { owner: wanted, role } = options;
  if (role !== undefined) requireKnown(role, Object.keys(directory.roles), "role");
  if (wanted !== undefined) {
    requireOwner(wanted, directory);
  }
  return ({ owner, people }) =>
    (me === undefined || people.includes(me)) &&
    (role === undefined || owner === role) &&
    (wanted === undefined || owner === wanted || people.includes(wanted));
}

/** `wantedOwners`, of procedures by who answers for them on the day asked about. */
export async function wantedProcedures(
  options: WhoseOptions,
  session: StatusSession,
): Promise<(procedure: Procedure) => boolean> {
  const isWanted = await wantedOwners(options, session);
  const { directory } = session.book;
  const { date } = session.schedule.asOf;
  return ({ owner }) => isWanted({ owner, people: holdersOf(owner, directory, date).people });
}

/** `wantedOwners`, of items. */
export async function wantedItems(options: WhoseOptions, session: StatusSession): Promise<(item: Item) => boolean> {
  const isWanted = await wantedOwners(options, session);
  return ({ occurrence, owner }) => isWanted({ owner: occurrence.procedure.owner, people: owner.people });
}

/** The person of roles.yml that git's identity is. Throws RunbookError `usage` where roles.yml does not know it. */
async function personAtWork(session: StatusSession): Promise<string> {
  if (session.ledger === undefined) {
    throw new RunbookError(
      "no-repository",
      `${session.root} is not in a git repository, so git does not say who you are`,
      "Name yourself: --owner PERSON",
    );
  }
  const { name, email } = await session.ledger.author();
  const person = personWithEmail(session.book.directory, email);
  if (person !== undefined) return person.id;
  throw new RunbookError(
    "usage",
    `git says that you are ${name} <${email}>, and nobody in roles.yml has that address`,
    "Add the address to your entry under `people`, or name yourself: --owner PERSON",
  );
}

/** Throws RunbookError `usage` with the nearest name where roles.yml knows neither a role nor a person by a word. */
export function requireOwner(word: string, { roles, people }: Pick<Directory, "roles" | "people">): void {
  requireKnown(word, [...Object.keys(roles), ...Object.keys(people)], "role or person");
}

function requireKnown(word: string, known: readonly string[], kind: string): void {
  if (known.includes(word)) return;
  throw new RunbookError(
    "usage",
    `roles.yml knows no ${kind} \`${word}\``,
    didYouMean(word, known) ?? "See them all: runbook roles",
  );
}
