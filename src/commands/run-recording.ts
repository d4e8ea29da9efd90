// What is shown of a run before it is recorded, and the record.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { Walk } from "../model/walk.ts";
import { parseEffort } from "../parse/duration.ts";
import type { Item } from "../schedule/due-list.ts";
import { type StatusSession, outputStyle, requireLedger } from "../session/session.ts";
import { type EvidenceFile, evidenceFiles } from "../store/evidence-files.ts";
import { plainLine } from "../view/plain-text.ts";
import { walkNote } from "../view/walk-note.ts";
import { renderSummary } from "../view/walk-text.ts";
import { civilTime } from "../view/words.ts";
import { effortOf, filesOf, moved, outcomeOf, valuesOf } from "../walk/walk.ts";
import { type Draft, completionOf, performerOf } from "./recording.ts";
import { performedAtOf } from "./time-asked.ts";
import type { Keeper } from "./run-kept.ts";
import type { RunOptions } from "./run-options.ts";
import { askEffort, askFile, askNote, askQuestion, askSummary, askWhichFile } from "./run-questions.ts";

/** What somebody made of the summary: record it, go back to a question, stop for now, or discard it all. */
export type Settled =
  | { readonly kind: "record"; readonly walk: Walk; readonly draft: Draft }
  | { readonly kind: "change"; readonly walk: Walk }
  | { readonly kind: "stop"; readonly walk: Walk }
  | { readonly kind: "discard"; readonly walk: Walk };

/** Shows what would be recorded until somebody decides. Throws an Error (a bug) where the walk has no outcome yet. */
export async function settle(
  start: Walk,
  item: Item,
  session: StatusSession,
  keeper: Keeper,
  options: RunOptions,
  io: Io,
): Promise<Settled> {
  let walk = start;
  for (;;) {
    const drafted = await draftOf(walk, item, session, options, io);
    const summary = { ...drafted.summary, evidence: drafted.summary.evidence.map(keeper.labelOf) };
    io.stdout.write(renderSummary(item, summary, outputStyle(options, io)));
    const choice = await askSummary(filesOf(walk), drafted.problem);
    switch (choice) {
      case "record":
        return { kind: "record", walk, draft: drafted.draft };
      case "stop":
      case "discard":
        return { kind: choice, walk };
      case "change":
        return { kind: choice, walk: moved(walk, { kind: "go", to: await askQuestion(walk) }, 0) };
      case "note":
        walk = moved(walk, { kind: "note", note: await wholeNote(walk.whole.note, io) }, 0);
        break;
      case "effort":
        walk = moved(walk, { kind: "effort", minutes: await askEffort(effortOf(walk), parseEffort, io) }, 0);
        break;
      case "detach":
        walk = moved(walk, { kind: "detach", file: await askWhichFile(filesOf(walk), keeper.labelOf) }, 0);
        break;
      case "attach": {
        const file = await askFile(options.maxAttachment, io);
        if (file !== undefined) walk = moved(walk, { kind: "attach", file }, 0);
        break;
      }
    }
    keeper.save(walk);
  }
}

/**
 * A note of several lines came from the command line: a prompt has one line, so that more is added to it. A credential in it,
 * which could not be taken out there, is hidden.
 */
async function wholeNote(note: string, io: Io): Promise<string> {
  const before = await (await import("./credentials.ts")).withoutCredentials(note);
  if (!before.trim().includes("\n")) return askNote("Note on the whole", before, false, io);
  const more = await askNote("Add to the note", "", false, io);
  return more === "" ? before : `${before.trimEnd()}\n\n${more}`;
}

async function draftOf(
  walk: Walk,
  item: Item,
  session: StatusSession,
  options: RunOptions,
  io: Io,
): Promise<{
  readonly draft: Draft;
  readonly summary: Parameters<typeof renderSummary>[1];
  readonly problem: string | null;
}> {
  const { schedule } = session;
  const outcome = outcomeOf(walk);
  if (outcome === null) throw new Error("A walk without an outcome cannot be recorded.");
  const files = filesOf(walk);
  const { attach, problem } = evidenceOf(files, item, options, io);
  const author = await requireLedger(session).author();
  const performedBy = performerOf(options.by, session, author);
  const performedAt = performedAtOf(options.at, schedule, io.later());
  const noteWith = (names: readonly string[]): string => walkNote(walk, (file) => names[files.indexOf(file)] ?? file);
  const details = {
    effortMinutes: effortOf(walk),
    values: valuesOf(walk),
    note: noteWith(attach.map(({ name }) => name)),
  };
  const draft = { ...completionOf(item, outcome, { performedBy, performedAt }, { ...details, attach }), noteWith };
  const at = civilTime(performedAt, schedule.zone);
  return {
    draft,
    summary: { ...details, outcome, performed: `${at} by ${performedBy.name} <${performedBy.email}>`, evidence: files },
    problem: problem ?? (await (await import("./credentials.ts")).credentialProblem([draft])) ?? null,
  };
}

/** The files as evidence, or why they cannot be kept as they are. */
function evidenceOf(
  files: readonly string[],
  { occurrence: { procedure } }: Item,
  { maxAttachment }: RunOptions,
  { cwd }: Io,
): { readonly attach: readonly EvidenceFile[]; readonly problem: string | null } {
  if (files.length === 0 && procedure.requires.includes("evidence")) {
    return { attach: [], problem: "It requires evidence, and no file is attached" };
  }
  try {
    return { attach: evidenceFiles(files, cwd, maxAttachment), problem: null };
  } catch (error) {
    if (!(error instanceof RunbookError)) throw error;
    return { attach: [], problem: plainLine(error.message) };
  }
}
