import { type Command, type CommanderError, InvalidArgumentError, Option } from "commander";
import { type CalendarDate, isCalendarDate } from "../calendar/calendar-date.ts";
import type { ExitCode, Io } from "../io.ts";
import { parseEffort } from "../parse/duration.ts";
import { suggest } from "../parse/suggest.ts";
import type { Format, GlobalOptions } from "../session/options.ts";
import { COMMON_OPTIONS } from "./help-text.ts";

/** Runs a command with the options as it knows them. */
export type Run = <Options extends GlobalOptions>(
  command: (options: Options, io: Io) => Promise<ExitCode>,
  options: Options & { readonly json?: boolean },
) => Promise<void>;

/** What commander has to say (its help too, with exit status 0), and the words that name the command whose help tells more. */
export class UsageError extends Error {
  readonly exitCode: number;
  readonly command: string;

  constructor({ exitCode, message }: CommanderError, command: string) {
    super(message);
    this.exitCode = exitCode;
    this.command = command;
  }
}

/** Adds the options that every command takes. */
export function withGlobalOptions(command: Command, formats: readonly Format[] = ["pretty", "json"]): Command {
  command.optionsGroup(COMMON_OPTIONS);
  if (formats.includes("json")) command.option("--json", "the same as --format json");
  return command
    .option("--dir <path>", "the run book's folder (default: RUNBOOK_DIR, else found by walking up)")
    .option("--as-of <date>", "answer as of this day instead of today (YYYY-MM-DD)", parseDate)
    .addOption(new Option("--format <format>", "how to print the answer").choices(formats).default(formats[0]))
    .option("--no-color", "print without colours")
    .option("--no-cache", "read everything anew, keep nothing (or RUNBOOK_NO_CACHE=1)")
    .option("--verbose", "say more when something goes wrong")
    .optionsGroup("");
}

/** Adds what narrows an answer to the work of some. */
export function withWhose(command: Command): Command {
  return command
    .option("--mine", "only what I answer for: git's identity, its roles, and what it covers for")
    .option("--owner <person-or-role>", "only what this person answers for, or this role owns")
    .option("--role <role>", "only what this role owns");
}

/** Years in which a run book can be asked about; outside them a date is a slip of the keyboard. */
const ASKABLE = /^(?:19|20|21)\d{2}-/;

/** A date that exists, as commander reads an option's value. */
export function parseDate(text: string): CalendarDate {
  if (isCalendarDate(text) && ASKABLE.test(text)) return text;
  throw new InvalidArgumentError("Expected a date that exists, YYYY-MM-DD, from 1900 to 2199.");
}

/** An amount of work such as 12m, 1h30m or 1d (8 hours), in minutes. */
export function parseWork(text: string): number {
  const minutes = parseEffort(text);
  if (minutes !== undefined) return minutes;
  throw new InvalidArgumentError("Expected a duration such as 12m, 1h30m or 1d (8 hours).");
}

/** A span of time such as 30m, 15h or 2d (days of 24 hours), in minutes. */
export function parseLeadTime(text: string): number {
  const [, number, unit] = /^(\d{1,4})([mhd])$/.exec(text.trim()) ?? [];
  if (number === undefined) throw new InvalidArgumentError("Expected a time such as 30m, 15h or 2d.");
  return Number(number) * (unit === "m" ? 1 : unit === "h" ? 60 : 1440);
}

/** A size such as 500K, 200M or 1G, in bytes; the units are powers of 1024. */
export function parseSize(text: string): number {
  const [, number, unit] = /^(\d{1,6})([kmg])i?b?$/i.exec(text.trim()) ?? [];
  const bytes = Number(number) * 1024 ** ("kmg".indexOf(unit?.toLowerCase() ?? "") + 1);
  if (unit !== undefined && bytes > 0) return bytes;
  throw new InvalidArgumentError("Expected a size such as 500K, 200M or 1G.");
}

/** Reads a whole number of at least `least`, and at most `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const range = most === Number.MAX_SAFE_INTEGER ? `, ${least} or more` : ` from ${least} to ${most}`;
  return (text) => {
    const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number${range}.`);
  };
}

/** Gathers an option that may be given several times. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/**
 * Gathers lists separated by commas, from an option that may be given several times. PowerShell makes a list of its own of an
 * unquoted `a,b`, which the script that npm installs beside the program hands on as `a b`.
 */
export function collectList(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, ...value.split(/[,\s]+/)].filter((item) => item !== "");
}

/** Ends with a usage error that names what was meant, or the nearest of a command's own commands. */
export function refuseCommand(parent: Command, name: string, meant?: string): never {
  const names = parent
    .createHelp()
    .visibleCommands(parent)
    .map((command) => command.name());
  const nearest = meant ?? suggest(name, names);
  return parent.error(`error: unknown command '${name}'${nearest === undefined ? "" : `\n(Did you mean ${nearest}?)`}`);
}

/** Refuses words after a command that has commands of its own and takes nothing else; `meantBy` knows what some stand for. */
export function refuseExcess(command: Command, meantBy?: (word: string) => string | undefined): void {
  const [name] = command.args;
  if (name !== undefined) refuseCommand(command, name, meantBy?.(name));
}

/**
 * Finishes a command and those under it: a value that is none of its choices is answered with the nearest, an error names the
 * command's own help, and help says nothing of a default that is an empty list. `name` is the words that name the command.
 */
export function finishCommand(command: Command, name: string): void {
  command.showHelpAfterError(`(see ${name} --help)`);
  command.exitOverride((error) => {
    throw new UsageError(error, name);
  });
  for (const option of command.options) {
    if (Array.isArray(option.defaultValue)) option.default(undefined);
  }
  for (const taking of [...command.options, ...command.registeredArguments]) {
    const { argChoices, parseArg } = taking;
    if (argChoices === undefined || parseArg === undefined) continue;
    taking.argParser((value: string, previous: unknown) => {
      const nearest = argChoices.includes(value) ? undefined : suggest(value, argChoices);
      if (nearest === undefined) return parseArg(value, previous);
      const choices = argChoices.join(", ");
      throw new InvalidArgumentError(`Allowed choices are ${choices}.\n(Did you mean ${nearest}?)`);
    });
  }
  if (command.options.some(({ long }) => long === "--message")) {
    command.allowExcessArguments().hook("preAction", refuseText);
  }
  // Else a command would take the options of those under it for its own.
  if (command.commands.length > 0) command.enablePositionalOptions().hook("preAction", handOn);
  for (const each of command.commands) finishCommand(each, `${name} ${each.name()}`);
}

/** Words behind those that a command takes are mostly a note whose option was forgotten. */
function refuseText(_: Command, called: Command): void {
  const { args, options, registeredArguments } = called;
  const word = args[registeredArguments.length];
  if (word === undefined || registeredArguments.at(-1)?.variadic === true) return;
  const option = options.some(({ long }) => long === "--title") ? "--title" : "-m";
  const message = `error: '${word}' is one word too many for '${called.name()}'.`;
  called.error(`${message} A text stands behind ${option}, in quotes: ${option} "TEXT"`);
}

/** What stands before the name of the command that is called counts as if it stood after it; so do its faults. */
function handOn(parent: Command, called: Command): void {
  if (called === parent) return;
  for (const option of parent.options) {
    const key = option.attributeName();
    if (parent.getOptionValueSource(key) !== "cli") continue;
    const own = called.options.find((each) => each.attributeName() === key);
    const value: unknown = parent.getOptionValue(key);
    if (own === undefined) called.error(`error: unknown option '${option.long}'`);
    if (own.argChoices?.includes(String(value)) === false) {
      called.error(`error: option '${option.long}' cannot be '${String(value)}' here`);
    }
    if (called.getOptionValueSource(key) !== "cli") called.setOptionValueWithSource(key, value, "cli");
  }
}
