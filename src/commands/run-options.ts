import type { GlobalOptions } from "./options.ts";

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
  readonly print?: boolean;
}
