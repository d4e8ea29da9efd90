// Commands that answers and hints give to type. Pasted where they were given they must be about the same run book: what is
// recorded in another one stands there for good.

import { commandWord } from "../model/command-word.ts";
import type { Style } from "./style.ts";

/** At a line's end, where no sentence goes on behind it; one that names a folder is left as it is. */
const COMMAND = /(?:^|: ) *runbook (?!.*--dir\b).+(?<![.)])$/gm;

/** A text with the run book's folder behind each command that ends a line, where this command line named it by `--dir`. */
export function withFolder(text: string, dir: string | undefined): string {
  if (dir === undefined) return text;
  return text.replaceAll(COMMAND, (command) => `${command} --dir ${commandWord(dir, "PATH")}`);
}

/** A command to type, as it is painted. */
export function typedCommand(command: string, { chalk, dir }: Style): string {
  return chalk.cyan(withFolder(command, dir));
}
