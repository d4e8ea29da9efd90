import { type Command, InvalidArgumentError, Option } from "commander";
import { type CalendarDate, isCalendarDate } from "../calendar/calendar-date.ts";
import type { GlobalOptions } from "../commands/options.ts";
import type { ExitCode, Io } from "../io.ts";

/** Runs a command with the options as it knows them. */
export type Run = <Options extends GlobalOptions>(
  command: (options: Options, io: Io) => Promise<ExitCode>,
  options: Options & { readonly json?: boolean },
) => Promise<void>;

/** What a command prints its answer as; `pretty` is for people. */
export type Format = "pretty" | "json";

/** Options that every command takes. */
export function withGlobalOptions(command: Command, formats: readonly Format[] = ["pretty", "json"]): Command {
  return command
    .addOption(new Option("--dir <path>", "the run book's folder").env("RUNBOOK_DIR"))
    .option("--as-of <date>", "answer as of this day instead of today (YYYY-MM-DD)", parseDate)
    .addOption(new Option("--format <format>", "how to print the answer").choices(formats).default("pretty"))
    .option("--json", "the same as --format json")
    .option("--no-color", "print without colours")
    .option("--verbose", "say more when something goes wrong")
    .optionsGroup("");
}

/** A date that exists, as commander reads an option's value. */
export function parseDate(text: string): CalendarDate {
  if (isCalendarDate(text)) return text;
  throw new InvalidArgumentError("Expected a date that exists, YYYY-MM-DD.");
}

/** A whole number of days, 0 or more. */
export function parseDayCount(text: string): number {
  const days = Number(text);
  if (/^\d{1,4}$/.test(text)) return days;
  throw new InvalidArgumentError("Expected a whole number of days, 0 to 9999.");
}

/** Gathers an option that may be given several times. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}

/** Gathers lists separated by commas, from an option that may be given several times. */
export function collectList(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, ...value.split(",").map((item) => item.trim())].filter((item) => item !== "");
}
