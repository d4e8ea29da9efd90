import picomatch from "picomatch";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Settings } from "../model/runbook.ts";

/** What a run book says of a rule's severity in a file; undefined where it says nothing. */
export type SeverityOf = (rule: string, path: string) => Diagnostic["severity"] | "off" | undefined;

/** `lint.rules`, and for the files at their paths `lint.overrides`, of which the last that names a rule wins. */
export function severitiesOf(settings: Settings | undefined): SeverityOf {
  if (settings === undefined) return () => undefined;
  const overrides = settings.lintOverrides.map(({ paths, rules }) => ({ rules, matches: picomatch([...paths]) }));
  return (rule, path) =>
    overrides.findLast(({ rules, matches }) => rules[rule] !== undefined && matches(path))?.rules[rule] ??
    settings.lintRules[rule];
}
