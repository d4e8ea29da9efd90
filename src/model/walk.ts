import type { Measure } from "./procedure.ts";
import type { Task } from "./checklist.ts";

/** What is asked of whoever goes through a procedure, in order: its steps, its points of validation, its measures. */
export type Question =
  | { readonly kind: "task"; readonly task: Task }
  | { readonly kind: "measure"; readonly name: string; readonly measure: Measure };

/** `not-measured` is a measure without a value. */
export const RESULTS = ["done", "failed", "not-applicable", "yes", "no", "measured", "not-measured"] as const;
export type Result = (typeof RESULTS)[number];

export interface Answer {
  /** Null: not answered yet. */
  readonly result: Result | null;
  /** Of a measure. */
  readonly value: number | null;
  /** Why it does not apply, what went wrong, or what there is to say; `""` where nothing is said. */
  readonly note: string;
  /** What was run for it and how that ended, a line each. */
  readonly runs: readonly string[];
  /** Absolute paths of files to be kept as evidence. */
  readonly files: readonly string[];
  /** Milliseconds spent on it. */
  readonly spent: number;
}

/** What there is of a question that nobody has answered. */
export const UNANSWERED: Answer = { result: null, value: null, note: "", runs: [], files: [], spent: 0 };

/** How far somebody has come. */
export interface Walk {
  readonly questions: readonly Question[];
  /** One for each question. */
  readonly answers: readonly Answer[];
  /** Index of the question that is asked; the number of questions once none is left, or the rest is left out. */
  readonly at: number;
  readonly whole: WholeAnswer;
}

/** What is said of the whole. */
export interface WholeAnswer {
  readonly note: string;
  /** Absolute paths of files to be kept as evidence. */
  readonly files: readonly string[];
  /** Where somebody corrected the time that was measured. */
  readonly effortMinutes: number | null;
}

/** What is kept of the answers of a walk, to go on with it even where the text has changed. */
export interface KeptAnswers {
  readonly whole: WholeAnswer;
  readonly answers: readonly (Answer & { /** What tells the question. */ readonly of: string })[];
  /** Whether the rest was left out. */
  readonly isEnded: boolean;
}

/** What is kept of a walk, in a file of its own, until it is recorded or discarded. */
export interface KeptWalk extends KeptAnswers {
  readonly book: string;
  readonly procedure: string;
  readonly occurrence: string;
  /** Name of the folder beside its file for files that belong to it; there may be none. */
  readonly folder: string;
  /** Who began it, as git has it. */
  readonly startedBy: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly savedAt: number;
  /** Commits of the records that the occurrence had when it was begun. */
  readonly known: readonly string[];
}
