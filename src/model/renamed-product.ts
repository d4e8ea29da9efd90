/** A retired Microsoft name or a dead admin centre path, with what it is called today. */
export interface RenamedProduct {
  /** Literal texts, looked for as a reader sees them. */
  readonly patterns: readonly string[];
  readonly today: string;
  /** When it was renamed; null where that is not known. */
  readonly since: string | null;
  readonly caseSensitive?: boolean;
  /** Words after which (and a space) it is something else. */
  readonly notFollowedBy?: readonly string[];
}
