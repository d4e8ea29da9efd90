/** What is said of a run book beside its procedures. */
export const CONFIG_FILES: readonly string[] = ["runbook.yml", "roles.yml", "holidays.yml", "waves.yml"];

/** The path of a procedure's file. */
export const PROCEDURE_FILE = /^procedures\/.+\.md$/u;

/** A file of the run book as it was read, or why it could not be; `path` is relative to the run book, with `/`. */
export type SourceFile =
  /** A byte order mark stays in the text, so that offsets are those of the file. */
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly problem: { readonly message: string; readonly hint: string } };

/** What the file system says of a file: milliseconds with their fractions, bytes. While it stays, so does the text. */
export type Stamp = readonly [modified: number, changed: number, size: number, inode: number];

/** How a file was when it was read. */
export interface KnownFile {
  /** Null where the file may have changed since without a sign of it: it has to be read again. */
  readonly stamp: Stamp | null;
  /** Of its text. */
  readonly hash: string;
}

/** A file of the run book: with its source, or as unchanged. */
export interface FoundFile {
  readonly path: string;
  /** Null where the text may change without a change of it: too young, a link, or not readable. */
  readonly stamp: Stamp | null;
  /** Undefined where the stamp is the known one. */
  readonly source: SourceFile | undefined;
}

/** All files of a run book as they were when they were last looked at. */
export interface KeptFiles {
  /** While no text changes, so it stays. */
  readonly id: string;
  /** By path. */
  readonly files: ReadonlyMap<string, KnownFile>;
}

/** How git can tell which of the files of a run book that is kept by this id have changed: nobody else looks as fast at many. */
export interface GitsEye {
  readonly id: string;
  /** The file of an index made for that, by its name among the caches; undefined where git makes none of these files. */
  readonly index: { readonly name: string; readonly stamp: Stamp } | undefined;
  /** The folders of the procedures: while they have these stamps, no file has come, gone or got another name. */
  readonly folders: readonly (readonly [path: string, stamp: Stamp | null])[];
  /** The files that the index does not know as they are kept. */
  readonly others: ReadonlyMap<string, KnownFile>;
}
