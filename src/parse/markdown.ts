// Markdown (GFM with frontmatter) as a tree. Loads remark, which costs more than all other parsing together, so nothing on
// the path of `due` may import this module.

import { remark } from "remark";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import { bomLength } from "./place.ts";
import { plainMarkdown } from "./plain-markdown.ts";

const processor = remark().use(remarkFrontmatter).use(remarkGfm).freeze();

export type Root = ReturnType<typeof processor.parse>;
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

/** Quotes and lists within one another, more than anybody writes: micromark takes seconds for a few thousand. */
const TOO_DEEP = /^(?:[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])){100}/m;
/** In one paragraph; micromark compares each with each. */
const MOST_EMPHASIS_MARKS = 5000;

function hasTooManyMarks(source: string): boolean {
  let marks = 0;
  for (const [found] of source.matchAll(/\*+|\n[ \t\r]*\n/g)) {
    marks = found.startsWith("*") ? marks + 1 : 0;
    if (marks > MOST_EMPHASIS_MARKS) return true;
  }
  return false;
}

/** Parses a whole file, frontmatter and all. Undefined where it is nested too deep to be read; never throws on user text. */
export function parseMarkdown(text: string): MarkdownTree | undefined {
  const bom = bomLength(text);
  const source = text.slice(bom);
  if (TOO_DEEP.test(source) || hasTooManyMarks(source)) return undefined;
  try {
    return { root: plainMarkdown(source) ?? processor.parse(source), source, bom };
  } catch (error) {
    // micromark and mdast recurse: thousands of nested quotes or lists exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

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
export function* nodesUnder(top: AnyNode): Generator<AnyNode> {
  // No recursion: what could be parsed may still be deep.
  const open: AnyNode[] = [top];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    if (node.children !== undefined) open.push(...node.children.toReversed());
  }
}
