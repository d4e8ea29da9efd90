// What the rules look at in a procedure's text, taken from one parse; the tree itself is let go, since the trees of
// thousands of files would not fit in memory.

import { anchorsIn } from "./anchors.ts";
import { type Link, linksIn } from "./links.ts";
import {
  type AnyNode,
  type Block,
  type MarkdownTree,
  type ParseMarkdown,
  nodesUnder,
  span,
  wordsOf,
} from "./markdown-tree.ts";
import { type Locate, type Range, locateIn } from "./place.ts";
import {
  SECTION_NAMES,
  type SectionName,
  type SectionPart,
  TOO_DEEP,
  hasContent,
  isItemList,
  isMarked,
  sectionIn,
} from "./section-blocks.ts";

export interface ProcedureText {
  /** Why the body could not be read; everything else is then empty. */
  readonly problem: string | undefined;
  /** The sections that the text has. */
  readonly sections: Readonly<Partial<Record<SectionName, SectionFacts>>>;
  /** Whether Steps holds an ordered list. */
  readonly hasSteps: boolean;
  /** What `#…` may name in this text. */
  readonly anchors: ReadonlySet<string>;
  readonly links: readonly Link[];
  readonly comments: readonly Comment[];
  readonly stepTexts: readonly StepText[];
  /** The code blocks marked `run` that nothing runs: they stand in neither Steps nor Validation. */
  readonly strayBlocks: readonly Range[];
}

export interface SectionFacts {
  readonly heading: Range;
  /** Of further headings of the name. */
  readonly further: readonly Range[];
  readonly hasContent: boolean;
}

/** An HTML comment, with its delimiters. */
export interface Comment {
  readonly text: string;
  readonly place: Range;
}

/** A paragraph or code block of Steps, its links told apart. */
export interface StepText {
  /** The words outside links and code blocks. */
  readonly words: string;
  readonly links: readonly { readonly url: string; readonly words: string }[];
  readonly hasCode: boolean;
}

const NOTHING = { anchors: new Set<string>(), links: [], comments: [], stepTexts: [], strayBlocks: [] };

/** Reads a whole file, frontmatter and all. Never throws on user text; see `problem`. */
export function readProcedureText(text: string, parse: ParseMarkdown): ProcedureText {
  const tree = parse(text);
  if (tree === undefined) return { problem: TOO_DEEP, sections: {}, hasSteps: false, ...NOTHING };
  const locate = locateIn(text);
  const placeOf = (block: AnyNode): Range => {
    const [from, to] = span(block);
    return locate(tree.bom + from, tree.bom + to);
  };
  const parts = SECTION_NAMES.flatMap((name): [SectionName, SectionPart][] => {
    const part = sectionIn(tree, name);
    return part === undefined ? [] : [[name, part]];
  });
  const sections = parts.map(([name, part]): [SectionName, SectionFacts] => {
    const { heading, further } = part;
    return [name, { heading: placeOf(heading), further: further.map(placeOf), hasContent: hasContent(part) }];
  });
  const blocksIn = (wanted: SectionName): readonly Block[] =>
    parts.find(([name]) => name === wanted)?.[1].content ?? [];
  const steps = blocksIn("steps");
  const run = new Set([...steps, ...blocksIn("validation")]);
  const strays = tree.root.children
    .filter((block) => !run.has(block))
    .flatMap(nodesUnder)
    .filter(isMarked);
  return {
    problem: undefined,
    sections: Object.fromEntries(sections),
    hasSteps: steps.some((block) => isItemList(block, "steps")),
    anchors: anchorsIn(tree),
    links: linksIn(tree, locate),
    comments: commentsIn(tree, locate),
    stepTexts: steps.flatMap(stepTextsIn),
    strayBlocks: strays.map(placeOf),
  };
}

/** The anchors of a Markdown file that is no procedure. */
export function anchorsOf(text: string, parse: ParseMarkdown): ReadonlySet<string> {
  const tree = parse(text);
  return tree === undefined ? new Set() : anchorsIn(tree);
}

const COMMENT = /<!--[^]*?(?:-->|$)/g;

function commentsIn({ root, source, bom }: MarkdownTree, locate: Locate): Comment[] {
  return nodesUnder(root)
    .filter(({ type }) => type === "html")
    .flatMap((node) => {
      const [start, end] = span(node);
      return [...source.slice(start, end).matchAll(COMMENT)].map((match) => {
        const at = bom + start + match.index;
        return { text: match[0], place: locate(at, at + match[0].length) };
      });
    });
}

const TEXT_BLOCKS: ReadonlySet<string> = new Set(["paragraph", "tableCell", "heading", "code"]);

function stepTextsIn(block: AnyNode): StepText[] {
  return nodesUnder(block)
    .filter(({ type }) => TEXT_BLOCKS.has(type))
    .map(stepTextOf);
}

function stepTextOf(node: AnyNode): StepText {
  if (node.type === "code") return { words: "", links: [], hasCode: true };
  const links = nodesUnder(node).filter(isLink);
  const outside = (one: AnyNode): string => {
    if (isLink(one)) return " ";
    return one.children === undefined ? wordsOf(one) : one.children.map(outside).join("");
  };
  return {
    words: outside(node),
    links: links.map((link) => ({ url: link.url ?? "", words: wordsOf(link) })),
    hasCode: false,
  };
}

function isLink({ type }: AnyNode): boolean {
  return type === "link" || type === "linkReference";
}
