import { RunbookError } from "../errors.ts";
import type { ExitCode, Io } from "../io.ts";
import { commandWord } from "../model/command-word.ts";
import { NOTHING_RECORDED, canAsk, isBrokenOff } from "./asking.ts";
import { Discarded, begin } from "./run-begin.ts";
import { askWork, noneNamed } from "./none-named.ts";
import { follow } from "./run-follow.ts";
import type { RunOptions } from "./run-options.ts";
import { printChecklist } from "./run-print.ts";
import { Stopped } from "./run-walk.ts";

/** `run` as it is typed. */
type AskedRun = Omit<RunOptions, "procedure"> & { readonly procedure?: string | undefined };

/** Leads through a procedure on a terminal and records how it went; or prints it as a list to tick off. */
export async function runRun({ procedure, ...asked }: AskedRun, io: Io): Promise<ExitCode> {
  const asks = asked.print !== true && canAsk(asked, io);
  if (procedure === undefined && !asks) throw await noneNamed("run", asked, io);
  const options = { ...asked, ...(procedure === undefined ? await askWork(asked, io) : { procedure }) };
  if (options.print === true) return printChecklist(options, io);
  if (!asks) throw noTerminal(options);
  const { by } = options;
  const kept: { command?: string } = {};
  const onKept = (command: string): void => {
    kept.command = by === undefined ? command : `${command} --by ${commandWord(by, "PERSON")}`;
  };
  try {
    await follow(await begin(options, io, onKept), options, io);
    return 0;
  } catch (error) {
    if (error instanceof Discarded) {
      throw new RunbookError("usage", "Discarded; nothing was recorded", null, { cause: error });
    }
    const hint = kept.command === undefined ? null : `What you answered is kept. Go on with: ${kept.command}`;
    if (error instanceof Stopped || isBrokenOff(error)) {
      throw new RunbookError("usage", NOTHING_RECORDED, hint, { cause: error });
    }
    if (hint !== null) io.stderr.write(`${hint}\n`);
    throw error;
  }
}

function noTerminal({ procedure, for: key }: RunOptions): RunbookError {
  const which = key === undefined ? procedure : `${procedure} --for ${key}`;
  return new RunbookError(
    "usage",
    "`run` asks its questions on a terminal, and there is none",
    [
      `Record what was done: runbook done ${which}`,
      `Run its blocks, if it has any, unattended: runbook check ${which}`,
      `Print it to tick off: runbook run ${which} --print`,
    ].join("\n"),
  );
}
