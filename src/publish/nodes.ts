// Pages as trees that every target can write: mdast without HTML, whose links say what they lead to.

import type { Block } from "../parse/markdown-tree.ts";
import { withoutControls } from "../view/plain-text.ts";

export type { Block };
export type Inline = Extract<Block, { type: "paragraph" }>["children"][number];
type Table = Extract<Block, { type: "table" }>;

/** What a link or an image leads to within what is published; the target knows its address. */
export type Destination =
  | { readonly kind: "page"; readonly page: string; readonly anchor: string }
  | { readonly kind: "file"; readonly path: string };

/** A destination takes the place of a node's address. No Markdown text can make one. */
const destinations = new WeakMap<object, Destination>();

/** What a node leads to; undefined for addresses on the web. */
export function destinationOf(node: object): Destination | undefined {
  return destinations.get(node);
}

/** A link or an image with a destination. */
export function leadingTo<Node extends object>(node: Node, destination: Destination): Node {
  destinations.set(node, destination);
  return node;
}

/** Words as they stand, without what turns the direction of a line. */
export function text(value: string): Inline {
  return { type: "text", value: withoutControls(value) };
}

/** Words as code. */
export function code(value: string): Inline {
  return { type: "inlineCode", value: withoutControls(value) };
}

/** Words that stand out. */
export function strong(value: string): Inline {
  return { type: "strong", children: [text(value)] };
}

/** A link to the page of this id, or to a heading of it (its anchor as GitHub makes it). */
export function pageLink(page: string, words: string, anchor = ""): Inline {
  return leadingTo({ type: "link", url: "", children: [text(words)] }, { kind: "page", page, anchor });
}

/** A paragraph of these parts. */
export function paragraph(...children: readonly Inline[]): Block {
  return { type: "paragraph", children: [...children] };
}

/** A heading below the page's title. */
export function heading(words: string | Inline): Block {
  return { type: "heading", depth: 2, children: [typeof words === "string" ? text(words) : words] };
}

/** A quoted paragraph. */
export function quote(...children: readonly Inline[]): Block {
  return { type: "blockquote", children: [{ type: "paragraph", children: [...children] }] };
}

/** A list without numbers, an item each. */
export function list(items: readonly (readonly Inline[])[]): Block {
  return {
    type: "list",
    ordered: false,
    spread: false,
    children: items.map((children) => ({
      type: "listItem",
      spread: false,
      children: [{ type: "paragraph", children: [...children] }],
    })),
  };
}

/** A table; cells are texts or inline nodes. */
export function table(titles: readonly string[], rows: readonly (readonly (string | readonly Inline[])[])[]): Block {
  const row = (cells: readonly (string | readonly Inline[])[]): Table["children"][number] => ({
    type: "tableRow",
    children: cells.map((cell) => ({
      type: "tableCell",
      children: typeof cell === "string" ? [text(cell)] : [...cell],
    })),
  });
  return { type: "table", align: titles.map(() => null), children: [row(titles), ...rows.map(row)] };
}
