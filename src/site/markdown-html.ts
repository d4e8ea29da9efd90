// A procedure's text as HTML. The text is anybody's who could push it: whatever it holds, what comes out runs nothing,
// loads nothing, and leads only where its reader can see.

import GithubSlugger from "github-slugger";
import type { Element, ElementContent, Root } from "hast";
import { h } from "hastscript";
import rehypeRaw from "rehype-raw";
import rehypeSanitize, { type Options as Allowed, defaultSchema } from "rehype-sanitize";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { isExternal, pathOf, splitUrl } from "../lint/link-paths.ts";
import { githubAnchor } from "../parse/anchors.ts";
import { parseMarkdown } from "../parse/markdown.ts";

/** What a text's links and images lead to. */
export interface TextTargets {
  /** The address of a procedure's page, by its file's path, relative to the page that is being made. */
  readonly pageOf: (path: string) => string | undefined;
  /** The address of a file of the run book in its repository's web view. */
  readonly sourceOf: (path: string) => string | undefined;
  /** An image as an address that holds it whole. */
  readonly imageOf: (path: string) => string | undefined;
  /** The path of the run book in its repository, without `/` at its end; `""` at the top. */
  readonly folder: string;
}

/** Every id in a text begins so, and none of the page's own does. */
const ID_PREFIX = "user-content-";

const CLASSES = (...names: readonly (string | RegExp)[]): [string, ...(string | RegExp)[]] => ["className", ...names];
const CELL = ["align", "colSpan", "rowSpan"];
const ALLOWED: Allowed = {
  tagNames: (defaultSchema.tagNames ?? []).filter((name) => name !== "picture" && name !== "source"),
  ancestors: defaultSchema.ancestors ?? {},
  attributes: {
    a: ["href", "title", "dataFootnoteRef", "dataFootnoteBackref", "ariaDescribedBy", "ariaLabel"],
    code: [CLASSES(/^language-./)],
    h2: [CLASSES("sr-only")],
    img: ["src", "alt"],
    input: [["disabled", true], ["type", "checkbox"], "checked"],
    li: [CLASSES("task-list-item")],
    ol: ["start", "reversed", CLASSES("contains-task-list")],
    section: ["dataFootnotes", CLASSES("footnotes")],
    td: CELL,
    th: [...CELL, "scope"],
    ul: [CLASSES("contains-task-list")],
    "*": ["id"],
  },
  clobber: ["id", "ariaDescribedBy"],
  clobberPrefix: ID_PREFIX,
  protocols: { href: ["http", "https", "mailto", "tel"], src: ["http", "https"] },
  required: defaultSchema.required ?? {},
  // Their content is no prose either.
  strip: ["script", "style", "svg", "math", "template", "iframe", "object", "noscript", "textarea", "select", "title"],
};

const processor = unified()
  .use(remarkRehype, { allowDangerousHtml: true, clobberPrefix: "" })
  .use(rehypeRaw)
  .use(rehypeSanitize, ALLOWED)
  .freeze();

/**
 * A whole file (its frontmatter is left out) as HTML below a heading of the first rank. A text that is nested deeper than
 * can be rendered is given as it is written.
 */
export function renderMarkdown(text: string, path: string, targets: TextTargets): ElementContent[] {
  try {
    const tree = parseMarkdown(text);
    if (tree === undefined) return asWritten(text);
    const root: Root = processor.runSync(tree.root);
    return new Finish(path, targets, root).children(root.children as ElementContent[]);
  } catch (error) {
    // The libraries recurse: thousands of nested elements exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    return asWritten(text);
  }
}

function asWritten(text: string): ElementContent[] {
  return [
    h(
      "p",
      "This text is nested too deep, or has too much markup or too wide a table, to be laid out; here it is as written.",
    ),
    h("pre", { tabIndex: 0 }, text),
  ];
}

/** An anchor as the page has it. One that HTML names may have capitals, and one of a footnote points; those of headings have none. */
function fragmentOf(anchor: string): string {
  if (anchor === "" || anchor === "top") return anchor === "" ? "" : "#top";
  const isOfHeading = anchor === anchor.toLowerCase() && !/^fn(?:ref)?-/.test(anchor);
  const name = isOfHeading ? githubAnchor(anchor) : anchor;
  return `#${encodeURIComponent(`${ID_PREFIX}${name}`)}`;
}

const HEADING = /^h([1-6])$/;
/** Elements within one another; what comes after this recurses too. */
const DEEPEST = 200;

/** What is ours to do after sanitizing: anchors, links, images, and what a keyboard and a narrow page need. */
class Finish {
  readonly #slugger = new GithubSlugger();
  readonly #path: string;
  readonly #targets: TextTargets;
  readonly #ids = new Set<string>();
  /** A title in the text stands below the page's own. */
  readonly #shift: 0 | 1;

  constructor(path: string, targets: TextTargets, root: Root) {
    this.#path = path;
    this.#targets = targets;
    this.#shift = hasTitle(root) ? 1 : 0;
  }

  /** Throws RangeError where they are nested deeper than anybody writes. */
  children(nodes: readonly ElementContent[], depth = 0): ElementContent[] {
    if (depth > DEEPEST) throw new RangeError("Nested too deep.");
    return nodes.flatMap((node) => {
      if (node.type !== "element") return node.type === "text" ? node : [];
      const children = this.children(node.children, depth + 1);
      const finished: Element = { ...node, properties: { ...node.properties }, children };
      return this.#element(finished);
    });
  }

  #element(node: Element): ElementContent[] {
    const { properties } = node;
    if (typeof properties["id"] === "string") {
      if (this.#ids.has(properties["id"])) delete properties["id"];
      else this.#ids.add(properties["id"]);
    }
    if (HEADING.test(node.tagName)) return [this.#heading(node)];
    switch (node.tagName) {
      case "a":
        return this.#link(node);
      case "img":
        return [this.#image(node)];
      case "input":
        return [box(properties["checked"] === true)];
      case "pre":
        return [{ ...node, properties: { ...properties, tabIndex: 0 } }];
      case "table":
        return [h("div", { className: ["scroll"], tabIndex: 0 }, node)];
      case "td":
      case "th":
        return [aligned(node)];
      default:
        return [node];
    }
  }

  #heading(node: Element): Element {
    const rank = Math.min(6, Number(HEADING.exec(node.tagName)?.[1]) + this.#shift);
    const id = stringOf(node.properties["id"]) || `${ID_PREFIX}${this.#slugger.slug(wordsIn(node))}`;
    this.#ids.add(id);
    return { ...node, tagName: `h${rank}`, properties: { ...node.properties, id } };
  }

  #link(node: Element): ElementContent[] {
    const { href, ...rest } = node.properties;
    if (typeof href !== "string") return [h("span", node.children)];
    const to = this.#address(href);
    if (to === undefined) return [h("span", { className: ["nowhere"], title: href }, node.children)];
    const rel = isExternal(to) ? { rel: ["noreferrer"] } : {};
    return [{ ...node, properties: { ...rest, href: to, ...rel } }];
  }

  /** Where a link leads from the page; undefined where that is nowhere that a page can name. */
  #address(url: string): string | undefined {
    if (url.startsWith("//")) return `https:${url}`;
    if (isExternal(url)) return url;
    const parts = splitUrl(url);
    if (parts === undefined) return undefined;
    const fragment = fragmentOf(parts.anchor);
    if (parts.way === "") return fragment === "" ? undefined : fragment;
    const path = pathOf(parts.way, this.#path, this.#targets.folder);
    const page = this.#targets.pageOf(path);
    return page === undefined ? this.#targets.sourceOf(path) : `${page}${fragment}`;
  }

  /** An image of the run book is held in the page; any other would have to be loaded, and is a link. */
  #image(node: Element): Element {
    const src = stringOf(node.properties["src"]);
    const alt = stringOf(node.properties["alt"]);
    const parts = isExternal(src) ? undefined : splitUrl(src);
    const path = parts === undefined ? undefined : pathOf(parts.way, this.#path, this.#targets.folder);
    const held = path === undefined ? undefined : this.#targets.imageOf(path);
    if (held !== undefined) return h("img", { src: held, alt });
    const words = `Image: ${alt === "" ? src || "without an address" : alt}`;
    const to = isExternal(src) ? src.replace(/^\/\//, "https://") : path && this.#targets.sourceOf(path);
    return to === undefined || to === ""
      ? h("span", { className: ["nowhere"], title: src }, words)
      : h("a", { href: to, rel: ["noreferrer"] }, words);
  }
}

function stringOf(property: unknown): string {
  return typeof property === "string" ? property : "";
}

/** Whether there is a heading of the first rank, however deep in quotes and lists. */
function hasTitle({ children }: Root | Element): boolean {
  return children.some((node) => node.type === "element" && (node.tagName === "h1" || hasTitle(node)));
}

function box(isTicked: boolean): Element {
  return h(
    "span",
    { role: "img", ariaLabel: isTicked ? "ticked" : "not ticked", className: ["box"] },
    isTicked ? "☑" : "☐",
  );
}

function aligned(node: Element): Element {
  const { align, ...properties } = node.properties;
  const isMoved = align === "right" || align === "center";
  return { ...node, properties: { ...properties, ...(isMoved && { className: [align] }) } };
}

function wordsIn(node: ElementContent): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(wordsIn).join("") : "";
}
