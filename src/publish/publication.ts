// What is published, whatever the target.

import type { Procedure } from "../model/procedure.ts";
import type { CadenceGroup } from "../model/trigger.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Block } from "./nodes.ts";

/** Where the run book's files come from. */
export interface Origin {
  /** The commit that last changed a file (relative to the run book); null where it is not committed as it is. */
  readonly commitOf: (path: string) => string | null;
  /** The last commit that changed the run book; null without one. */
  readonly commit: string | null;
  /** The ledger's tip; null without one. */
  readonly ledger: string | null;
  /** The remote's address, without what it may hold of a password; null without one. */
  readonly repository: string | null;
  /** A file's path from the repository's top, with `/`. */
  readonly pathOf: (path: string) => string;
  /** Where a file can be edited in a browser; undefined where that is not known. */
  readonly editOf: (path: string) => string | undefined;
}

export interface PublishInput {
  readonly schedule: Schedule;
  /** A procedure's whole file; null where it holds what looks like a credential, which no page may show. */
  readonly textOf: (procedure: Procedure) => string | null;
  readonly origin: Origin;
  /** A name for a file of the run book that may be published beside the pages; undefined for any other. */
  readonly attachmentOf: (path: string) => string | undefined;
  /** The path of the run book in its repository, without `/` at its end; `""` at the top. */
  readonly folder: string;
  /** Pages of an earlier run whose procedures do not parse now. */
  readonly kept: readonly KeptPage[];
}

/** What a procedure's page was published as. */
export interface KeptPage extends Pick<Procedure, "id"> {
  /** The procedure's file, relative to the run book. */
  readonly source: string;
  readonly title: string;
  readonly cadence: CadenceGroup;
}

export interface Page {
  /** Names the page in links; of a procedure its id behind `procedure-`. */
  readonly id: string;
  readonly title: string;
  /** The page above; null for the first one. */
  readonly parent: string | null;
  readonly blocks: readonly Block[];
  /** The page stays as it was published before; there are no blocks. */
  readonly isKept?: true;
}

/**
 * A file to be written: a text (of a page with its id), a copy of a file of the run book, or our lines of a file that others may
 * have lines in; or a page's file that stays as it is.
 */
export type PublishedFile =
  | { readonly path: string; readonly page: string; readonly text: string }
  | { readonly path: string; readonly page: string; readonly isKept: true }
  | { readonly path: string; readonly copyOf: string }
  | { readonly path: string; readonly lines: readonly string[] };

/** The first page, which is above all others. */
export const HOME = "home";

/** The page of a procedure. */
export function pageOf({ id }: Pick<Procedure, "id">): string {
  return `procedure-${id}`;
}

/** The file of a page: its text, or none where it stays as it is. */
export function pageFile(
  { id, blocks, isKept }: Page,
  path: string,
  textOf: (blocks: readonly Block[]) => string,
): PublishedFile {
  return isKept === true ? { path, page: id, isKept } : { path, page: id, text: textOf(blocks) };
}
