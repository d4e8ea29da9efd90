import type { Argument, Command, Option } from "commander";
import type { WantedValue } from "../commands/complete.ts";
import type { Candidate } from "../view/candidates-text.ts";

/** What may stand where a command line ends: known words, a value, or both. */
export interface Wanted {
  readonly candidates: readonly Candidate[];
  readonly value: WantedValue | undefined;
}

interface Read {
  readonly command: Command;
  readonly path: readonly string[];
  readonly others: readonly string[];
  readonly given: ReadonlyMap<Option, string | undefined>;
  /** The option whose value comes next. */
  readonly pending: Option | undefined;
  readonly isPastOptions: boolean;
}

/** What may be the last of these words, which follow the program's name; the others are taken as commander takes them. */
export function wantedAt(program: Command, words: readonly string[]): Wanted {
  const typed = words.at(-1) ?? "";
  const read = readWords(program, words.slice(0, -1));
  const { command, pending, isPastOptions, others } = read;
  if (pending !== undefined && !(pending.optional && typed.startsWith("-"))) return ofOption(pending, typed, "", read);
  if (typed.startsWith("-") && !isPastOptions) {
    const [, flag, value] = /^(--[^=]+)=([^]*)$/u.exec(typed) ?? [];
    const option = flag === undefined ? undefined : findOption(command, flag);
    if (option !== undefined) return ofOption(option, value ?? "", `${flag}=`, read);
    return { candidates: optionsOf(read), value: undefined };
  }
  const commands = others.length === 0 ? commandsOf(command) : [];
  const argument = argumentAt(command, others.length);
  if (argument === undefined) {
    const isWhole = visibleCommands(command).length === 0 && !isPastOptions;
    return { candidates: isWhole ? optionsOf(read) : commands, value: undefined };
  }
  if (command.name() === "help") {
    const named = readWords(program, others).command;
    return { candidates: commandsOf(named), value: undefined };
  }
  const wanted = wantedValue(argument.name(), undefined, argument.argChoices, typed, "", read);
  return { ...wanted, candidates: [...commands, ...wanted.candidates] };
}

function readWords(program: Command, words: readonly string[]): Read {
  let command = program;
  let pending: Option | undefined;
  let isPastOptions = false;
  const path: string[] = [];
  const others: string[] = [];
  const given = new Map<Option, string | undefined>();
  for (const word of words) {
    const isFlag = !isPastOptions && word.length > 1 && word.startsWith("-");
    if (pending !== undefined && !(pending.optional && isFlag)) {
      given.set(pending, word);
      pending = undefined;
    } else if (isFlag && word === "--") {
      isPastOptions = true;
    } else if (isFlag) {
      const [, flag = word, value] = /^(--[^=]+)=([^]*)$/u.exec(word) ?? [];
      const option = findOption(command, flag);
      if (option !== undefined) given.set(option, value);
      pending = option !== undefined && value === undefined && !option.isBoolean() ? option : undefined;
    } else {
      const next = others.length === 0 ? visibleCommands(command).find((it) => it.name() === word) : undefined;
      if (next === undefined) others.push(word);
      else {
        command = next;
        path.push(word);
      }
    }
  }
  return { command, path, others, given, pending, isPastOptions };
}

/** Of the command, or of one that it is a command of. */
function findOption(command: Command, flag: string): Option | undefined {
  for (let at: Command | null = command; at !== null; at = at.parent) {
    const found = at.options.find(({ long, short }) => flag === long || flag === short);
    if (found !== undefined) return found;
  }
  return undefined;
}

function visibleCommands(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command);
}

function commandsOf(command: Command): Candidate[] {
  return visibleCommands(command).map((it) => ({ value: it.name(), description: it.description() }));
}

/** Those not given yet; one that takes a list may be given again. */
function optionsOf({ command, given }: Read): Candidate[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => !given.has(option) || Array.isArray(command.getOptionValue(option.attributeName())))
    .map(({ long, short, description }) => ({ value: long ?? short ?? "", description }));
}

function argumentAt({ registeredArguments }: Command, index: number): Argument | undefined {
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

function ofOption(option: Option, typed: string, lead: string, read: Read): Wanted {
  const [, name = ""] = /[<[]([^\]>]+)[\]>]/u.exec(option.flags) ?? [];
  return wantedValue(name, option.attributeName(), option.argChoices, typed, lead, read);
}

function wantedValue(
  name: string,
  option: string | undefined,
  choices: readonly string[] | undefined,
  typed: string,
  lead: string,
  { path, others, given }: Read,
): Wanted {
  if (choices !== undefined) {
    return { candidates: choices.map((choice) => ({ value: `${lead}${choice}`, description: "" })), value: undefined };
  }
  const dir = [...given].find(([it]) => it.attributeName() === "dir")?.[1];
  const value = { name: name.replace(/\.\.\.$/u, ""), option, command: path.join(" "), others, dir, typed, lead };
  return { candidates: [], value };
}
