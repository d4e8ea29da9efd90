// Commands that answers and hints give to type. Pasted where they were given they must be about the same run book: what is
// recorded in another one stands there for good.

import { commandWord } from "../model/command-word.ts";
import type { Style } from "./style.ts";

/** At a line's end, where no sentence goes on behind it; one that names a folder is left as it is. */
const COMMAND = /((?:^|: ) *runbook (?!.*--dir\b).+(?<![.)]))$/gmu;

/** A text with the run book's folder behind each command that ends a line, where this command line named it by `--dir`. */
export function withFolder(text: string, dir: string | undefined): string {
  return dir === undefined
    ? text
    : text.replaceAll(COMMAND, `$1 --dir ${commandWord(dir, "PATH").replaceAll("$", "$$$$")}`);
}

/** A command to type, as it is painted. */
export function typedCommand(command: string, { chalk, dir }: Style): string {
  return chalk.cyan(withFolder(command, dir));
}
