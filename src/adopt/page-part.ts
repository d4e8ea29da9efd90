// A procedure among others in a page.

import GithubSlugger from "github-slugger";
import type { ImportField } from "../data/import-headings.ts";
import type { Block, Heading, PageTree } from "./page-node.ts";
import { fieldsOf } from "./page-values.ts";

/** What becomes a procedure. */
export interface PagePart {
  readonly name: string;
  /** Of its heading in the page; of a row, of its name. */
  readonly anchor: string;
  /** Of the headings within it. */
  readonly anchors: readonly string[];
  readonly tree: PageTree;
  /** What the headings above it say of all below them. */
  readonly given: ReadonlyMap<ImportField, string>;
}

/** What becomes none, and why. */
export interface PageRest {
  /** Of its heading; null for what stands above all headings. */
  readonly anchor: string | null;
  readonly reason: string;
}

/** What stands under the headings above: the nearest value of each field, and the sections for all below. */
export interface Above {
  readonly given: ReadonlyMap<ImportField, string>;
  readonly sections: ReadonlyMap<ImportField, readonly Block[]>;
}

/** A part with what stands above it and what it does not say itself. */
export function partFrom(
  name: string,
  own: readonly Block[],
  { given, sections }: Above,
  values: ReadonlyMap<ImportField, string>,
): PagePart {
  const present = fieldsOf(own);
  const inherited = [...sections].filter(([field]) => !present.has(field)).flatMap(([, content]) => content);
  const depths = own.flatMap((block) => (block.type === "heading" ? [block.depth] : []));
  const top = depths.length === 0 ? 2 : Math.min(...depths);
  return {
    name,
    anchor: new GithubSlugger().slug(name),
    anchors: [],
    tree: {
      frontmatter: {},
      frontmatterText: "",
      title: name,
      blocks: [...withoutRules(own), ...atDepth(inherited, top)],
    },
    given: new Map([...given, ...values]),
  };
}

/** Sections of somewhere else, as high as those of the part. */
function atDepth(blocks: readonly Block[], top: number): Block[] {
  const [first] = blocks;
  const by = first?.type === "heading" ? top - first.depth : 0;
  return blocks.map((block) =>
    block.type === "heading"
      ? { ...block, depth: Math.min(6, Math.max(top, block.depth + by)) as Heading["depth"] }
      : block,
  );
}

/** Rules at the end part one procedure from the next. */
function withoutRules(blocks: readonly Block[]): Block[] {
  const first = blocks.findIndex((block) => block.type !== "thematicBreak");
  const last = blocks.findLastIndex((block) => block.type !== "thematicBreak");
  return first < 0 ? [] : blocks.slice(first, last + 1);
}
