// A Markdown text (GFM with frontmatter) as a tree, and walks over trees. `plainTree` reads most texts; `markdown.ts` reads all.

import type { Root } from "mdast";
import { bomLength } from "./place.ts";
import { plainMarkdown } from "./plain-markdown.ts";

export type Block = Root["children"][number];

/** What a walk over any tree needs to know of a node. */
export interface AnyNode {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly AnyNode[];
  readonly position?: Block["position"];
}

/** A parsed text; offsets in it count from after the byte order mark. */
export interface MarkdownTree {
  readonly root: Root;
  /** The text without its byte order mark. */
  readonly source: string;
  /** Length of the byte order mark. */
  readonly bom: 0 | 1;
}

/** Reads a whole file, frontmatter and all. Undefined where it is nested too deep to be read; never throws on user text. */
export type ParseMarkdown = (text: string) => MarkdownTree | undefined;

/** Quotes and lists within one another, more than anybody writes: micromark takes seconds for a few thousand. */
const TOO_DEEP = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){100}/m;
/** In one paragraph; micromark compares each with each. */
const MOST_EMPHASIS_MARKS = 5000;

/** Whether a text is more than a parser should be asked to read. */
export function isTooNested(source: string): boolean {
  return TOO_DEEP.test(source) || hasTooManyMarks(source);
}

function hasTooManyMarks(source: string): boolean {
  if (source.length <= MOST_EMPHASIS_MARKS) return false;
  let marks = 0;
  for (const [found] of source.matchAll(/\*+|\n[ \t\r]*\n/g)) {
    marks = found.startsWith("*") ? marks + 1 : 0;
    if (marks > MOST_EMPHASIS_MARKS) return true;
  }
  return false;
}

/** The tree of a whole file where it is plain Markdown: the same that `parseMarkdown` gives. */
export const plainTree: ParseMarkdown = (text) => {
  const bom = bomLength(text);
  const source = text.slice(bom);
  const root = isTooNested(source) ? undefined : plainMarkdown(source);
  return root && { root, source, bom };
};

/** Offsets of a node's start and end. */
export function span({ position }: Pick<AnyNode, "position">): [number, number] {
  return [position?.start.offset ?? 0, position?.end.offset ?? 0];
}

/** The words of a node as a reader sees them, without markup. */
export function wordsOf({ type, value = "", children }: AnyNode): string {
  if (type === "html") return "";
  return children === undefined ? value : children.map(wordsOf).join("");
}

/** Every node under one, itself included, in reading order. */
export function nodesUnder(top: AnyNode): readonly AnyNode[] {
  const nodes: AnyNode[] = [];
  // No recursion: what could be parsed may still be deep.
  const open: AnyNode[] = [top];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    const { children = [] } = node;
    for (let index = children.length - 1; index >= 0; index -= 1) open.push(children[index] as AnyNode);
  }
  return nodes;
}
