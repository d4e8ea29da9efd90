import stringWidth from "string-width";
import type { Span, TextBlock } from "../model/rich-text.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";

/** Columns that words have, however deep they stand. */
const NARROWEST_TEXT = 16;
const CODE_INDENT = 4;

/** Blocks of Markdown for people: words wrapped to the style's columns, code as it is. Gives lines. */
export function richTextLines(blocks: readonly TextBlock[], style: Style): string[] {
  return blocks.flatMap((block, index) => [...(index === 0 ? [] : [""]), ...blockLines(block, style)]);
}

function blockLines(block: TextBlock, style: Style): string[] {
  const { chalk } = style;
  switch (block.kind) {
    case "words":
      return wordLines(block.spans, block.isHeading, style);
    case "code":
      return codeLines(block.code, block.language, style);
    case "quote":
      return richTextLines(block.blocks, narrowed(style, 2)).map((line) => `${chalk.dim("│")} ${line}`.trimEnd());
    case "list":
      return block.items.flatMap((item, index) => {
        const marker = block.first === null ? "- " : `${block.first + index}. `;
        return hangingLines(marker, richTextLines(item, narrowed(style, marker.length)));
      });
    case "table":
      return tableLines(block.rows, style);
  }
}

/** Lines under their marker: what follows the first one begins below its own beginning. */
export function hangingLines(marker: string, lines: readonly string[]): string[] {
  const indent = " ".repeat(marker.length);
  const [first = "", ...others] = lines;
  return [`${marker}${first}`.trimEnd(), ...others.map((line) => (line === "" ? "" : `${indent}${line}`))];
}

function narrowed(style: Style, by: number): Style {
  return { ...style, columns: Math.max(NARROWEST_TEXT, style.columns - by) };
}

/** A terminal breaks lines that are too long and copies them whole; a line broken here would be copied broken. */
function codeLines(code: string, language: string, { chalk }: Style): string[] {
  const indent = " ".repeat(CODE_INDENT);
  const label = plainLine(language);
  return [
    ...(label === "" ? [] : [chalk.dim(`${indent}${label}`)]),
    ...plainBlock(code)
      .split("\n")
      .map((line) => (line === "" ? "" : `${indent}${chalk.cyan(line)}`)),
  ];
}

function tableLines([titles = [], ...rows]: readonly (readonly string[])[], style: Style): string[] {
  const columns = titles.map((title) => ({ title: plainLine(title), isFlexible: true }));
  const cells = rows.map((row) => titles.map((_, index) => ({ text: row[index] ?? "" })));
  return renderTable(columns, cells, style).split("\n");
}

/** Letters of one look, without white space. */
interface Piece {
  readonly text: string;
  readonly span: Span;
}

function wordLines(spans: readonly Span[], isHeading: boolean, style: Style): string[] {
  const lines: string[] = [];
  let line = "";
  let width = 0;
  for (const word of wordsIn(spans).flatMap((it) => cutWord(it, style.columns))) {
    const wordWidth = stringWidth(word.map(({ text }) => text).join(""));
    const painted = word.map(({ text, span }) => paint(text, span, isHeading, style)).join("");
    if (width > 0 && width + 1 + wordWidth > style.columns) {
      lines.push(line);
      [line, width] = [painted, wordWidth];
    } else {
      [line, width] = [width === 0 ? painted : `${line} ${painted}`, width === 0 ? wordWidth : width + 1 + wordWidth];
    }
  }
  return [...lines, line];
}

function paint(text: string, { isStrong, isEmphasised, isCode }: Span, isHeading: boolean, { chalk }: Style): string {
  const coloured = isCode ? chalk.cyan(text) : text;
  const slanted = isEmphasised ? chalk.italic(coloured) : coloured;
  return isStrong || isHeading ? chalk.bold(slanted) : slanted;
}

/** Words, each with its looks: a comma after a bold word belongs to it. */
function wordsIn(spans: readonly Span[]): Piece[][] {
  const words: Piece[][] = [];
  let word: Piece[] = [];
  for (const span of spans) {
    for (const [index, text] of plainBlock(span.text).split(/\s+/u).entries()) {
      if (index > 0 && word.length > 0) {
        words.push(word);
        word = [];
      }
      if (text !== "") word.push({ text, span });
    }
  }
  return word.length === 0 ? words : [...words, word];
}

/** A word that is wider than a line, in parts that fit. */
function cutWord(word: readonly Piece[], columns: number): (readonly Piece[])[] {
  if (stringWidth(word.map(({ text }) => text).join("")) <= columns) return [word];
  const parts: Piece[][] = [];
  let part: Piece[] = [];
  let width = 0;
  for (const { text, span } of word) {
    for (const letter of text) {
      const letterWidth = stringWidth(letter);
      if (width > 0 && width + letterWidth > columns) {
        parts.push(part);
        [part, width] = [[], 0];
      }
      part.push({ text: letter, span });
      width += letterWidth;
    }
  }
  return [...parts, part];
}
