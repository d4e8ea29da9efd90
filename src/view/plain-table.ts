// Tables of letters that each take one cell, which most are: what `due` prints every morning need not wait for a library.

import { GAP, type Draw, layOutPlainSections, plainSections } from "./columns.ts";
import type { WidthOf } from "./line-breaking.ts";
import type { Style } from "./style.ts";
import type { Column, Section } from "./table-parts.ts";

const ASCII = /^[ -~]*$/;
/** ASCII, the letters of Latin-1 and Latin Extended, and the common quotes and dashes. */
const ONE_CELL_EACH = /^[\u0020-\u007e\u00c0-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u2026]*$/u;

/** Terminal cells of a text without escapes; undefined where it has other characters. */
export function plainWidth(text: string): number | undefined {
  return isPlain(text) ? text.length : undefined;
}

/** Classes of letters take longer to be looked through, and most texts can do without. */
function isPlain(text: string): boolean {
  return ASCII.test(text) || ONE_CELL_EACH.test(text);
}

/** What `renderSections` of table.ts gives; undefined where a cell has other characters. */
export function renderPlainSections(
  columns: readonly Column[],
  sections: readonly Section[],
  style: Style,
): string | undefined {
  const plain = plainSections(sections);
  if (!plain.every(({ rows }) => rows.every((row) => row.every(({ text }) => isPlain(text))))) return undefined;
  return layOutPlainSections(columns, plain, style, { widthOf: lengthOf, draw: drawIn(columns, lengthOf) });
}

/** Paint takes no cells. */
function lengthOf(text: string): number {
  return text.includes("\u001b") ? text.replaceAll(/\u001b\[[\d;]*m/gu, "").length : text.length;
}

/** Draws rows by filling up with spaces what is narrower than its column. */
export function drawIn(columns: readonly Column[], widthOf: WidthOf): Draw {
  const between = " ".repeat(GAP);
  return (rows, widths) => {
    const drawn: string[] = [];
    for (const row of rows) {
      const height = row.reduce((most, lines) => Math.max(most, lines.length), 0);
      for (let line = 0; line < height; line += 1) {
        let text = "";
        for (let at = 0; at < widths.length; at += 1) {
          const cell = aligned(row[at]?.[line] ?? "", widths[at] as number, columns[at]?.align, widthOf);
          text += at === 0 ? cell : between + cell;
        }
        drawn.push(text);
      }
    }
    return drawn;
  };
}

function aligned(text: string, width: number, align: Column["align"], widthOf: WidthOf): string {
  const length = text.length + width - widthOf(text);
  return align === "right" ? text.padStart(length) : text.padEnd(length);
}
