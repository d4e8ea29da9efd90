import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { CoverageArea } from "../model/coverage-area.ts";
import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import type { LedgerRecord } from "../model/record.ts";
import type { RenamedProduct } from "../model/renamed-product.ts";
import type { Directory, RunBook, Settings } from "../model/runbook.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { AnnouncedWaves } from "../model/wave.ts";
import type { Range } from "../parse/place.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";
import type { ProcedureText } from "../parse/procedure-text.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { YamlPlaces } from "./yaml-places.ts";

/** What a rule looks at. */
export interface LintInput {
  readonly files: readonly SourceFile[];
  /** Those that parse and those that do not. */
  readonly procedures: readonly ParsedProcedure[];
  /** A procedure's text, parsed once however many rules ask. */
  readonly textOf: (procedure: ParsedProcedure) => ProcedureText;
  /** Places in one of the four .yml files. */
  readonly placesIn: (path: string) => YamlPlaces;
  /** Undefined where runbook.yml has a fault. */
  readonly settings: Settings | undefined;
  /** Undefined where roles.yml has a fault. */
  readonly directory: Directory | undefined;
  /** Undefined where one of the four .yml files has a fault. */
  readonly book: RunBook | undefined;
  readonly asOf: CalendarDate;
  readonly renamedProducts: readonly RenamedProduct[];
  readonly announcedWaves: AnnouncedWaves;
  readonly coverageAreas: readonly CoverageArea[];
  /** What the templates of procedures say, by `linesToFill`. */
  readonly templateLines: ReadonlySet<string>;
  readonly linkTargets: LinkTargets;
  readonly secrets: readonly Secret[];
  /** Undefined where the ledger cannot be read whole. */
  readonly ledger: LedgerFacts | undefined;
  /** By path, the day of the last change of a procedure's text since its `last_updated` was written; see `drift`. */
  readonly textChanges: ReadonlyMap<string, TextChange> | undefined;
  /** Rules that cannot answer here, each said once. */
  readonly leftOut: readonly LeftOut[];
}

/** What the links of a run book can lead to. */
export interface LinkTargets {
  /** What is at a path (relative to the run book, with `/`, `..` allowed), names compared letter by letter. */
  readonly find: (path: string) => LinkTarget;
  /** The path of the run book in its repository, without `/` at its end; `""` at the top. */
  readonly folder: string;
  /** Why an address on the network is dead; empty where the network was not asked. */
  readonly deadUrls: ReadonlyMap<string, DeadUrl>;
}

export type LinkTarget =
  | { readonly kind: "folder" }
  /** Reads the anchors of a Markdown file; undefined for other files. */
  | { readonly kind: "file"; readonly anchors: (() => ReadonlySet<string>) | undefined }
  /** A name that differs in letter case only. */
  | { readonly kind: "other-case"; readonly name: string }
  /** Outside the repository. */
  | { readonly kind: "outside" }
  | { readonly kind: "nothing" };

export interface DeadUrl {
  readonly reason: string;
  /** False where the server may be there and only did not answer. */
  readonly isCertain: boolean;
}

/** A credential that a detector found in one of `files`; offsets in its text. */
export interface Secret {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  /** What it looks like, never the credential itself. */
  readonly kind: string;
}

/** The ledger as the rules see it. */
export interface LedgerFacts {
  /**
   * Of this run book, voided ones included. Old completions and skips may be left out of those for a day or a week, as long as there
   * are many of the same procedure.
   */
  readonly records: readonly LedgerRecord[];
  readonly schedule: Schedule;
  /** Records that cannot be read, as findings. */
  readonly unreadable: readonly Diagnostic[];
  /** Procedures whose text the ledger keeps. */
  readonly knownTexts: ReadonlySet<string>;
}

export interface TextChange {
  readonly on: CalendarDate;
  /** Abbreviated commit id. */
  readonly commit: string;
}

export interface LeftOut {
  readonly rule: string;
  readonly message: string;
  readonly hint: string | null;
}

/** A finding of a rule; the severity that `lint.rules` names replaces the one here. */
export interface Finding {
  readonly path: string;
  readonly place: Range;
  readonly severity?: Severity;
  /** What was found and what was expected. */
  readonly message: string;
  /** How to mend it. */
  readonly hint: string | null;
}

/** A rule: a pure function from the run book to findings. */
export interface Rule {
  readonly name: string;
  /** Where a finding names none of its own. */
  readonly severity: Severity;
  /** The findings depend on the day or the ledger, not on the texts alone: left out where only a change is looked at. */
  readonly dependsOnDay: boolean;
  readonly check: (input: LintInput) => Finding[];
}

/** A finding as it is reported. */
export function diagnosticOf(rule: Rule, { path, place, severity, message, hint }: Finding): Diagnostic {
  return { rule: rule.name, severity: severity ?? rule.severity, path, ...place, message, hint };
}

/** Whether a rule is to be run. */
export type WantedRules = (rule: Pick<Rule, "name" | "dependsOnDay">) => boolean;
