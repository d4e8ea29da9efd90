// What the commands that ask on the terminal share.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { GlobalOptions } from "../session/options.ts";

/** Whether somebody is there to answer, and the answer to be read by people. */
export function canAsk({ format }: Pick<GlobalOptions, "format">, { stdin, stdout }: Io): boolean {
  return format !== "json" && stdin.isTTY && stdout.isTTY;
}

/** Whether it is what a prompt throws on Ctrl-C and at the end of the input. */
export function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && error.name === "ExitPromptError";
}

/** What is answered. Throws RunbookError `usage` with `message` where that is broken off. */
export async function unlessBrokenOff<Answer>(message: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!isBrokenOff(error)) throw error;
    throw new RunbookError("usage", message, null, { cause: error });
  }
}

/** What breaking off leaves of what was to be recorded. */
export const NOTHING_RECORDED = "Stopped; nothing was recorded";
