import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Checklist } from "../model/checklist.ts";
import type { MarkdownNode } from "../model/markdown-node.ts";
import type { Procedure } from "../model/procedure.ts";
import { checklistOf } from "../parse/checklist.ts";
import { parseMarkdown } from "../parse/markdown.ts";
import { type ParsedProcedure, parseProcedure } from "../parse/procedure.ts";
import type { ParsedRunBook } from "../parse/run-book.ts";
import type { StatusSession } from "../session/session.ts";
import { textIn } from "../store/text-file.ts";

/** The text of a procedure below its frontmatter: as it is written, and as a tree; undefined where it is nested too deep. */
export interface ProcedureBody {
  readonly source: string;
  readonly tree: readonly MarkdownNode[] | undefined;
}

/** The file that a procedure was read from. */
export function procedureFile(
  { id }: Pick<Procedure, "id">,
  { procedures }: Pick<ParsedRunBook, "procedures">,
): ParsedProcedure | undefined {
  return procedures.find(({ procedure }) => procedure?.id === id);
}

/** The text below the frontmatter of a procedure's file; a file that is gone has none. */
export function procedureBody(path: string, text: string | undefined): ProcedureBody {
  const source = text === undefined ? "" : parseProcedure(path, text, undefined).body;
  return { source, tree: parseMarkdown(source)?.root.children };
}

/** A procedure's text and what to go through in it. Throws RunbookError `invalid-runbook` where there is nothing. */
export function followable(
  procedure: Procedure,
  { root }: Pick<StatusSession, "root">,
): { readonly text: string; readonly checklist: Checklist } {
  const { path } = procedure;
  const text = textIn(join(root, path)) ?? "";
  const checklist = checklistOf(text);
  if (checklist !== undefined && checklist.tasks.length > 0) return { text, checklist };
  throw new RunbookError(
    "invalid-runbook",
    checklist === undefined
      ? `${path} is nested too deep, or has too much markup or too wide a table, to be read`
      : `${path} has neither steps nor validation`,
    "See what it lacks: runbook lint",
  );
}
