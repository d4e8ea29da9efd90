import type { LedgerRecord } from "../model/record.ts";
import type { Assessed } from "../report/adherence.ts";
import type { Item } from "../schedule/due-list.ts";
import { holdersOf } from "../schedule/holders.ts";
import { eventsAsOf } from "../schedule/incidents.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { type ColumnsOf, csvTable } from "./csv.ts";
import { recordLine } from "./record-line.ts";

/** What an audit has in its folder of what its records name. */
export interface FilesOfRecords {
  /** Evidence by record; null where its tree does not have it. */
  readonly evidence: ReadonlyMap<string, readonly { readonly path: string; readonly file: string | null }[]>;
  /** Texts by blob; null where the repository has none. */
  readonly texts: ReadonlyMap<string, string | null>;
}

/** The columns of `fileColumns`, with what each says. */
export const FILE_COLUMNS = {
  text_file: "the text that was followed, in this folder",
  evidence_files: "the files kept with it, in this folder",
} as const;

/** Where the files are that a record names. */
export function fileColumns({ evidence, texts }: FilesOfRecords): ColumnsOf<LedgerRecord> {
  const columns: Record<keyof typeof FILE_COLUMNS, (record: LedgerRecord) => string | null> = {
    text_file: ({ content }) => (content === null ? null : (texts.get(content) ?? null)),
    evidence_files: ({ commit }) => (evidence.get(commit) ?? []).flatMap(({ file }) => file ?? []).join("; "),
  };
  return columns;
}

const OCCURRENCE_COLUMNS = [
  "procedure",
  "name",
  "occurrence",
  "scheduled",
  "due",
  "status",
  "counts_as",
  "decided_by",
  "owner",
  "people",
];

/**
 * What a period had, what became of it by its end, and who answered for it when it was due; a line each. What of it was due
 * in the period, and so makes its adherence, is in `assessed`.
 */
export function renderOccurrencesCsv(
  items: readonly Item[],
  assessed: readonly Assessed[],
  { book }: Schedule,
): string {
  const results = new Map(assessed.map(({ occurrence, result }) => [nameOf(occurrence), result]));
  return csvTable(
    OCCURRENCE_COLUMNS,
    items.map(({ occurrence, status, decidedBy, owner: { role } }) => [
      occurrence.procedure.id,
      occurrence.procedure.name,
      occurrence.key,
      occurrence.scheduled,
      occurrence.dueAt ?? occurrence.due,
      status,
      results.get(nameOf(occurrence)) ?? null,
      decidedBy?.record.commit ?? null,
      role,
      holdersOf(occurrence.procedure.owner, book.directory, occurrence.due ?? occurrence.scheduled).people.join("; "),
    ]),
  );
}

function nameOf({ procedure, key }: Item["occurrence"]): string {
  return `${procedure.id} ${key}`;
}

/** Events and incidents that were open on a day of a period, by the time they began, as they stood at its end. */
export function renderEventsCsv(schedule: Schedule, from: string): string {
  const { zone } = schedule;
  const events = eventsAsOf(schedule)
    .filter(({ closedAt }) => closedAt === null || zone.dateAt(closedAt) >= from)
    .toReversed();
  const titles = [
    "event",
    "title",
    "severity",
    "opened_at",
    "opened_by",
    "closed_at",
    "closed_by",
    "assignee",
    "ticket",
  ];
  return csvTable(
    [...titles, "timeline"],
    events.map((event) => [
      event.id,
      event.title,
      event.severity,
      zone.timestamp(event.openedAt),
      event.openedBy.name,
      event.closedAt === null ? null : zone.timestamp(event.closedAt),
      event.closedBy?.name ?? null,
      event.assignee?.name ?? null,
      event.ticket,
      event.timeline.map(({ record }) => recordLine(record)).join(" | "),
    ]),
  );
}
