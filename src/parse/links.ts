// The links and images of a text, wherever Markdown has them.

import { type AnyNode, type MarkdownTree, nodesUnder, span } from "./markdown-tree.ts";
import type { Locate, Range } from "./place.ts";

export interface Link {
  /** As Markdown reads it: escapes and entities are resolved, percent-encoding is not. */
  readonly url: string;
  /** Place of the address; of the whole link where it is not written as it reads. */
  readonly place: Range;
}

const HTML_LINK = /<(?:a|img)\s(?:[^<>]*?\s)?(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;

/** Links, images, definitions of references, and `href` and `src` in HTML, in reading order. */
export function linksIn({ root, source, bom }: MarkdownTree, locate: Locate): Link[] {
  const at = (start: number, end: number): Range => locate(bom + start, bom + end);
  return nodesUnder(root).flatMap((node): Link[] => {
    if (node.type === "html") return htmlLinks(node, source, at);
    if (node.url === undefined) return [];
    return [{ url: node.url, place: at(...addressIn(node, source)) }];
  });
}

function htmlLinks(node: AnyNode, source: string, at: (start: number, end: number) => Range): Link[] {
  const [start, end] = span(node);
  // What a comment holds is no link; blanks keep the offsets.
  const html = source.slice(start, end).replaceAll(/<!--[^]*?(?:-->|$)/g, (comment) => " ".repeat(comment.length));
  return [...html.matchAll(HTML_LINK)].map((match) => {
    const url = match[1] ?? match[2] ?? "";
    const from = start + match.index + match[0].length - url.length - 1;
    return { url, place: at(from, from + url.length) };
  });
}

/** Offsets of the address, which stands after the link's words. */
function addressIn(node: AnyNode, source: string): [number, number] {
  const [start, end] = span(node);
  const lastChild = node.children?.at(-1);
  const from =
    node.type === "link" && lastChild !== undefined && !isAutolink(node, source) ? span(lastChild)[1] : start;
  const text = source.slice(from, end);
  const after = node.type === "definition" ? text.indexOf("]:") : node.type === "image" ? text.lastIndexOf("](") : 0;
  const found = node.url === "" ? -1 : text.indexOf(node.url ?? "", Math.max(after, 0));
  return found < 0 ? [start, end] : [from + found, from + found + (node.url ?? "").length];
}

function isAutolink(node: AnyNode, source: string): boolean {
  return source[span(node)[0]] !== "[";
}
