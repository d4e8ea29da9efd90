import type { Diagnostic } from "../model/diagnostic.ts";
import { FILE_START, inReadingOrder } from "../parse/place.ts";
import { brokenLink } from "./broken-link.ts";
import { calendar } from "./calendar.ts";
import { coverage } from "./coverage.ts";
import { disableComments, disabledRules } from "./disabled.ts";
import { drift } from "./drift.ts";
import { duplicateProcedure } from "./duplicate-procedure.ts";
import { externalSteps } from "./external-steps.ts";
import { ledger } from "./ledger.ts";
import { overBudget } from "./over-budget.ts";
import { renamedProduct } from "./renamed-product.ts";
import { repeatFailure } from "./repeat-failure.ts";
import { type LintInput, type Rule, type WantedRules, diagnosticOf } from "./rule.ts";
import { secret } from "./secret.ts";
import { section } from "./section.ts";
import { type SeverityOf, severitiesOf } from "./severities.ts";
import { singleHolder } from "./single-holder.ts";
import { stale } from "./stale.ts";
import { uncovered } from "./uncovered.ts";
import { unexercised } from "./unexercised.ts";
import { unknownRole } from "./unknown-role.ts";
import { unowned } from "./unowned.ts";
import { waveWindow } from "./wave-window.ts";

/** Every rule but those of parsing (`PARSE_RULES`), in the order of the README. */
export const RULES: readonly Rule[] = [
  section,
  unowned,
  uncovered,
  unknownRole,
  stale,
  drift,
  unexercised,
  repeatFailure,
  coverage,
  externalSteps,
  duplicateProcedure,
  overBudget,
  singleHolder,
  brokenLink,
  secret,
  renamedProduct,
  waveWindow,
  calendar,
  ledger,
];

/**
 * Every finding in a run book, those of parsing (`parsing`) included, in reading order, with the severities set there.
 * `isWanted` may leave rules out.
 */
export function lint(
  input: LintInput,
  parsing: readonly Diagnostic[],
  isWanted: WantedRules = () => true,
): Diagnostic[] {
  const severityOf = severitiesOf(input.settings);
  const off = new Map(
    input.procedures
      .filter(({ text }) => text.includes("runbook-disable"))
      .map((procedure) => [procedure.path, disabledRules(input.textOf(procedure).comments)]),
  );
  const rules = [disableComments, ...RULES].filter(isWanted);
  const found = rules.flatMap((rule) => rule.check(input).map((finding) => diagnosticOf(rule, finding)));
  const diagnostics = [...parsing.filter(({ rule }) => isWanted({ name: rule, dependsOnDay: false })), ...found]
    .filter(({ path, rule }) => off.get(path)?.has(rule) !== true)
    .flatMap((diagnostic): Diagnostic[] => {
      // The severity that is set replaces all built-in ones of a rule.
      const severity = severityOf(diagnostic.rule, diagnostic.path) ?? diagnostic.severity;
      return severity === "off" ? [] : [{ ...diagnostic, severity }];
    });
  return [
    ...inReadingOrder([
      ...diagnostics,
      ...notesOf(input, severityOf).filter(({ rule }) => rules.some(({ name }) => name === rule)),
    ]),
  ];
}

/** What could not be looked at, once for each rule that is on somewhere; never more than a note, whatever severity the rule has. */
function notesOf({ leftOut, procedures, settings }: LintInput, severityOf: SeverityOf): Diagnostic[] {
  const paths = procedures.length === 0 ? ["runbook.yml"] : procedures.map(({ path }) => path);
  // What is found in the ledger has its branch as path.
  const ledgerPaths = settings === undefined ? paths : [settings.ledger.branch];
  return leftOut
    .filter(({ rule }) => (rule === "ledger" ? ledgerPaths : paths).some((path) => severityOf(rule, path) !== "off"))
    .map(({ rule, message, hint }) => ({ rule, severity: "info", path: "runbook.yml", ...FILE_START, message, hint }));
}
