// What a shell may offer for a value: read from the caches where they hold what is there now, and never from the network.

import { REGIONS } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { type Procedure, tagsOf } from "../model/procedure.ts";
import { PRODUCTS } from "../model/product.ts";
import type { RunBook } from "../model/runbook.ts";
import { TRACKS } from "../model/wave.ts";
import { nextItems } from "../schedule/candidates.ts";
import { listedItems } from "../schedule/due-list.ts";
import { eventsAsOf, raisableNames } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { announcedIds } from "../schedule/wave-plan.ts";
import { lateRecords } from "../session/ledger-records.ts";
import { type GlobalOptions, mayCache } from "../session/options.ts";
import { cachedRunBook, parsedRunBook } from "../session/run-book-cache.ts";
import { rootOf, statusSession } from "../session/session.ts";
import { openLedger } from "../store/git-ledger.ts";
import { type Candidate, type Candidates, renderCandidates } from "../view/candidates-text.ts";
import { type EventKind, eventsOfKind } from "./find-event.ts";

/** A value that a command takes, of which only the run book knows which there are. */
export interface WantedValue {
  /** The name by which help calls it: `procedure`, `person-or-role`. */
  readonly name: string;
  /** Of the option that takes it, for example `products`; undefined for an argument. */
  readonly option: string | undefined;
  /** The words that name the command. */
  readonly command: string;
  /** Arguments given before it. */
  readonly others: readonly string[];
  /** The value of `--dir`, where one is given. */
  readonly dir: string | undefined;
  /** What is typed of it so far. */
  readonly typed: string;
  /** What stands before the value in the same word, such as `--for=`. */
  readonly lead: string;
}

export interface CompleteOptions extends GlobalOptions {
  readonly value: WantedValue;
  /** What else may stand there. */
  readonly candidates: readonly Candidate[];
}

/** Prints what may be typed for a value. Where there is no run book, or one with a fault, there is nothing to offer. */
export async function runComplete(options: CompleteOptions, io: Io): Promise<ExitCode> {
  const { value, candidates } = options;
  try {
    const { kind, candidates: found } = await candidatesFor(value, sourceOf(options, io));
    // A name of the run book or the ledger must not become an option.
    const names = found.filter((candidate) => !candidate.value.startsWith("-"));
    const led = names.map((candidate) => ({ ...candidate, value: `${value.lead}${candidate.value}` }));
    io.stdout.write(renderCandidates({ kind, candidates: [...candidates, ...led] }));
  } catch (error) {
    // On a line that is being typed a message is only in the way.
    if (!(error instanceof RunbookError)) throw error;
    io.stdout.write(renderCandidates({ kind: "words", candidates }));
  }
  return 0;
}

interface Source {
  readonly book: () => Promise<RunBook | undefined>;
  readonly schedule: () => Promise<Schedule | undefined>;
}

function sourceOf(options: CompleteOptions, io: Io): Source {
  const root = (): string => rootOf(options, io);
  const read = async (): Promise<RunBook | undefined> =>
    (mayCache(options, io) ? await cachedRunBook(root(), io) : await parsedRunBook(root())).parsed.book;
  return {
    book: read,
    schedule: async () => {
      const book = await read();
      if (book === undefined) return undefined;
      const ledger = await openLedger({ directory: root(), env: io.env, settings: book.settings.ledger });
      const parsed = { diagnostics: [] };
      return statusSession({ root: root(), parsed, book }, ledger, await lateRecords(ledger, book), options, io)
        .schedule;
    },
  };
}

async function candidatesFor(value: WantedValue, { book, schedule }: Source): Promise<Candidates> {
  switch (value.name) {
    case "file":
    case "path":
      return { kind: value.option === "dir" ? "folders" : "files", candidates: [] };
    case "folder":
    case "directory":
      return { kind: "folders", candidates: [] };
    case "procedure":
    case "commit-or-procedure":
      return words(
        proceduresOf(await book())
          .filter(({ id }) => !value.others.includes(id))
          .map(asCandidate),
      );
    case "tag":
      return words(plain(tagsOf(proceduresOf(await book()))));
    case "role":
      return words(rolesOf(await book()));
    case "person":
      return words(peopleOf(await book()));
    case "person-or-role": {
      const read = await book();
      return words([...rolesOf(read), ...peopleOf(read)]);
    }
    case "incident":
    case "incident-and-severity":
      return words(eventsFor(value, "incident", await schedule()));
    case "incident-and-person":
      return words([...eventsFor(value, "incident", await schedule()), ...peopleOf(await book())]);
    case "event":
      return words(eventsFor(value, "event", await schedule()));
    case "event-name":
    case "event-or-name":
      return words(namesFor(value, await schedule()));
    case "key":
      return words(keysOf(value, await schedule()));
    case "name=value":
      return { kind: "parts", candidates: inputsOf(value, await book()) };
    case "measure=number":
      return { kind: "parts", candidates: measuresOf(value, await book()) };
    case "name":
      return words(value.command === "schema" ? await schemas() : []);
    case "wave":
    case "wave-or-date":
      return words(wavesOf(await schedule()));
    case "rule":
      return words(listed(value, await rules()));
    default:
      return words(known(value));
  }
}

function words(candidates: readonly Candidate[]): Candidates {
  return { kind: "words", candidates };
}

function proceduresOf(book: RunBook | undefined): readonly Procedure[] {
  return book?.procedures ?? [];
}

/** Words that say all. */
function plain(values: readonly string[]): Candidate[] {
  return values.map((value) => ({ value, description: "" }));
}

/** Those that stand before the value. */
function proceduresNamed({ others }: WantedValue, book: RunBook | undefined): readonly Procedure[] {
  return proceduresOf(book).filter(({ id }) => others.includes(id));
}

function asCandidate({ id, name }: { readonly id: string; readonly name: string }): Candidate {
  return { value: id, description: name };
}

function rolesOf(book: RunBook | undefined): Candidate[] {
  return Object.values(book?.directory.roles ?? {}).map(asCandidate);
}

function peopleOf(book: RunBook | undefined): Candidate[] {
  return Object.values(book?.directory.people ?? {}).map(asCandidate);
}

/** What may only be looked at may be closed already; the second word of two is no event. */
function eventsFor({ command, others }: WantedValue, kind: EventKind, schedule: Schedule | undefined): Candidate[] {
  if (schedule === undefined || others.length > 0) return [];
  const isOpenOnly = !/ (?:show|review)$/u.test(command);
  return eventsOfKind(kind, schedule)
    .filter(({ closedAt }) => !isOpenOnly || closedAt === null)
    .map(({ id, title, closedAt }) => ({
      value: id,
      description: `${closedAt === null ? "" : "closed: "}${title ?? ""}`,
    }));
}

function namesFor({ name }: WantedValue, schedule: Schedule | undefined): Candidate[] {
  if (schedule === undefined) return [];
  const names = plain(raisableNames(schedule));
  if (name === "event-name") return names;
  return [...names, ...eventsAsOf(schedule).map(({ id, title }) => ({ value: id, description: title ?? "" }))];
}

/** How many of the dates to come are offered. */
const NEXT_KEYS = 3;

function keysOf(value: WantedValue, schedule: Schedule | undefined): Candidate[] {
  if (schedule === undefined) return [];
  return proceduresNamed(value, schedule.book)
    .flatMap((procedure) => [...listedItems(procedure, schedule), ...nextItems(procedure, schedule, NEXT_KEYS)])
    .map(({ occurrence, status }) => ({
      value: occurrence.key,
      description: occurrence.due === null ? status : `${status}, due ${occurrence.due}`,
    }));
}

function measuresOf(value: WantedValue, book: RunBook | undefined): Candidate[] {
  return proceduresNamed(value, book)
    .flatMap(({ measures }) => Object.entries(measures))
    .map(([name, { unit }]) => ({ value: `${name}=`, description: unit ?? "" }));
}

function inputsOf(value: WantedValue, book: RunBook | undefined): Candidate[] {
  return proceduresNamed(value, book)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .map(([name, { description }]) => ({ value: `${name}=`, description: description ?? "" }));
}

function wavesOf(schedule: Schedule | undefined): Candidate[] {
  if (schedule === undefined) return [];
  return announcedIds(schedule).map((id) => ({ value: id, description: schedule.waves.nameOf(id) }));
}

async function rules(): Promise<Candidate[]> {
  const { RULE_DESCRIPTIONS } = await import("../lint/rule-descriptions.ts");
  return RULE_DESCRIPTIONS.map(({ name, finds }) => ({ value: name, description: finds }));
}

async function schemas(): Promise<Candidate[]> {
  const { fileSchemas } = await import("../parse/file-schemas.ts");
  const { outputSchemas } = await import("../view/output-schemas.ts");
  return plain([...fileSchemas().keys(), ...outputSchemas().keys()]);
}

/** What needs no run book. */
function known(value: WantedValue): Candidate[] {
  switch (value.option ?? value.name) {
    case "products":
      return listed(value, plain(PRODUCTS));
    case "tracks":
      return listed(value, plain(TRACKS));
    case "pipelines":
      return listed(value, plain(["github", "azure"]));
    case "region":
      return value.command === "init" ? plain(REGIONS) : [];
    case "timezone":
      return plain(Intl.supportedValuesOf("timeZone"));
    default:
      return [];
  }
}

/** The next of a list with commas. */
function listed({ typed }: WantedValue, candidates: readonly Candidate[]): Candidate[] {
  const before = typed.slice(0, typed.lastIndexOf(",") + 1);
  const named = new Set(before.split(","));
  return candidates
    .filter(({ value }) => !named.has(value))
    .map(({ value, description }) => ({ value: `${before}${value}`, description }));
}
