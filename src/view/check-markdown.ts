import { type LedgerRecord, abbreviated } from "../model/record.ts";
import { outcomeOfBlock, placeOfBlock } from "./block-text.ts";
import { type ProcedureCheck, endOfOutput, totalsText, uncheckedText } from "./check-report.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { plainBlock } from "./plain-text.ts";

/** Characters of output that a comment on a pull request has room for, all blocks together (it holds 65,536). */
const MOST_OUTPUT = 40_000;
const MOST_OF_ONE = 4000;

/** A table for a build's summary, and the end of the output of each block that did not pass. */
export function renderCheckMarkdown(checks: readonly ProcedureCheck[], records: readonly LedgerRecord[]): string {
  const rows = checks.flatMap(({ procedure, occurrence, results }) =>
    results.map((result) => [
      procedure.name,
      occurrence ?? "",
      `${placeOfBlock(result.block)} (${result.block.language}, line ${result.block.line})`,
      outcomeOfBlock(result),
    ]),
  );
  const recorded = records.map(
    ({ procedure, outcome, commit }) => `- ${procedure}: ${outcome} (${abbreviated(commit)})`,
  );
  return [
    "## Run book check",
    "",
    `${totalsText(checks)}.`,
    "",
    markdownTable(["procedure", "occurrence", "block", "result"], rows),
    ...checks.flatMap((check) => {
      const unchecked = uncheckedText(check);
      return unchecked === "" ? [] : ["", `${markdownText(check.procedure.name)}: ${unchecked}.`];
    }),
    ...outputs(checks),
    ...(recorded.length === 0 ? [] : ["", "Recorded:", "", ...recorded]),
    "",
  ].join("\n");
}

function outputs(checks: readonly ProcedureCheck[]): string[] {
  let room = MOST_OUTPUT;
  return checks.flatMap(({ procedure, results }) =>
    results
      .filter(({ status, output }) => status !== "passed" && output !== "")
      .flatMap(({ block, output }) => {
        const text = plainBlock(endOfOutput(output, Math.min(MOST_OF_ONE, room)));
        room -= text.length;
        if (text === "") return [];
        return ["", `**${markdownText(procedure.name)}**, ${placeOfBlock(block)}:`, "", fenced(text)];
      }),
  );
}

/** Text in a fence that nothing in it can close. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}text\n${text}\n${fence}`;
}
