import type { BlockResult } from "../model/automation.ts";
import { outcomeOfBlock, placeOfBlock } from "./block-text.ts";
import { type ProcedureCheck, endOfOutput, totalsText, uncheckedText } from "./check-report.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";

/** Of the output of a block that did not pass; all of it was shown as it ran. */
const SHOWN_CHARACTERS = 800;

/** `check` for people: each block's end, and the end of the output of those that did not pass. */
export function renderCheckText(checks: readonly ProcedureCheck[], style: Style): string {
  const { chalk } = style;
  const procedures = checks.map((check) => {
    const { procedure, occurrence, results } = check;
    const title = chalk.bold(plainLine(procedure.name)) + (occurrence === null ? "" : ` for ${occurrence}`);
    const unchecked = uncheckedText(check);
    return [
      title,
      ...results.flatMap((result) => resultLines(result, style)),
      ...(unchecked === "" ? [] : [chalk.dim(`  ${unchecked}`)]),
      "",
    ].join("\n");
  });
  return `${procedures.join("\n")}\n${totalsText(checks)}\n`;
}

function resultLines(result: BlockResult, { chalk }: Style): string[] {
  const { status, output } = result;
  const paint = status === "passed" ? chalk.green : status === "not-run" ? chalk.dim : chalk.red;
  const line = `  ${placeOfBlock(result.block).padEnd(14)}  ${paint(outcomeOfBlock(result))}`;
  const end = status === "passed" ? "" : plainBlock(endOfOutput(output, SHOWN_CHARACTERS));
  return [line, ...(end === "" ? [] : end.split("\n").map((text) => `    ${text}`))];
}

/** What a record says of a check: who reads it later did not see the screen. */
export function checkNote(check: ProcedureCheck): string {
  const lines = check.results.map(
    (result) => `- ${placeOfBlock(result.block)}, line ${result.block.line}: ${outcomeOfBlock(result)}`,
  );
  const summary = [totalsText([check]), uncheckedText(check)].filter((part) => part !== "").join("; ");
  return [`runbook check: ${summary}`, "", ...lines].join("\n");
}
