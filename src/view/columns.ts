// The layout of tables: how wide columns are and what stands below what. How wide a text is and how rows are drawn is up to
// the caller.

import { type WidthOf, longestWhole, wrapped } from "./line-breaking.ts";
import { plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import type { Cell, Column, Section } from "./table-parts.ts";

/** Draws rows, each cell as its lines, in columns of these widths with `GAP` between; gives the lines. */
export type Draw = (rows: readonly (readonly (readonly string[])[])[], widths: readonly number[]) => readonly string[];

/** Spaces between columns. */
export const GAP = 2;
const INDENT = 2;
const INDENTATION = " ".repeat(INDENT);
const NOTHING: Cell = { text: "" };

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
  const plain = plainRows(rows);
  const draw = drawing(columns, plain, style, layout);
  return [draw([titlesOf(columns, style)]), draw(plain)].join("\n");
}

/** Sections whose columns are in line with each other under dim titles; headings are printed as they are. */
export function layOutSections(
  columns: readonly Column[],
  sections: readonly Section[],
  style: Style,
  layout: Layout,
): string {
  return layOutPlainSections(columns, plainSections(sections), style, layout);
}

/** Sections as `layOutPlainSections` takes them. */
export function plainSections(sections: readonly Section[]): readonly Section[] {
  return sections.map(({ heading, rows }) => ({ heading, rows: plainRows(rows) }));
}

/** As `layOutSections`, of sections that `plainSections` gave. */
export function layOutPlainSections(
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

/** Cells as everything below takes them: lines of harmless text. */
function plainRows(rows: readonly (readonly Cell[])[]): readonly (readonly Cell[])[] {
  return rows.map((row) => row.map(plainCell));
}

function plainCell(cell: Cell): Cell {
  const text = plainLine(cell.text);
  const untitled = cell.untitled && plainLine(cell.untitled);
  return text === cell.text && untitled === cell.untitled ? cell : { ...cell, text, ...(untitled && { untitled }) };
}

function titlesOf(columns: readonly Column[], { chalk }: Style): Cell[] {
  return columns.map(({ title }) => ({ text: title, paint: chalk.dim }));
}

type DrawRows = (rows: readonly (readonly Cell[])[]) => readonly string[];

/** Draws rows in the layout that `all` rows fit into. */
function drawing(
  columns: readonly Column[],
  all: readonly (readonly Cell[])[],
  style: Style,
  layout: Layout,
): (rows: readonly (readonly Cell[])[]) => string {
  const drawRows = drawingWithin(style.columns - INDENT, columns, all, layout);
  return (rows) =>
    drawRows(rows)
      .map((line) => `${INDENTATION}${line}`.trimEnd())
      .join("\n");
}

/**
 * In columns; where words would have to be broken for that, what the last ones have below each row if prose is among them: as few
 * as that takes, and less than half; where that is not enough, one cell below the other.
 */
function drawingWithin(
  available: number,
  columns: readonly Column[],
  all: readonly (readonly Cell[])[],
  { widthOf, draw }: Layout,
): DrawRows {
  const inColumns = (shown: readonly Column[]): DrawRows | undefined => {
    const widths = fitWidths(shown, all, available, widthOf);
    if (widths === undefined) return undefined;
    return (rows) => {
      const lines = rows.map((row) => widths.map((width, index) => linesOf(row[index] ?? NOTHING, width, widthOf)));
      return draw(lines, widths);
    };
  };
  const whole = inColumns(columns);
  if (whole !== undefined) return whole;
  const fewest = columns.at(-1)?.isFlexible === true ? columns.length / 2 : columns.length;
  for (let beside = columns.length - 1; beside > fewest; beside -= 1) {
    const drawn = inColumns(columns.slice(0, beside));
    if (drawn === undefined) continue;
    return (rows) => rows.flatMap((row) => [...drawn([row]), ...linesBelow(row.slice(beside), available, widthOf)]);
  }
  return (rows) => rows.flatMap((row) => stackedLines(row, available, widthOf));
}

function linesOf({ text, paint }: Cell, width: number, widthOf: WidthOf): string[] {
  const lines = widthOf(text) <= width ? [text] : wrapped(text, width, widthOf);
  return paint === undefined ? lines : lines.map((part) => paint(part));
}

const BETWEEN = " · ";

/** The first cell on a line of its own, the others below it. */
function stackedLines(row: readonly Cell[], width: number, widthOf: WidthOf): string[] {
  const [first, ...others] = row.filter(({ text }) => text !== "");
  if (first === undefined) return [];
  return [...linesOf(withoutTitle(first), width, widthOf), ...linesBelow(others, width, widthOf)];
}

/** As many cells on a line as fit whole. */
function linesBelow(row: readonly Cell[], width: number, widthOf: WidthOf): string[] {
  const below: string[] = [];
  let left = 0;
  for (const cell of row.map(withoutTitle)) {
    if (cell.text === "") continue;
    const cells = widthOf(cell.text);
    const lines = linesOf(cell, width - INDENT, widthOf);
    if (below.length > 0 && cells + BETWEEN.length <= left) {
      below[below.length - 1] += `${BETWEEN}${lines[0]}`;
      left -= cells + BETWEEN.length;
    } else {
      below.push(...lines);
      left = lines.length > 1 ? 0 : width - INDENT - cells;
    }
  }
  return below.map((line) => `${INDENTATION}${line}`);
}

function withoutTitle(cell: Cell): Cell {
  return { ...cell, text: cell.untitled ?? cell.text };
}

/** Widths that fit: flexible columns give way, the widest of them before the others. Undefined where that is not enough. */
function fitWidths(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  available: number,
  widthOf: WidthOf,
): number[] | undefined {
  const natural = columns.map(({ title }) => Math.max(1, widthOf(title)));
  for (const row of rows) {
    for (let at = 0; at < natural.length; at += 1) {
      const width = widthOf((row[at] ?? NOTHING).text);
      if (width > (natural[at] as number)) natural[at] = width;
    }
  }
  if (totalWidth(natural) <= available) return natural;
  const longest = (index: number, title: string): number => {
    let most = longestWhole(title, 1, available - INDENT, widthOf);
    for (const row of rows) most = longestWhole((row[index] ?? NOTHING).text, most, available - INDENT, widthOf);
    return most;
  };
  const widths = shrink(natural, available, (index) => {
    const column = columns[index];
    return column?.isFlexible === true ? longest(index, column.title) : Infinity;
  });
  return totalWidth(widths) <= available ? widths : undefined;
}

/** Columns that so wide ones take with the gaps between them. */
export function totalWidth(widths: readonly number[]): number {
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
  while (totalWidth(widths) > available) {
    const shrinkable = widths.map((width, index) => (width > (narrowest[index] ?? 1) ? width : 0));
    const widest = Math.max(...shrinkable);
    if (widest === 0) break;
    widths[shrinkable.indexOf(widest)] = widest - 1;
  }
  return widths;
}
