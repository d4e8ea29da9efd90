import type { CoverageArea } from "../model/coverage-area.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { Assets } from "./page.ts";

/** Everything that a site is made of. */
export interface SiteInput {
  readonly schedule: Schedule;
  /** A procedure's whole file; null where it holds what looks like a credential, which no page may show. */
  readonly textOf: (procedure: Procedure) => string | null;
  /** What lint finds, in reading order. */
  readonly findings: readonly Diagnostic[];
  /** What is missing from the pages, and why: files that do not parse, a ledger that is not here. */
  readonly notices: readonly string[];
  /** The areas of the coverage catalogue that concern the run book. */
  readonly coverageAreas: readonly CoverageArea[];
  /** The address of a file (relative to the run book) in its repository's web view, or where it can be edited there. */
  readonly sourceOf: (path: string) => string | undefined;
  readonly editOf: (path: string) => string | undefined;
  /** An image of the run book as a `data:` address; undefined where there is none that a page can hold. */
  readonly imageOf: (path: string) => string | undefined;
  /** The path of the run book in its repository, without `/` at its end; `""` at the top. */
  readonly folder: string;
  readonly assets: Assets;
}
