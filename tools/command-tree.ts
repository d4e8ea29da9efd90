// Every command as help has it, for what is generated from it.

import type { Command } from "commander";
import { withGlobalOptions } from "../src/cli/options.ts";
import { programFor } from "../src/cli/program.ts";
import type { Io, OutputStream } from "../src/io.ts";

export interface Term {
  readonly term: string;
  readonly description: string;
}

export interface CommandText {
  /** `runbook incident open`. */
  readonly name: string;
  /** What follows the name: `[options] <procedure...>`. */
  readonly usage: string;
  readonly description: string;
  readonly arguments: readonly Term[];
  /** Its own: those that every command takes are left out. */
  readonly options: readonly Term[];
  /** What help prints after the options: paragraphs, tables and examples. */
  readonly notes: string;
}

export interface CommandTree {
  readonly description: string;
  readonly notes: string;
  /** Options that every command takes. */
  readonly commonOptions: readonly Term[];
  /** Commands by the heading under which help lists them. */
  readonly groups: readonly { readonly title: string; readonly commands: readonly CommandText[] }[];
}

/** The program's commands, groups of commands without a text of their own included. */
export function commandTree(): CommandTree {
  let printed = "";
  const capture: OutputStream = { write: (text) => (printed += text), isTTY: false, columns: 1000 };
  const io = { cwd: "/", env: {}, now: () => 0, stdout: capture, stderr: capture } as unknown as Io;
  const program = programFor(async () => {}, io);
  const notesOf = (command: Command): string => {
    printed = "";
    command.outputHelp();
    return printed.slice(command.helpInformation().length).trim();
  };
  const common = new Set(
    withGlobalOptions(program.createCommand("any"), ["pretty", "json"]).options.map(({ long }) => long),
  );
  const isCommon = ({ long }: { readonly long?: string | undefined }): boolean => common.has(long) || long === "--help";
  const textOf = (command: Command, parents: string): CommandText => {
    const help = command.createHelp();
    return {
      name: `${parents} ${command.name()}`,
      usage: command.usage(),
      description: command.description(),
      arguments: help
        .visibleArguments(command)
        .map((it) => ({ term: help.argumentTerm(it), description: help.argumentDescription(it) })),
      options: help
        .visibleOptions(command)
        .filter((option) => !isCommon(option) || hasOwnFormats(option.argChoices))
        .map((it) => ({ term: help.optionTerm(it), description: help.optionDescription(it) })),
      notes: notesOf(command),
    };
  };
  const withCommands = (command: Command, parents: string): CommandText[] => [
    textOf(command, parents),
    ...visible(command).flatMap((it) => withCommands(it, `${parents} ${command.name()}`)),
  ];
  const visible = (command: Command): readonly Command[] => command.createHelp().visibleCommands(command);
  const titles = [...new Set(visible(program).map((command) => command.helpGroup()))];
  const due = program.commands.find((command) => command.name() === "list") ?? program;
  const help = due.createHelp();
  return {
    description: program.description(),
    notes: notesOf(program),
    commonOptions: help
      .visibleOptions(due)
      .filter(isCommon)
      .map((it) => ({ term: help.optionTerm(it), description: help.optionDescription(it) })),
    groups: titles.map((title) => ({
      title: title.replace(/:$/u, ""),
      commands: visible(program)
        .filter((command) => command.helpGroup() === title)
        .flatMap((command) => withCommands(command, "runbook")),
    })),
  };
}

/** Most commands print for people or as JSON. */
function hasOwnFormats(choices: readonly string[] | undefined): boolean {
  return choices !== undefined && !["pretty", "pretty,json"].includes(choices.join());
}

/** A part of a text for people: a paragraph, or lines that stay as they are. */
export interface Part {
  readonly kind: "paragraph" | "lines";
  readonly text: string;
}

/** Paragraphs and indented blocks of a help text; a block loses its indentation. */
export function partsOf(text: string): Part[] {
  const parts: { kind: Part["kind"]; lines: string[] }[] = [];
  let isOpen = false;
  for (const line of text.split("\n")) {
    const kind = line.startsWith("  ") ? "lines" : "paragraph";
    const last = parts.at(-1);
    if (line.trim() === "") isOpen = false;
    else if (isOpen && last?.kind === kind) last.lines.push(line);
    else {
      parts.push({ kind, lines: [line] });
      isOpen = true;
    }
  }
  return parts.map(({ kind, lines }) => ({
    kind,
    text: kind === "paragraph" ? lines.join(" ") : lines.map((line) => line.replace(/^ {2}/u, "")).join("\n"),
  }));
}
