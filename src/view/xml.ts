import { plainBlock, plainLine } from "./plain-text.ts";

/** One line of text for an element or an attribute: what XML 1.0 cannot hold is left out, the rest is escaped. */
export function xmlLine(text: string): string {
  return escaped(plainLine(text));
}

/** As `xmlLine`, with the line breaks kept: for an element. */
export function xmlBlock(text: string): string {
  return escaped(plainBlock(text));
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\p{Surrogate}\uFFFE\uFFFF]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
