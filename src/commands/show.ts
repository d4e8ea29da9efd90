import { join } from "node:path";
import type { ExitCode, Io } from "../io.ts";
import { nextItems } from "../schedule/candidates.ts";
import { type Item, listedItems } from "../schedule/due-list.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, answerFrom, outputStyle, reportOnStderr } from "../session/session.ts";
import { textIn } from "../store/text-file.ts";
import { itemDocument, procedureDocument } from "../view/json.ts";
import type { ProcedureOutput } from "../view/output-shapes.ts";
import { plainBlock } from "../view/plain-text.ts";
import { renderJson } from "../view/render-json.ts";
import { renderShowText } from "../view/show-text.ts";
import { calendarNotesFor } from "./calendar-notes.ts";
import { findProcedure } from "./find-procedure.ts";
import { writePaged } from "./paging.ts";
import { procedureBody } from "./procedure-body.ts";

export interface ShowOptions extends GlobalOptions {
  readonly procedure: string;
}

/** Next dates that are shown. */
const UPCOMING = 3;

/** Prints one procedure: what it is, when it comes next, and its text. */
export async function runShow(options: ShowOptions, io: Io): Promise<ExitCode> {
  const { session, answer } = await answerFrom((opened) => shownOf(opened, options.procedure), options, io, "never");
  const { document, upcoming } = answer;
  const { schedule, root } = session;
  const dates = upcoming.map(({ occurrence }) => occurrence.scheduled);
  if (options.format !== "markdown") reportOnStderr(await calendarNotesFor(session.book, dates), options, io);
  const body = procedureBody(document.path, textIn(join(root, document.path)));
  switch (options.format) {
    case "json": {
      const shown = { ...document, upcoming: upcoming.map(itemDocument), text: body.source };
      io.stdout.write(renderJson<"show">({ schemaVersion: 1, procedure: shown }));
      break;
    }
    case "markdown":
      io.stdout.write(`${plainBlock(body.source).trim()}\n`);
      break;
    default:
      await writePaged(renderShowText(document, upcoming, body, schedule, outputStyle(options, io)), io);
  }
  return 0;
}

interface Shown {
  readonly document: ProcedureOutput;
  readonly upcoming: readonly Item[];
}

function shownOf(session: StatusSession, word: string): Shown {
  const { schedule } = session;
  const procedure = findProcedure(session, word);
  const next = nextItems(procedure, schedule, UPCOMING);
  // What is counted from a completion has no next date while the one before is still to do.
  const upcoming = next.length > 0 ? next : listedItems(procedure, schedule).slice(0, UPCOMING);
  return { document: procedureDocument(procedure, schedule, next[0]?.occurrence.scheduled ?? null), upcoming };
}
