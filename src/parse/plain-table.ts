// The tables of `plain-markdown.ts`, each of whose rows begins and ends with `|`.

import type { AlignType, Table, TableCell, TableRow } from "mdast";
import { plainInline } from "./plain-inline.ts";
import {
  NOT_PLAIN,
  type Part,
  type Read,
  type Source,
  columnOf,
  lengthWithoutSpaces,
  lineOf,
  pointAt,
  positionOfLines,
  runOfLine,
} from "./plain-lines.ts";

const DELIMITER_ROW = /^\|(?: *:?-+:? *\|)+$/;

/** Whether a line may be the second one of a table. */
export function mayDelimit(text: string): boolean {
  return /^[-|: ]*$/.test(text) && /[|:]/.test(text);
}

/** The table that begins at a place; undefined where none does. */
export function plainTable(source: Source, part: Part, line: number, column: number): Read<Table> | undefined {
  const second = line + 1 < part.to ? columnOf(source, line + 1, part.indent) : undefined;
  if (second === undefined) return undefined;
  const delimiters = lineOf(source, line + 1, second);
  if (!mayDelimit(delimiters)) return undefined;
  if (second !== column || column !== part.indent || !DELIMITER_ROW.test(delimiters)) throw NOT_PLAIN;
  const align = cellsIn(delimiters).map(([from, to]) => alignOf(delimiters.slice(from, to).trim()));
  const rows = [rowAt(source, line, column, align.length)];
  let next = line + 2;
  for (; next < part.to; next += 1) {
    const start = columnOf(source, next, part.indent);
    if (start === undefined) break;
    if (start !== column) throw NOT_PLAIN;
    rows.push(rowAt(source, next, column, align.length));
  }
  const position = positionOfLines(source, line, column, next - 1);
  return { node: { type: "table", align, children: rows, position }, next };
}

function alignOf(delimiter: string): AlignType {
  if (delimiter.startsWith(":")) return delimiter.endsWith(":") ? "center" : "left";
  return delimiter.endsWith(":") ? "right" : null;
}

function rowAt(source: Source, line: number, column: number, width: number): TableRow {
  const text = lineOf(source, line, column);
  const cells = cellsIn(text);
  if (!/^\|.*\|$/.test(text) || text.includes("\\") || cells.length !== width) throw NOT_PLAIN;
  const lineStart = (source.starts[line] ?? 0) + column;
  const children = cells.map(([from, to], index): TableCell => {
    const start = from + text.slice(from, to).search(/[^ ]|$/);
    const length = lengthWithoutSpaces(text.slice(start, to));
    const run = runOfLine(source, line, column + start, length);
    // The last one has the `|` at its end as well.
    const end = lineStart + to + (index === cells.length - 1 ? 1 : 0);
    const position = { start: pointAt(source, line, lineStart + from - 1), end: pointAt(source, line, end) };
    return { type: "tableCell", children: plainInline(run, 0, length), position };
  });
  return { type: "tableRow", children, position: positionOfLines(source, line, column, line) };
}

/** For each cell, from behind a `|` to the next one. */
function cellsIn(text: string): [number, number][] {
  const cells: [number, number][] = [];
  let from = text.indexOf("|") + 1;
  for (let to = text.indexOf("|", from); to >= 0; to = text.indexOf("|", from)) {
    cells.push([from, to]);
    from = to + 1;
  }
  return cells;
}
