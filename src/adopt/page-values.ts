import { IMPORT_HEADINGS, type ImportField } from "../data/import-headings.ts";
import { type Block, type Heading, type Node, wordsOf } from "./page-node.ts";

export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\s]+/gu, " ").trim();
}

/** Numbers before a heading: "1.2", "3)", "A.", "IV.", "Task 1:". */
const NUMBERING =
  /^\s*(?:(?:[Tt]ask|[Pp]rocedure|Aufgabe|[Tt]âche)\s+\d+\s*[:.)–-]|\d+(?:\.\d+)*\uFE0F?\u20E3?[.)]?|(?:[A-Z]|[IVX]+)[.)])\s+(?=\S)/u;

export function withoutNumber(heading: string): string {
  return heading.replace(NUMBERING, "");
}

/** "Step 1: Open the list" is a heading within the steps. */
export const STEP = /^\s*(?:step|schritt|étape)\s+\d+\s*[:.)–—-]?\s*/iu;

/** The field that a heading stands for; undefined for any other. */
export function fieldOfHeading(words: string): ImportField | undefined {
  return STEP.test(words) ? "steps" : fieldOf(withoutNumber(words));
}

/** "Duration (min)", "Aufwand in Stunden" */
const UNIT = / (?:in )?(?:min(?:ute[ns]?|s)?|h(?:ours?|rs?)?|std|stunden?|heures?|days?|tagen?|jours?)$/u;

/** A value with the unit that its label has. */
export function withUnit(label: string, value: string): string {
  const [unit] =
    UNIT.exec(
      ` ${label
        .toLowerCase()
        .replaceAll(/[^\p{L}]+/gu, " ")
        .trim()}`,
    ) ?? [];
  return unit !== undefined && /^[\d.,]+$/.test(value) ? `${value} ${unit.replace(/^ (?:in )?/, "")}` : value;
}

/** The field that a label stands for; undefined for any other words. */
export function fieldOf(words: string): ImportField | undefined {
  const plain = words
    .toLowerCase()
    .replaceAll(/[&/+]/g, " and ")
    .replaceAll(/^[\d.)\s]+|[^\p{L}\p{N}_ ]+/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  const known = IMPORT_HEADINGS.get(plain);
  if (known !== undefined) return known;
  if (IMPORT_HEADINGS.get(plain.replace(UNIT, "")) === "effort") return "effort";
  // "Diagnosis and mitigation" is one section.
  const fields = new Set(plain.split(" and ").map((part) => IMPORT_HEADINGS.get(part.trim())));
  return fields.size === 1 ? [...fields][0] : undefined;
}

/**
 * Values that pages give in frontmatter, in tables of two columns, as "Owner: …", and under headings. "Duration: 2 hours" within a
 * section is that of something else.
 */
export function labelledValues(
  blocks: readonly Block[],
  frontmatter: Readonly<Record<string, unknown>>,
): ReadonlyMap<ImportField, string> {
  const values = new Map<ImportField, string>();
  let isInSection = false;
  const add = (label: string, value: string): void => {
    const field = fieldOf(label);
    if (field === "effort" && isInSection) return;
    const text = field === "effort" ? withUnit(label, oneLine(value)) : oneLine(value);
    if (field !== undefined && text !== "" && text.length <= 200 && !values.has(field)) values.set(field, text);
  };
  for (const [key, value] of Object.entries(frontmatter)) {
    add(key.replaceAll("-", " "), value instanceof Date ? value.toISOString() : typeof value === "string" ? value : "");
  }
  for (const [index, block] of blocks.entries()) {
    if (block.type === "table") {
      for (const { children: cells } of block.children) {
        if (cells.length === 2) add(wordsOf(cells[0] as Node), wordsOf(cells[1] as Node));
      }
    } else if (block.type === "heading") {
      const field = fieldOfHeading(wordsOf(block));
      isInSection = field !== undefined && !isValue(field) && field !== "name";
      const next = blocks[index + 1];
      if (next?.type === "paragraph") add(wordsOf(block), wordsOf(next));
    } else if (block.type === "paragraph" || block.type === "list") {
      const lines =
        block.type === "list" ? block.children.map((item) => wordsOf(item as Node)) : wordsOf(block).split("\n");
      for (const line of lines.flatMap((it) => it.split(/\s[|·•]\s/))) {
        const [, label = "", value = ""] = /^([^:]{1,40}):\s*(.+)$/.exec(line) ?? [];
        add(label, value);
      }
    }
  }
  return values;
}

/** The heading that a section gets. */
export function headingOf(section: string): Heading {
  const value = `${section.charAt(0).toUpperCase()}${section.slice(1)}`;
  return { type: "heading", depth: 2, children: [{ type: "text", value }] };
}

/** A list of these items, numbered from `start`, or with points. */
export function listOf(items: readonly (readonly Node[])[], start: number | null, isSpread = false): Block {
  const children = items.map((item) => ({ type: "listItem", spread: isSpread && item.length > 1, children: item }));
  return { type: "list", ordered: start !== null, start, spread: isSpread, children } as Block;
}

export function isNumbered(block: Block): boolean {
  return block.type === "list" && block.ordered === true;
}

export function isTickedOff(block: Block): boolean {
  return block.type === "list" && block.children.some(({ checked }) => typeof checked === "boolean");
}

/** What a wiki puts a table of contents in place of. */
export function isContentsMark(block: Block): boolean {
  return block.type === "paragraph" && /^\[\[?_?TOC_?\]?\]$/i.test(oneLine(wordsOf(block)));
}

/** Whether it is a table of contents: links to parts of the same page, or what stands for one in a wiki. */
export function isContents(block: Block): boolean {
  if (block.type !== "list") return isContentsMark(block);
  const links = linksIn(block);
  return links.length > 0 && links.every((url) => url.startsWith("#"));
}

/** What a heading or a cell that becomes a name shows or leads to: a name has words only. */
export function linkedIn(node: Node): Block[] {
  const children = nodesWithUrl(node).filter(({ url = "" }) => url !== "" && !url.startsWith("#"));
  return children.length === 0 ? [] : [{ type: "paragraph", children } as Block];
}

function nodesWithUrl(node: Node): Node[] {
  return node.url === undefined ? (node.children?.flatMap(nodesWithUrl) ?? []) : [node];
}

function linksIn(node: Node): string[] {
  return [...(node.url === undefined ? [] : [node.url]), ...(node.children?.flatMap(linksIn) ?? [])];
}

/** The blocks under each heading that names a field, with the heading. */
export function fieldsOf(blocks: readonly Block[]): Map<ImportField, Block[]> {
  const fields = new Map<ImportField, Block[]>();
  let current: Block[] | undefined;
  let level = Infinity;
  for (const block of blocks) {
    if (block.type === "heading" && block.depth <= level) {
      const field = fieldOfHeading(oneLine(wordsOf(block)));
      level = block.depth;
      current = [];
      if (field !== undefined && !fields.has(field)) fields.set(field, current);
    }
    current?.push(block);
  }
  return fields;
}

/** Whether it stands in frontmatter. */
export function isValue(field: ImportField): boolean {
  return isGiven(field) || field === "effort";
}

/** Whether what is said of several procedures together holds for each of them. */
export function isGiven(field: ImportField): boolean {
  return field === "trigger" || field === "owner" || field === "last_updated";
}
