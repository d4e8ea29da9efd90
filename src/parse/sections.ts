// A procedure's body: purpose, sections and steps.

import { type AnyNode, type Block, type MarkdownTree, parseMarkdown, span, wordsOf } from "./markdown.ts";
import { type Range, locateIn } from "./place.ts";

export const SECTION_NAMES = ["steps", "validation", "escalation"] as const;
export type SectionName = (typeof SECTION_NAMES)[number];

export interface Section {
  /** Place of the heading in the file. */
  readonly heading: Range;
  /** The Markdown between the heading and the next one of its level or above, with LF line ends. */
  readonly source: string;
  /** Something to read or follow, not just comments, rules and further headings. */
  readonly hasContent: boolean;
}

export interface Item {
  /** The item's Markdown without its marker and indentation. */
  readonly text: string;
  /** Line in the file, from 1. */
  readonly line: number;
}

export interface ParsedSections {
  /** What stands between the frontmatter and the first heading, without comments; `""` where nothing does. */
  readonly purpose: string;
  /** The first of each; absent where the file has none. */
  readonly sections: Readonly<Partial<Record<SectionName, Section>>>;
  /** Items of the ordered lists of Steps. */
  readonly steps: readonly Item[];
  /** Items of the lists of Validation and Escalation. */
  readonly validation: readonly Item[];
  readonly escalation: readonly Item[];
  /** Why the body could not be read; everything else is then empty. */
  readonly problem: string | undefined;
}

type List = Extract<Block, { type: "list" }>;

const NOTHING: ParsedSections = {
  purpose: "",
  sections: {},
  steps: [],
  validation: [],
  escalation: [],
  problem: undefined,
};

/** Reads the sections of a whole file, frontmatter and all. Never throws on user text. */
export function parseSections(text: string): ParsedSections {
  return sectionsIn(parseMarkdown(text), text);
}

/** The sections of a text whose tree is at hand. */
export function sectionsIn(tree: MarkdownTree | undefined, text: string): ParsedSections {
  if (tree === undefined) return { ...NOTHING, problem: "The text is nested too deep to be read." };
  const { root, source, bom } = tree;
  const blocks = root.children.filter(({ type }) => type !== "yaml");
  const found = new Map(SECTION_NAMES.map((name) => [name, blocksUnder(blocks, name)]));
  const items = (name: SectionName): readonly Item[] =>
    found
      .get(name)
      ?.content.filter((block) => isItemList(block, name))
      .flatMap((list) => itemsOf(list, source)) ?? [];
  const locate = locateIn(text);
  return {
    purpose: purposeBlocks(tree)
      .map((block) => textOf(source, ...span(block)))
      .join("\n\n"),
    sections: Object.fromEntries(
      [...found].flatMap(([name, part]) => (part === undefined ? [] : [[name, sectionOf(part, source, bom, locate)]])),
    ),
    steps: items("steps"),
    validation: items("validation"),
    escalation: items("escalation"),
    problem: undefined,
  };
}

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

/** The blocks of a section, without its heading; none where the file does not have it. */
export function blocksOf({ root }: MarkdownTree, name: SectionName): readonly Block[] {
  return blocksUnder(root.children, name)?.content ?? [];
}

interface Part {
  readonly heading: Block;
  readonly content: readonly Block[];
  /** Offset of what follows; undefined at the end of the file. */
  readonly end: number | undefined;
}

function blocksUnder(blocks: readonly Block[], name: SectionName): Part | undefined {
  const start = blocks.findIndex(
    (block) => block.type === "heading" && block.depth === 2 && wordsOf(block).trim().toLowerCase() === name,
  );
  const heading = blocks[start];
  if (heading === undefined) return undefined;
  const next = blocks.findIndex((block, index) => index > start && block.type === "heading" && block.depth <= 2);
  const end = blocks[next];
  return {
    heading,
    content: blocks.slice(start + 1, next < 0 ? undefined : next),
    end: end === undefined ? undefined : span(end)[0],
  };
}

function sectionOf(
  { heading, content, end }: Part,
  source: string,
  bom: number,
  locate: (start: number, end: number) => Range,
): Section {
  const [from, to] = span(heading);
  return {
    heading: locate(from + bom, to + bom),
    source: textOf(source, to, end).trim(),
    hasContent: content.some((block) => block.type !== "heading" && isContent(block)),
  };
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
