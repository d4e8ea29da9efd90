// Text behind a marker or a label, the lines that follow below its own beginning.

import stringWidth from "string-width";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { wrapText } from "./table.ts";

/** Columns that a text has beside its marker, however narrow the terminal. */
const NARROWEST_TEXT = 16;
const LABEL_COLUMNS = 12;

/** Lines behind a marker, which may be painted. */
export function hanging(marker: string, lines: readonly string[]): string[] {
  const space = " ".repeat(stringWidth(marker));
  return [`${marker}${lines[0] ?? ""}`.trimEnd(), ...lines.slice(1).map((line) => `${space}${line}`.trimEnd())];
}

/** One paragraph of harmless text behind a marker, wrapped. */
export function hangingText(marker: string, text: string, { columns }: Style): string[] {
  return hanging(marker, wrapText(text, Math.max(NARROWEST_TEXT, columns - stringWidth(marker))));
}

/** A fact behind its label; lines of the text that are its own stay apart. */
export function factLines(label: string, text: string, { chalk, columns }: Style): string[] {
  const marker = `  ${chalk.dim(label.padEnd(LABEL_COLUMNS))} `;
  const width = Math.max(NARROWEST_TEXT, columns - stringWidth(marker));
  const lines = plainBlock(text)
    .split("\n")
    .flatMap((line) => wrapText(plainLine(line), width));
  return hanging(marker, lines);
}
