// Markdown for a terminal: tables.

import stringWidth from "string-width";
import type { MarkdownNode } from "../model/markdown-node.ts";
import { GAP, shrink, totalWidth } from "./columns.ts";
import { type Word, type Words, linesOfWords, widthsOf, wordsIn } from "./markdown-words.ts";
import type { Style } from "./style.ts";

/** Cells that a column needs to be read; with less, a row becomes a block of lines. */
const NARROWEST_COLUMN = 7;

/** A table as aligned columns under a rule, cells wrapped; where it is too narrow for that, row after row. */
export function markdownTableLines(table: MarkdownNode, words: Words, style: Style, columns: number): string[] {
  const { children: rows = [], align } = table;
  const [head = [], ...body] = rows.map(({ children = [] }, index) =>
    children.map(({ children: cell = [] }) => wordsIn(cell, words, index === 0 ? [words.chalk.bold] : [])),
  );
  const needs = head.map((_, column) => [head, ...body].map((row) => widthsOf(row[column] ?? [], columns)));
  const natural = needs.map((cells) => Math.max(1, ...cells.map(({ line }) => line)));
  const widths = shrink(natural, columns, (column) =>
    Math.max(NARROWEST_COLUMN, ...(needs[column] ?? []).map(({ whole }) => whole)),
  );
  if (totalWidth(widths) > columns) return stacked(head, body, columns);
  const draw = (row: readonly Word[][]): string[] => drawRow(row, widths, align ?? []);
  const rule = widths.map((width) => "─".repeat(width)).join(" ".repeat(GAP));
  return [...draw(head), style.chalk.dim(rule), ...body.flatMap(draw)];
}

type Align = NonNullable<MarkdownNode["align"]>;

function drawRow(row: readonly Word[][], widths: readonly number[], align: Align): string[] {
  const cells = widths.map((width, column) => linesOfWords(row[column] ?? [], width));
  const height = Math.max(1, ...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => aligned(lines[line] ?? "", widths[column] ?? 0, align[column]))
      .join(" ".repeat(GAP))
      .trimEnd(),
  );
}

function aligned(text: string, width: number, align: Align[number]): string {
  const space = Math.max(0, width - stringWidth(text));
  const before = align === "right" ? space : align === "center" ? Math.floor(space / 2) : 0;
  return `${" ".repeat(before)}${text}${" ".repeat(space - before)}`;
}

/** Each row as lines `title: cell`, with an empty line between rows. */
function stacked(head: readonly Word[][], body: readonly (readonly Word[][])[], columns: number): string[] {
  return body.flatMap((row, index) => [
    ...(index === 0 ? [] : [""]),
    ...row.flatMap((cell, column) => linesOfWords([...titleWords(head[column] ?? []), ...cell], columns)),
  ]);
}

function titleWords(title: readonly Word[]): readonly Word[] {
  const last = title.at(-1);
  return last === undefined || last === "\n" ? title : [...title.slice(0, -1), [...last, { text: ":", paints: [] }]];
}
