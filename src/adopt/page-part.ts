// A procedure among others in a page.

import type { ImportField } from "../data/import-headings.ts";
import { githubAnchor } from "../parse/anchors.ts";
import type { Block, Heading, PageTree } from "./page-node.ts";
import { fieldsOf } from "./page-values.ts";

/** What becomes a procedure. */
export interface PagePart {
  readonly name: string;
  /** The heading above it, for names that others have, too. */
  readonly under: string | undefined;
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
  /** The nearest heading that is neither the page's title nor a cadence: "Finance". */
  readonly under?: string | undefined;
  readonly given: ReadonlyMap<ImportField, string>;
  readonly sections: ReadonlyMap<ImportField, readonly Block[]>;
}

/** A part with what stands above it and what it does not say itself. */
export function partFrom(name: string, own: readonly Block[], { under, given, sections }: Above): PagePart {
  const present = fieldsOf(own);
  const inherited = [...sections].filter(([field]) => !present.has(field)).flatMap(([, content]) => content);
  const depths = own.flatMap((block) => (block.type === "heading" ? [block.depth] : []));
  const top = depths.length === 0 ? 2 : Math.min(...depths);
  return {
    name,
    under,
    anchor: githubAnchor(name),
    anchors: [],
    tree: {
      frontmatter: {},
      frontmatterText: "",
      notes: [],
      title: name,
      blocks: [...withoutRules(own), ...atDepth(inherited, top)],
    },
    given,
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

/** Parts of one name are told apart by the headings above them. */
export function withOwnNames(pieces: readonly (PagePart | PageRest)[]): (PagePart | PageRest)[] {
  const seen = new Map<string, number>();
  for (const piece of pieces) if ("tree" in piece) seen.set(piece.name, (seen.get(piece.name) ?? 0) + 1);
  return pieces.map((piece) => {
    if (!("tree" in piece) || piece.under === undefined || seen.get(piece.name) === 1) return piece;
    const name = `${piece.under}: ${piece.name}`;
    return { ...piece, name, tree: { ...piece.tree, title: name } };
  });
}
