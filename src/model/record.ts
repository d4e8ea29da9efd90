import type { Severity } from "./trigger.ts";

export const RECORD_KINDS = ["completion", "skip", "void", "approval", "event", "event-update", "event-close"] as const;
export type RecordKind = (typeof RECORD_KINDS)[number];

/** Who, as git writes them. */
export interface Identity {
  readonly name: string;
  readonly email: string;
}

/** Whether both are one person's, whom an address stands for: letter case says nothing in it. */
export function isSamePerson(one: Pick<Identity, "email">, other: Pick<Identity, "email">): boolean {
  return one.email.toLowerCase() === other.email.toLowerCase();
}

/** A commit of the ledger as the store reads it; the message is not interpreted yet. */
export interface LedgerCommit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly author: Identity;
  /** RFC 3339 with the offset that the author's clock had. */
  readonly authorDate: string;
  readonly committer: Identity;
  readonly committerDate: string;
  readonly message: string;
}

/** A commit that means to be a record of a run book, and why it says nothing; a further record may void it. */
export interface UnreadableRecord {
  readonly commit: string;
  readonly problem: string;
}

export function isUnreadable(record: LedgerRecord | UnreadableRecord): record is UnreadableRecord {
  return "problem" in record;
}

/** What a record says, without who and when; what the recorder writes and the reader finds. */
export interface RecordContent {
  readonly book: string;
  readonly record: RecordKind;
  readonly procedure: string | null;
  /** The occurrence key. */
  readonly occurrence: string | null;
  /** Id of the event. */
  readonly event: string | null;
  readonly outcome: "done" | "failed" | null;
  readonly effortMinutes: number | null;
  readonly values: Readonly<Record<string, number>>;
  /** Free text; `""` where there is none. */
  readonly note: string;
  /** Paths in the ledger's tree. */
  readonly evidence: readonly string[];
  /** Blob id of the text that was followed. */
  readonly content: string | null;
  readonly severity: Severity | null;
  /** The incident's id in the tool that pages people. */
  readonly ticket: string | null;
  /** Who has the event from here on. */
  readonly assignee: Identity | null;
  /** Commit of the record that this one voids. */
  readonly voids: string | null;
  /** Commit of the completion that this one approves. */
  readonly approves: string | null;
}

/** An id of git's as messages name it, and as commands take it. */
export function abbreviated(id: string): string {
  return id.slice(0, 10);
}

/** A record's content with nothing in it, to be spread into. */
export const EMPTY_CONTENT: Omit<RecordContent, "book" | "record"> = {
  procedure: null,
  occurrence: null,
  event: null,
  outcome: null,
  effortMinutes: null,
  values: {},
  note: "",
  evidence: [],
  content: null,
  severity: null,
  ticket: null,
  assignee: null,
  voids: null,
  approves: null,
};

/** The value of a measure. Its name is anybody's: `constructor` is none that every object has. */
export function valueIn({ values }: Pick<RecordContent, "values">, name: string): number | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

/** One record of the ledger: the commit's author performed it, its committer recorded it. */
export interface LedgerRecord extends RecordContent {
  readonly commit: string;
  /** First line of the message. */
  readonly subject: string;
  readonly performedBy: Identity;
  /** RFC 3339 with offset. */
  readonly performedAt: string;
  readonly recordedBy: Identity;
  readonly recordedAt: string;
}
