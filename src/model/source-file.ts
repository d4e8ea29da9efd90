/** A file of the run book as it was read, or why it could not be; `path` is relative to the run book, with `/`. */
export type SourceFile =
  /** A byte order mark stays in the text, so that offsets are those of the file. */
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly problem: { readonly message: string; readonly hint: string } };
