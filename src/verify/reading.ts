import { type Inspector, ledgerCommitOf } from "../model/inspection.ts";
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
  /** What the commits' own messages break, newest first. */
  readonly forms: readonly Break[];
  readonly files: FileChecks;
  /** Records of this run book as far as they were to be kept, newest first. */
  readonly records: readonly LedgerRecord[];
}

/** Reads a ledger through, for one run book, and keeps the records of which `isKept` says so. */
export function ledgerReader(
  book: string,
  isKept: (content: RecordContent) => boolean,
): { readonly inspector: Inspector; readonly reading: () => LedgerReading } {
  let reading: { columns: FilledColumns; forms: Break[]; files: FileChecks; records: LedgerRecord[] } | undefined;
  const begun = (): NonNullable<typeof reading> => {
    if (reading === undefined) throw new Error("Nothing was read yet.");
    return reading;
  };
  const textOf = sharedTexts();
  return {
    reading: begun,
    inspector: {
      begin: (commits) => {
        const columns = ledgerColumns(commits);
        reading = { columns, forms: [], files: fileChecks(columns, book), records: [] };
      },
      commit: (place, commit) => {
        const { columns, forms, records } = begun();
        const parsed = parseRecordMessage(commit.message);
        const problem = parsed !== undefined && "problem" in parsed ? parsed.problem : null;
        const claim = parsed !== undefined && "content" in parsed ? parsed : undefined;
        // A merge or a root is no record, whatever it claims.
        const read = commit.parents.length === 1 ? claim : undefined;
        const isOwn = read?.content.book === book;
        columns.put(place, commit, read, isOwn);
        if (problem !== null) columns.putProblem(place);
        const form = formFault(commit, claim !== undefined, problem);
        if (form !== undefined) forms.push(form);
        if (read !== undefined && isOwn && isKept(read.content))
          records.push(recordIn(ledgerCommitOf(commit), read, textOf));
      },
      files: (place, differences) => begun().files.compare(place, differences),
      filesAgain: () => begun().files.compareAgain(),
    },
  };
}
