// What later checks need of each commit, in some tens of bytes: there may be a million.

import { timestampAt } from "../calendar/timestamp.ts";
import type { CommitPlaces, InspectedCommit } from "../model/inspection.ts";
import { numbering } from "../model/numbering.ts";
import { type Identity, RECORD_KINDS, type RecordKind } from "../model/record.ts";
import { ownText } from "../parse/own-text.ts";
import type { ParsedRecord } from "../parse/record-message.ts";
import type { Instant } from "../schedule/zone.ts";

/** The commits of a ledger by their places, with what their messages say. */
export interface LedgerColumns {
  readonly commits: CommitPlaces;
  /** Of a record of any run book; null for what is no record that can be read. */
  readonly kindAt: (place: number) => RecordKind | null;
  /** Whether it is a record of this run book. */
  readonly isOwn: (place: number) => boolean;
  readonly ownCount: () => number;
  /** Means to be a record and cannot be read. */
  readonly isProblem: (place: number) => boolean;
  readonly authorAt: (place: number) => Identity;
  readonly committerAt: (place: number) => Identity;
  readonly authoredAt: (place: number) => Instant;
  readonly committedAt: (place: number) => Instant;
  /** RFC 3339, as the commit has them. */
  readonly authorDateAt: (place: number) => string;
  readonly committerDateAt: (place: number) => string;
  readonly procedureAt: (place: number) => string | null;
  readonly occurrenceAt: (place: number) => string | null;
  readonly eventAt: (place: number) => string | null;
  /** Blob id of the text that was followed. */
  readonly contentAt: (place: number) => string | null;
  readonly bookAt: (place: number) => string;
  readonly evidenceAt: (place: number) => readonly string[];
  /** The places of this run book's voids and approvals with what they are about, newest first. */
  readonly references: readonly { readonly place: number; readonly target: string }[];
}

/** Columns to be filled; `put` takes each commit, with what its message says where that is a record that can be read. */
export interface FilledColumns extends LedgerColumns {
  readonly put: (place: number, commit: InspectedCommit, read: ParsedRecord | undefined, isOwn: boolean) => void;
  readonly putProblem: (place: number) => void;
}

/** Stands for no text. */
const NONE = -1;
const PROBLEM = RECORD_KINDS.length + 1;
const NUMBER_OF_KIND: ReadonlyMap<RecordKind, number> = new Map(RECORD_KINDS.map((kind, index) => [kind, index + 1]));
const NO_EVIDENCE: readonly string[] = [];

/** Empty columns for these commits. */
export function ledgerColumns(commits: CommitPlaces): FilledColumns {
  const { count } = commits;
  const texts = numbering(ownText);
  const numbers = (): Int32Array => new Int32Array(count).fill(NONE);
  const kinds = new Uint8Array(count);
  const own = new Uint8Array(count);
  const [authors, committers, authorOffsets, committerOffsets] = [numbers(), numbers(), numbers(), numbers()];
  const [authoredAt, committedAt] = [new Float64Array(count), new Float64Array(count)];
  const [books, procedures, occurrences, contents] = [numbers(), numbers(), numbers(), numbers()];
  const events = numbers();
  const evidence = new Map<number, string>();
  const references: { place: number; target: string }[] = [];
  const numberOf = (text: string | null): number => (text === null ? NONE : texts.numberOf(text));
  const textAt = (column: Int32Array, place: number): string | null => {
    const number = column[place] ?? NONE;
    return number === NONE ? null : texts.valueAt(number);
  };
  const personAt = (column: Int32Array, place: number): Identity => {
    const [name = "", email = ""] = (textAt(column, place) ?? "").split("\n");
    return { name, email };
  };
  const dateAt = (instants: Float64Array, offsets: Int32Array, place: number): string =>
    timestampAt(instants[place] ?? 0, textAt(offsets, place) ?? "");
  return {
    commits,
    kindAt: (place) => RECORD_KINDS[(kinds[place] ?? 0) - 1] ?? null,
    isOwn: (place) => own[place] === 1,
    ownCount: () => own.reduce((sum, one) => sum + one, 0),
    isProblem: (place) => kinds[place] === PROBLEM,
    authorAt: (place) => personAt(authors, place),
    committerAt: (place) => personAt(committers, place),
    authoredAt: (place) => authoredAt[place] ?? 0,
    committedAt: (place) => committedAt[place] ?? 0,
    authorDateAt: (place) => dateAt(authoredAt, authorOffsets, place),
    committerDateAt: (place) => dateAt(committedAt, committerOffsets, place),
    bookAt: (place) => textAt(books, place) ?? "",
    procedureAt: (place) => textAt(procedures, place),
    occurrenceAt: (place) => textAt(occurrences, place),
    eventAt: (place) => textAt(events, place),
    contentAt: (place) => textAt(contents, place),
    evidenceAt: (place) => evidence.get(place)?.split("\n") ?? NO_EVIDENCE,
    references,
    putProblem: (place) => {
      kinds[place] = PROBLEM;
    },
    put: (place, commit, read, isOwn) => {
      const { author, authored, committer, committed } = commit;
      authoredAt[place] = authored.instant;
      committedAt[place] = committed.instant;
      authors[place] = numberOf(`${author.name}\n${author.email}`);
      committers[place] =
        author === committer ? (authors[place] ?? NONE) : numberOf(`${committer.name}\n${committer.email}`);
      authorOffsets[place] = numberOf(authored.offset);
      committerOffsets[place] = authored === committed ? (authorOffsets[place] ?? NONE) : numberOf(committed.offset);
      if (read === undefined) return;
      const { content } = read;
      kinds[place] = NUMBER_OF_KIND.get(content.record) ?? 0;
      if (isOwn) own[place] = 1;
      books[place] = numberOf(content.book);
      procedures[place] = numberOf(content.procedure);
      occurrences[place] = numberOf(content.occurrence);
      events[place] = numberOf(content.event);
      contents[place] = numberOf(content.content);
      // A path is a line.
      if (content.evidence.length > 0) evidence.set(place, ownText(content.evidence.join("\n")));
      const target =
        content.record === "void" ? content.voids : content.record === "approval" ? content.approves : null;
      if (isOwn && target !== null) references.push({ place, target: ownText(target) });
    },
  };
}
