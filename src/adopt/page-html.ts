// What the exports of Confluence, Word and Excel write in HTML, as the HTML that says the same to everybody.

import GithubSlugger from "github-slugger";

export interface Element {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: Element[];
}

/** A page's content, made plain in place. */
export function plainHtml(content: Element): void {
  const targets = headingAnchors(content);
  const spare = { cells: MOST_REPEATED };
  const walk = (node: Element): void => {
    if (node.children === undefined) return;
    node.children = node.children.flatMap((child) => plainElement(child, targets));
    node.children.forEach(walk);
    if (node.tagName === "table") spreadOut(node, spare);
  };
  walk(content);
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
  if (tagName !== "a") return [element];
  const { href } = properties;
  if (typeof href !== "string") return children;
  const target = targets.get(href);
  return [target === undefined ? element : { ...element, properties: { ...properties, href: target } }];
}

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

/** So many cells more than a page has: its tables could repeat themselves for ever. */
const MOST_REPEATED = 20_000;

/** A cell that reaches over several rows says the same of each; where no cells are to spare, all are as wide and high as one. */
function spreadOut(table: Element, spare: { cells: number }): void {
  const open: { readonly cell: Element; rows: number }[] = [];
  for (const row of rowsOf(table)) {
    const cells: Element[] = [];
    let column = 0;
    const repeat = (): void => {
      for (let above = open[column]; above !== undefined && above.rows > 0 && spare.cells > 0; above = open[column]) {
        above.rows -= 1;
        spare.cells -= 1;
        cells.push(structuredClone(above.cell));
        column += 1;
      }
    };
    for (const cell of row.children ?? []) {
      if (cell.tagName !== "td" && cell.tagName !== "th") continue;
      repeat();
      const { rowSpan, colSpan, ...properties } = cell.properties ?? {};
      const plain = { ...cell, properties };
      const width = Math.min(spanOf(colSpan), 1 + spare.cells);
      spare.cells -= width - 1;
      cells.push({ ...plain, properties: { ...properties, colSpan: width } });
      for (const end = column + width; column < end; column += 1)
        open[column] = { cell: plain, rows: spanOf(rowSpan) - 1 };
    }
    repeat();
    row.children = cells;
  }
}

function spanOf(value: unknown): number {
  return typeof value === "number" ? Math.min(1000, Math.max(1, value)) : 1;
}

function rowsOf(element: Element): Element[] {
  return (element.children ?? []).flatMap((child) =>
    child.tagName === "tr" ? [child] : /^(?:thead|tbody|tfoot)$/.test(child.tagName ?? "") ? rowsOf(child) : [],
  );
}
