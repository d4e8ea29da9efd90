import type { MarkdownNode } from "./markdown-node.ts";

/** One thing to do, or one thing to validate. */
export interface Task {
  readonly kind: "step" | "point";
  /** From 1 among its kind. */
  readonly number: number;
  /** The words of its first paragraph, without markup. */
  readonly title: string;
  /** Markdown that stands before its list, if it is the first after it; `""` where there is none. */
  readonly lead: string;
  /** Its own Markdown, and what follows its list. */
  readonly text: string;
  /** All of it, and where links by name lead. */
  readonly nodes: readonly MarkdownNode[];
}

/** A procedure's text as somebody goes through it. */
export interface Checklist {
  readonly purpose: readonly MarkdownNode[];
  /** Steps, then points of validation; nothing of the two sections is left out. */
  readonly tasks: readonly Task[];
  readonly escalation: readonly MarkdownNode[];
}
