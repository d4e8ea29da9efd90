import type { remark } from "remark";

/** What all nodes of a page's tree have in common, for walks. */
export interface Node {
  type: string;
  value?: string;
  url?: string;
  /** Of an image. */
  alt?: string | null | undefined;
  /** What a link or a note refers to. */
  identifier?: string;
  /** Of a list. */
  ordered?: boolean | null | undefined;
  start?: number | null | undefined;
  children?: Node[];
}

/** The words of a node and of all within it, without markup; a line's end is one. */
export function wordsOf(node: Node): string {
  if (node.type === "break") return "\n";
  if (node.type === "html") return (node.value ?? "").replaceAll(/<br\s*\/?>/gi, "\n").replaceAll(/<[^<>]*>/g, "");
  const { children } = node;
  if (children === undefined) return node.value ?? "";
  return children.map((child, at) => (isMentioned(child, children[at - 1]) ? child.value : wordsOf(child))).join("");
}

/** "@<Ana Silva>", as a wiki mentions people, is no tag. */
function isMentioned({ type }: Node, before: Node | undefined): boolean {
  return type === "html" && before?.type === "text" && before.value?.endsWith("@") === true;
}

type Root = ReturnType<ReturnType<typeof remark>["parse"]>;
export type Block = Root["children"][number];
export type Heading = Extract<Block, { type: "heading" }>;

export interface PageTree {
  /** What stands before the text; empty for HTML. */
  readonly frontmatter: Readonly<Record<string, unknown>>;
  /** The frontmatter as it is written, without its fences. */
  readonly frontmatterText: string;
  readonly title: string | undefined;
  readonly blocks: readonly Block[];
  /** What is to be said of how it was read. */
  readonly notes: readonly string[];
}
