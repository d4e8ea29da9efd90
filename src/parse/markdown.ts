// Any Markdown as a tree. Loads remark, which is slow to load and to read: what can do without imports `markdown-tree.ts`, and
// nothing on the path of `due` imports either.

import { remark } from "remark";
import remarkFrontmatter from "remark-frontmatter";
import remarkGfm from "remark-gfm";
import { type ParseMarkdown, plainTree } from "./markdown-tree.ts";
import { bomLength } from "./place.ts";

const processor = remark().use(remarkFrontmatter).use(remarkGfm).freeze();

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
export const parseMarkdown: ParseMarkdown = (text) => {
  const plain = plainTree(text);
  if (plain !== undefined) return plain;
  const bom = bomLength(text);
  const source = text.slice(bom);
  if (TOO_DEEP.test(source) || hasTooManyMarks(source)) return undefined;
  try {
    return { root: processor.parse(source), source, bom };
  } catch (error) {
    // micromark and mdast recurse: thousands of nested quotes or lists exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
};
