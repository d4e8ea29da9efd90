import type { BlockResult } from "../model/automation.ts";
import { count } from "../model/count.ts";
import type { Procedure } from "../model/procedure.ts";

/** A procedure and how its blocks ended. */
export interface ProcedureCheck {
  readonly procedure: Procedure;
  readonly occurrence: string | null;
  /** Lines with the inputs' values, secrets hidden. */
  readonly inputs: string;
  readonly results: readonly BlockResult[];
  /** Validation points without a block, which nobody has looked at. */
  readonly uncheckedPoints: number;
}

/** Whether every block of it passed. */
export function hasPassed({ results }: ProcedureCheck): boolean {
  return results.every(({ status }) => status === "passed");
}

/** How many blocks passed, did not, and did not run. */
export function checkTotals(checks: readonly ProcedureCheck[]): {
  readonly passed: number;
  readonly failed: number;
  readonly notRun: number;
} {
  const all = checks.flatMap(({ results }) => results);
  const [passed, notRun] = (["passed", "not-run"] as const).map(
    (wanted) => all.filter(({ status }) => status === wanted).length,
  ) as [number, number];
  return { passed, failed: all.length - passed - notRun, notRun };
}

/** `2 blocks passed, 1 failed, 1 not run`. */
export function totalsText(checks: readonly ProcedureCheck[]): string {
  const { passed, failed, notRun } = checkTotals(checks);
  const rest = [...(failed === 0 ? [] : [`${failed} failed`]), ...(notRun === 0 ? [] : [`${notRun} not run`])];
  return [`${count(passed, "block")} passed`, ...rest].join(", ");
}

/** The last lines of an output, so many characters at the most, in whole lines. */
export function endOfOutput(output: string, characters: number): string {
  const text = output.trimEnd();
  if (text.length <= characters) return text;
  const end = text.slice(-characters);
  return end.slice(end.indexOf("\n") + 1);
}

/** `5 validation points have no block and were not checked`; `""` for none. */
export function uncheckedText({ uncheckedPoints }: ProcedureCheck): string {
  if (uncheckedPoints === 0) return "";
  const verbs = uncheckedPoints === 1 ? ["has", "was"] : ["have", "were"];
  return `${count(uncheckedPoints, "validation point")} ${verbs[0]} no block and ${verbs[1]} not checked`;
}
