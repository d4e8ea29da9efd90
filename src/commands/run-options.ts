import type { GlobalOptions } from "../session/options.ts";

export interface RunOptions extends GlobalOptions {
  readonly procedure: string;
  readonly for?: string;
  readonly at?: string;
  readonly by?: string;
  /** Files. */
  readonly attach: readonly string[];
  /** Bytes. */
  readonly maxAttachment?: number;
  readonly message?: string;
  readonly again?: boolean;
  /** Run blocks without asking. */
  readonly exec?: boolean;
  /** `NAME=VALUE`. */
  readonly input: readonly string[];
  /** Names of environment variables. */
  readonly mask: readonly string[];
  /** Milliseconds for each block. */
  readonly timeout: number;
  readonly print?: boolean;
}
