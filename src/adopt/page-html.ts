// What the exports of Confluence, Word and Excel write in HTML, as the HTML that says the same to everybody.

import GithubSlugger from "github-slugger";

export interface Element {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Element[];
}

/** A page's content, made plain in place; gives what is to be said of that. Throws RangeError where its tables are too large. */
export function plainHtml(content: Element): readonly string[] {
  const targets = headingAnchors(content);
  const spare = { ...MOST_ADDED };
  const notes = new Set<string>();
  const walk = (node: Element): void => {
    if (node.children === undefined) return;
    node.children = node.children.flatMap((child) => plainElement(child, targets));
    node.children.forEach(walk);
    if (node.tagName === "table" && !spreadOut(node, spare)) notes.add(NOT_SPREAD_OUT);
  };
  walk(content);
  return [...notes];
}

export function hasClass({ properties }: Element, name: RegExp): boolean {
  const classes = properties?.["className"];
  return Array.isArray(classes) && classes.some((it) => name.test(String(it)));
}

export function elementWords({ value, children }: Element): string {
  return children === undefined ? (value ?? "") : children.map(elementWords).join("");
}

function plainElement(element: Element, targets: ReadonlyMap<string, string>): Element[] {
  const { tagName, properties = {}, children = [] } = element;
  // An icon to click on, and Word's table of contents, whose dots lead to the numbers of pages.
  if (hasClass(element, /^(?:expand-control-icon|MsoToc\d)$/)) return [];
  if (tagName === "img" && hasClass(element, /^emoticon/)) {
    const value = properties["dataEmojiFallback"] ?? properties["alt"];
    return [{ type: "text", value: typeof value === "string" ? value : "" }];
  }
  // OneNote and SharePoint write bold words so; Confluence the title of what is folded away.
  const { style } = properties;
  const isBold = (typeof style === "string" && BOLD.test(style)) || hasClass(element, /^expand-control-text$/);
  if (tagName === "span" && isBold) return [{ type: "element", tagName: "strong", properties: {}, children }];
  if (tagName !== "a") return [element];
  const { href } = properties;
  if (typeof href !== "string") return children;
  const target = targets.get(href);
  return [target === undefined ? element : { ...element, properties: { ...properties, href: target } }];
}

const BOLD = /(?:^|;)\s*font-weight:\s*(?:bold|[6-9]00)/i;

/** Where links to headings by their ids, or by what is named in them, lead once they are Markdown. */
function headingAnchors(content: Element): ReadonlyMap<string, string> {
  const anchors = new Map<string, string>();
  const slugger = new GithubSlugger();
  const idsIn = ({ properties = {}, children = [] }: Element): unknown[] => [
    properties["id"],
    properties["name"],
    ...children.flatMap(idsIn),
  ];
  const walk = (element: Element): void => {
    if (!/^h[1-6]$/.test(element.tagName ?? "")) return element.children?.forEach(walk);
    const to = `#${slugger.slug(elementWords(element).replaceAll(/\s+/g, " ").trim())}`;
    for (const id of idsIn(element)) {
      if (typeof id === "string") anchors.set(`#${id}`, to).set(`#${encodeURIComponent(id)}`, to);
    }
  };
  walk(content);
  return anchors;
}

/** What tables may have more than is written: rows as long as the longest, cells again in each row and column that they reach. */
interface Spare {
  cells: number;
  words: number;
}
const MOST_ADDED: Spare = { cells: 200_000, words: 2_000_000 };

const NOT_SPREAD_OUT =
  "a table has cells that reach over so many rows and columns that they were taken for one each: compare it with the page";

interface OpenCell {
  readonly cell: Element;
  readonly words: number;
  rows: number;
}

/** A cell that reaches over several rows says the same of each; false where that is too much: then all are as wide and high as one. */
function spreadOut(table: Element, spare: Spare): boolean {
  const sections = sectionsOf(table);
  const written = sections.flat().reduce((cells, row) => cells + cellsOf(row).length, 0);
  const before = { ...spare };
  const rows = sections.map((section) => spreadRows(section, spare)).flat();
  const widths = rows.map(
    (cells) => cells?.reduce((sum, { properties }) => sum + spanOf(properties?.["colSpan"]), 0) ?? 0,
  );
  spare.cells = before.cells;
  const isSpread = !rows.includes(undefined) && rows.length * longest(widths) - written <= spare.cells;
  if (!isSpread) Object.assign(spare, before);
  for (const [index, row] of sections.flat().entries()) {
    row.children = (isSpread ? rows[index] : undefined) ?? cellsOf(row).map((cell) => withWidth(cell, 1));
  }
  const width = isSpread ? longest(widths) : longest(sections.flat().map(({ children = [] }) => children.length));
  spare.cells -= rows.length * width - written;
  if (spare.cells < 0) throw new RangeError("A table has many rows, and one of them many cells.");
  return isSpread;
}

/** The rows of a section, in which its cells end; undefined from where on too much would be said again. */
function spreadRows(section: readonly Element[], spare: Spare): (Element[] | undefined)[] {
  const open: OpenCell[] = [];
  return section.map((row) => {
    const cells: Element[] = [];
    let column = 0;
    const repeat = (): void => {
      for (let above = open[column]; above !== undefined && above.rows > 0 && spare.cells > 0; above = open[column]) {
        above.rows -= 1;
        spare.cells -= 1;
        spare.words -= above.words;
        cells.push(above.cell);
        column += 1;
      }
    };
    for (const cell of cellsOf(row)) {
      repeat();
      const { rowSpan, colSpan } = cell.properties ?? {};
      const width = spanOf(colSpan);
      spare.cells -= width - 1;
      if (spare.cells < 0) break;
      cells.push(withWidth(cell, width));
      const reach = { cell: withWidth(cell, 1), words: elementWords(cell).length };
      // To the section's end where it says 0.
      const rows = rowSpan === 0 ? section.length : spanOf(rowSpan, section.length);
      for (const end = column + width; column < end; column += 1) open[column] = { ...reach, rows: rows - 1 };
    }
    repeat();
    return spare.cells > 0 && spare.words > 0 ? cells : undefined;
  });
}

function withWidth(cell: Element, width: number): Element {
  const { rowSpan: _rows, colSpan: _columns, ...properties } = cell.properties ?? {};
  return { ...cell, properties: { ...properties, ...(width > 1 && { colSpan: width }) } };
}

function spanOf(value: unknown, most = 1000): number {
  return typeof value === "number" ? Math.min(most, Math.max(1, value)) : 1;
}

function longest(lengths: readonly number[]): number {
  return lengths.reduce((most, length) => Math.max(most, length), 0);
}

function cellsOf(row: Element): Element[] {
  return (row.children ?? []).filter(({ tagName }) => tagName === "td" || tagName === "th");
}

/** The rows of each of a table's sections: a parser makes one where none is written. */
function sectionsOf({ children = [] }: Element): Element[][] {
  return children
    .filter(({ tagName }) => /^(?:thead|tbody|tfoot)$/.test(tagName ?? ""))
    .map((section) => (section.children ?? []).filter(({ tagName }) => tagName === "tr"));
}
