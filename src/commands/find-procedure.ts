import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import type { RunBook } from "../model/runbook.ts";
import { didYouMean } from "../parse/suggest.ts";

/**
 * The procedure that a word on the command line names: its id, a former id, or its name (as words or kebab-case).
 * Throws RunbookError `unknown-procedure` with the nearest id.
 */
export function findProcedure(book: RunBook, word: string): Procedure {
  const found = book.procedureWith?.(word) ?? book.procedures.find(({ id }) => id === word);
  if (found !== undefined) return found;
  const wanted = kebab(word);
  const meant =
    book.procedures.find(({ formerly }) => formerly.includes(word)) ??
    book.procedures.find(({ name }) => kebab(name) === wanted);
  if (meant !== undefined) return meant;
  const ids = book.procedures.map(({ id }) => id);
  throw new RunbookError(
    "unknown-procedure",
    `There is no procedure \`${word}\` that parses`,
    didYouMean(wanted, ids) ?? "See them all: runbook list",
  );
}

/** The procedures that words name, each once, however often and by what words it is named. Throws as `findProcedure` does. */
export function findProcedures(book: RunBook, words: readonly string[]): Procedure[] {
  const found = words.map((word) => findProcedure(book, word));
  return [...new Map(found.map((procedure) => [procedure.id, procedure])).values()];
}

function kebab(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}
