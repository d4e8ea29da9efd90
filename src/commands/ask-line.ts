// A question that is answered in one line.

import type { Io } from "../io.ts";
import { LEAVE_PASTES, MARK_PASTES, joinedLines } from "../store/pasted-lines.ts";

export interface LineQuestion {
  readonly message: string;
  readonly default?: string;
  /** Whether the default stands on the line already, to be changed. */
  readonly isEditable?: boolean;
  /** True, or what is wrong with the answer. */
  readonly validate?: (answer: string) => boolean | string | Promise<boolean | string>;
}

/**
 * Asks for one line. Pasted lines become one, with a space between them: a prompt takes the first at its end, and the others
 * are lost or answer the next question.
 */
export async function askLine({ message, isEditable, validate, ...rest }: LineQuestion, io: Io): Promise<string> {
  const { input } = await import("@inquirer/prompts");
  const keys = io.stdin.keys();
  const joined = Object.assign(joinedLines(), { setRawMode: (isRaw: boolean) => keys.setRawMode(isRaw) });
  keys.pipe(joined);
  io.stdout.write(MARK_PASTES);
  const question = { message, ...rest, ...(validate && { validate }) };
  try {
    return await input(
      { ...question, ...(isEditable === true && { prefill: "editable" as const }) },
      { input: joined },
    );
  } finally {
    io.stdout.write(LEAVE_PASTES);
    keys.unpipe(joined);
  }
}
