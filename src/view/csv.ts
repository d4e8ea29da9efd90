import { inPieces } from "./pieces.ts";
import { plainLine } from "./plain-text.ts";

/** What spreadsheets take for the beginning of a formula, in ASCII and full width. */
const FORMULA = /^[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/u;

/**
 * A table as RFC 4180 has it, with a byte order mark so that spreadsheets read it as UTF-8. Each cell is one line of plain
 * text; one that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function csvTable(titles: readonly string[], rows: Iterable<readonly (string | number | null)[]>): string {
  return [...csvPieces(titles, rows)].join("");
}

/** The same in pieces: of rows there may be very many. */
export function csvPieces(
  titles: readonly string[],
  rows: Iterable<readonly (string | number | null)[]>,
): Generator<string> {
  const lines = function* (): Generator<string> {
    yield `\uFEFF${lineOf(titles)}`;
    for (const row of rows) yield lineOf(row);
  };
  return inPieces(lines());
}

/** What a column of a table has in a row. */
export type ColumnsOf<Row> = Readonly<Record<string, (row: Row) => string | number | null>>;

/** The same of rows that each column takes its cell from, by its title. */
export function csvOf<Row>(columns: ColumnsOf<Row>, rows: Iterable<Row>): Generator<string> {
  const cellsOf = Object.values(columns);
  const cells = function* (): Generator<(string | number | null)[]> {
    for (const row of rows) yield cellsOf.map((cellOf) => cellOf(row));
  };
  return csvPieces(Object.keys(columns), cells());
}

function lineOf(row: readonly (string | number | null)[]): string {
  return `${row.map(cellText).join(",")}\r\n`;
}

function cellText(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = plainLine(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",;]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
