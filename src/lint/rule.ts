import type { CalendarDate } from "../calendar/calendar-date.ts";
import type { Diagnostic, Severity } from "../model/diagnostic.ts";
import type { RenamedProduct } from "../model/renamed-product.ts";
import type { Directory, Settings } from "../model/runbook.ts";
import type { SourceFile } from "../model/source-file.ts";
import type { Range } from "../parse/place.ts";
import type { ParsedProcedure } from "../parse/procedure.ts";

/** What a rule looks at. */
export interface LintInput {
  readonly files: readonly SourceFile[];
  /** Those that parse and those that do not. */
  readonly procedures: readonly ParsedProcedure[];
  /** Undefined where runbook.yml has a fault. */
  readonly settings: Settings | undefined;
  /** Undefined where roles.yml has a fault. */
  readonly directory: Directory | undefined;
  readonly renamedProducts: readonly RenamedProduct[];
  readonly asOf: CalendarDate;
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
