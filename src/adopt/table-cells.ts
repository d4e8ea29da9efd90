import type { Node } from "./page-node.ts";

/** Nodes that stand in a line of text. */
type Line = readonly Node[];

/** What ends a line within a cell: the one mark for it that readers of Markdown tables share. */
export const LINE_BREAK: Node = { type: "html", value: "<br>" };
const IN_LINE: ReadonlySet<string> = new Set(
  "text emphasis strong delete inlineCode link linkReference image imageReference footnoteReference html".split(" "),
);

/** The tree with paragraphs, lists and code in the cells of tables as lines of text: a row of a Markdown table is one line. */
export function withPlainCells(node: Node): Node {
  if (node.children === undefined) return node;
  if (node.type !== "tableCell") return { ...node, children: node.children.map(withPlainCells) };
  const lines = linesOf(node.children).filter((line) =>
    line.some(({ type, value }) => type !== "text" || value?.trim()),
  );
  return { ...node, children: lines.flatMap((line, index) => (index === 0 ? line : [LINE_BREAK, ...line])) };
}

function linesOf(nodes: readonly Node[]): Line[] {
  const lines: Node[][] = [[]];
  for (const node of nodes) {
    if (IN_LINE.has(node.type)) lines.at(-1)?.push(onOneLine(node));
    else lines.push(...linesOfBlock(node).map((line) => [...line]), []);
  }
  return lines;
}

function linesOfBlock(node: Node): Line[] {
  const { type, children = [], value = "" } = node;
  if (type === "code") return value.split("\n").map((line) => [{ type: "inlineCode", value: line.trim() }]);
  if (type !== "list") return linesOf(children);
  return children.flatMap(({ children: parts = [] }, index) => {
    const [first = [], ...others] = linesOf(parts).filter((line) => line.length > 0);
    const mark = node.ordered === true ? `${(node.start ?? 1) + index}. ` : "- ";
    return [[{ type: "text", value: mark }, ...first], ...others];
  });
}

/** Line ends of the page's source are spaces, as in HTML. */
function onOneLine(node: Node): Node {
  return {
    ...node,
    ...(node.value !== undefined && { value: node.value.replaceAll(/(?<!\s)\s*\n\s*/g, " ") }),
    ...(node.children !== undefined && { children: node.children.map(onOneLine) }),
  };
}
