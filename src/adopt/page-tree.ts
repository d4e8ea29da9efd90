// A foreign page, Markdown, HTML or a spreadsheet as CSV, as a Markdown tree with its frontmatter and title.

import { CsvError, parse as parseCsv } from "csv-parse/sync";
import rehypeRemark from "rehype-remark";
import { remark } from "remark";
import remarkGfm from "remark-gfm";
import { parse as parseToml } from "smol-toml";
import { unified } from "unified";
import { parseDocument } from "yaml";
import { isTooCostly, isTooWide } from "../parse/markdown-cost.ts";
import { isTooNested } from "../parse/markdown-tree.ts";
import { withEmphasisOnce } from "./emphasis.ts";
import { parseHtml } from "./html-tree.ts";
import { type Element, elementWords, hasClass, plainHtml } from "./page-html.ts";
import { type Block, type Node, type PageTree, wordsOf } from "./page-node.ts";
import { withShapes } from "./page-shapes.ts";
import { LINE_BREAK, withPlainCells } from "./table-cells.ts";

const SETTINGS = { bullet: "-", rule: "-", fences: true, listItemIndent: "one", resourceLink: true } as const;
const markdown = remark().use(remarkGfm).data("settings", SETTINGS).freeze();
/** Whose tables have cells as wide as their words are. */
const narrow = remark().use(remarkGfm, { tablePipeAlign: false }).data("settings", SETTINGS).freeze();
const html = unified().use(rehypeRemark).freeze();

/** The size that Azure DevOps writes after an image's target, which nothing else understands. */
const IMAGE_SIZE = /(!\[[^\]\n]{0,300}\]\([^)\n]{0,500}?)[ ]+=\d*%?x\d*%?\)/g;

/** Within Markdown, the whole of a block. */
const HEADING_OR_TABLE = /^<(h[1-6]|table)\b[^]*<\/\1>\s*$/i;

export type PageKind = "markdown" | "html" | "csv";

/** Reads a page. Throws RangeError where it is nested too deep or a table too wide, SyntaxError for what is no CSV. */
export function readPage(text: string, kind: PageKind): PageTree {
  if (kind === "html") return readHtml(text);
  if (kind === "csv") return readCsv(text);
  const { frontmatter, frontmatterText, body } = splitFrontmatter(text);
  if (isTooNested(body) || isTooCostly(body)) throw new RangeError("Nested too deep.");
  const tree = markdown.parse(body.replaceAll(IMAGE_SIZE, "$1)"));
  if (isTooWide(tree)) throw new RangeError("Too wide a table.");
  const { children } = tree;
  const notes: string[] = [];
  const blocks = children.flatMap((block) => {
    if (block.type !== "html" || !HEADING_OR_TABLE.test(block.value)) return [block];
    const read = readHtml(block.value);
    notes.push(...read.notes);
    return read.blocks;
  });
  const title = frontmatter["title"] ?? frontmatter["name"];
  return {
    frontmatter,
    frontmatterText,
    title: typeof title === "string" ? title : undefined,
    blocks: withShapes(blocks),
    notes,
  };
}

/** Blocks as Markdown, in the style of the reference run book. */
export function formatBlocks(blocks: readonly Block[]): string {
  const children = withEmphasisOnce(blocks) as Block[];
  const format = paddedSize({ type: "root", children }) > MOST_PADDED ? narrow : markdown;
  return format.stringify({ type: "root", children }).replaceAll(ALERT, "$1$2");
}

/** A procedure's text is no larger than that. */
const MOST_PADDED = 1024 * 1024;

/** Characters of all tables with each cell as wide as the widest of its column. */
function paddedSize({ type, children = [] }: Node): number {
  if (type !== "table") return children.reduce((size, child) => size + paddedSize(child), 0);
  const widths: number[] = [];
  for (const { children: cells = [] } of children) {
    for (const [index, cell] of cells.entries()) widths[index] = Math.max(widths[index] ?? 3, wordsOf(cell).length);
  }
  return children.length * widths.reduce((sum, width) => sum + width, 0);
}

/** What opens an alert would be none with the stroke that Markdown asks for before other brackets. */
const ALERT = /^([> ]*> )\\(\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\])$/gm;

/** `---` YAML, `+++` TOML, `---json` and the like; a text between rules stays in the body. */
function splitFrontmatter(text: string): {
  frontmatter: Record<string, unknown>;
  frontmatterText: string;
  body: string;
} {
  const [all = "", fence, language = "", inner = ""] =
    /^(---|\+\+\+)([a-z]*)[ \t]*\n([^]*?)\n?\1[ \t]*(?:\n|$)/i.exec(text) ?? [];
  const data = fence === undefined ? undefined : readData(fence, language.toLowerCase(), inner);
  return data === undefined
    ? { frontmatter: {}, frontmatterText: "", body: text }
    : { frontmatter: data, frontmatterText: inner.trim(), body: text.slice(all.length) };
}

/** Undefined for a text between rules; without keys where it is meant as data but cannot be read. */
function readData(fence: string, language: string, text: string): Record<string, unknown> | undefined {
  try {
    if (fence === "+++" || language === "toml") return parseToml(text);
    // Code is not run.
    if (!["", "yaml", "yml", "json"].includes(language)) return {};
    const document = parseDocument(text, { logLevel: "silent" });
    if (document.errors.length > 0) return {};
    const data: unknown = document.toJS({ maxAliasCount: 20 });
    return typeof data === "object" && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>)
      : undefined;
  } catch {
    return {};
  }
}

function readHtml(text: string): PageTree {
  const tree = parseHtml(text);
  const find = (test: (element: Element) => boolean, from: Element = tree): Element | undefined =>
    test(from) ? from : from.children?.map((child) => find(test, child)).find((found) => found !== undefined);
  const byId = (id: string): Element | undefined => find(({ properties }) => properties?.["id"] === id);
  const byTag = (tag: string): Element | undefined => find(({ tagName }) => tagName === tag);
  // Confluence's export, then what SharePoint and others mark as the content.
  const content = byId("main-content") ?? byTag("main") ?? byTag("article") ?? byTag("body") ?? tree;
  const written = find((element) => hasClass(element, /^MsoTitle$/));
  const title = byId("title-text") ?? written ?? byTag("title");
  // Confluence writes "Space : Page".
  const words = title === undefined ? undefined : elementWords(title).split(" : ").at(-1);
  if (title === written && written !== undefined) written.children = [];
  const notes = plainHtml(content);
  const { children } = html.runSync({ type: "root", children: [content] } as never);
  return {
    frontmatter: {},
    frontmatterText: "",
    title: words?.replaceAll(/\s+/g, " ").trim() || undefined,
    blocks: withShapes(children.map((block) => withPlainCells(block as Node) as Block)),
    notes,
  };
}

/** A table, whatever parts its cells: commas, semicolons as Excel writes where a comma is in numbers, or tabs. */
function readCsv(text: string): PageTree {
  // Excel is told so what parts the cells.
  const rows = rowsIn(text.replace(/^\uFEFF?sep=.\n/, ""));
  if (rows.length > MOST_ROWS) throw new RangeError("Too many rows.");
  const lines = rows.reduce((sum, cells) => cells.reduce((count, cell) => count + cell.split("\n").length, sum), 0);
  if (lines > MOST_LINES) throw new RangeError("Too many lines in cells.");
  const children = rows.map((cells) => ({
    type: "tableRow",
    children: cells.map((cell) => ({ type: "tableCell", children: linesOf(cell) })),
  }));
  return {
    frontmatter: {},
    frontmatterText: "",
    title: undefined,
    blocks: [{ type: "table", children } as Block],
    notes: [],
  };
}

/** Four times the procedures that a page may hold. */
const MOST_ROWS = 20_000;
/** Of all cells, those of one line too: as many as elements of HTML, each some 100 µs' work. */
const MOST_LINES = 200_000;

function rowsIn(text: string): string[][] {
  try {
    return parseCsv(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      to: MOST_ROWS + 1,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new SyntaxError(error.message, { cause: error });
  }
}

/** Of the first line that has any the one that stands there most often. */
function delimiterOf(text: string): string {
  const line = /^.*[,;\t].*$/m.exec(text)?.[0] ?? "";
  const counts = [",", ";", "\t"].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.reduce((most, next) => (next.count > most.count ? next : most)).mark;
}

function linesOf(cell: string): Node[] {
  return cell
    .trim()
    .split(/\r?\n/)
    .flatMap((line, index) => [...(index === 0 ? [] : [LINE_BREAK]), ...wordsAndLinks(line)]);
}

const ADDRESS = /(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/;

function wordsAndLinks(line: string): Node[] {
  return line
    .split(ADDRESS)
    .filter((it) => it !== "")
    .map((it) => {
      const text = { type: "text", value: it };
      return ADDRESS.test(it) ? { type: "link", url: it, children: [text] } : text;
    });
}
