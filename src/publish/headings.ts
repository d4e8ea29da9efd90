import GithubSlugger from "github-slugger";
import { nodesUnder, wordsOf } from "../parse/markdown-tree.ts";
import type { Block } from "./nodes.ts";

export interface Heading {
  readonly node: Block;
  readonly words: string;
  /** As GitHub makes it, which is how authors write it. */
  readonly anchor: string;
}

/** The headings among blocks, in reading order. */
export function headingsIn(blocks: readonly Block[]): Heading[] {
  const slugger = new GithubSlugger();
  return blocks
    .flatMap((block) => nodesUnder(block))
    .filter((node) => node.type === "heading")
    .map((node) => {
      const words = wordsOf(node);
      return { node: node as Block, words, anchor: slugger.slug(words) };
    });
}
