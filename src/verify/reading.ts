import { type InspectedCommit, type Inspector, ledgerCommitOf } from "../model/inspection.ts";
import type { LedgerRecord, RecordContent } from "../model/record.ts";
import type { Break } from "../model/verification.ts";
import { parseRecordMessage } from "../parse/record-message.ts";
import { recordIn, sharedTexts } from "../parse/records.ts";
import { type FilledColumns, type LedgerColumns, ledgerColumns } from "./columns.ts";
import { type FileChecks, fileChecks } from "./files.ts";
import { formFault } from "./form.ts";

/** A ledger, once it has been read through. */
export interface LedgerReading {
  readonly columns: LedgerColumns;
  /** What the commits' own messages break, newest first, but for what cannot be read and its run book has voided. */
  readonly forms: readonly Break[];
  readonly files: FileChecks;
  /** Records of this run book as far as they were to be kept, newest first. */
  readonly records: readonly LedgerRecord[];
}

/** A ledger that is being read. */
interface Begun extends Omit<LedgerReading, "forms"> {
  readonly columns: FilledColumns;
  /** `settledBy`: the void after which it is none any more. */
  readonly faults: { readonly fault: Break; readonly settledBy: string | null }[];
  /** Those of every run book, by `voidOf`. */
  readonly voids: Set<string>;
  readonly records: LedgerRecord[];
}

/** Reads a ledger through, for one run book, and keeps the records of which `isKept` says so. */
export function ledgerReader(
  book: string,
  isKept: (content: RecordContent) => boolean,
): { readonly inspector: Inspector; readonly reading: () => LedgerReading } {
  let reading: Begun | undefined;
  const begun = (): Begun => {
    if (reading === undefined) throw new Error("Nothing was read yet.");
    return reading;
  };
  const textOf = sharedTexts();
  return {
    reading: () => {
      const { faults, voids, ...read } = begun();
      const standing = faults.filter(({ settledBy }) => settledBy === null || !voids.has(settledBy));
      return { ...read, forms: standing.map(({ fault }) => fault) };
    },
    inspector: {
      begin: (commits) => {
        const columns = ledgerColumns(commits);
        reading = { columns, faults: [], voids: new Set(), files: fileChecks(columns, book), records: [] };
      },
      commit: (place, commit) => {
        const { columns, faults, voids, records } = begun();
        const parsed = parseRecordMessage(commit.message);
        const unread = parsed !== undefined && "problem" in parsed ? parsed : undefined;
        const claim = parsed !== undefined && "content" in parsed ? parsed : undefined;
        // A merge or a root is no record, whatever it claims.
        const read = commit.parents.length === 1 ? claim : undefined;
        const isOwn = read?.content.book === book;
        columns.put(place, commit, read, isOwn);
        if (unread !== undefined) columns.putProblem(place);
        // What names no run book may be of each, and each has to void it.
        const voidable = unread !== undefined && isVoidable(commit) ? (unread.book ?? book) : null;
        const fault = formFault(commit, claim !== undefined, unread?.problem ?? null, voidable === book);
        if (fault !== undefined)
          faults.push({ fault, settledBy: voidable === null ? null : voidOf(voidable, commit.id) });
        if (read?.content.record === "void") voids.add(voidOf(read.content.book, read.content.voids ?? ""));
        if (read !== undefined && isOwn && isKept(read.content))
          records.push(recordIn(ledgerCommitOf(commit), read, textOf));
      },
      files: (place, differences) => begun().files.compare(place, differences),
      filesAgain: () => begun().files.compareAgain(),
    },
  };
}

/** What no program takes for anything else than a record that cannot be read. */
function isVoidable({ parents, doubtfulEncoding }: InspectedCommit): boolean {
  return parents.length === 1 && doubtfulEncoding === null;
}

function voidOf(book: string, target: string): string {
  return `${book}\n${target}`;
}
