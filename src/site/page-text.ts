// A page's tree as text. The library writes each start tag and whatever is to be escaped; of a large run book's pages, which
// have a million elements, most are the same few, so each is asked for once.

import type { Element, RootContent } from "hast";
import rehypeStringify from "rehype-stringify";
import { unified } from "unified";
import { withoutControls } from "../view/plain-text.ts";

/** A part of a page that is text already: the tree of a thousand rows takes ten times as much memory. */
interface Written {
  readonly type: "written";
  readonly html: string;
}

declare module "hast" {
  interface ElementContentMap {
    written: Written;
  }
  interface RootContentMap {
    written: Written;
  }
}

type Space = "html" | "svg";

const libraries = {
  html: unified().use(rehypeStringify, { upperDoctype: true }).freeze(),
  svg: unified().use(rehypeStringify, { space: "svg" }).freeze(),
};

/** What is in these is not escaped, or is no child. */
const UNLIKE_OTHERS = new Set(["script", "style", "template"]);
const HTML_WITHIN_SVG = new Set(["desc", "foreignObject", "title"]);

/** By space, name and properties. Addresses may be many. */
const startTags = new Map<string, string>();
const MOST_KEPT = 10_000;

/** Writes what stands outside of SVG now, so that its tree need not stay. */
export function written(element: Element): Written {
  return { type: "written", html: htmlOf(element, "html") };
}

/**
 * HTML of a tree, to the byte as rehype-stringify writes it, but for what nobody could see, or what would change the order of what they
 * see: that is taken out of every text.
 */
export function pageText(nodes: readonly RootContent[]): string {
  return nodes.map((node) => htmlOf(node, "html")).join("");
}

function htmlOf(node: RootContent, space: Space): string {
  if (node.type === "written") return node.html;
  if (node.type === "text") {
    const value = withoutControls(node.value);
    return /[&<]/.test(value) ? libraryHtml({ ...node, value }, space) : value;
  }
  if (node.type !== "element" || UNLIKE_OTHERS.has(node.tagName)) return libraryHtml(node, space);
  const isSvg = node.tagName === "svg" || (space === "svg" && !HTML_WITHIN_SVG.has(node.tagName));
  const empty = emptyHtml(node, space);
  if (node.children.length === 0) return empty;
  const end = `</${node.tagName}>`;
  let html = empty.endsWith(end) ? empty.slice(0, -end.length) : empty;
  for (const child of node.children) html += htmlOf(child, isSvg ? "svg" : "html");
  return html + end;
}

/** An element without its children. */
function emptyHtml({ tagName, properties }: Element, space: Space): string {
  const key = `${space} ${tagName} ${JSON.stringify(properties)}`;
  const known = startTags.get(key);
  if (known !== undefined) return known;
  if (startTags.size === MOST_KEPT) startTags.clear();
  const cleaned = Object.entries(properties).map(
    ([name, value]) => [name, typeof value === "string" ? withoutControls(value) : value] as const,
  );
  const html = libraryHtml({ type: "element", tagName, properties: Object.fromEntries(cleaned), children: [] }, space);
  startTags.set(key, html);
  return html;
}

function libraryHtml(node: RootContent, space: Space): string {
  return libraries[space].stringify({ type: "root", children: [node] });
}
