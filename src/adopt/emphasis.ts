import type { Node } from "./page-node.ts";

const EMPHASIS: ReadonlySet<string> = new Set(["strong", "emphasis", "delete"]);

/** Strong words within strong ones are no stronger: said once, as what is never closed would say it hundreds of times. */
export function withEmphasisOnce(nodes: readonly Node[], within: readonly string[] = []): Node[] {
  return nodes.flatMap((node) => {
    if (node.children === undefined) return [node];
    if (within.includes(node.type)) return withEmphasisOnce(node.children, within);
    const inside = EMPHASIS.has(node.type) ? [...within, node.type] : within;
    return [{ ...node, children: withEmphasisOnce(node.children, inside) }];
  });
}
