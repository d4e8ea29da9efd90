/** A text to keep, in parts that change by themselves; each of them is one line. */
export interface KeptLines {
  /** What holds for the whole. */
  readonly head: string;
  readonly lines: ReadonlyMap<string, string>;
}
