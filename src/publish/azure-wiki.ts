// An Azure DevOps wiki: Markdown files in folders, `.order` files, attachments. Names and order as Microsoft documents them:
// https://learn.microsoft.com/azure/devops/project/wiki/wiki-file-structure

import { remark } from "remark";
import remarkGfm from "remark-gfm";
import { addressesIn, fragment } from "./addresses.ts";
import { headingsIn } from "./headings.ts";
import type { Block } from "./nodes.ts";
import { titlesOf } from "./page-names.ts";
import { HOME, type Page, type PublishedFile, pageFile } from "./publication.ts";

export const ATTACHMENTS = ".attachments";

export interface AzureWikiOptions {
  /** The way from the wiki's first page to the folder, with `/` at its start and none at its end; `""` for the top. */
  readonly wikiPath: string;
  readonly attachmentOf: (path: string) => string | undefined;
}

/**
 * The files of a wiki: the first page `TITLE.md` with all others in the folder `TITLE` beside it, so that a wiki that
 * others write in too holds it as one entry, which is the last in `order`.
 */
export function azureWikiFiles(
  pages: readonly Page[],
  options: AzureWikiOptions,
): { readonly files: readonly PublishedFile[]; readonly entry: string } {
  const titles = titlesOf(pages);
  const parents = new Map(pages.map(({ id, parent }) => [id, parent]));
  const wayOf = (id: string): string => {
    const parent = parents.get(id) ?? null;
    const name = azureFileName(titles.get(id) ?? id);
    return parent === null ? name : `${wayOf(parent)}/${name}`;
  };
  const anchors = new Map(pages.map(({ id, blocks }) => [id, azureAnchors(blocks)]));
  const { addressOf, copies } = addressesIn({
    folder: ATTACHMENTS,
    attachmentOf: options.attachmentOf,
    ofAttachment: (name) => `${options.wikiPath}/${ATTACHMENTS}/${name}`,
    ofPage: ({ page, anchor }) => `${options.wikiPath}/${wayOf(page)}${fragment(anchors.get(page)?.get(anchor) ?? "")}`,
  });
  const texts = pages.map((page) => pageFile(page, `${wayOf(page.id)}.md`, (blocks) => markdownOf(blocks, addressOf)));
  const orders = pages
    .filter(({ id }) => pages.some(({ parent }) => parent === id))
    .map(({ id }) => ({
      path: `${wayOf(id)}/.order`,
      lines: pages
        .filter(({ parent }) => parent === id)
        .map((child) => azureFileName(titles.get(child.id) ?? child.id)),
    }));
  return { files: [...texts, ...orders, ...copies()], entry: wayOf(HOME) };
}

/** A page's title as its file's name, without `.md`: `-` stands for a space, what a file system would refuse is encoded. */
export function azureFileName(title: string): string {
  return title
    .replaceAll(
      /[%:<>*?|"-]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`,
    )
    .replaceAll(" ", "-");
}

/** Anchors of a wiki by those of GitHub: there punctuation stays. */
function azureAnchors(blocks: readonly Block[]): ReadonlyMap<string, string> {
  return new Map(
    headingsIn(blocks).map(({ words, anchor }) => [anchor, words.trim().toLowerCase().replaceAll(/\s/g, "-")]),
  );
}

/**
 * Letters that mean something to a wiki beside Markdown: `#12` and `!12` (work items, pull requests), `@` (somebody is told),
 * `$` (formulas), `:::` (diagrams, queries). `[[_TOC_]]` is escaped with every `[`.
 */
const WIKI_MARKS = [
  { character: "#", after: "\\d", inConstruct: "phrasing" },
  { character: "!", after: "\\d", inConstruct: "phrasing" },
  { before: "@", character: "<", inConstruct: "phrasing" },
  { character: "$", inConstruct: "phrasing" },
  { character: ":", after: ":", inConstruct: "phrasing" },
] as const;

function markdownOf(blocks: readonly Block[], addressOf: (node: object) => string | undefined): string {
  const processor = remark()
    .use(remarkGfm, { tablePipeAlign: false })
    .data("settings", { bullet: "-", emphasis: "_", rule: "-", unsafe: [...WIKI_MARKS], resourceLink: true });
  return processor.stringify({ type: "root", children: addressed(blocks, addressOf) });
}

/** The nodes with an address for each destination. */
function addressed(nodes: readonly Block[], addressOf: (node: object) => string | undefined): Block[] {
  return nodes.map((node) => {
    const url = addressOf(node);
    const withUrl = url === undefined ? node : { ...node, url };
    if (!("children" in withUrl)) return withUrl;
    return { ...withUrl, children: addressed(withUrl.children, addressOf) } as Block;
  });
}
