// A reader of the Markdown that people write nearly always, some fifty times as fast as remark. It gives the tree that
// remark gives, to the last position, or nothing: where it is not sure, the text is for remark. The tests hold it to that.

import type { Root, RootContent } from "mdast";
import { BRACKETED_ADDRESS, plainInline } from "./plain-inline.ts";
import {
  NOT_PLAIN,
  type Part,
  type Read,
  type Source,
  columnOf,
  lengthAt,
  lengthWithoutSpaces,
  lineEndOf,
  lineOf,
  matchAt,
  positionOfLines,
  runOfLine,
  runOfLines,
  sourceOf,
  withoutIndent,
} from "./plain-lines.ts";
import { type Flow, isRule, markerAt, plainList } from "./plain-list.ts";
import { mayDelimit, plainTable } from "./plain-table.ts";

/** Tabs move columns, a lone carriage return ends a line, NUL is replaced. */
const NOT_READ = /[\t\0]|\r(?!\n)/;

/** The tree of a text without a byte order mark; undefined where it may hold more than plain Markdown. */
export function plainMarkdown(text: string): Root | undefined {
  if (NOT_READ.test(text)) return undefined;
  const source = sourceOf(text);
  const lines = source.starts.length;
  try {
    const frontmatter = frontmatterOf(source);
    const blocks = blocksIn(source, { from: frontmatter?.next ?? 0, to: lines, indent: 0 });
    const children: RootContent[] = frontmatter === undefined ? blocks : [frontmatter.node, ...blocks];
    return { type: "root", children, position: positionOfLines(source, 0, 0, lines - 1) };
  } catch (error) {
    if (error !== NOT_PLAIN) throw error;
    return undefined;
  }
}

function frontmatterOf(source: Source): Read<RootContent> | undefined {
  const { text, starts, ends } = source;
  if (!text.startsWith("---")) return undefined;
  if (lineOf(source, 0) !== "---") throw NOT_PLAIN;
  for (let line = 1; line < starts.length; line += 1) {
    if (!text.startsWith("---", starts[line])) continue;
    if (lineOf(source, line) !== "---") throw NOT_PLAIN;
    const value = line === 1 ? "" : text.slice(starts[1], ends[line - 1]);
    return { node: { type: "yaml", value, position: positionOfLines(source, 0, 0, line) }, next: line + 1 };
  }
  throw NOT_PLAIN;
}

/** Columns: what is nested deeper is no plain Markdown. */
const DEEPEST = 100;

function blocksIn(source: Source, part: Part): Flow[] {
  if (part.indent > DEEPEST) throw NOT_PLAIN;
  const blocks: Flow[] = [];
  for (let line = part.from; line < part.to;) {
    const column = columnOf(source, line, part.indent);
    if (column === undefined) {
      line += 1;
      continue;
    }
    // Indented code.
    if (column - part.indent > 3) throw NOT_PLAIN;
    const { node, next } = blockAt(source, part, line, column);
    blocks.push(node);
    line = next;
  }
  return blocks;
}

const HEADING = /(#{1,6})(?: +|$)/y;
const FENCE = /(`{3,}|~{3,}) *([^`\r\n]*)/y;
const CLOSING_FENCE = /^ {0,3}(`+|~+) *$/;
const COMMENT = /<!--(?!-?>)/y;
const QUOTED = /> |>$/y;
const FOOTNOTE = /^\[\^[^]*\]:/;
const UNDERLINE = /^(?:-+|=+) *$/;

function blockAt(source: Source, part: Part, line: number, column: number): Read<Flow> {
  const text = lineOf(source, line, column);
  switch (text[0]) {
    case "#":
      return headingAt(source, line, column, text) ?? paragraphAt(source, part, line, column);
    case "`":
    case "~":
      return codeAt(source, part, line, column, text) ?? paragraphAt(source, part, line, column);
    case ">":
      return quoteAt(source, part, line, column);
    case "<":
      if (lengthAt(BRACKETED_ADDRESS, text) > 0) return paragraphAt(source, part, line, column);
      return commentAt(source, part, line, column, text);
    default: {
      if (isRule(text)) {
        const position = positionOfLines(source, line, column, line);
        return { node: { type: "thematicBreak", position }, next: line + 1 };
      }
      return (
        plainList(source, part, line, column, { blocksIn, beginsBlock }) ??
        plainTable(source, part, line, column) ??
        paragraphAt(source, part, line, column)
      );
    }
  }
}

/** Whether a heading or a fence begins with a line. */
function beginsBlock(text: string): boolean {
  const fence = lengthAt(FENCE, text);
  if (fence > 0 && fence < text.length) throw NOT_PLAIN;
  return fence > 0 || lengthAt(HEADING, text) > 0;
}

function headingAt(source: Source, line: number, column: number, text: string): Read<Flow> | undefined {
  const found = matchAt(HEADING, text);
  if (found === undefined) return undefined;
  const [{ length }, marks = ""] = found;
  const words = lengthWithoutSpaces(text) - length;
  if (words <= 0 || text[length + words - 1] === "#") throw NOT_PLAIN;
  const children = plainInline(runOfLine(source, line, column + length, words), 0, words);
  const position = positionOfLines(source, line, column, line);
  return { node: { type: "heading", depth: marks.length as 1, children, position }, next: line + 1 };
}

function codeAt(source: Source, part: Part, line: number, column: number, text: string): Read<Flow> | undefined {
  const [found = "", fence = "", info = ""] = matchAt(FENCE, text) ?? [];
  if (found.length < text.length) {
    if (fence.startsWith("~")) throw NOT_PLAIN;
    // Backquotes, and more of them in the line: the beginning of a code span.
    return undefined;
  }
  if (/[\\&]| $/.test(info)) throw NOT_PLAIN;
  let value = "";
  for (let next = line + 1; next < part.to; next += 1) {
    const [, closing = ""] = CLOSING_FENCE.exec(withoutIndent(source, next, part.indent, 0)) ?? [];
    if (!closing.startsWith(fence)) {
      value += withoutIndent(source, next, part.indent, column - part.indent) + lineEndOf(source, next);
      continue;
    }
    const [, lang = "", meta = ""] = /^([^ ]*) *([^]*)$/.exec(info) ?? [];
    const position = positionOfLines(source, line, column, next);
    const code = value.replace(/\r?\n$/, "");
    return { node: { type: "code", lang: lang || null, meta: meta || null, value: code, position }, next: next + 1 };
  }
  throw NOT_PLAIN;
}

/** A block of HTML that begins with a comment. */
function commentAt(source: Source, part: Part, line: number, column: number, text: string): Read<Flow> {
  if (column !== part.indent || lengthAt(COMMENT, text) === 0) throw NOT_PLAIN;
  let value = "";
  for (let next = line; next < part.to; next += 1) {
    const more = withoutIndent(source, next, part.indent, 0);
    value += more;
    if (more.includes("-->", next === line ? "<!--".length : 0)) {
      return { node: { type: "html", value, position: positionOfLines(source, line, column, next) }, next: next + 1 };
    }
    value += lineEndOf(source, next);
  }
  throw NOT_PLAIN;
}

/** A quotation each of whose lines begins with a mark and a space. */
function quoteAt(source: Source, { to, indent }: Part, line: number, column: number): Read<Flow> {
  const isQuoted = (next: number): boolean =>
    columnOf(source, next, indent) === column && lengthAt(QUOTED, lineOf(source, next, column)) > 0;
  let next = line;
  while (next < to && isQuoted(next)) next += 1;
  // What follows directly goes on with the quotation's text.
  if (next === line || (next < to && columnOf(source, next, indent) !== undefined)) throw NOT_PLAIN;
  const inside = { from: line, to: next, indent: column + 2 };
  const lines = Array.from({ length: next - line }, (_, index) => lineOf(source, line + index, column));
  const isBlank = (text: string): boolean => /^> *$/.test(text);
  // remark lets a list go on over a blank line of its quotation.
  const hasList = lines.some((text) => /^[ >]*(?:[-*+]|\d{1,9}[.)]) /.test(text));
  if (isBlank(lines.at(-1) ?? "") || (hasList && lines.some(isBlank))) throw NOT_PLAIN;
  const position = positionOfLines(source, line, column, next - 1);
  const children = blocksIn(source, inside);
  // remark's place of a list in a quotation reaches to another that follows directly.
  if (hasListAfterList(children)) throw NOT_PLAIN;
  return { node: { type: "blockquote", children, position }, next };
}

function hasListAfterList(blocks: readonly Flow[]): boolean {
  return blocks.some(
    (block, index) =>
      block.type === "list" &&
      (blocks[index - 1]?.type === "list" || block.children.some(({ children }) => hasListAfterList(children))),
  );
}

function paragraphAt(source: Source, part: Part, line: number, column: number): Read<Flow> {
  let next = line + 1;
  while (next < part.to && goesOn(source, part, next)) next += 1;
  const run = runOfLines(source, { from: line, to: next, indent: part.indent });
  // A definition.
  if (run.text.startsWith("[") && run.text.includes("]:")) throw NOT_PLAIN;
  const children = plainInline(run, 0, run.text.length);
  return { node: { type: "paragraph", children, position: positionOfLines(source, line, column, next - 1) }, next };
}

/** Whether a line goes on with the paragraph of the line before it. */
function goesOn(source: Source, { indent }: Part, line: number): boolean {
  const column = columnOf(source, line, indent);
  if (column === undefined) return false;
  const text = lineOf(source, line, column);
  if (mayDelimit(text) || UNDERLINE.test(text) || FOOTNOTE.test(text)) throw NOT_PLAIN;
  if (column - indent > 3) return true;
  if (text.startsWith(">") || (text.startsWith("<") && lengthAt(BRACKETED_ADDRESS, text) === 0)) throw NOT_PLAIN;
  if (beginsBlock(text) || isRule(text)) return false;
  const marker = markerAt(source, line, column);
  if (marker === undefined || (marker.number ?? 1) !== 1) return true;
  // Within an item that cuts a paragraph short, not all lists may begin in the same line.
  if (markerAt(source, line, marker.content) !== undefined) throw NOT_PLAIN;
  return false;
}
