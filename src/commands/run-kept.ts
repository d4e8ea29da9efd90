// Runs that were interrupted: what is kept of them, and how somebody goes on.

import { basename, dirname, join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { type Procedure, idsOf } from "../model/procedure.ts";
import type { KeptAnswers, KeptWalk, Walk } from "../model/walk.ts";
import { formatKeptWalk, parseKeptWalk } from "../parse/kept-walk.ts";
import type { WalkFiles } from "../store/walk-files.ts";
import { plainLine } from "../view/plain-text.ts";
import { keptText } from "../view/walk-text.ts";
import { answeredIn, keptAnswers } from "../walk/walk.ts";
import type { Offer } from "./run-questions.ts";

/** A run that is kept, and the name of its file. */
export interface KeptRun {
  readonly name: string;
  readonly kept: KeptWalk;
}

/** The runs of a procedure that are kept, the latest last. A file that cannot be read is named on stderr and left alone. */
export function keptRunsOf(files: WalkFiles, book: string, procedure: Procedure, io: Io): KeptRun[] {
  const runs: KeptRun[] = [];
  for (const { name, text } of files.list()) {
    const kept = parseKeptWalk(text);
    if (kept === undefined) {
      io.stderr.write(`A run is kept in ${plainLine(files.folder)} that this version cannot read: ${name}.json\n`);
    } else if (kept.book === book && idsOf(procedure).includes(kept.procedure)) {
      runs.push({ name, kept });
    }
  }
  return runs.toSorted((a, b) => a.kept.savedAt - b.kept.savedAt);
}

/** How the runs are offered to whoever begins anew. */
export function offersOf(runs: readonly KeptRun[], io: Io): Offer[] {
  return runs.map(({ name, kept }) => ({
    name,
    text: keptText(answeredIn(kept), kept.answers.length, kept, io.later()),
  }));
}

/** What to type to go on with an occurrence. */
export function resumeCommand({ procedure, occurrence }: Pick<KeptWalk, "procedure" | "occurrence">): string {
  return `runbook run ${procedure} --for ${occurrence}`;
}

/** Keeps one run until it is recorded or discarded. */
export interface Keeper {
  /** Replaces what is kept. Where that cannot be done it says so once, and the run goes on. */
  readonly save: (walk: Walk) => void;
  readonly remove: () => void;
  /** A folder for files that belong to the run. Throws RunbookError `io`. */
  readonly folder: () => string;
  /** What people know an attached file by: its name where the run wrote it itself, else its path. */
  readonly labelOf: (file: string) => string;
}

/** Keeps a run under a name of its own; `onKept` gets what to type to go on with it, each time that it is kept. */
export function keeperOf(
  files: WalkFiles,
  about: Omit<KeptWalk, keyof KeptAnswers | "savedAt">,
  name: string,
  onKept: (command: string) => void,
  io: Io,
): Keeper {
  let hasFailed = false;
  return {
    save: (walk) => {
      try {
        files.save(name, formatKeptWalk({ ...about, ...keptAnswers(walk), savedAt: io.later() }));
        onKept(resumeCommand(about));
      } catch (error) {
        if (!(error instanceof RunbookError)) throw error;
        if (!hasFailed) {
          io.stderr.write(
            `What you answer cannot be kept, so do not stop before the end: ${plainLine(error.message)}\n`,
          );
        }
        hasFailed = true;
      }
    },
    remove: () => files.remove(name, about.folder),
    folder: () => files.folderOf(about.folder),
    labelOf: (file) => (dirname(file) === join(files.folder, about.folder) ? basename(file) : file),
  };
}
