import { RunbookError } from "../errors.ts";
import type { Procedure } from "../model/procedure.ts";
import { didYouMean } from "../parse/suggest.ts";
import type { StatusSession } from "../session/session.ts";

type Session = Pick<StatusSession, "book" | "parsed">;

/**
 * The procedure that a word on the command line names: its id, a former id, or its name (as words or kebab-case).
 * Throws RunbookError `unknown-procedure` with the nearest id.
 */
export function findProcedure({ book, parsed }: Session, word: string): Procedure {
  const found = book.procedureWith?.(word) ?? book.procedures.find(({ id }) => id === word);
  if (found !== undefined) return found;
  const wanted = kebab(word);
  const meant =
    book.procedures.find(({ formerly }) => formerly.includes(word)) ??
    book.procedures.find(({ name }) => kebab(name) === wanted);
  if (meant !== undefined) return meant;
  const broken = parsed.diagnostics.find(
    ({ severity, path }) => severity === "error" && path.endsWith(`/${word}.md`),
  )?.path;
  const ids = book.procedures.map(({ id }) => id);
  throw broken === undefined
    ? new RunbookError(
        "unknown-procedure",
        `There is no procedure \`${word}\``,
        didYouMean(wanted, ids) ??
          partOf(wanted, ids) ??
          "See them all: runbook list\nFind one by a word of its text: runbook list WORD",
      )
    : new RunbookError("unknown-procedure", `${broken} has an error`, "Mend it and check with: runbook lint");
}

const MOST_NAMED = 5;

/** The hint for a word that is a part of a few ids. */
function partOf(word: string, ids: readonly string[]): string | null {
  const having = word.length < 3 ? [] : ids.filter((id) => id.includes(word));
  if (having.length === 0 || having.length > MOST_NAMED) return null;
  return `Did you mean ${having.map((id) => `\`${id}\``).join(" or ")}?`;
}

/** The procedures that words name, each once, however often and by what words it is named. Throws as `findProcedure` does. */
export function findProcedures(session: Session, words: readonly string[]): Procedure[] {
  const found = words.map((word) => findProcedure(session, word));
  return [...new Map(found.map((procedure) => [procedure.id, procedure])).values()];
}

function kebab(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-");
}
