// Blocks marked `run`, within a run: shown, run upon a yes, their output kept as evidence.

import { basename, join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import { type AutomationBlock, type BlockResult, type InputValue, variableOf } from "../model/automation.ts";
import type { Procedure } from "../model/procedure.ts";
import type { Walk } from "../model/walk.ts";
import type { Schedule } from "../schedule/schedule.ts";
import { outputStyle } from "../session/session.ts";
import { freeName } from "../store/evidence-files.ts";
import { writeNewFile } from "../store/write-files.ts";
import {
  blockEvidence,
  evidenceName,
  outcomeOfBlock,
  renderBlock,
  renderBlockEnd,
  renderInputs,
} from "../view/block-text.ts";
import { plainBlock } from "../view/plain-text.ts";
import { type Move, filesOf } from "../walk/walk.ts";
import { inputProblem, inputValues, knownInput } from "./block-inputs.ts";
import { type BlockSetting, readyBlock, refuseCode, runBlock } from "./block-run.ts";
import type { Keeper } from "./run-kept.ts";
import type { RunOptions } from "./run-options.ts";
import { askInput, askYes } from "./run-questions.ts";

/** What going through a procedure needs besides the walk itself. */
export interface Walking {
  readonly procedure: Procedure;
  /** The occurrence's key. */
  readonly occurrence: string;
  readonly schedule: Schedule;
  /** The run book's folder. */
  readonly root: string;
  /** Those of the text that is gone through. */
  readonly blocks: readonly AutomationBlock[];
  /** Values of inputs by their variable, given or asked for. */
  readonly inputs: Map<string, string>;
  readonly keeper: Keeper;
  readonly options: RunOptions;
  readonly io: Io;
}

/** What became of a block: the move to make, and whether it passed where it came to its end. */
export interface RanBlock {
  readonly move: Move;
  readonly hasPassed: boolean | null;
}

const NOTHING: RanBlock = { move: { kind: "stay" }, hasPassed: null };

/**
 * Shows a block with its inputs and runs it upon a yes, or with `--exec` at once; its output is shown as it comes and kept in
 * a file. What stands against it is said, and nothing has happened then. Ctrl-C ends the block, not the run.
 */
export async function runOneBlock(block: AutomationBlock, walk: Walk, walking: Walking): Promise<RanBlock> {
  const { procedure, occurrence, schedule, root, options, io } = walking;
  const style = outputStyle(options, io);
  try {
    const variables = { as_of: schedule.asOf.date, occurrence };
    const ready = readyBlock(block, { procedure, variables }, io);
    const inputs = await askedInputs(procedure, walking.inputs, io);
    refuseCode(ready, { procedure, inputs });
    const shown = renderInputs(procedure, inputs);
    io.stdout.write(`\n${renderBlock(procedure, block, ready.script, style)}${shown}`);
    if (options.exec !== true && !(await askYes("Run this"))) return NOTHING;
    const setting: BlockSetting = {
      procedure,
      root,
      variables,
      inputs,
      mask: options.mask,
      timeoutMs: options.timeout,
    };
    const result = await runBlock(ready, setting, (line) => io.stdout.write(line === "" ? "" : `    ${line}`), io);
    io.stdout.write(renderBlockEnd(result, style));
    const evidence = blockEvidence(procedure, result, occurrence, shown);
    return { move: moveFor(block, result, evidence, walk, walking), hasPassed: passed(result) };
  } catch (error) {
    if (!(error instanceof RunbookError)) throw error;
    io.stdout.write(plainBlock(`${style.chalk.red(error.message)}\n${error.hint === null ? "" : `${error.hint}\n`}`));
    return NOTHING;
  }
}

function passed({ status }: BlockResult): boolean | null {
  return status === "interrupted" ? null : status === "passed";
}

/** Values that are neither given nor in the environment are asked for, once in a run. */
async function askedInputs(
  procedure: Procedure,
  given: Map<string, string>,
  io: Io,
): Promise<ReadonlyMap<string, InputValue>> {
  for (const [name, input] of Object.entries(procedure.inputs)) {
    const known = knownInput(name, input, given, io);
    if (known !== undefined && known.from !== "default") continue;
    const value = await askInput(name, input, (text) => inputProblem(name, input, text), io);
    given.set(variableOf(name), value);
  }
  return inputValues(procedure, given, io);
}

function moveFor(
  block: AutomationBlock,
  result: BlockResult,
  evidence: string,
  walk: Walk,
  { blocks, keeper, io }: Walking,
): Move {
  const line = `Ran the block at line ${block.line} (${block.language}): ${outcomeOfBlock(result)}`;
  const taken = new Set(filesOf(walk).map((file) => basename(file).toLowerCase()));
  try {
    const file = join(keeper.folder(), freeName(evidenceName(block, blocks), taken));
    writeNewFile(file, evidence);
    return { kind: "ran", line, file };
  } catch (error) {
    if (!(error instanceof RunbookError)) throw error;
    io.stderr.write(`Its output cannot be kept as evidence: ${plainBlock(error.message)}\n`);
    return { kind: "ran", line };
  }
}
