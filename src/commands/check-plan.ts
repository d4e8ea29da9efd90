import { join } from "node:path";
import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import type { Procedure } from "../model/procedure.ts";
import type { AutomationBlock } from "../model/automation.ts";
import { automationBlocks } from "../parse/automation.ts";
import { parseSections } from "../parse/sections.ts";
import { chooseOccurrence } from "../schedule/candidates.ts";
import type { Item } from "../schedule/due-list.ts";
import type { Schedule } from "../schedule/schedule.ts";
import type { GlobalOptions } from "../session/options.ts";
import { type StatusSession, requireLedger } from "../session/session.ts";
import { textIn } from "../store/text-file.ts";
import { givenInputs, inputValues } from "./block-inputs.ts";
import { type BlockSetting, type ReadyBlock, readyBlock, refuseCode } from "./block-run.ts";
import { chooseItem, itemWithKey, refuseDone } from "./choose.ts";
import { findProcedures } from "./find-procedure.ts";

export interface CheckOptions extends GlobalOptions {
  readonly procedures: readonly string[];
  readonly steps?: boolean;
  /** `NAME=VALUE`. */
  readonly input: readonly string[];
  /** Milliseconds for each block. */
  readonly timeout: number;
  /** Names of environment variables. */
  readonly mask: readonly string[];
  readonly trust?: boolean;
  readonly dryRun?: boolean;
  readonly record?: boolean;
  readonly for?: string;
  readonly by?: string;
  readonly message?: string;
  readonly again?: boolean;
}

/** A procedure that is to be checked; everything that could refuse it has been asked. */
export interface Plan {
  readonly procedure: Procedure;
  /** Null where there is none; never with `--record`. */
  readonly item: Item | null;
  /** The file as it was read. */
  readonly text: string;
  readonly blocks: readonly ReadyBlock[];
  readonly setting: BlockSetting;
  /** Validation points without a block. */
  readonly uncheckedPoints: number;
}

/** What is to be run, in order. Throws RunbookError for the first thing that stands against it. */
export async function plansOf(session: StatusSession, options: CheckOptions, io: Io): Promise<Plan[]> {
  const { root, schedule } = session;
  if (options.record === true) requireLedger(session);
  else refuseWithoutRecord(options);
  if (options.procedures.length === 0) throw nothingNamed(session, options);
  const procedures = findProcedures(session, options.procedures);
  const given = givenInputs(options.input, procedures);
  const plans: Plan[] = [];
  for (const procedure of procedures) {
    const item = await itemToCheck(procedure, schedule, options);
    const text = textIn(join(root, procedure.path)) ?? "";
    const variables = { as_of: schedule.asOf.date, occurrence: item?.occurrence.key ?? null };
    const inputs = inputValues(procedure, given, io);
    const setting = { procedure, root, variables, inputs, mask: options.mask, timeoutMs: options.timeout };
    const marked = blocksToRun(text, options);
    if (marked.length === 0) throw nothingToRun(procedure, text, options);
    const blocks = marked.map((block) => readyBlock(block, setting, io));
    for (const block of blocks) refuseCode(block, setting);
    const checked = new Set(marked.flatMap(({ section, item: point }) => (section === "validation" ? [point] : [])));
    const uncheckedPoints = parseSections(text).validation.filter((_, index) => !checked.has(index + 1)).length;
    plans.push({ procedure, item, text, blocks, setting, uncheckedPoints });
  }
  return plans;
}

function blocksToRun(text: string, { steps }: CheckOptions): readonly AutomationBlock[] {
  return automationBlocks(text).filter(({ section }) => section === "validation" || steps === true);
}

/** The error for a command without a procedure: those that it could run, as whoever checks all of them types them. */
function nothingNamed({ root, book }: StatusSession, options: CheckOptions): RunbookError {
  const ids = book.procedures
    .filter(({ path }) => blocksToRun(textIn(join(root, path)) ?? "", options).length > 0)
    .map(({ id }) => id);
  const steps = options.steps === true ? " --steps" : "";
  return ids.length === 0
    ? new RunbookError(
        "usage",
        `Expected a procedure, and none has a block marked \`run\` in ${options.steps === true ? "Steps or " : ""}Validation`,
        "Mark one in its file, for example: ```sh run",
      )
    : new RunbookError("usage", "Expected procedures", `Those with blocks: runbook check${steps} ${ids.join(" ")}`);
}

function refuseWithoutRecord({ by, message, again }: CheckOptions): void {
  const given = Object.entries({ "--by": by, "--message": message, "--again": again }).find(
    ([, value]) => value !== undefined,
  );
  if (given === undefined) return;
  throw new RunbookError("usage", `${given[0]} is for a record, and nothing is recorded`, "Add --record.");
}

/** What `done` would record; without a record the occurrence at hand, finished or to come, if there is any. */
async function itemToCheck(procedure: Procedure, schedule: Schedule, options: CheckOptions): Promise<Item | null> {
  if (options.record === true) {
    const item = await chooseItem(procedure, schedule, "check", { key: options.for, isRepeated: options.again });
    refuseDone(item, options.again, "check");
    return item;
  }
  if (options.for !== undefined) return itemWithKey(procedure, schedule, options.for);
  const choice = chooseOccurrence(procedure, schedule);
  switch (choice.kind) {
    case "one":
      return choice.item;
    case "several":
      return choice.items.at(-1) ?? null;
    case "recorded":
      return choice.latest ?? choice.next;
    case "none":
      return choice.next;
  }
}

function nothingToRun({ id, path }: Procedure, text: string, { steps }: CheckOptions): RunbookError {
  const inSteps = automationBlocks(text).length > 0;
  const where = steps === true ? "Steps or Validation" : "Validation";
  return new RunbookError(
    "not-found",
    `${id} has no block marked \`run\` in ${where}`,
    inSteps ? "Those of Steps run with --steps." : `Mark one in ${path}, for example: \`\`\`sh run`,
  );
}
