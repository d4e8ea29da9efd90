/** Words of one look. */
export interface Span {
  readonly text: string;
  readonly isStrong: boolean;
  readonly isEmphasised: boolean;
  readonly isCode: boolean;
}

/** A fenced or indented block of code. */
export interface CodeBlock {
  readonly kind: "code";
  /** The first word after the fence; empty where there is none. */
  readonly language: string;
  readonly code: string;
  /** Line of its first line in the file, from 1. */
  readonly line: number;
}

/** A block of Markdown as a terminal can show it; texts are as they are written, and to be made harmless when shown. */
export type TextBlock =
  | CodeBlock
  | { readonly kind: "words"; readonly spans: readonly Span[]; readonly isHeading: boolean }
  /** `first` is the number of the first item; null where they are not numbered. */
  | { readonly kind: "list"; readonly first: number | null; readonly items: readonly (readonly TextBlock[])[] }
  | { readonly kind: "quote"; readonly blocks: readonly TextBlock[] }
  /** The first row holds the titles. */
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] };

/** The blocks of code among others, in reading order. */
export function codeIn(blocks: readonly TextBlock[]): CodeBlock[] {
  return blocks.flatMap((block) => {
    if (block.kind === "code") return block;
    if (block.kind === "quote") return codeIn(block.blocks);
    return block.kind === "list" ? block.items.flatMap(codeIn) : [];
  });
}
