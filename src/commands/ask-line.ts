// A question that is answered in one line.

import type { input } from "@inquirer/prompts";
import type { Io } from "../io.ts";
import { LEAVE_PASTES, MARK_PASTES, joinedLines } from "../store/pasted-lines.ts";

/**
 * Asks for one line, as `input` of @inquirer/prompts does. Pasted lines become one, with a space between them: a prompt takes
 * the first at its end, and the others are lost or answer the next question.
 */
export async function askLine(question: Parameters<typeof input>[0], io: Io): Promise<string> {
  const prompts = await import("@inquirer/prompts");
  const keys = io.stdin.keys();
  const joined = Object.assign(joinedLines(), { setRawMode: (isRaw: boolean) => keys.setRawMode(isRaw) });
  keys.pipe(joined);
  io.stdout.write(MARK_PASTES);
  try {
    return await prompts.input(question, { input: joined });
  } finally {
    io.stdout.write(LEAVE_PASTES);
    keys.unpipe(joined);
  }
}
