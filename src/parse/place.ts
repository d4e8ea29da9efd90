// Offsets in a file's text to lines and columns, and the diagnostics that point there.

import { compare } from "../model/compare.ts";
import type { Diagnostic, PARSE_RULES } from "../model/diagnostic.ts";

/** A place within one line; counts from 1 in UTF-16 units, the end exclusive. A byte order mark has no column. */
export type Range = Pick<Diagnostic, "line" | "column" | "endLine" | "endColumn">;

/** The place of the text between two offsets. */
export type Locate = (start: number, end: number) => Range;

/** Where nothing better is known: the very start of a file. */
export const FILE_START: Range = { line: 1, column: 1, endLine: 1, endColumn: 1 };

const BOM = "\uFEFF";

/** Length of the byte order mark at the start of a text: 0 or 1. */
export function bomLength(text: string): 0 | 1 {
  return text.startsWith(BOM) ? 1 : 0;
}

/**
 * Finds places in one text. What spans several lines is cut at the end of its first (editors and annotations show one
 * line), what is empty takes one character where the line has one, and what lies outside is moved to the nearest place.
 */
export function locateIn(text: string): Locate {
  const bom = bomLength(text);
  let firstFeed: number | undefined;
  let starts: readonly number[] | undefined;
  return (start, end) => {
    const from = Math.min(Math.max(start, bom), text.length);
    // Most files have nothing to point at but their first line: the table is made when another place is asked for.
    firstFeed ??= text.indexOf("\n");
    if (firstFeed >= 0 && from > firstFeed) starts ??= lineStarts(text);
    const line = starts === undefined ? 0 : lineAt(starts, from);
    const lineStart = Math.max(starts?.[line] ?? 0, bom);
    const lineFeed = starts === undefined ? firstFeed : (starts[line + 1] ?? 0) - 1;
    const lineEnd = endOfLine(text, lineStart, lineFeed);
    const first = Math.min(from, lineEnd);
    const last = Math.min(Math.max(end, first + 1), lineEnd);
    return { line: line + 1, column: first - lineStart + 1, endLine: line + 1, endColumn: last - lineStart + 1 };
  };
}

/** Lines end with LF or CRLF. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

function endOfLine(text: string, lineStart: number, lineFeed: number): number {
  if (lineFeed < 0) return text.length;
  return lineFeed > lineStart && text[lineFeed - 1] === "\r" ? lineFeed - 1 : lineFeed;
}

function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** An error of one of the rules that say that a file does not parse. */
export function errorAt(
  rule: (typeof PARSE_RULES)[number],
  path: string,
  { line, column, endLine, endColumn }: Range,
  message: string,
  hint: string | null,
): Diagnostic {
  return { rule, severity: "error", path, line, column, endLine, endColumn, message, hint };
}

/** Diagnostics in reading order: path (by code units), line, column; otherwise as they came. */
export function inReadingOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => compare(a.path, b.path) || a.line - b.line || a.column - b.column);
}

const LONGEST_QUOTE = 60;

/** A user's text within a message: between backquotes, on one line, cut, without control characters. */
export function quoted(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text;
  return `\`${printable(cut)}\``;
}

/** A text without characters that steer a terminal: each becomes its escape. */
export function printable(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cs}\u2028\u2029]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
