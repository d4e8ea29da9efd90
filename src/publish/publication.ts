// What is published, whatever the target.

import type { Procedure } from "../model/procedure.ts";
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
}

export interface Page {
  /** Names the page in links; of a procedure its id behind `procedure-`. */
  readonly id: string;
  readonly title: string;
  /** The page above; null for the first one. */
  readonly parent: string | null;
  readonly blocks: readonly Block[];
}

/** A file to be written: a text, a copy of a file of the run book, or our lines of a file that others may have lines in. */
export type PublishedFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly copyOf: string }
  | { readonly path: string; readonly lines: readonly string[] };

/** Where a target puts what it writes. */
export const HOME = "home";

/** The page of a procedure. */
export function pageOf({ id }: Pick<Procedure, "id">): string {
  return `procedure-${id}`;
}
