/** What is read of a node of a Markdown tree (mdast). */
export interface MarkdownNode {
  readonly type: string;
  readonly value?: string;
  readonly children?: readonly MarkdownNode[];
  readonly depth?: number;
  readonly ordered?: boolean | null | undefined;
  readonly start?: number | null | undefined;
  readonly spread?: boolean | null | undefined;
  readonly checked?: boolean | null | undefined;
  readonly lang?: string | null | undefined;
  readonly meta?: string | null | undefined;
  readonly url?: string;
  readonly alt?: string | null | undefined;
  readonly identifier?: string;
  readonly label?: string | null | undefined;
  readonly align?: readonly ("left" | "right" | "center" | null | undefined)[] | null | undefined;
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}

/** A fenced or indented block of code. */
export interface CodeBlock {
  /** With LF line ends. */
  readonly code: string;
  /** Its first line in the file, from 1. */
  readonly line: number;
}

/** The blocks of code under nodes, in reading order. */
export function codeIn(nodes: readonly MarkdownNode[]): CodeBlock[] {
  return nodes.flatMap(({ type, value = "", children = [], position }) =>
    type === "code" ? { code: value.replaceAll(/\r\n?/g, "\n"), line: position?.start.line ?? 1 } : codeIn(children),
  );
}

/** Whether code under nodes, in a block or a line, has what a pattern describes. */
export function hasCode(nodes: readonly MarkdownNode[], pattern: RegExp): boolean {
  return nodes.some(({ type, value = "", children = [] }) =>
    type === "code" || type === "inlineCode" ? pattern.test(value) : hasCode(children, pattern),
  );
}
