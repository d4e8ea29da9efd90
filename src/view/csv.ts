import { plainLine } from "./plain-text.ts";

/** What spreadsheets take for the beginning of a formula, in ASCII and full width. */
const FORMULA = /^[\s"']*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/u;

/**
 * A table as RFC 4180 has it, with a byte order mark so that spreadsheets read it as UTF-8. Each cell is one line of plain
 * text; one that a spreadsheet would take for a formula begins with an apostrophe.
 */
export function csvTable(titles: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  return `\uFEFF${[titles, ...rows].map((row) => `${row.map(cellText).join(",")}\r\n`).join("")}`;
}

function cellText(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = plainLine(value);
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",;]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
