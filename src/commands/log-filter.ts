import type { CalendarDate } from "../calendar/calendar-date.ts";
import { RunbookError } from "../errors.ts";
import { idsOf } from "../model/procedure.ts";
import type { Identity, LedgerRecord, RecordKind } from "../model/record.ts";
import { didYouMean } from "../parse/suggest.ts";
import { holdersOf } from "../schedule/holders.ts";
import { eventsAsOf, eventsMeant } from "../schedule/incidents.ts";
import type { RecordsSession } from "../session/session.ts";
import { findProcedure } from "./find-procedure.ts";
import { requireOwner } from "./people.ts";
import { requireOrder } from "./period-asked.ts";

/** What `log` is narrowed to; all that are given hold together. */
export interface LogFilter {
  /** Only records of these; empty: all. */
  readonly procedures: readonly string[];
  /** A role's id, or a person's. */
  readonly owner?: string;
  /** A person's id, e-mail address or name. */
  readonly person?: string;
  /** First and last day performed. */
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  readonly outcome?: "done" | "failed" | "skipped";
  /** An event's id, the end of it or its ticket, or the name of events. */
  readonly event?: string;
  readonly record?: RecordKind;
}

type Test = (record: LedgerRecord) => boolean;

/** Whether a record is asked for. Throws RunbookError `usage` or `unknown-procedure` for a word that names nothing. */
export function wantedRecords(filter: LogFilter, session: RecordsSession): Test {
  const { from, to, outcome, record: kind } = filter;
  if (from !== undefined && to !== undefined) requireOrder(from, to);
  const { zone } = session.schedule;
  const dayOf = (record: LedgerRecord): CalendarDate => zone.dateAt(Date.parse(record.performedAt));
  const tests: (Test | undefined)[] = [
    filter.procedures.length === 0 ? undefined : ofProcedures(filter.procedures, session),
    filter.owner === undefined ? undefined : ownedBy(filter.owner, session, dayOf),
    filter.person === undefined ? undefined : byPerson(filter.person, session),
    from === undefined ? undefined : (record) => dayOf(record) >= from,
    to === undefined ? undefined : (record) => dayOf(record) <= to,
    outcome === undefined ? undefined : (record) => (record.record === "skip" ? "skipped" : record.outcome) === outcome,
    filter.event === undefined ? undefined : ofEvent(filter.event, session),
    kind === undefined ? undefined : (record) => record.record === kind,
  ];
  const given = tests.filter((test) => test !== undefined);
  return (record) => given.every((test) => test(record));
}

function ofProcedures(words: readonly string[], session: RecordsSession): Test {
  const ids = new Set(words.flatMap((word) => idsNamed(word, session)));
  return ({ procedure }) => procedure !== null && ids.has(procedure);
}

/** A procedure's ids, former ones too; a word that only the ledger knows names itself. */
function idsNamed(word: string, session: RecordsSession): readonly string[] {
  const { book, records } = session;
  if (records.some(({ procedure }) => procedure === word) && !book.procedures.some(({ id }) => id === word))
    return [word];
  return idsOf(findProcedure(session, word));
}

/** Records of procedures that a role owns, or that a person answered for on the day. */
function ownedBy(owner: string, { book }: RecordsSession, dayOf: (record: LedgerRecord) => CalendarDate): Test {
  const { directory, procedures } = book;
  requireOwner(owner, directory);
  const owners = new Map(procedures.flatMap((procedure) => idsOf(procedure).map((id) => [id, procedure.owner])));
  return (record) => {
    const has = owners.get(record.procedure ?? "");
    return has !== undefined && (has === owner || holdersOf(has, directory, dayOf(record)).people.includes(owner));
  };
}

/** Records that a person performed or wrote down. */
function byPerson(word: string, { book, records }: RecordsSession): Test {
  const email = book.directory.people[word]?.email?.toLowerCase();
  const wanted = word.toLowerCase();
  const isWanted = (who: Identity): boolean =>
    email === undefined
      ? who.email.toLowerCase() === wanted || who.name.toLowerCase() === wanted
      : who.email.toLowerCase() === email;
  const test: Test = ({ performedBy, recordedBy }) => isWanted(performedBy) || isWanted(recordedBy);
  if (email !== undefined || records.some(test)) return test;
  const known = Object.keys(book.directory.people);
  throw new RunbookError(
    "usage",
    `Nobody in roles.yml or the ledger is \`${word}\`, expected a person's id, e-mail address or whole name`,
    didYouMean(word, known) ?? "See who is known: runbook roles",
  );
}

/**
 * Records of an event and of the work that it called for: by its id, by the name that it has in common with others, or else
 * by its ticket or the end of its id, as other commands take it.
 */
function ofEvent(event: string, { schedule, records }: RecordsSession): Test {
  const isNamed = (id: string | null): boolean =>
    id !== null &&
    (id === event || (id.startsWith(`${event}-`) && /^\d{4}-\d\d-\d\d-[0-9a-f]{4}$/.test(id.slice(event.length + 1))));
  const test: Test = ({ event: id, occurrence }) => isNamed(id) || isNamed(occurrence);
  if (records.some(test)) return test;
  // What an id begins with is no name.
  const ids = eventsMeant(event, eventsAsOf(schedule)).flatMap(({ id }) => (id.startsWith(event) ? [] : id));
  const meant = new Set<string | null>(ids);
  return ({ event: id, occurrence }) => meant.has(id) || meant.has(occurrence);
}
