// The layout of tables: how wide columns are and where text breaks. How wide a text is and how rows are drawn is up to
// the caller.

import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import type { Cell, Column, Section } from "./table-parts.ts";

/** Terminal cells that a text takes. */
export type WidthOf = (text: string) => number;

/** Draws rows, each cell as its lines, in columns of these widths with `GAP` between; gives the lines. */
export type Draw = (rows: readonly (readonly (readonly string[])[])[], widths: readonly number[]) => readonly string[];

/** Spaces between columns. */
export const GAP = 2;
const INDENT = 2;
/** Longer words may be broken. */
const BREAKABLE = 12;

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

/** Draws rows in columns that `all` rows fit into; where words would have to be broken for that, one below the other. */
function drawing(
  columns: readonly Column[],
  all: readonly (readonly Cell[])[],
  style: Style,
  { widthOf, draw }: Layout,
): (rows: readonly (readonly Cell[])[]) => string {
  const widths = fitWidths(columns, all, style.columns - INDENT, widthOf);
  const drawRows: (rows: readonly (readonly Cell[])[]) => readonly string[] =
    widths === undefined
      ? (rows) => rows.flatMap((row) => stackedLines(row, style.columns - INDENT, widthOf))
      : (rows) =>
          draw(
            rows.map((row) => row.map((cell, index) => linesOf(cell, widths[index] ?? style.columns, widthOf))),
            widths,
          );
  return (rows) =>
    drawRows(rows)
      .map((line) => `${" ".repeat(INDENT)}${line}`.trimEnd())
      .join("\n");
}

function linesOf({ text, paint }: Cell, width: number, widthOf: WidthOf): string[] {
  const line = plainLine(text);
  const lines = widthOf(line) <= width ? [line] : wrapped(line, width, widthOf);
  return paint === undefined ? lines : lines.map((part) => paint(part));
}

const BETWEEN = " · ";

/** The first cell on a line of its own, the others below it, as many on a line as fit whole. */
function stackedLines(row: readonly Cell[], width: number, widthOf: WidthOf): string[] {
  const [first, ...others] = row.filter(({ text }) => plainLine(text) !== "");
  if (first === undefined) return [];
  const space = " ".repeat(INDENT);
  const below: string[] = [];
  let left = 0;
  for (const cell of others) {
    const cells = widthOf(plainLine(cell.text));
    const lines = linesOf(cell, width - INDENT, widthOf);
    if (below.length > 0 && cells + BETWEEN.length <= left) {
      below[below.length - 1] += `${BETWEEN}${lines[0]}`;
      left -= cells + BETWEEN.length;
    } else {
      below.push(...lines);
      left = lines.length > 1 ? 0 : width - INDENT - cells;
    }
  }
  return [...linesOf(first, width, widthOf), ...below.map((line) => `${space}${line}`)];
}

/** Widths that fit: flexible columns give way, the widest of them before the others. Undefined where that is not enough. */
function fitWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  available: number,
  widthOf: WidthOf,
): number[] | undefined {
  const textsIn = (index: number): string[] => [
    columns[index]?.title ?? "",
    ...rows.map((row) => plainLine(row[index]?.text ?? "")),
  ];
  const natural = columns.map((_, index) => Math.max(1, ...textsIn(index).map(widthOf)));
  if (sumOf(natural) <= available) return natural;
  const widths = shrink(natural, available, (index) =>
    columns[index]?.isFlexible === true ? longestWord(textsIn(index), widthOf) : Infinity,
  );
  return sumOf(widths) <= available ? widths : undefined;
}

/** Of the words that a column need not break. */
function longestWord(texts: readonly string[], widthOf: WidthOf): number {
  const longest = texts.reduce((most, text) => Math.max(most, ...text.split(" ").map(widthOf)), 1);
  return Math.min(longest, BREAKABLE);
}

function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, GAP * (widths.length - 1));
}

/** Takes cells from the widest columns until all fit with gaps between, or each is as narrow as it may be. */
export function shrink(
  natural: readonly number[],
  available: number,
  narrowestOf: (index: number) => number,
): number[] {
  const widths = [...natural];
  const narrowest = natural.map((_, index) => narrowestOf(index));
  while (sumOf(widths) > available) {
    const shrinkable = widths.map((width, index) => (width > (narrowest[index] ?? 1) ? width : 0));
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

/** The parts of a word that is too long, cut after a hyphen, an underscore, a slash, a dot or an at sign, else anywhere. */
export function breakWord(word: string, width: number, widthOf: WidthOf): string[] {
  if (widthOf(word) <= width) return [word];
  return word.split(/(?<=[-_/.@])(?=[^-_/.@])/u).flatMap((part) => cutWord(part, width, widthOf));
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
