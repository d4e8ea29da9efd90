// What the part of a link after `#` may name.

import GithubSlugger, { slug } from "github-slugger";
import { type MarkdownTree, nodesUnder, wordsOf } from "./markdown-tree.ts";

const NAMED = /\s(?:id|name)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;

/** GitHub's form of an anchor in either form. */
export function githubAnchor(anchor: string): string {
  return slug(anchor);
}

/**
 * The anchors of a text: of each heading GitHub's (a second one of the same words ends in `-1`) and that of Azure DevOps,
 * which keeps punctuation; and what HTML names with `id` or `name`.
 */
export function anchorsIn({ root }: MarkdownTree): ReadonlySet<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  for (const node of nodesUnder(root)) {
    if (node.type === "heading") {
      const words = wordsOf(node);
      anchors.add(slugger.slug(words));
      anchors.add(words.trim().toLowerCase().replaceAll(/\s/g, "-"));
    } else if (node.type === "html") {
      for (const [, double, single, bare] of (node.value ?? "").matchAll(NAMED)) {
        anchors.add(double ?? single ?? bare ?? "");
      }
    }
  }
  return anchors;
}
