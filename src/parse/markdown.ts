// Any Markdown as a tree. Loads remark, which is slow to load and to read: what can do without imports `markdown-tree.ts`, and
// nothing on the path of `due` imports either.

import { remark } from "remark";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import { isTooCostly, isTooWide } from "./markdown-cost.ts";
import { type MarkdownTree, type ParseMarkdown, isTooNested, plainTree } from "./markdown-tree.ts";
import { bomLength } from "./place.ts";

const processor = remark().use(remarkFrontmatter).use(remarkGfm).freeze();
/** For a text whose first line opens frontmatter that no line closes: remark-frontmatter then reads its lists as paragraphs. */
const bareProcessor = remark().use(remarkGfm).freeze();

/** A command asks for several things of one text, and remark takes seconds for a large one. */
let last: { readonly text: string; readonly tree: MarkdownTree | undefined } | undefined;

/**
 * Parses a whole file, frontmatter and all. Undefined where it is nested too deep, has too much markup or too wide a table, to be
 * read; never throws on user text. The tree is not to be changed: who asks again gets the same.
 */
export const parseMarkdown: ParseMarkdown = (text) => {
  const plain = plainTree(text);
  if (plain !== undefined) return plain;
  if (last?.text !== text) last = { text, tree: remarkTree(text) };
  return last.tree;
};

function remarkTree(text: string): MarkdownTree | undefined {
  const bom = bomLength(text);
  const source = text.slice(bom);
  if (isTooNested(source) || isTooCostly(source)) return undefined;
  try {
    const reader = isUnclosed(source) ? bareProcessor : processor;
    const root = reader.parse(source);
    return isTooWide(root) ? undefined : { root, source, bom };
  } catch (error) {
    // micromark and mdast recurse: thousands of nested quotes or lists exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

function isUnclosed(source: string): boolean {
  return /^---[ \t]*\r?\n/.test(source) && !/\n---[ \t]*\r?(?:\n|$)/.test(source);
}
