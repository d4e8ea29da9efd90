// Tables that say what is done when: each row is a procedure.

import type { ImportField } from "../data/import-headings.ts";
import type { Node } from "./page-node.ts";
import { type Above, type PagePart, type PageRest, partFrom } from "./page-part.ts";
import { type Block, type PageTree, wordsOf } from "./page-tree.ts";
import { fieldOf, headingOf, isValue, oneLine } from "./page-values.ts";

type Table = Extract<Block, { type: "table" }>;

interface Column {
  readonly title: string;
  readonly field: ImportField | undefined;
}

/** A table with a column that says what is done, and one that says when; not one of labels and their values. */
export function isTaskTable(block: Block): block is Table {
  if (block.type !== "table") return false;
  const [header, ...rows] = block.children;
  const fields = columnsOf(block).map(({ field }) => field);
  const areLabels = header?.children.length === 2 && rows.every(({ children: [label] }) => isLabel(label));
  return rows.length > 0 && fields.includes("name") && fields.includes("trigger") && !areLabels;
}

function isLabel(cell: Node | undefined): boolean {
  return cell !== undefined && fieldOf(wordsOf(cell)) !== undefined;
}

/** The rows of a spreadsheet; undefined where it has none. */
export function splitTable({ blocks }: PageTree): readonly (PagePart | PageRest)[] | undefined {
  const [table] = blocks;
  if (table?.type !== "table" || table.children.length < 2) return undefined;
  return rowsOf(table, { given: new Map(), sections: new Map() });
}

/** Each row below the first as a procedure, with what stands above the table. */
export function rowsOf(table: Table, above: Above): (PagePart | PageRest)[] {
  const columns = columnsOf(table);
  return table.children.slice(1).flatMap(({ children }): (PagePart | PageRest)[] => {
    const cells = children
      .map((cell, index) => ({ ...(columns[index] ?? { title: "", field: undefined }), lines: linesOf(cell as Node) }))
      .filter(({ lines }) => lines.length > 0);
    const values = new Map(
      cells.flatMap(({ field, lines }) => (field === undefined ? [] : [[field, oneLine(wordsIn(lines))] as const])),
    );
    const name = values.get("name");
    if (name === undefined) {
      const words = oneLine(cells.map(({ lines }) => wordsIn(lines)).join(" "));
      return words === "" ? [] : [{ anchor: null, reason: `a row does not say what is done: ${words.slice(0, 80)}` }];
    }
    const blocks = [
      ...cells.flatMap(({ title, field, lines }) => (field === undefined ? [paragraphOf(title, lines)] : [])),
      ...cells.flatMap(({ field, lines }) =>
        field === undefined || field === "name" || isValue(field)
          ? []
          : [headingOf(field), listOf(lines.map(withoutMark), field === "steps")],
      ),
    ];
    const part = partFrom(name, blocks, above, new Map());
    // As frontmatter they go before what the cells may say.
    const frontmatter = Object.fromEntries([...values].filter(([field]) => isValue(field)));
    return [{ ...part, tree: { ...part.tree, frontmatter } }];
  });
}

/** What the columns hold: of two for one field the first; what is done stands in the first that says nothing else. */
function columnsOf({ children: [header] }: Table): readonly Column[] {
  const titles = header?.children.map((cell) => oneLine(wordsOf(cell))) ?? [];
  const fields = titles.map((title) => fieldOf(title));
  const first = fields.findIndex((field) => field === undefined || field === "steps");
  const named = fields.includes("name") || first < 0 ? fields : fields.with(first, "name");
  return titles.map((title, index) => {
    const field = named[index];
    return { title, field: field !== undefined && named.indexOf(field) === index ? field : undefined };
  });
}

function paragraphOf(title: string, lines: readonly Node[][]): Block {
  const lead = { type: "text", value: title === "" ? "" : `${title}: ` };
  const words = lines.flatMap((line, index) => (index === 0 ? line : [{ type: "text", value: " " }, ...line]));
  return { type: "paragraph", children: [lead, ...words] } as Block;
}

function wordsIn(lines: readonly Node[][]): string {
  return lines.map((line) => line.map(wordsOf).join("")).join(" ");
}

/** A cell's lines, which `<br>` ends. */
function linesOf({ children = [] }: Node): Node[][] {
  const lines: Node[][] = [[]];
  for (const node of children) {
    if (node.type === "html" && /^<br\s*\/?>$/i.test(node.value ?? "")) lines.push([]);
    else lines.at(-1)?.push(node);
  }
  return lines.filter((line) => oneLine(line.map(wordsOf).join("")) !== "");
}

/** People number the lines of a cell by hand. */
function withoutMark(line: readonly Node[]): Node[] {
  const [first, ...others] = line;
  if (first?.type !== "text") return [...line];
  return [{ ...first, value: first.value?.replace(/^\s*(?:\d{1,2}[.)]|[-*•–])\s+/u, "") ?? "" }, ...others];
}

function listOf(lines: readonly (readonly Node[])[], ordered: boolean): Block {
  const children = lines.map((line) => ({
    type: "listItem",
    spread: false,
    children: [{ type: "paragraph", children: line }],
  }));
  return { type: "list", ordered, start: ordered ? 1 : null, spread: false, children } as Block;
}
