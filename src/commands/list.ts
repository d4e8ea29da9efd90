import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { type Procedure, tagsOf } from "../model/procedure.ts";
import type { CadenceGroup } from "../model/trigger.ts";
import { didYouMean } from "../parse/suggest.ts";
import { nextItems } from "../schedule/candidates.ts";
import type { GlobalOptions } from "../session/options.ts";
import {
  type StatusSession,
  answerFrom,
  exitCodeOf,
  outputStyle,
  reportLedger,
  reportOnStderr,
} from "../session/session.ts";
import { readRunBookFiles } from "../store/run-book-files.ts";
import { procedureDocument, runbookOf } from "../view/json.ts";
import { renderJson } from "../view/render-json.ts";
import { renderListCsv } from "../view/list-csv.ts";
import { renderListMarkdown } from "../view/list-markdown.ts";
import { renderListText } from "../view/list-text.ts";
import type { ProcedureOutput } from "../view/output-shapes.ts";
import { calendarNotesFor } from "./calendar-notes.ts";
import { type WhoseOptions, wantedProcedures } from "./people.ts";

export interface ListOptions extends GlobalOptions, WhoseOptions {
  /** Each stands somewhere in a procedure's id or file, in whatever case. */
  readonly words: readonly string[];
  readonly cadence?: CadenceGroup;
  readonly tag?: string;
}

/** Prints the procedures of the run book. */
export async function runList(options: ListOptions, io: Io): Promise<ExitCode> {
  const documents = async (opened: StatusSession): Promise<ProcedureOutput[]> => {
    const { book, schedule } = opened;
    const isWanted = await narrowed(options, opened);
    return book.procedures
      .filter(isWanted)
      .map((procedure) =>
        procedureDocument(procedure, schedule, nextItems(procedure, schedule, 1)[0]?.occurrence.scheduled ?? null),
      );
  };
  const { session, answer: procedures } = await answerFrom(documents, options, io, "never");
  const { schedule, book, diagnostics } = session;
  const warnings = await calendarNotesFor(
    book,
    procedures.flatMap(({ next }) => next ?? []),
  );
  reportOnStderr(warnings, options, io);
  reportLedger(session, io);
  switch (options.format) {
    case "json": {
      const all = [...diagnostics, ...warnings];
      const asOf = schedule.asOf.date;
      const document = { schemaVersion: 1, runbook: runbookOf(schedule), asOf, procedures, diagnostics: all } as const;
      io.stdout.write(renderJson<"list">(document));
      break;
    }
    case "csv":
      for (const piece of renderListCsv(procedures)) io.stdout.write(piece);
      break;
    case "markdown":
      io.stdout.write(renderListMarkdown(procedures, book));
      break;
    default:
      io.stdout.write(
        procedures.length === 0 && book.procedures.length > 0
          ? "No procedure is like that.\n"
          : renderListText(procedures, book, outputStyle(options, io)),
      );
  }
  return exitCodeOf(session);
}

async function narrowed(options: ListOptions, session: StatusSession): Promise<(procedure: Procedure) => boolean> {
  const { cadence, tag } = options;
  const { root, book } = session;
  if (tag !== undefined) requireTag(tag, tagsOf(book.procedures));
  const words = options.words.map(folded);
  const files = words.length === 0 ? [] : readRunBookFiles(root);
  const texts = new Map(files.map((file) => [file.path, "text" in file ? folded(file.text) : ""]));
  const isOwned = await wantedProcedures(options, session);
  return (procedure) =>
    isOwned(procedure) &&
    (cadence === undefined || procedure.cadence === cadence) &&
    (tag === undefined || procedure.tags.includes(tag)) &&
    words.every((word) => procedure.id.includes(word) || texts.get(procedure.path)?.includes(word) === true);
}

function requireTag(tag: string, tags: readonly string[]): void {
  if (tags.includes(tag)) return;
  const hint =
    tags.length === 0 ? "A procedure has tags by a line such as `tags: [licences]`." : `There are: ${tags.join(", ")}`;
  throw new RunbookError("usage", `No procedure has the tag \`${tag}\``, didYouMean(tag, tags) ?? hint);
}

/** Upper and lower case are one, and so are the ways of writing a letter with an accent; words may part at a line's end. */
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, " ");
}
