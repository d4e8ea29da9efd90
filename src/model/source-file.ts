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
