// How help is laid out. commander does most of it; texts that follow the options are printed as they are written.

import { Help, type HelpConfiguration } from "commander";
import type { OutputStream } from "../io.ts";

/** Above what every command takes. */
export const COMMON_OPTIONS = "Options of every command:";

/** Columns that a description has beside its term; where there are fewer, the terminal breaks the line. */
const NARROWEST = 24;

const standard = Object.assign(new Help(), { minWidthToWrap: NARROWEST });

/** Commands by their names alone; what every command takes below a command's own options. */
export const HELP_LAYOUT: HelpConfiguration = {
  minWidthToWrap: standard.minWidthToWrap,
  subcommandTerm: (command) => command.name(),
  groupItems: (items, visible, groupOf) => {
    const groups = standard.groupItems(items, visible, groupOf);
    const common = groups.get(COMMON_OPTIONS);
    if (common === undefined) return groups;
    groups.delete(COMMON_OPTIONS);
    return groups.set(COMMON_OPTIONS, common);
  },
};

/** Columns of help on a stream. */
export function helpColumns({ columns }: OutputStream): number {
  return columns ?? 100;
}

/**
 * A help text in so many columns: paragraphs are filled, what a table says of a term hangs beside it. Commands to copy stay
 * on their line, and what fits already stays as it is.
 */
export function fittedHelp(text: string, columns: number): string {
  const filled = text.replaceAll(/^\S.*(?:\n\S.*)+/gmu, (paragraph) => paragraph.replaceAll("\n", " "));
  return filled
    .split("\n")
    .map((line) => fittedLine(line, columns))
    .join("\n");
}

function fittedLine(line: string, columns: number): string {
  if (line.length <= columns) return line;
  const [, term = "", description = ""] = /^(\s+\S.*?\s{2,})(\S.*)$/u.exec(line) ?? [];
  if (line.startsWith(" ") && (description === "" || columns - term.length < NARROWEST)) return line;
  const lines = standard.boxWrap(description || line, columns - term.length).split("\n");
  return `${term}${lines.join(`\n${" ".repeat(term.length)}`)}`;
}
