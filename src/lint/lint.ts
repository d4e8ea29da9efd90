import type { Diagnostic } from "../model/diagnostic.ts";
import type { Settings } from "../model/runbook.ts";
import { inReadingOrder } from "../parse/place.ts";
import { type LintInput, type Rule, diagnosticOf } from "./rule.ts";
import { disabledRules } from "./disabled.ts";
import { overBudget } from "./over-budget.ts";
import { renamedProduct } from "./renamed-product.ts";
import { section } from "./section.ts";
import { singleHolder } from "./single-holder.ts";
import { stale } from "./stale.ts";
import { uncovered } from "./uncovered.ts";
import { unknownRole } from "./unknown-role.ts";
import { unowned } from "./unowned.ts";

const RULES: readonly Rule[] = [
  section,
  unowned,
  unknownRole,
  stale,
  uncovered,
  singleHolder,
  overBudget,
  renamedProduct,
];

/** Every finding in a run book, those of parsing (`parsing`) included, in reading order, with the severities set there. */
export function lint(input: LintInput, parsing: readonly Diagnostic[]): Diagnostic[] {
  const disabled = new Map(input.procedures.map(({ path, text }) => [path, disabledRules(text)]));
  const found = RULES.flatMap((rule) => rule.check(input).map((finding) => diagnosticOf(rule, finding))).filter(
    ({ path, rule }) => disabled.get(path)?.has(rule) !== true,
  );
  return [...inReadingOrder([...parsing, ...found].flatMap((diagnostic) => withSeverity(diagnostic, input.settings)))];
}

/** The severity in `lint.rules` replaces all built-in ones of a rule; `off` leaves the finding out. */
function withSeverity(diagnostic: Diagnostic, settings: Settings | undefined): Diagnostic[] {
  const severity = settings?.lintRules[diagnostic.rule] ?? diagnostic.severity;
  return severity === "off" ? [] : [{ ...diagnostic, severity }];
}
