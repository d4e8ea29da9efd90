// The marks that the tool itself draws. Where a terminal may not show them, ASCII stands in.

import type { Style } from "./style.ts";

interface Glyphs {
  readonly bullet: string;
  readonly bar: string;
  readonly rule: string;
  readonly arrow: string;
  readonly dot: string;
  readonly dash: string;
  readonly ellipsis: string;
}

const UNICODE: Glyphs = { bullet: "•", bar: "│", rule: "─", arrow: "→", dot: "·", dash: "–", ellipsis: "…" };
const ASCII: Glyphs = { bullet: "-", bar: "|", rule: "-", arrow: "->", dot: "-", dash: "-", ellipsis: "..." };

/** The marks of a style. */
export function glyphsOf({ isAscii }: Pick<Style, "isAscii">): Glyphs {
  return isAscii === true ? ASCII : UNICODE;
}
