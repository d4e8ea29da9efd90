import type { Output, OutputName } from "./output-shapes.ts";

/** One JSON document, indented, with every control character escaped so that it may be printed to a terminal. */
export function renderJson<Name extends OutputName>(document: Output<Name>): string {
  const text = JSON.stringify(document, null, 2);
  return `${text.replaceAll(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, escapeCharacter)}\n`;
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
