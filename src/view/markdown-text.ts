// Markdown for a terminal: blocks. What stands in a paragraph is in markdown-words.ts.

import type { MarkdownNode } from "../model/markdown-node.ts";
import { hanging } from "./hanging.ts";
import { markdownTableLines } from "./markdown-table.ts";
import { type Words, definitionsIn, linesOfWords, wordsIn } from "./markdown-words.ts";
import { plainBlock, plainLine } from "./plain-text.ts";
import type { Style } from "./style.ts";

/** Prose is not set wider, however wide the terminal is. */
const WIDEST_PROSE = 100;
/** Prose is not set narrower: deep lists then run over the edge. */
const NARROWEST_PROSE = 16;

/** What the blocks of one text have in common. */
interface Page {
  readonly style: Style;
  readonly words: Words;
}

/**
 * Nodes of a Markdown tree (mdast: a root's children, an item's, a paragraph) as lines for a terminal, blocks with an empty
 * line between, at most `style.columns` wide but for code, which is never broken, so that it can be copied.
 *
 * Headings of the first two levels stand at the edge, all else `indent` columns in. Without colours code, emphasis and the
 * headings below keep their Markdown marks. Text from the nodes is made harmless as `plainLine` does it; HTML is shown
 * without its tags, comments not at all.
 */
export function renderMarkdown(nodes: readonly MarkdownNode[], style: Style, indent = 0): string[] {
  const page = { style, words: { chalk: style.chalk, definitions: definitionsIn(nodes) } };
  const margin = " ".repeat(indent);
  return separated(
    nodes.map((node) => {
      const isTitle = node.type === "heading" && (node.depth ?? 1) <= 2;
      const lines = blockLines(node, page, style.columns - (isTitle ? 0 : indent));
      return isTitle ? lines : lines.map((line) => (line === "" ? "" : `${margin}${line}`));
    }),
  );
}

/** Blocks one below the other with an empty line between; what shows nothing leaves none. */
function separated(blocks: readonly (readonly string[])[]): string[] {
  return blocks.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function blockLines(node: MarkdownNode, page: Page, columns: number): string[] {
  const { style, words } = page;
  const { chalk } = style;
  const width = Math.max(NARROWEST_PROSE, Math.min(columns, WIDEST_PROSE));
  switch (node.type) {
    case "heading":
      return headingLines(node, page, width);
    case "list":
      return listLines(node, page, columns);
    case "blockquote": {
      const bar = chalk.dim("│");
      return childLines(node, page, columns - 2).map((line) => `${bar} ${line}`.trimEnd());
    }
    case "code":
      return codeLines(node, style);
    case "table":
      return markdownTableLines(node, words, style, columns);
    case "thematicBreak":
      return [chalk.dim("─".repeat(Math.min(width, 40)))];
    case "footnoteDefinition":
      return hanging(`[${plainLine(node.label ?? "")}] `, childLines(node, page, columns - 6));
    case "yaml":
    case "definition":
      return [];
    case "root":
    case "listItem":
      return childLines(node, page, columns);
    default:
      return linesOfWords(wordsIn([node], words), width);
  }
}

function childLines({ children = [] }: MarkdownNode, page: Page, columns: number): string[] {
  return separated(children.map((child) => blockLines(child, page, columns)));
}

function headingLines({ depth, children = [] }: MarkdownNode, { style, words }: Page, width: number): string[] {
  const { chalk } = style;
  const level = depth ?? 1;
  const mark = chalk.level === 0 && level > 2 ? `${"#".repeat(level)} ` : "";
  const paint = level === 1 ? chalk.bold.underline : chalk.bold;
  const lines = linesOfWords(wordsIn(children, words, [paint]), width - mark.length);
  return mark === "" ? lines : hanging(mark, lines);
}

function listLines(list: MarkdownNode, page: Page, columns: number): string[] {
  const { children: items = [], ordered, start, spread } = list;
  const first = start ?? 1;
  const numberWidth = String(first + items.length - 1).length + 1;
  const blocks = items.map((item, index) => {
    const marker = ordered === true ? `${first + index}.`.padStart(numberWidth) : "•";
    const box = typeof item.checked === "boolean" ? (item.checked ? "[x] " : "[ ] ") : "";
    const lead = `${marker} ${box}`;
    const isLoose = item.spread === true || spread === true;
    const blocksOfItem = (item.children ?? []).map((child) => blockLines(child, page, columns - lead.length));
    return hanging(lead, isLoose ? separated(blocksOfItem) : blocksOfItem.flat());
  });
  return spread === true ? separated(blocks) : blocks.flat();
}

function codeLines({ value, lang, meta }: MarkdownNode, { chalk }: Style): string[] {
  const isAutomation = /(?:^|\s)run$/u.test([lang, meta].join(" ").trim());
  const title = isAutomation ? [chalk.dim(plainLine(`${lang ?? ""} ${meta ?? ""}`))] : [];
  const lines = plainBlock(value ?? "")
    .replaceAll("\t", "    ")
    .split("\n");
  return [...title, ...lines.map((line) => (line.trim() === "" ? "" : `  ${chalk.cyan(line.trimEnd())}`))];
}
