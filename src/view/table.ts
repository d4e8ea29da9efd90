import Table from "cli-table3";
import { GAP, type Layout, layOutSections, layOutTable } from "./columns.ts";
import { wrapped } from "./line-breaking.ts";
import { drawIn } from "./plain-table.ts";
import type { Style } from "./style.ts";
import type { Cell, Column, Section } from "./table-parts.ts";
import { textWidth } from "./text-width.ts";

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

/** Rows in aligned columns under dim titles, never wider than the style's columns: flexible columns wrap. */
export function renderTable(columns: readonly Column[], rows: readonly (readonly Cell[])[], style: Style): string {
  return layOutTable(columns, rows, style, layoutOf(columns, rows.length));
}

/** Sections whose columns are in line with each other; headings are printed as they are. */
export function renderSections(columns: readonly Column[], sections: readonly Section[], style: Style): string {
  const length = sections.reduce((sum, { rows }) => sum + rows.length, 0);
  return layOutSections(columns, sections, style, layoutOf(columns, length));
}

/** Breaks text at spaces, and words that are too long within them, counted in terminal cells. */
export function wrapText(text: string, width: number): string[] {
  return wrapped(text, width, textWidth);
}

/** Lines that a text takes on a screen so wide: one that is too long takes several. */
export function linesOnScreen(text: string, columns: number): number {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)), 0);
}

/** cli-table3 compares every cell of a table with those before it. */
const ROWS_AT_ONCE = 50;

/** Of a long table cli-table3 takes fifty times as long as to fill up cells takes. */
const MOST_ROWS = 500;

/** Of a cell of many lines it goes through all of them for each. */
const MOST_LINES = 10;

/** Letters that cli-table3 counts as terminals do, paint among them: Latin, Greek, Cyrillic, Chinese, kana and Hangul. */
const COUNTED_ALIKE =
  /^[\u001b\u0020-\u007e\u00a0-\u00ac\u00ae-\u02ff\u0370-\u0482\u2010-\u2027\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]*$/u;

/** `length`: rows in all sections, which are drawn one by one. */
function layoutOf(columns: readonly Column[], length: number): Layout {
  return {
    widthOf: textWidth,
    draw: (rows, widths) => {
      const isForLibrary =
        length <= MOST_ROWS &&
        rows.flat().every((lines) => lines.length <= MOST_LINES && lines.every((line) => COUNTED_ALIKE.test(line)));
      if (!isForLibrary) return drawIn(columns, textWidth)(rows, widths);
      const lines: string[] = [];
      for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
        lines.push(...drawBlock(columns, rows.slice(start, start + ROWS_AT_ONCE), widths));
      }
      return lines;
    },
  };
}

function drawBlock(
  columns: readonly Column[],
  rows: Parameters<Layout["draw"]>[0],
  widths: readonly number[],
): readonly string[] {
  const table = new Table({
    chars: NO_BORDERS,
    // Without these cli-table3 paints header and border even into a pipe.
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colWidths: [...widths],
    colAligns: columns.map(({ align }) => align ?? "left"),
  });
  for (const row of rows) table.push(row.map((lines) => lines.join("\n")));
  return table.toString().split("\n");
}
