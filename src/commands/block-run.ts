// One block marked `run`, from its text to its result: what `check` and `run` share. Nothing here asks whether it may.

import { RunbookError } from "../errors.ts";
import type { Io } from "../io.ts";
import {
  type AutomationBlock,
  type BlockResult,
  type BlockVariables,
  type InputValue,
  type Language,
  variableOf,
} from "../model/automation.ts";
import type { Environment } from "../model/environment.ts";
import type { Procedure } from "../model/procedure.ts";
import { type BlockFault, batchFault, languageOf, scriptOf } from "../parse/automation.ts";
import { type Interpreter, findInterpreter } from "../store/interpreters.ts";
import { thisMachine } from "../store/program-path.ts";
import { runScript } from "../store/run-script.ts";
import { gatherOutput, masked } from "../view/block-output.ts";

/** What a procedure's blocks are run with. */
export interface BlockSetting {
  readonly procedure: Procedure;
  /** The run book's folder, in which they run. */
  readonly root: string;
  readonly variables: BlockVariables;
  /** By the input's name; see `inputValues`. */
  readonly inputs: ReadonlyMap<string, InputValue>;
  /** Names of environment variables whose values are hidden, beside those that look like secrets. */
  readonly mask: readonly string[];
  readonly timeoutMs: number;
}

/** A block that can be run. */
export interface ReadyBlock {
  readonly block: AutomationBlock;
  readonly language: Language;
  /** As it will run. */
  readonly script: string;
  readonly interpreter: Interpreter | null;
}

/**
 * Makes a block ready: its language is known, its text fit to run, its interpreter there.
 * Throws RunbookError `invalid-runbook` with the block's place, or `no-interpreter`.
 */
export function readyBlock(
  block: AutomationBlock,
  { procedure, variables }: Pick<BlockSetting, "procedure" | "variables">,
  { env }: Pick<Io, "env">,
): ReadyBlock {
  const sound = <T extends string>(value: T | BlockFault): T => {
    if (typeof value === "string") return value;
    throw new RunbookError("invalid-runbook", `${procedure.path}:${block.line}: ${value.message}`, value.hint);
  };
  const language = sound(languageOf(block));
  const script = sound(scriptOf(block, variables, procedure.inputs));
  try {
    return { block, language, script, interpreter: findInterpreter(language, thisMachine(env)) };
  } catch (error) {
    if (!(error instanceof RunbookError)) throw error;
    throw new RunbookError(error.code, `${procedure.path}:${block.line}: ${error.message}`, error.hint, {
      cause: error,
    });
  }
}

/** Throws RunbookError `usage` where the block's language would take a value for a part of the script. */
export function refuseCode(
  { block, language, script }: ReadyBlock,
  { procedure, inputs }: Pick<BlockSetting, "procedure" | "inputs">,
): void {
  const values = new Map([...inputs].map(([name, { value }]) => [variableOf(name), value]));
  const fault = language === "cmd" ? batchFault(script, values) : undefined;
  if (fault !== undefined)
    throw new RunbookError("usage", `${procedure.path}:${block.line}: ${fault.message}`, fault.hint);
}

/**
 * Runs a block to its end. `show` gets its output as it comes, line by line and fit for a terminal. Ctrl-C ends the block.
 * Throws RunbookError `io` where the interpreter cannot be started.
 */
export async function runBlock(
  { block, language, script, interpreter }: ReadyBlock,
  setting: BlockSetting,
  show: (text: string) => void,
  io: Io,
): Promise<BlockResult> {
  const env = environmentOf(setting, io.env);
  const { withoutCredentials, withoutMicrosoftSecrets } = await import("./credentials.ts");
  const hide = masked(secretsIn(env, setting));
  const output = gatherOutput((line) => withoutMicrosoftSecrets(hide(line)));
  const end = await runScript(
    {
      language,
      text: script,
      interpreter,
      cwd: setting.root,
      env,
      timeoutMs: setting.timeoutMs,
      onLine: (line) => show(output.add(line)),
    },
    io,
  );
  const { text, leftOut } = output.kept();
  const { exitCode, signal, seconds } = end;
  const status = end.how === "exited" ? (exitCode === 0 ? "passed" : "failed") : end.how;
  return { block, status, exitCode, signal, seconds, output: await withoutCredentials(text), leftOut };
}

/** The environment of this process with the variables and inputs, whatever the letter case of what they replace. */
function environmentOf({ variables, inputs }: BlockSetting, env: Environment): Environment {
  const own: Record<string, string> = { AS_OF: variables.as_of };
  if (variables.occurrence !== null) own["OCCURRENCE"] = variables.occurrence;
  for (const [name, { value }] of inputs) own[variableOf(name)] = value;
  const others = Object.entries(env).filter(([name]) => !Object.hasOwn(own, name.toUpperCase()));
  return { ...Object.fromEntries(others), ...own };
}

/** Names that say of themselves that their value is a secret. */
const SECRET_NAME =
  /(?:^|_)(?:SECRET|TOKEN|PASSWORD|PASSWD|PAT|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|CONNECTION_?STRING)$/i;
/** A shorter value is hidden only where somebody names it: it may be an ordinary word. */
const SHORTEST_GUESS = 8;

function secretsIn(env: Environment, { procedure, inputs, mask }: BlockSetting): string[] {
  const named = new Set(mask.map((name) => name.toUpperCase()));
  for (const name of inputs.keys()) {
    if (procedure.inputs[name]?.isSecret === true) named.add(variableOf(name));
  }
  return Object.entries(env).flatMap(([name, value = ""]) =>
    named.has(name.toUpperCase()) || (SECRET_NAME.test(name) && value.length >= SHORTEST_GUESS) ? [value] : [],
  );
}
