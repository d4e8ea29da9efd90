import type { CalendarDate } from "../calendar/calendar-date.ts";

/** What a block marked `run` may be written in. */
export const LANGUAGES = ["sh", "bash", "pwsh", "powershell", "cmd", "node", "python"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A fenced block whose info string ends in `run`. */
export interface AutomationBlock {
  readonly section: "steps" | "validation";
  /** Number of the step or validation point that it stands in, from 1; null where it stands in none. */
  readonly item: number | null;
  /** Line of its opening fence in the file, from 1. */
  readonly line: number;
  /** The first word after the fence, in lower case; one of `LANGUAGES` where it can be run. */
  readonly language: string;
  /** What stands between the fences, with LF line ends. */
  readonly script: string;
}

/** A value that a procedure's blocks are given in an environment variable. */
export interface Input {
  readonly description?: string;
  /** Source of a regular expression, with Unicode rules. */
  readonly pattern?: string;
  readonly default?: string;
  /** Its value is shown and kept nowhere. */
  readonly isSecret: boolean;
}

/** Characters of a line of output; of a longer one the rest is left out. */
export const LONGEST_LINE = 1 << 18;

/** How a block ended; `not-run` where one before it failed or was interrupted. */
export interface BlockResult {
  readonly block: AutomationBlock;
  readonly status: "passed" | "failed" | "timed-out" | "interrupted" | "not-run";
  /** Null where it did not come to one. */
  readonly exitCode: number | null;
  /** The signal that ended it, such as SIGSEGV. */
  readonly signal: string | null;
  readonly seconds: number;
  /** What it wrote: in whole lines, without control characters and secrets, its middle left out where it is long. */
  readonly output: string;
  /** Characters that `output` lacks. */
  readonly leftOut: number;
}

/** An input's value, and where it was found. */
export interface InputValue {
  readonly value: string;
  readonly from: "given" | "environment" | "default";
}

/** What the text of a block may name in double braces, and finds in the environment too. */
export interface BlockVariables {
  readonly as_of: CalendarDate;
  /** The occurrence's key; null where none is at hand. */
  readonly occurrence: string | null;
}

/** The environment variable in which an input's value reaches a block. */
export function variableOf(input: string): string {
  return input.toUpperCase().replaceAll("-", "_");
}

/** Names that no input may take: the interpreter, its libraries, git or this tool would obey the value. */
const OBEYED =
  /^(?:AS_OF|OCCURRENCE|PATH|PATHEXT|COMSPEC|SYSTEMROOT|WINDIR|HOME|USERPROFILE|SHELL|IFS|ENV|CDPATH|PS4|TEMP|TMP|TMPDIR|PSMODULEPATH|NODE_PATH|NODE_EXTRA_CA_CERTS|(?:BASH|SHELLOPTS|PROMPT_COMMAND|LD|DYLD|PYTHON|PERL5?|GIT|RUNBOOK)(?:_.*)?|PYTHON.*|NODE_OPTIONS)$/;

/** Whether a program obeys the variable of an input, so that its value could do more than be read. */
export function isObeyed(input: string): boolean {
  return OBEYED.test(variableOf(input));
}
