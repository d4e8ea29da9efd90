// Pages as HTML.

import rehypeSanitize, { defaultSchema } from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { headingsIn } from "./headings.ts";
import { type Block, destinationOf } from "./nodes.ts";

/** The second wall: the nodes hold no HTML, and no address but of the web, of pages and of attachments. */
const ALLOWED = {
  ...defaultSchema,
  clobberPrefix: "",
  protocols: { ...defaultSchema.protocols, href: ["http", "https", "mailto", "tel"] },
};

/** Nodes of a paragraph: to leave out the paragraph of a short item, each would become an argument of one call. */
const MOST_ARGUMENTS = 10_000;

const processor = unified().use(remarkRehype).use(rehypeSanitize, ALLOWED).use(rehypeStringify).freeze();

/**
 * Blocks as HTML below a page's title, each destination at its address, each heading with its anchor; `undefined` takes a link or
 * image out.
 */
export function htmlOf(blocks: readonly Block[], addressOf: (node: object) => string | undefined): string {
  const headings = headingsIn(blocks);
  const anchors = new Map(headings.map(({ node, anchor }) => [node, anchor]));
  const shift = headings.some(({ node }) => "depth" in node && node.depth === 1) ? 1 : 0;
  const finish = (nodes: readonly Block[]): Block[] =>
    nodes.flatMap((node) => {
      const anchor = anchors.get(node);
      const children = "children" in node ? finish(node.children) : undefined;
      const isLong = node.type === "listItem" && (children ?? []).some(hasManyNodes);
      const withChildren =
        children === undefined ? node : ({ ...node, children, ...(isLong && { spread: true }) } as Block);
      if (anchor !== undefined && withChildren.type === "heading") {
        const depth = Math.min(6, withChildren.depth + shift) as typeof withChildren.depth;
        return [{ ...withChildren, depth, data: { hProperties: { id: anchor } } }];
      }
      if (destinationOf(node) === undefined) return [withChildren];
      const url = addressOf(node);
      return url === undefined ? (children ?? []) : [{ ...withChildren, url } as Block];
    });
  return processor.stringify(processor.runSync({ type: "root", children: finish(blocks) }));
}

function hasManyNodes(node: Block): boolean {
  return "children" in node && node.children.length > MOST_ARGUMENTS;
}

/** Text for an element of HTML. */
export function escapedHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
