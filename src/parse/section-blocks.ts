// The blocks of a procedure's body, by section.

import { type AnyNode, type Block, type MarkdownTree, span, wordsOf } from "./markdown-tree.ts";

export const SECTION_NAMES = ["steps", "validation", "escalation"] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

export interface Item {
  /** The item's Markdown without its marker and indentation. */
  readonly text: string;
  /** Line in the file, from 1. */
  readonly line: number;
}

interface Code extends AnyNode {
  readonly lang?: string | null;
  readonly meta?: string | null;
}

type List = Extract<Block, { type: "list" }>;

/** What a text nested too deep, or with too much markup or too wide a table, has instead of sections. */
export const TOO_DEEP = "The text is nested too deep, or has too much markup or too wide a table, to be read.";

/** What stands between the frontmatter and the first heading, without comments. */
export function purposeBlocks({ root }: MarkdownTree): readonly Block[] {
  const blocks = root.children.filter(({ type }) => type !== "yaml");
  const firstHeading = blocks.findIndex(({ type }) => type === "heading");
  return (firstHeading < 0 ? blocks : blocks.slice(0, firstHeading)).filter((block) => !isComment(block));
}

/** Whether a block's items are those of its section: steps are items of ordered lists, others of any list. */
export function isItemList(block: Block, section: SectionName): block is List {
  return block.type === "list" && (section !== "steps" || block.ordered === true);
}

/** A section in a tree. */
export interface SectionPart {
  readonly heading: Block;
  readonly content: readonly Block[];
  /** Further headings of the name: what stands under them belongs to no section. */
  readonly further: readonly Block[];
  /** Offset of what follows; undefined at the end of the file. */
  readonly end: number | undefined;
}

/** The first section of a name; undefined where the file has none. */
export function sectionIn({ root }: MarkdownTree, name: SectionName): SectionPart | undefined {
  const blocks = root.children;
  const [heading, ...further] = blocks.filter(
    (block) => block.type === "heading" && block.depth === 2 && wordsOf(block).trim().toLowerCase() === name,
  );
  if (heading === undefined) return undefined;
  const start = blocks.indexOf(heading);
  const next = blocks.findIndex((block, index) => index > start && block.type === "heading" && block.depth <= 2);
  const end = blocks[next];
  return {
    heading,
    content: blocks.slice(start + 1, next < 0 ? undefined : next),
    further,
    end: end === undefined ? undefined : span(end)[0],
  };
}

/** The blocks of a section, without its heading; none where the file does not have it. */
export function blocksOf(tree: MarkdownTree, name: SectionName): readonly Block[] {
  return sectionIn(tree, name)?.content ?? [];
}

/** Whether a node is a code block whose info string ends in `run`. */
export function isMarked(node: AnyNode): node is Code {
  if (node.type !== "code") return false;
  const { lang, meta } = node as Code;
  return /(?:^|\s)run\s*$/.test(meta ?? lang ?? "");
}

/** Whether there is something to read or follow in a section, not just comments, rules and further headings. */
export function hasContent({ content }: SectionPart): boolean {
  return content.some((block) => block.type !== "heading" && isContent(block));
}

function isContent(node: AnyNode): boolean {
  if (node.children !== undefined) return node.children.some(isContent);
  if (node.type === "image" || node.type === "imageReference") return true;
  return node.value !== undefined && node.value.trim() !== "" && !isComment(node);
}

/** Whether a reader sees nothing of a node because it is a comment. */
export function isComment({ type, value = "" }: AnyNode): boolean {
  // What is left without its comments is what a reader sees.
  return type === "html" && value.replaceAll(/<!--[\s\S]*?(?:-->|$)/g, "").trim() === "";
}

/** The items of a list. */
export function itemsOf(list: List, source: string): readonly Item[] {
  return list.children.map((item) => {
    const line = item.position?.start.line ?? 1;
    const [first, last] = [item.children[0], item.children.at(-1)];
    if (first === undefined || last === undefined) return { text: "", line };
    // A marker takes a column at least, so what follows it never begins at the first.
    const indentation = new RegExp(`\\n[ \\t]{1,${(first.position?.start.column ?? 2) - 1}}`, "g");
    return { text: textOf(source, span(first)[0], span(last)[1]).replaceAll(indentation, "\n"), line };
  });
}

/** A part of a text, with LF line ends whatever the file has. */
export function textOf(source: string, start: number, end: number | undefined): string {
  return source.slice(start, end).replaceAll("\r\n", "\n");
}
