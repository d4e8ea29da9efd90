import type { Diagnostic } from "../model/diagnostic.ts";
import type { Settings } from "../model/runbook.ts";
import { fitsPattern } from "./path-pattern.ts";

/** What a run book says of a rule's severity in a file; undefined where it says nothing. */
export type SeverityOf = (rule: string, path: string) => Diagnostic["severity"] | "off" | undefined;

/** `lint.rules`, and for the files at their paths `lint.overrides`, of which the last that names a rule wins. */
export function severitiesOf(settings: Settings | undefined): SeverityOf {
  if (settings === undefined) return () => undefined;
  return (rule, path) =>
    settings.lintOverrides.findLast(
      ({ paths, rules }) => rules[rule] !== undefined && paths.some((pattern) => fitsPattern(path, pattern)),
    )?.rules[rule] ?? settings.lintRules[rule];
}
