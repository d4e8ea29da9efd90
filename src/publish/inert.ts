// A procedure's text as nodes that are inert wherever they are shown. The text is anybody's who could push it.

import rehypeParse from "rehype-parse";
import { unified } from "unified";
import { isExternal, pathOf, splitUrl } from "../lint/link-paths.ts";
import { githubAnchor } from "../parse/anchors.ts";
import { parseMarkdown } from "../parse/markdown.ts";
import { type AnyNode, nodesUnder } from "../parse/markdown-tree.ts";
import { plainBlock } from "../view/plain-text.ts";
import { type Block, type Destination, type Inline, code, leadingTo, paragraph, text } from "./nodes.ts";

/** What a text's links may lead to. */
export interface Surroundings {
  /** The text's file, and the path of the run book in its repository. */
  readonly path: string;
  readonly folder: string;
  /** The page of a file of the run book; undefined where it has none. */
  readonly pageAt: (path: string) => string | undefined;
  readonly isPublished: (path: string) => boolean;
}

/** Addresses that a reader can see through; others are left out, and their words stay. */
const HARMLESS = /^(?:https?:\/\/|mailto:|tel:)[^\s\u0000-\u001f]+$/i;
const COMMENT = /<!--[^]*?(?:-->|$)/g;
const TAG = /<\/?[a-z][^<>]*>|<![^>]*>|<\?[^]*?\?>/gi;
const htmlParser = unified().use(rehypeParse, { fragment: true }).freeze();
/** Nodes may be nested so deep; a page has room for no more, and what writes them recurses. */
const DEEPEST = 60;
const HOLDS_BLOCKS: ReadonlySet<string> = new Set(["blockquote", "list", "listItem", "footnoteDefinition"]);

/**
 * The blocks of a text below its frontmatter: no HTML (its words stay), no address but of the web or of what is
 * published. Undefined where the text is nested too deep to be read.
 */
export function inertBlocks(markdown: string, surroundings: Surroundings): Block[] | undefined {
  const tree = parseMarkdown(markdown);
  if (tree === undefined) return undefined;
  const urls = new Map<string, string>();
  for (const node of nodesUnder(tree.root)) {
    const { type, identifier, url } = node as AnyNode & { identifier?: string };
    if (type === "definition" && identifier !== undefined && url !== undefined && !urls.has(identifier)) {
      urls.set(identifier, url);
    }
  }
  const cleaner = new Cleaner(surroundings, urls);
  try {
    return cleaner.nodes(tree.root.children, 0, true) as Block[];
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return undefined;
  }
}

/** Any node, as far as it is looked at here. */
interface Loose {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly alt?: string | null | undefined;
  readonly identifier?: string;
  readonly label?: string | null | undefined;
  readonly lang?: string | null | undefined;
  readonly meta?: string | null | undefined;
  readonly children?: readonly Loose[];
}

class Cleaner {
  readonly #around: Surroundings;
  readonly #urls: ReadonlyMap<string, string>;

  constructor(around: Surroundings, urls: ReadonlyMap<string, string>) {
    this.#around = around;
    this.#urls = urls;
  }

  /** `areBlocks`: they stand among paragraphs, not within one. */
  nodes(nodes: readonly Loose[], depth: number, areBlocks: boolean): Loose[] {
    if (depth > DEEPEST) throw new RangeError("Nested too deep.");
    return nodes.flatMap((node) => this.#node(node, depth, areBlocks));
  }

  #node(node: Loose, depth: number, isBlock: boolean): Loose[] {
    const children = (): Loose[] => this.nodes(node.children ?? [], depth + 1, HOLDS_BLOCKS.has(node.type));
    switch (node.type) {
      case "yaml":
      case "definition":
        return [];
      case "html":
        return htmlWords(node.value ?? "", isBlock);
      case "text":
      case "inlineCode":
        return [{ ...node, value: plainBlock(node.value ?? "") }];
      case "code":
        return [codeOf(node)];
      case "link":
        return this.#link(node.url ?? "", children());
      case "linkReference":
        return this.#link(this.#urls.get(node.identifier ?? "") ?? "", children());
      case "image":
        return this.#image(node.url ?? "", node.alt ?? "");
      case "imageReference":
        return this.#image(this.#urls.get(node.identifier ?? "") ?? "", node.alt ?? "");
      case "footnoteReference":
      case "footnoteDefinition":
        return [{ ...node, ...(node.children && { children: children() }) }];
      default:
        return [node.children === undefined ? node : { ...node, children: children() }];
    }
  }

  #link(url: string, words: readonly Loose[]): Loose[] {
    // Links do not hold links.
    const inner = words.flatMap((word) => (word.type === "link" ? (word.children ?? []) : [word]));
    const to = this.#destination(url);
    if (to === undefined) return inner;
    const link: Loose = { type: "link", url: typeof to === "string" ? to : "", children: inner };
    return [typeof to === "string" ? link : leadingTo(link, to)];
  }

  #image(url: string, alt: string): Loose[] {
    const words = plainBlock(alt) || "Image";
    const to = this.#destination(url);
    if (to === undefined || (typeof to !== "string" && to.kind === "page")) return [text(words)];
    // An image on the web would tell its owner who reads the page, and when.
    if (typeof to === "string") return [{ type: "link", url: to, children: [text(words)] }];
    return [leadingTo({ type: "image", url: "", alt: words }, to)];
  }

  /** An address on the web, a page or file that is published, or undefined. */
  #destination(url: string): string | Destination | undefined {
    if (url.startsWith("//")) return HARMLESS.test(`https:${url}`) ? `https:${url}` : undefined;
    if (isExternal(url)) return HARMLESS.test(url) ? url : undefined;
    const parts = splitUrl(url);
    if (parts === undefined) return undefined;
    const { path, folder, pageAt, isPublished } = this.#around;
    const target = parts.way === "" ? path : pathOf(parts.way, path, folder);
    const page = pageAt(target);
    if (page !== undefined) return { kind: "page", page, anchor: githubAnchor(parts.anchor) };
    return isPublished(target) ? { kind: "file", path: target } : undefined;
  }
}

/** The words of HTML, its line breaks, and nothing else of it. */
function htmlWords(html: string, isBlock: boolean): Loose[] {
  const parts = html
    .replaceAll(COMMENT, "")
    .split(/<br\s*\/?>/i)
    .map((part) => plainBlock(decoded(part.replaceAll(TAG, ""))).trim());
  const inline: Inline[] = parts.flatMap((part, index) => [
    ...(index === 0 ? [] : [{ type: "break" } as const]),
    ...(part === "" ? [] : [text(part)]),
  ]);
  if (!isBlock) return inline;
  return inline.some(({ type }) => type === "text") ? [paragraph(...inline)] : [];
}

/** Text of HTML with its character references as the characters that they stand for. */
function decoded(html: string): string {
  if (!html.includes("&")) return html;
  // What looks like a tag is text here: there is nothing but text left to be read.
  const { children } = htmlParser.parse(html.replaceAll("<", "&lt;"));
  return children.map((node) => (node.type === "text" ? node.value : "")).join("");
}

/** Code with a plain language: what stands behind it means something to some targets. */
function codeOf({ value = "", lang }: Loose): Loose {
  const language = /^[a-z\d+#-]{1,20}$/i.test(lang ?? "") ? (lang ?? null) : null;
  return { type: "code", lang: language, meta: null, value: plainBlock(value) };
}

/** What stands in for a text that cannot be shown. */
export function notShown(reason: string, path: string): Block {
  return paragraph(text(`${reason} It is in `), code(path), text("."));
}
