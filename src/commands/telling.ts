// One procedure and all that its records say, for whoever goes through it: from the caches, where those tell enough.

import type { Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import { requireRecent } from "../schedule/recent.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, answerFrom } from "../session/session.ts";
import type { FetchWhen } from "../session/sync-automatically.ts";
import { findProcedure } from "./find-procedure.ts";

/** A session whose schedule has notes and values of one procedure. */
export interface Telling<Answer> {
  readonly session: StatusSession;
  readonly procedure: Procedure;
  readonly answer: Answer;
}

/**
 * Asks about the procedure that a word names. What `ask` looks at of its records can be looked at later, too; how it went
 * of late can be in any case. Throws as `answerFrom` and `findProcedure` do.
 */
export async function answerTelling<Answer>(
  ask: (session: StatusSession, procedure: Procedure) => Promise<Answer> | Answer,
  options: GlobalOptions & { readonly procedure: string },
  io: Io,
  fetch: FetchWhen,
): Promise<Telling<Answer>> {
  const telling = async (opened: StatusSession): Promise<Telling<Answer>> => {
    const procedure = findProcedure(opened, options.procedure);
    const session = { ...opened, schedule: opened.scheduleTelling(procedure) };
    if (!opened.read.isWhole) requireRecent(procedure, session.schedule);
    return { session, procedure, answer: await ask(session, procedure) };
  };
  return (await answerFrom(telling, options, io, fetch)).answer;
}
