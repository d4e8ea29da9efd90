/** A text to keep, in parts that change by themselves; each of them is one line. */
export interface KeptLines {
  /** What holds for the whole. */
  readonly head: string;
  readonly lines: Lines;
}

/** A text to write. Its lines are gone through once, one by one: of a large text they need not all be there. */
export interface LinesToKeep {
  /** Asked for once the lines have been gone through. */
  readonly head: () => string;
  /** Each key once. */
  readonly lines: Iterable<readonly [key: string, line: string]>;
}

/** Lines by their keys: a Map, or what reads a line when somebody asks for it. */
export interface Lines extends Iterable<readonly [key: string, line: string]> {
  readonly get: (key: string) => string | undefined;
}

/** Lines that replace others of the same keys; a key without one says that there is no such line any more. */
export type ChangedLines = ReadonlyMap<string, string | undefined>;
