import { type Identity, RECORD_KINDS, type RecordContent, type RecordKind } from "../model/record.ts";
import { minutesOf } from "./duration.ts";
import { quoted } from "./place.ts";

/** A record as its message tells it. */
export interface ParsedRecord {
  readonly content: RecordContent;
  /** First line of the message. */
  readonly subject: string;
}

/** Why a message that claims to be a record cannot be read. */
export interface RecordProblem {
  readonly problem: string;
  /** The run book that it names; null where it names none, or several. */
  readonly book: string | null;
}

const SINGLE_TRAILERS = [
  "Runbook-Book",
  "Runbook-Record",
  "Runbook-Procedure",
  "Runbook-Occurrence",
  "Runbook-Event",
  "Runbook-Severity",
  "Runbook-Ticket",
  "Runbook-Assignee",
  "Runbook-Outcome",
  "Runbook-Effort",
  "Runbook-Content",
  "Runbook-Voids",
  "Runbook-Approves",
] as const;
const REPEATABLE_TRAILERS = ["Runbook-Value", "Runbook-Evidence"] as const;
type SingleTrailer = (typeof SINGLE_TRAILERS)[number];
type Trailer = SingleTrailer | (typeof REPEATABLE_TRAILERS)[number];

/** Without these a record of the kind says nothing. */
const REQUIRED: Readonly<Record<RecordKind, readonly SingleTrailer[]>> = {
  completion: ["Runbook-Procedure", "Runbook-Occurrence", "Runbook-Outcome"],
  skip: ["Runbook-Procedure", "Runbook-Occurrence"],
  void: ["Runbook-Voids"],
  approval: ["Runbook-Approves"],
  event: ["Runbook-Event"],
  "event-update": ["Runbook-Event"],
  "event-close": ["Runbook-Event"],
};

const OUTCOMES = ["done", "failed"] as const;
const SEVERITIES = ["1", "2", "3"] as const;
const IDENTITY = /^(?<name>[^]+) <(?<email>[^<>]+)>$/u;
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const EFFORT = /^(?=.)(?:(\d+)w)?(?: ?(\d+)d)?(?: ?(\d+)h)?(?: ?(\d+)m)?$/;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/**
 * The commit message of a record: subject, note, trailers. `parseRecordMessage` gives back what went in, but for what
 * `normalizeNote` changes and a subject of several lines, which becomes one.
 * Throws an Error (a bug of the caller) where a trailer's value is not a trimmed single line or the record is one that
 * could not be read again.
 */
export function formatRecordMessage(content: RecordContent, subject: string): string {
  const note = normalizeNote(content.note);
  const title = oneLine(subject) || content.record;
  const message = `${title}\n\n${note === "" ? "" : `${note}\n\n`}${trailerLines(content).join("\n")}\n`;
  const parsed = parseRecordMessage(message);
  if (parsed === undefined || "problem" in parsed) {
    throw new Error(`This record could not be read again: ${parsed?.problem ?? "it has no trailers"}`);
  }
  return message;
}

/**
 * Reads the message of a ledger commit. Undefined where it is no record at all (a merge, the root): its last paragraph
 * holds no Runbook-Record trailer. Only that paragraph is read as trailers, so a note may say whatever it likes.
 */
export function parseRecordMessage(message: string): ParsedRecord | RecordProblem | undefined {
  return parsePlainRecord(message) ?? parseAnyRecord(message);
}

function parseAnyRecord(message: string): ParsedRecord | RecordProblem | undefined {
  const text = withoutLeadingLines(lfOnly(message)).trimEnd();
  const blockStart = lastParagraphStart(text);
  if (blockStart === -1) return undefined;
  const trailers = trailersIn(text.slice(blockStart));
  if (!trailers.has("Runbook-Record")) return undefined;
  const subjectEnd = text.indexOf("\n");
  // The blank line under the subject is not the note's, a second one is.
  const note = text.slice(subjectEnd + 1, blockStart).replace(/^[^\S\n]*\n/, "");
  try {
    return { content: contentOf(trailers, note.trimEnd()), subject: text.slice(0, subjectEnd).trimEnd() };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: error.message, book: bookNamedIn(trailers) };
    throw error;
  }
}

function bookNamedIn(trailers: ReadonlyMap<Trailer, readonly string[]>): string | null {
  const [book = "", ...others] = trailers.get("Runbook-Book") ?? [];
  return book === "" || others.length > 0 ? null : book;
}

/** A completion or skip as `formatRecordMessage` writes it, where nothing is told but what was done and when. */
const PLAIN_RECORD =
  /^(.*)\n\nRunbook-Book: (\S+)\nRunbook-Record: (?:completion|(skip))\nRunbook-Procedure: (\S+)\nRunbook-Occurrence: (\S+)\n(?:Runbook-Outcome: (done|failed)\n)?(?:Runbook-Effort: (\d{1,4})m\n)?(?:Runbook-Content: ([0-9a-f]{40}|[0-9a-f]{64})\n)?$/;

/** Reads what nearly every record of a ledger is, in a third of the time; undefined for every other. */
function parsePlainRecord(message: string): ParsedRecord | undefined {
  const found = PLAIN_RECORD.exec(message);
  if (found === null) return undefined;
  const [, subject = "", book = "", skip, procedure = "", occurrence = "", outcome, effort, content = null] = found;
  if (subject === "" || (skip === undefined && outcome === undefined)) return undefined;
  return {
    content: {
      book,
      record: skip === undefined ? "completion" : "skip",
      procedure,
      occurrence,
      event: null,
      outcome: outcome === "done" || outcome === "failed" ? outcome : null,
      effortMinutes: effort === undefined ? null : Number(effort),
      values: NO_VALUES,
      note: "",
      evidence: NO_TRAILERS,
      content,
      severity: null,
      ticket: null,
      assignee: null,
      voids: null,
      approves: null,
    },
    subject: subject.trimEnd(),
  };
}

function withoutLeadingLines(text: string): string {
  return text.startsWith("\n") ? text.replace(/^\n+/, "") : text;
}

/** What git can carry of a note: line ends are LF, no NUL, no half surrogate pair, no space at the end. */
export function normalizeNote(note: string): string {
  return lfOnly(note.replaceAll("\0", "")).toWellFormed().trimEnd();
}

function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\0-\u001f\u007f-\u009f\u2028\u2029]+/g, " ")
    .trim();
}

function lfOnly(text: string): string {
  return text.includes("\r\n") ? text.replace(/(?<!\r)\r+\n/g, "\n") : text;
}

function trailerLines(content: RecordContent): string[] {
  const effort = content.effortMinutes === null ? null : `${content.effortMinutes}m`;
  const values = Object.entries(content.values).map(([name, value]) => `${name}=${value}`);
  const trailers: readonly (readonly [Trailer, string | number | null])[] = [
    ["Runbook-Book", content.book],
    ["Runbook-Record", content.record],
    ["Runbook-Procedure", content.procedure],
    ["Runbook-Occurrence", content.occurrence],
    ["Runbook-Event", content.event],
    ["Runbook-Severity", content.severity],
    ["Runbook-Ticket", content.ticket],
    ["Runbook-Assignee", content.assignee === null ? null : `${content.assignee.name} <${content.assignee.email}>`],
    ["Runbook-Outcome", content.outcome],
    ["Runbook-Effort", effort],
    ...values.map((value) => ["Runbook-Value", value] as const),
    ["Runbook-Content", content.content],
    ...content.evidence.map((path) => ["Runbook-Evidence", path] as const),
    ["Runbook-Voids", content.voids],
    ["Runbook-Approves", content.approves],
  ];
  return trailers.flatMap(([name, value]) => (value === null ? [] : [trailerLine(name, String(value))]));
}

/** Control characters and halves of surrogate pairs; as ranges, since each record would wait for a look at Unicode's tables. */
const UNWRITABLE = /[\0-\u001f\u007f-\u009f\ud800-\udfff]/u;

function trailerLine(name: Trailer, value: string): string {
  if (UNWRITABLE.test(value) || value !== value.trim()) {
    throw new Error(`${name} must be a single line without space around it: ${JSON.stringify(value)}`);
  }
  return `${name}: ${value}`;
}

/** Where the text after the last blank line begins; -1 where no blank line stands after a subject. */
function lastParagraphStart(text: string): number {
  let lineEnd = text.length;
  while (lineEnd > 0) {
    const lineStart = text.lastIndexOf("\n", lineEnd - 1) + 1;
    // Most lines begin with a letter.
    const isText = lineStart < lineEnd && isVisibleAscii(text.charCodeAt(lineStart));
    if (!isText && text.slice(lineStart, lineEnd).trim() === "") return lineEnd + 1;
    lineEnd = lineStart - 1;
  }
  return -1;
}

function isVisibleAscii(code: number): boolean {
  return code > 32 && code < 127;
}

const TRAILER_BY_NAME: ReadonlyMap<string, Trailer> = new Map(
  [...SINGLE_TRAILERS, ...REPEATABLE_TRAILERS].map((name) => [name, name]),
);
const TRAILER_BY_LOWER_CASE: ReadonlyMap<string, Trailer> = new Map(
  [...SINGLE_TRAILERS, ...REPEATABLE_TRAILERS].map((name) => [name.toLowerCase(), name]),
);

/** The known trailers of a paragraph, as git reads them: names in any case, indented lines continue the one above. */
function trailersIn(paragraph: string): ReadonlyMap<Trailer, readonly string[]> {
  const found = new Map<Trailer, string[]>();
  let continued: string[] | undefined;
  for (let start = 0; start < paragraph.length;) {
    const lineFeed = paragraph.indexOf("\n", start);
    const end = lineFeed < 0 ? paragraph.length : lineFeed;
    const isContinuation = paragraph[start] === " " || paragraph[start] === "\t";
    if (isContinuation) {
      const last = continued?.pop();
      const more = paragraph.slice(start, end).trim();
      // Joined only: to look through the whole for each line would take for ever.
      if (last !== undefined) continued?.push(last && more ? `${last} ${more}` : last + more);
    } else {
      const colon = paragraph.indexOf(":", start);
      const name = colon < 0 || colon > end ? undefined : trailerNamed(paragraph.slice(start, colon));
      continued = name === undefined ? undefined : (found.get(name) ?? []);
      if (name !== undefined && continued !== undefined) {
        if (continued.push(paragraph.slice(colon + 1, end).trim()) === 1) found.set(name, continued);
      }
    }
    start = end + 1;
  }
  return found;
}

function trailerNamed(name: string): Trailer | undefined {
  return TRAILER_BY_NAME.get(name) ?? TRAILER_BY_LOWER_CASE.get(name.trimEnd().toLowerCase());
}

/** Thrown inside this module only; `parseRecordMessage` turns it into a result. */
class Unreadable extends Error {}

function contentOf(trailers: ReadonlyMap<Trailer, readonly string[]>, note: string): RecordContent {
  checkCounts(trailers);
  const one = (name: SingleTrailer): string | null => trailers.get(name)?.[0] ?? null;
  const book = one("Runbook-Book");
  if (book === null) throw new Unreadable("Runbook-Book is missing");
  const record = oneOf("Runbook-Record", one("Runbook-Record"), RECORD_KINDS);
  if (record === null) throw new Unreadable("Runbook-Record is missing");
  for (const name of REQUIRED[record]) {
    if (one(name) === null) throw new Unreadable(`${name} is missing, a record of kind \`${record}\` needs it`);
  }
  const severity = oneOf("Runbook-Severity", one("Runbook-Severity"), SEVERITIES);
  return {
    book,
    record,
    procedure: one("Runbook-Procedure"),
    occurrence: one("Runbook-Occurrence"),
    event: one("Runbook-Event"),
    outcome: oneOf("Runbook-Outcome", one("Runbook-Outcome"), OUTCOMES),
    effortMinutes: effortOf(one("Runbook-Effort")),
    values: valuesOf(trailers.get("Runbook-Value") ?? NO_TRAILERS),
    note,
    evidence: trailers.get("Runbook-Evidence") ?? NO_TRAILERS,
    content: objectIdOf("Runbook-Content", one("Runbook-Content")),
    severity: severity === null ? null : ({ 1: 1, 2: 2, 3: 3 } as const)[severity],
    ticket: one("Runbook-Ticket"),
    assignee: identityOf("Runbook-Assignee", one("Runbook-Assignee")),
    voids: objectIdOf("Runbook-Voids", one("Runbook-Voids")),
    approves: objectIdOf("Runbook-Approves", one("Runbook-Approves")),
  };
}

function checkCounts(trailers: ReadonlyMap<Trailer, readonly string[]>): void {
  for (const [name, values] of trailers) {
    if (values.includes("")) throw new Unreadable(`${name} is empty`);
    const isSingle = values.length > 1 && SINGLE_TRAILERS.some((single) => single === name);
    if (isSingle) throw new Unreadable(`${name} stands ${values.length} times, expected once`);
  }
}

function oneOf<T extends string>(name: Trailer, value: string | null, allowed: readonly T[]): T | null {
  if (value === null) return null;
  const match = allowed.find((candidate) => candidate === value);
  if (match !== undefined) return match;
  const choices = allowed.map((candidate) => `\`${candidate}\``);
  throw new Unreadable(
    `${name} is ${quoted(value)}, expected ${choices.slice(0, -1).join(", ")} or ${choices[choices.length - 1] ?? ""}`,
  );
}

function identityOf(name: Trailer, value: string | null): Identity | null {
  if (value === null) return null;
  const { name: who, email } = IDENTITY.exec(value)?.groups ?? {};
  if (who !== undefined && email !== undefined) return { name: who, email };
  throw new Unreadable(`${name} is ${quoted(value)}, expected \`Name <name@example.com>\``);
}

function objectIdOf(name: Trailer, value: string | null): string | null {
  if (value === null || OBJECT_ID.test(value)) return value;
  throw new Unreadable(`${name} is ${quoted(value)}, expected a whole git id (40 or 64 hexadecimal digits)`);
}

/** Most records took one of a few hundred times. */
const efforts = new Map<string, number>();
const LONGEST_KNOWN = "999m".length;

function effortOf(value: string | null): number | null {
  if (value === null) return null;
  const known = efforts.get(value);
  if (known !== undefined) return known;
  const counts = EFFORT.exec(value)?.slice(1);
  const minutes = counts && minutesOf(counts);
  if (minutes !== undefined && Number.isSafeInteger(minutes)) {
    if (value.length <= LONGEST_KNOWN) efforts.set(value, minutes);
    return minutes;
  }
  throw new Unreadable(`Runbook-Effort is ${quoted(value)}, expected a duration such as \`12m\` or \`1h30m\``);
}

const NO_VALUES: Readonly<Record<string, number>> = {};
const NO_TRAILERS: readonly string[] = [];

function valuesOf(trailers: readonly string[]): Readonly<Record<string, number>> {
  if (trailers.length === 0) return NO_VALUES;
  const values = new Map<string, number>();
  for (const trailer of trailers) {
    const equals = trailer.indexOf("=");
    const name = trailer.slice(0, Math.max(equals, 0)).trim();
    const digits = trailer.slice(equals + 1).trim();
    const value = Number(digits);
    if (name === "" || !NUMBER.test(digits) || !Number.isFinite(value)) {
      throw new Unreadable(`Runbook-Value is ${quoted(trailer)}, expected a measure and a number such as \`gb=81.4\``);
    }
    if (values.has(name)) throw new Unreadable(`Runbook-Value gives ${quoted(name)} twice`);
    values.set(name, value);
  }
  return Object.fromEntries(values);
}
