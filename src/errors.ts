/** What went wrong, for programs; stands in the JSON error document. */
export type ErrorCode =
  | "usage"
  | "no-runbook"
  | "invalid-runbook"
  | "unknown-procedure"
  | "unknown-occurrence"
  | "no-candidate"
  | "ambiguous"
  | "already-done"
  | "not-found"
  | "not-allowed"
  | "no-repository"
  | "no-identity"
  | "no-interpreter"
  | "shallow-ledger"
  | "secret"
  | "signing"
  | "ledger-moved"
  | "no-remote"
  | "remote"
  | "remote-refused"
  | "remote-rewritten"
  | "git"
  | "io";

const NAME = "RunbookError";

/**
 * The tool cannot go on: exit status 2. `message` says what is wrong, `hint` the next step.
 * Thrown by the shell (store, commands), caught once in `main`.
 */
export class RunbookError extends Error {
  /** The program is built in two parts, each with a class of its own: what one throws, the other knows. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === NAME && "hint" in value;
  }

  readonly code: ErrorCode;
  readonly hint: string | null;

  constructor(code: ErrorCode, message: string, hint: string | null = null, options?: ErrorOptions) {
    super(message, options);
    this.name = NAME;
    this.code = code;
    this.hint = hint;
  }
}
