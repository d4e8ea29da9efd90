import { type AutomationBlock, type BlockResult, type InputValue, variableOf } from "../model/automation.ts";
import type { Procedure } from "../model/procedure.ts";
import { MASK } from "./block-output.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";

/** `Validation 2`, `Step 3`, `Validation`: where a block stands. */
export function placeOfBlock({ section, item }: AutomationBlock): string {
  const name = section === "steps" ? "Step" : "Validation";
  return item === null ? name : `${name} ${item}`;
}

/** `passed, exit status 0, 1.2 s`. */
export function outcomeOfBlock(result: BlockResult): string {
  const { status, seconds } = result;
  const how = {
    passed: "passed",
    failed: "failed",
    "timed-out": "timed out",
    interrupted: "interrupted",
    "not-run": "not run",
  };
  return status === "not-run"
    ? how[status]
    : [how[status], ...endOf(result), `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`].join(", ");
}

function endOf({ exitCode, signal, status }: BlockResult): string[] {
  if (status !== "passed" && status !== "failed") return [];
  return exitCode === null ? [`ended by ${signal ?? "a signal"}`] : [`exit status ${exitCode}`];
}

/** A block before it runs: where it stands, and its text (`script` as it will run), line by line. */
export function renderBlock(procedure: Procedure, block: AutomationBlock, script: string, { chalk }: Style): string {
  const title = `${placeOfBlock(block)} of ${plainLine(procedure.name)}`;
  const place = plainLine(`${procedure.path}:${block.line}, ${block.language}`);
  const lines = plainBlock(script).split("\n");
  return `${chalk.bold(title)} (${place})\n${lines.map((line) => `${chalk.dim("  |")} ${line}\n`).join("")}`;
}

/** `BUS_NAMESPACE=contoso-bus (default)`, one to a line; of a secret only where it was found. */
export function renderInputs(procedure: Procedure, values: ReadonlyMap<string, InputValue>): string {
  const where = { given: "given", environment: "from the environment", default: "default" };
  return [...values]
    .map(([name, { value, from }]) => {
      const isSecret = procedure.inputs[name]?.isSecret === true;
      return `  ${variableOf(name)}=${isSecret ? MASK : plainLine(value)} (${where[from]})\n`;
    })
    .join("");
}

/** `passed, exit status 0, 1.2 s`, in colour. */
export function renderBlockEnd(result: BlockResult, { chalk }: Style): string {
  const paint = result.status === "passed" ? chalk.green : chalk.red;
  return `  ${paint(outcomeOfBlock(result))}\n`;
}

/** What is kept of a block's run as evidence. `inputs` are lines as `renderInputs` gives them. */
export function blockEvidence(
  procedure: Procedure,
  result: BlockResult,
  occurrence: string | null,
  inputs: string,
): string {
  const { block, output } = result;
  return [
    `${procedure.id}${occurrence === null ? "" : ` for ${occurrence}`}: ${placeOfBlock(block)} (${block.language}, line ${block.line})`,
    outcomeOfBlock(result),
    ...inputs.split("\n").filter((line) => line !== ""),
    "",
    output,
  ].join("\n");
}

/** A name for that evidence: `validation-2.txt`; numbered where an item has several blocks. */
export function evidenceName(block: AutomationBlock, all: readonly AutomationBlock[]): string {
  const item = block.item === null ? "" : `-${block.item}`;
  const beside = all.filter(({ section, item: other }) => section === block.section && other === block.item);
  const number = beside.length > 1 ? `-block-${beside.indexOf(block) + 1}` : "";
  return `${block.section === "steps" ? "step" : "validation"}${item}${number}.txt`;
}
