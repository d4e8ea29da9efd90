// Options that several commands which record, or run blocks, have in common.

import { type Command, InvalidArgumentError, Option } from "commander";
import { collect, parseSize } from "./options.ts";

/** The occurrence that a command is about. */
export function withOccurrence(command: Command): Command {
  return command.option("--for <key>", "the occurrence, where it is not the only candidate");
}

/** Who performed the work. */
export function withPerformer(command: Command): Command {
  return command.option(
    "--by <person>",
    'who performed it: a person of roles.yml or "Name <email>" (default: git\'s identity)',
  );
}

/** Which occurrence was performed, when and by whom. */
export function withPerformance(command: Command): Command {
  return withPerformer(
    withOccurrence(command).option(
      "--at <time>",
      "when it was performed: a time of today, a date (noon), or both, in the run book's zone (default: now)",
    ),
  );
}

/** Files to keep with a record. */
export function withEvidence(command: Command): Command {
  return command
    .option("--attach <file>", "a file to keep as evidence; may be given several times", collect, [])
    .option("--max-attachment <size>", "the largest file to keep, for example 200M (default: 25M)", parseSize);
}

/** Milliseconds that a block may take where nothing else is said. */
const DEFAULT_TIMEOUT_MS = 600_000;
const LONGEST_TIMEOUT_MS = 24 * 3_600_000;

/** What blocks marked `run` are run with. */
export function withBlocks(command: Command): Command {
  return command
    .option("--input <name=value>", "an input of its blocks; may be given several times", collect, [])
    .addOption(
      new Option("--timeout <time>", "how long a block may take, for example 30s, 10m or 1h")
        .argParser(parseTimeout)
        .default(DEFAULT_TIMEOUT_MS, "10m"),
    )
    .option("--mask <name>", "hide the value of this environment variable; may be given several times", collect, []);
}

/** A time such as 30s, 10m or 1h, in milliseconds. */
function parseTimeout(text: string): number {
  const [, number, unit] = /^(\d{1,5})([smh])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(number) * (unit === "s" ? 1000 : unit === "m" ? 60_000 : 3_600_000);
  if (unit !== undefined && milliseconds > 0 && milliseconds <= LONGEST_TIMEOUT_MS) return milliseconds;
  throw new InvalidArgumentError("Expected a time such as 30s, 10m or 1h, 24h at most.");
}
