// What `doctor` finds in the run book's files.

import { ANNOUNCED_WAVES } from "../data/announced-waves.ts";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { calendar } from "../lint/calendar.ts";
import { yamlPlacesIn } from "../lint/yaml-places.ts";
import { count } from "../model/count.ts";
import type { Health } from "../model/health.ts";
import type { RunBook } from "../model/runbook.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";
import { zoneOf } from "../schedule/zone.ts";
import type { GlobalOptions } from "../session/options.ts";
import { namesakesOf, quotedWords, withRunBooksAround } from "../session/other-run-books.ts";
import { openRunBook } from "../session/session.ts";
import { CHECK_OUT_ALL, proceduresLeftOut } from "../session/sparse-checkout.ts";
import { ok, problem, problemOf, warning } from "./doctor-findings.ts";

interface ReadBook {
  readonly health: Health;
  /** Undefined where none was found. */
  readonly root?: string;
  readonly files: readonly SourceFile[];
  readonly procedures: readonly ParsedProcedure[];
  /** Undefined where none was found, or one of its four .yml files has a fault. */
  readonly book?: RunBook;
}

/** The run book, parsed anew. */
export async function readBook(options: GlobalOptions, io: Io): Promise<ReadBook> {
  try {
    const { root, files, parsed } = await openRunBook(options, io);
    const { book } = parsed;
    const faults = book === undefined ? parsed.configDiagnostics : parsed.diagnostics;
    const [first] = faults.filter(({ severity }) => severity === "error");
    const what = book === undefined ? root : `${count(book.procedures.length, "procedure")} in ${root}`;
    const health =
      first === undefined
        ? ((await idHealth(what, root, book, io)) ?? (await presenceHealth(what, root, io)))
        : problem(
            "run-book",
            `${what}: ${count(faults.length, "fault")}, first ${first.path}:${first.line}:${first.column}: ${first.message}`,
            "See them all: runbook lint",
          );
    return { health, root, files, procedures: parsed.procedures, ...(book !== undefined && { book }) };
  } catch (error) {
    const isNone = error instanceof RunbookError && error.code === "no-runbook";
    const told = isNone ? await withRunBooksAround(error, io) : error;
    return { health: problemOf("run-book", told), files: [], procedures: [] };
  }
}

/** Two run books with one id are one to the ledger: what is done in one counts as done in the other. */
async function idHealth(what: string, root: string, book: RunBook | undefined, io: Io): Promise<Health | undefined> {
  const namesakes = book === undefined ? [] : await namesakesOf(root, book, io);
  if (book === undefined || namesakes.length === 0) return undefined;
  return problem(
    "run-book",
    `${what}; the id \`${book.settings.id}\` is that of ${quotedWords(namesakes)}, too: a record of one counts in the other`,
    "Give the newer one an id of its own in its runbook.yml, before more is recorded.",
  );
}

/** What is not in the work tree no command sees, and none can tell it from what was deleted. */
async function presenceHealth(what: string, root: string, io: Io): Promise<Health> {
  const leftOut = await proceduresLeftOut(root, io);
  if (leftOut.length === 0) return ok("run-book", what);
  return warning(
    "run-book",
    `${what}; a sparse checkout leaves out ${count(leftOut.length, "further one")}, such as ${leftOut[0]}: they are never due here`,
    CHECK_OUT_ALL,
  );
}

/** What today is, where the run book is. */
export function zoneHealth({ settings: { timezone } }: RunBook, { now }: Pick<Io, "now">): Health {
  return ok("time-zone", `${timezone}: it is ${zoneOf(timezone).timestamp(now())}`);
}

/** Whether holidays, waves and rotations reach over the time that is being planned: what the lint rule finds. */
export function calendarHealth(
  book: RunBook,
  { files, procedures }: Pick<ReadBook, "files" | "procedures">,
  { asOf }: GlobalOptions,
  { now }: Pick<Io, "now">,
): Health {
  const today = asOf ?? zoneOf(book.settings.timezone).dateAt(now());
  const { directory } = book;
  const [first, ...others] = calendar.check({
    book,
    directory,
    procedures,
    placesIn: yamlPlacesIn(files),
    asOf: today,
    announcedWaves: ANNOUNCED_WAVES,
  });
  if (first === undefined) {
    const last = book.holidays
      .map(({ date }) => date)
      .toSorted()
      .at(-1);
    const waves = `dates of waves were compared with Microsoft's on ${ANNOUNCED_WAVES.checked}`;
    return ok("calendar", `holidays up to ${last ?? "no day"}, ${waves}`);
  }
  const more =
    others.length === 0 ? "" : ` (and ${count(others.length, "further finding")}: runbook lint --rule calendar)`;
  return warning("calendar", `${first.message}${more}`, first.hint);
}
