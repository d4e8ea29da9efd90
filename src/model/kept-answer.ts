/** Everything that a run printed, and how it ended. */
export interface Answer {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: 0 | 1;
}

/** A file and what it held; null where there was none. */
export type SeenFile = readonly [path: string, content: string | null];

/** What an answer follows from: while all of it stays, so does the answer. */
export interface Grounds {
  /** The command line, where it was given, and how its output looks. */
  readonly key: string;
  /** The run book's folder, absolute. */
  readonly root: string;
  /** From this instant on, until before that one. */
  readonly from: number;
  readonly until: number;
  /** The run book's files, all of them: the id by which they are kept. */
  readonly files: string;
  /** Further files, absolute. */
  readonly seen: readonly SeenFile[];
}
