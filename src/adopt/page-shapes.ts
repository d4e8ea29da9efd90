// What people write in place of lists and headings: lines with a number or a point before them, a field's name in bold.

import { type Block, type Node, wordsOf } from "./page-node.ts";
import { fieldOf, listOf } from "./page-values.ts";

/** The blocks with lists and headings where a page only looks as if it had them. */
export function withShapes(blocks: readonly Block[]): Block[] {
  const shaped: Block[] = [];
  let run: Line[] = [];
  let from = 0;
  const close = (): void => {
    // One line alone may be anything.
    if (run.length > 1) shaped.splice(from, shaped.length, ...listsOf(run));
    run = [];
  };
  let depth = 1;
  for (const block of blocks) {
    const lines = markedLines(block);
    if (lines === undefined) close();
    else {
      if (run.length === 0) from = shaped.length;
      for (const line of lines) run.push(line);
    }
    if (block.type === "heading") ({ depth } = block);
    shaped.push(isBoldField(block) ? ({ ...block, type: "heading", depth: Math.min(6, depth + 1) } as Block) : block);
  }
  close();
  return shaped;
}

/** "**Steps:**" and nothing else. */
function isBoldField(block: Block): boolean {
  if (block.type !== "paragraph") return false;
  const [bold, ...others] = block.children;
  const field = fieldOf(wordsOf(block));
  return (
    bold?.type === "strong" && /^[\s:]*$/.test(others.map(wordsOf).join("")) && field !== undefined && field !== "name"
  );
}

interface Line {
  /** Lines of one level have marks of one kind: a number, a letter, a certain point. */
  readonly kind: string;
  readonly start: number;
  readonly words: Node[];
}

/** A capital letter with a full stop may be that of a name. */
const MARK =
  /^\s*(?:(?<number>\d{1,2})[.)]|(?<letter>(?:[a-z]|[ivx]{2,4})\.|[A-Za-z]\))|(?<point>[·•‣◦▪§–●])|o(?=\u{a0}))\s+/u;

/** A paragraph's lines where each has a mark. */
function markedLines(block: Block): Line[] | undefined {
  if (block.type !== "paragraph") return undefined;
  const lines = linesOf(block.children).map(lineOf);
  return lines.every((line) => line !== undefined) ? lines : undefined;
}

function linesOf(nodes: readonly Node[]): Node[][] {
  const lines: Node[][] = [[]];
  for (const node of nodes) {
    const parts = node.type === "text" ? (node.value ?? "").split("\n") : node.type === "break" ? ["", ""] : undefined;
    if (parts === undefined) lines.at(-1)?.push(node);
    for (const [index, value] of (parts ?? []).entries()) {
      if (index > 0) lines.push([]);
      if (value !== "") lines.at(-1)?.push({ type: "text", value });
    }
  }
  return lines.filter((line) => line.length > 0);
}

function lineOf(line: readonly Node[]): Line | undefined {
  const [first, ...others] = line;
  const match = first?.type === "text" ? MARK.exec(first.value ?? "") : null;
  if (first?.value === undefined || match?.groups === undefined) return undefined;
  const { number, letter, point = "o" } = match.groups;
  const kind = number !== undefined ? "number" : letter !== undefined ? "letter" : point;
  return {
    kind,
    start: Number(number ?? 1),
    words: [{ ...first, value: first.value.slice(match[0].length) }, ...others],
  };
}

/** Marks of another kind are of the level below; but numbers go not below points. */
function listsOf(lines: readonly Line[]): Block[] {
  const [first] = lines;
  if (first === undefined) return [];
  const isOrdered = first.kind === "number" || first.kind === "letter";
  const end = isOrdered ? -1 : lines.findIndex(({ kind }) => kind === "number");
  const own = end < 0 ? lines : lines.slice(0, end);
  const groups: { readonly words: Node[]; readonly below: Line[] }[] = [];
  for (const line of own) {
    if (line.kind === first.kind) groups.push({ words: line.words, below: [] });
    else groups.at(-1)?.below.push(line);
  }
  const items = groups.map(({ words, below }) => [{ type: "paragraph", children: words }, ...listsOf(below)]);
  return [listOf(items, isOrdered ? first.start : null), ...listsOf(lines.slice(own.length))];
}
