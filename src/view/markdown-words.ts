// Markdown for a terminal: what stands in a paragraph, as words that can be wrapped.

import type { ChalkInstance } from "chalk";
import stringWidth from "string-width";
import type { MarkdownNode } from "../model/markdown-node.ts";
import { breakWord, isCopied } from "./line-breaking.ts";
import { plainBlock, plainLine } from "./plain-text.ts";

type Paint = (text: string) => string;

/** How words are painted, and where links by name lead. */
export interface Words {
  readonly chalk: ChalkInstance;
  readonly definitions: ReadonlyMap<string, string>;
}

/** Text of one look. */
interface Piece {
  readonly text: string;
  readonly paints: readonly Paint[];
}

/** What no line may end within; `"\n"` ends a line. */
export type Word = readonly Piece[] | "\n";

/** Addresses of the link definitions anywhere under these nodes. */
export function definitionsIn(nodes: readonly MarkdownNode[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open = [...nodes].toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { type, identifier, url, children } = node;
    if (type === "definition" && identifier !== undefined && url !== undefined && !found.has(identifier)) {
      found.set(identifier, url);
    }
    for (const child of children?.toReversed() ?? []) open.push(child);
  }
  return found;
}

/** The words of inline nodes, without markup that colours can tell. */
export function wordsIn(nodes: readonly MarkdownNode[], words: Words, paints: readonly Paint[] = []): Word[] {
  return wordsOfPieces(nodes.flatMap((node) => piecesOf(node, words, paints)));
}

const BREAK: Piece = { text: "\n", paints: [] };

function piecesOf(node: MarkdownNode, words: Words, paints: readonly Paint[]): Piece[] {
  const { chalk, definitions } = words;
  const { value = "", children = [] } = node;
  const inside = (mark: string, paint: Paint): Piece[] => [
    ...markPiece(mark, chalk, paints),
    ...children.flatMap((child) => piecesOf(child, words, [...paints, paint])),
    ...markPiece(mark, chalk, paints),
  ];
  switch (node.type) {
    case "text":
      return [{ text: foldSpace(value), paints }];
    case "inlineCode":
      return [
        ...markPiece("`", chalk, paints),
        { text: foldSpace(value), paints: [...paints, chalk.cyan] },
        ...markPiece("`", chalk, paints),
      ];
    case "strong":
      return inside("**", chalk.bold);
    case "emphasis":
      return inside("_", chalk.italic);
    case "delete":
      return inside("~~", chalk.strikethrough);
    case "break":
      return [BREAK];
    case "link":
      return linkPieces(node.url ?? "", children, words, paints);
    case "linkReference":
      return linkPieces(definitions.get(node.identifier ?? "") ?? "", children, words, paints);
    case "image":
    case "imageReference":
      return imagePieces(node, words, paints);
    case "footnoteReference":
      return [{ text: `[${foldSpace(node.label ?? "")}]`, paints }];
    case "html":
      return htmlPieces(value, paints);
    default:
      return children.flatMap((child) => piecesOf(child, words, paints));
  }
}

/** Without colours the marks of Markdown tell what is code and what is stressed. */
function markPiece(mark: string, { level }: ChalkInstance, paints: readonly Paint[]): Piece[] {
  return level === 0 ? [{ text: mark, paints }] : [];
}

function linkPieces(url: string, children: readonly MarkdownNode[], words: Words, paints: readonly Paint[]): Piece[] {
  const { chalk } = words;
  const shown = children.flatMap((child) => piecesOf(child, words, [...paints, chalk.underline]));
  const text = shown.map((piece) => piece.text).join("");
  // What is written as its own address need not be told twice.
  if (url === "" || url === text || url === `mailto:${text}` || url === `http://${text}`) return shown;
  return [...shown, { text: ` (${foldSpace(url)})`, paints: [...paints, chalk.dim] }];
}

function imagePieces({ url, identifier, alt }: MarkdownNode, words: Words, paints: readonly Paint[]): Piece[] {
  const address = url ?? words.definitions.get(identifier ?? "") ?? "";
  return [
    { text: `[image: ${foldSpace(alt ?? "")}]`, paints },
    { text: address === "" ? "" : ` (${foldSpace(address)})`, paints: [...paints, words.chalk.dim] },
  ];
}

const COMMENT = /<!--[^]*?(?:-->|$)/gu;
const LINE_BREAK = /<br\s*\/?>/giu;
const TAG = /<\/?[a-z][^<>]*>/giu;

function htmlPieces(html: string, paints: readonly Paint[]): Piece[] {
  const lines = html.replaceAll(COMMENT, "").split(LINE_BREAK);
  return lines.flatMap((line, index) => {
    const piece = { text: foldSpace(line.replaceAll(TAG, "")), paints };
    return index === 0 ? [piece] : [BREAK, piece];
  });
}

function foldSpace(text: string): string {
  return plainBlock(text).replaceAll(/\s+/gu, " ");
}

function wordsOfPieces(pieces: readonly Piece[]): Word[] {
  const words: Word[] = [];
  let word: Piece[] = [];
  const end = (): void => {
    if (word.length > 0) words.push(harmless(word));
    word = [];
  };
  for (const piece of pieces) {
    if (piece === BREAK) {
      end();
      words.push("\n");
      continue;
    }
    for (const [index, text] of piece.text.split(" ").entries()) {
      if (index > 0) end();
      if (text !== "") word.push({ text, paints: piece.paints });
    }
  }
  end();
  return words;
}

/** Any word may begin a line, and harmless parts may join to what is not: `##` and a bold `vso[`. */
function harmless(word: readonly Piece[]): readonly Piece[] {
  const text = word.map((piece) => piece.text).join("");
  const plain = plainLine(`${text} ,`).slice(0, -2);
  return plain === text ? word : [{ text: plain, paints: [] }];
}

/** Words in lines of at most so many terminal cells, painted; a word that is too long is broken. */
export function linesOfWords(words: readonly Word[], width: number): string[] {
  const lines: string[] = [];
  let line = "";
  let used = 0;
  const end = (): void => {
    lines.push(line);
    line = "";
    used = 0;
  };
  for (const word of words) {
    if (word === "\n") {
      end();
      continue;
    }
    const cells = stringWidth(textOf(word));
    if (used > 0 && used + 1 + cells > width) end();
    if (cells > width) {
      const parts = brokenWord(word, width);
      for (const [index, part] of parts.entries()) {
        if (index > 0) end();
        line = part.painted;
        used = part.cells;
      }
    } else {
      line += `${used > 0 ? " " : ""}${painted(word)}`;
      used += cells + (used > 0 ? 1 : 0);
    }
  }
  if (used > 0) end();
  return lines;
}

/** Terminal cells of all in one line, and of the longest word that people copy or click, of those that fit into `columns`. */
export function widthsOf(words: readonly Word[], columns: number): { readonly line: number; readonly whole: number } {
  let [whole, line, widest] = [0, 0, 0];
  for (const word of words) {
    const text = word === "\n" ? "" : textOf(word);
    const cells = stringWidth(text);
    line = word === "\n" ? 0 : line + cells + (line > 0 ? 1 : 0);
    if (cells > whole && cells <= columns && isCopied(text)) whole = cells;
    widest = Math.max(widest, line);
  }
  return { line: widest, whole };
}

function textOf(word: readonly Piece[]): string {
  return word.map(({ text }) => text).join("");
}

function painted(word: readonly Piece[]): string {
  return word.map(({ text, paints }) => paints.reduceRight((done, paint) => paint(done), text)).join("");
}

/** Parts of a word that fit; a part has the look of its first letter, since looks seldom change within a word. */
function brokenWord(word: readonly Piece[], width: number): { readonly painted: string; readonly cells: number }[] {
  const parts: string[] = [];
  for (const part of breakWord(textOf(word), width, stringWidth)) {
    const joined = `${parts.at(-1) ?? ""}${part}`;
    if (parts.length > 0 && stringWidth(joined) <= width) parts[parts.length - 1] = joined;
    else parts.push(part);
  }
  let offset = 0;
  return parts.map((text) => {
    const paints = paintsAt(word, offset);
    offset += text.length;
    return { painted: painted([{ text, paints }]), cells: stringWidth(text) };
  });
}

function paintsAt(word: readonly Piece[], offset: number): readonly Paint[] {
  let end = 0;
  for (const { text, paints } of word) {
    end += text.length;
    if (offset < end) return paints;
  }
  return [];
}
