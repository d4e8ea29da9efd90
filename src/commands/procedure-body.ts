import type { MarkdownNode } from "../model/markdown-node.ts";
import type { Procedure } from "../model/procedure.ts";
import { parseMarkdown } from "../parse/markdown.ts";
import { type ParsedProcedure, parseProcedure } from "../parse/procedure.ts";
import type { ParsedRunBook } from "../parse/run-book.ts";

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
