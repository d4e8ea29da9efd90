import Table from "cli-table3";
import stringWidth from "string-width";
import type { Style } from "./style.ts";
import { plainLine } from "./plain-text.ts";

/** A cell: text as it comes from the run book, and how it is painted. */
export interface Cell {
  readonly text: string;
  readonly paint?: (text: string) => string;
}

export interface Column {
  readonly title: string;
  readonly align?: "left" | "right";
  /** May be narrowed; the others only where nothing else is left. */
  readonly isFlexible?: boolean;
}

const GAP = 2;
const INDENT = 2;
const NARROWEST_COLUMN = 8;
const NO_BORDERS = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ".repeat(GAP),
} as const;

/** Rows under a heading of their own. */
export interface Section {
  readonly heading: string;
  readonly rows: readonly (readonly Cell[])[];
}

/** Rows in aligned columns under dim titles, never wider than the style's columns: flexible columns wrap. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly Cell[])[], style: Style): string {
  const widths = fitWidths(columns, rows, style.columns - INDENT);
  return [titleLine(columns, widths, style), renderRows(columns, widths, rows, style)].join("\n");
}

/** Sections whose columns are in line with each other; headings are printed as they are. */
export function renderSections(columns: readonly Column[], sections: readonly Section[], style: Style): string {
  const widths = fitWidths(
    columns,
    sections.flatMap(({ rows }) => rows),
    style.columns - INDENT,
  );
  const blocks = sections.map(({ heading, rows }) => `${heading}\n${renderRows(columns, widths, rows, style)}`);
  return [titleLine(columns, widths, style), ...blocks].filter((block) => block.trim() !== "").join("\n\n");
}

function titleLine(columns: readonly Column[], widths: readonly number[], style: Style): string {
  const titles = columns.map(({ title }) => ({ text: title, paint: style.chalk.dim }));
  return renderRows(columns, widths, [titles], style);
}

/** cli-table3 compares every cell of a table with those before it. */
const ROWS_AT_ONCE = 50;

function renderRows(
  columns: readonly Column[],
  widths: readonly number[],
  rows: readonly (readonly Cell[])[],
  style: Style,
): string {
  const blocks: string[] = [];
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    blocks.push(renderBlock(columns, widths, rows.slice(start, start + ROWS_AT_ONCE), style));
  }
  return blocks.join("\n");
}

function renderBlock(
  columns: readonly Column[],
  widths: readonly number[],
  rows: readonly (readonly Cell[])[],
  style: Style,
): string {
  const table = new Table({
    chars: NO_BORDERS,
    // Without these cli-table3 paints header and border even into a pipe.
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colWidths: [...widths],
    colAligns: columns.map(({ align }) => align ?? "left"),
  });
  for (const row of rows) {
    table.push(
      row.map(({ text, paint }, index) =>
        wrapText(plainLine(text), widths[index] ?? style.columns)
          .map((line) => (paint === undefined ? line : paint(line)))
          .join("\n"),
      ),
    );
  }
  return table
    .toString()
    .split("\n")
    .map((line) => `${" ".repeat(INDENT)}${line}`.trimEnd())
    .join("\n");
}

/** Widths that fit: flexible columns give way first, the widest of them before the others; then all do. */
function fitWidths(columns: readonly Column[], rows: readonly (readonly Cell[])[], available: number): number[] {
  const natural = columns.map((column, index) =>
    rows.reduce(
      (widest, row) => Math.max(widest, stringWidth(plainLine(row[index]?.text ?? ""))),
      Math.max(stringWidth(column.title), 1),
    ),
  );
  const flexible = shrink(natural, available, (index) =>
    columns[index]?.isFlexible === true ? NARROWEST_COLUMN : Infinity,
  );
  return shrink(flexible, available, () => 1);
}

function shrink(natural: readonly number[], available: number, narrowestOf: (index: number) => number): number[] {
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
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    for (const [index, part] of breakWord(word, width).entries()) {
      const joined = line === "" ? part : `${line}${index === 0 ? " " : ""}${part}`;
      if (stringWidth(joined) <= width) line = joined;
      else {
        lines.push(line);
        line = part;
      }
    }
  }
  return [...lines, line];
}

/** A word that is too long is cut after a hyphen, a slash, a dot or an at sign, else anywhere. */
function breakWord(word: string, width: number): string[] {
  if (stringWidth(word) <= width) return [word];
  return word.split(/(?<=[-/.@])(?=[^-/.@])/u).flatMap((part) => cutWord(part, width));
}

function cutWord(word: string, width: number): string[] {
  const parts: string[] = [];
  let part = "";
  for (const character of word) {
    if (part !== "" && stringWidth(part + character) > width) {
      parts.push(part);
      part = "";
    }
    part += character;
  }
  return [...parts, part];
}
