import type { Span, TextBlock } from "../model/rich-text.ts";
import { type AnyNode, type MarkdownTree, nodesUnder, span, wordsOf } from "./markdown.ts";

interface Node extends AnyNode {
  readonly children?: readonly Node[];
  readonly lang?: string | null;
  readonly alt?: string | null;
  readonly identifier?: string;
  readonly ordered?: boolean | null;
  readonly start?: number | null;
  readonly checked?: boolean | null;
}

type Look = Omit<Span, "text">;

const PLAIN: Look = { isStrong: false, isEmphasised: false, isCode: false };

/** Blocks of a text as a terminal can show them. What has no such shape is kept as it is written; comments are left out. */
export function richTextOf(nodes: readonly AnyNode[], tree: MarkdownTree): TextBlock[] {
  const urls = new Map<string, string>();
  for (const node of nodesUnder(tree.root)) {
    const { type, identifier, url } = node as Node;
    if (type === "definition" && identifier !== undefined && url !== undefined) urls.set(identifier, url);
  }
  return blocksFrom(nodes, { source: tree.source, urls });
}

interface Context {
  readonly source: string;
  /** Of link definitions, by their identifier. */
  readonly urls: ReadonlyMap<string, string>;
}

function blocksFrom(nodes: readonly Node[], context: Context): TextBlock[] {
  return nodes.flatMap((node) => blockFrom(node, context));
}

function blockFrom(node: Node, context: Context): TextBlock[] {
  const { type, children = [] } = node;
  switch (type) {
    case "paragraph":
    case "heading":
      return [{ kind: "words", spans: spansFrom(children, PLAIN, context), isHeading: type === "heading" }];
    case "code":
      return [
        {
          kind: "code",
          language: node.lang ?? "",
          code: (node.value ?? "").replaceAll(/\r\n?/g, "\n"),
          line: node.position?.start.line ?? 1,
        },
      ];
    case "list":
      return [
        {
          kind: "list",
          first: node.ordered === true ? (node.start ?? 1) : null,
          items: children.map((item) => itemFrom(item, context)),
        },
      ];
    case "blockquote":
      return [{ kind: "quote", blocks: blocksFrom(children, context) }];
    case "table":
      return [{ kind: "table", rows: children.map((row) => (row.children ?? []).map(cellFrom(context))) }];
    case "definition":
    case "thematicBreak":
      return [];
    default: {
      const text = withoutComments(context.source.slice(...span(node)));
      return text === "" ? [] : [{ kind: "words", spans: [{ ...PLAIN, text }], isHeading: false }];
    }
  }
}

function itemFrom({ checked, children = [] }: Node, context: Context): TextBlock[] {
  const blocks = blocksFrom(children, context);
  if (typeof checked !== "boolean") return blocks;
  const box: Span = { ...PLAIN, text: checked ? "[x] " : "[ ] " };
  const [first, ...others] = blocks;
  return first?.kind === "words" ? [{ ...first, spans: [box, ...first.spans] }, ...others] : blocks;
}

function cellFrom(context: Context): (cell: Node) => string {
  return ({ children = [] }) =>
    spansFrom(children, PLAIN, context)
      .map(({ text }) => text)
      .join("");
}

function spansFrom(nodes: readonly Node[], look: Look, context: Context): Span[] {
  return nodes.flatMap((node) => {
    const { type, value = "", children = [] } = node;
    switch (type) {
      case "text":
        return { ...look, text: value };
      case "inlineCode":
        return { ...look, isCode: true, text: value };
      case "strong":
        return spansFrom(children, { ...look, isStrong: true }, context);
      case "emphasis":
        return spansFrom(children, { ...look, isEmphasised: true }, context);
      case "break":
        return { ...look, text: " " };
      case "link":
      case "linkReference": {
        const url = node.url ?? context.urls.get(node.identifier ?? "") ?? "";
        const known = [url, url.replace(/^mailto:/, "")].includes(wordsOf(node).trim());
        return [
          ...spansFrom(children, look, context),
          ...(url === "" || known ? [] : [{ ...look, text: ` (${url})` }]),
        ];
      }
      case "image":
      case "imageReference": {
        const url = node.url ?? context.urls.get(node.identifier ?? "") ?? "";
        return { ...look, text: `[picture: ${[node.alt ?? "", url].filter((part) => part !== "").join(", ")}]` };
      }
      case "html":
        return { ...look, text: withoutComments(value) };
      default:
        return children.length === 0
          ? { ...look, text: context.source.slice(...span(node)) }
          : spansFrom(children, look, context);
    }
  });
}

function withoutComments(html: string): string {
  return html.replaceAll(/<!--[^]*?(?:-->|$)/g, "").trim();
}
