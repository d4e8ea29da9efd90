// The layout of tables: how wide columns are and where text breaks. How wide a text is and how rows are drawn is up to
// the caller.

import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import type { Cell, Column, Section } from "./table.ts";

/** Terminal cells that a text takes. */
export type WidthOf = (text: string) => number;

/** Draws rows, each cell as its lines, in columns of these widths with `GAP` between; gives the lines. */
export type Draw = (rows: readonly (readonly (readonly string[])[])[], widths: readonly number[]) => readonly string[];

/** Spaces between columns. */
export const GAP = 2;
const INDENT = 2;
const NARROWEST_COLUMN = 8;

export interface Layout {
  readonly widthOf: WidthOf;
  readonly draw: Draw;
}

/** Rows in aligned columns under dim titles, never wider than the style's columns: flexible columns wrap. */
export function layOutTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  style: Style,
  layout: Layout,
): string {
  const draw = drawing(columns, rows, style, layout);
  return [draw([titlesOf(columns, style)]), draw(rows)].join("\n");
}

/** Sections whose columns are in line with each other under dim titles; headings are printed as they are. */
export function layOutSections(
  columns: readonly Column[],
  sections: readonly Section[],
  style: Style,
  layout: Layout,
): string {
  const all = sections.flatMap(({ rows }) => rows);
  const draw = drawing(columns, all, style, layout);
  const blocks = sections.map(({ heading, rows }) => `${heading}\n${draw(rows)}`);
  return [draw([titlesOf(columns, style)]), ...blocks].filter((block) => block.trim() !== "").join("\n\n");
}

function titlesOf(columns: readonly Column[], { chalk }: Style): Cell[] {
  return columns.map(({ title }) => ({ text: title, paint: chalk.dim }));
}

/** Draws rows in columns that `all` rows fit into. */
function drawing(
  columns: readonly Column[],
  all: readonly (readonly Cell[])[],
  style: Style,
  { widthOf, draw }: Layout,
): (rows: readonly (readonly Cell[])[]) => string {
  const widths = fitWidths(columns, all, style.columns - INDENT, widthOf);
  const linesIn = (row: readonly Cell[]): string[][] =>
    row.map((cell, index) => linesOf(cell, widths[index] ?? style.columns, widthOf));
  return (rows) =>
    draw(rows.map(linesIn), widths)
      .map((line) => `${" ".repeat(INDENT)}${line}`.trimEnd())
      .join("\n");
}

function linesOf({ text, paint }: Cell, width: number, widthOf: WidthOf): string[] {
  const line = plainLine(text);
  const lines = widthOf(line) <= width ? [line] : wrapped(line, width, widthOf);
  return paint === undefined ? lines : lines.map((part) => paint(part));
}

/** Widths that fit: flexible columns give way first, the widest of them before the others; then all do. */
function fitWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  available: number,
  widthOf: WidthOf,
): number[] {
  const natural = columns.map((column, index) =>
    rows.reduce(
      (widest, row) => Math.max(widest, widthOf(plainLine(row[index]?.text ?? ""))),
      widthOf(column.title) || 1,
    ),
  );
  const flexible = shrink(natural, available, (index) =>
    columns[index]?.isFlexible === true ? NARROWEST_COLUMN : Infinity,
  );
  return shrink(flexible, available, () => 1);
}

/** Takes cells from the widest columns until all fit with gaps between, or each is as narrow as it may be. */
export function shrink(
  natural: readonly number[],
  available: number,
  narrowestOf: (index: number) => number,
): number[] {
  const widths = [...natural];
  const gaps = GAP * (widths.length - 1);
  while (widths.reduce((sum, width) => sum + width, gaps) > available) {
    const shrinkable = widths.map((width, index) => (width > narrowestOf(index) ? width : 0));
    const widest = Math.max(...shrinkable);
    if (widest === 0) break;
    widths[shrinkable.indexOf(widest)] = widest - 1;
  }
  return widths;
}

/** Breaks text at spaces, and words that are too long within them, counted in terminal cells. */
export function wrapped(text: string, width: number, widthOf: WidthOf): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    for (const [index, part] of breakWord(word, width, widthOf).entries()) {
      const joined = line === "" ? part : `${line}${index === 0 ? " " : ""}${part}`;
      if (widthOf(joined) <= width) line = joined;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  return [...lines, line];
}

/** The parts of a word that is too long, cut after a hyphen, a slash, a dot or an at sign, else anywhere. */
export function breakWord(word: string, width: number, widthOf: WidthOf): string[] {
  if (widthOf(word) <= width) return [word];
  return word.split(/(?<=[-/.@])(?=[^-/.@])/u).flatMap((part) => cutWord(part, width, widthOf));
}

function cutWord(word: string, width: number, widthOf: WidthOf): string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (part !== "" && widthOf(part + character) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}
