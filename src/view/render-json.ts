import type { Output, OutputName } from "./output-shapes.ts";

/** One JSON document of a known shape, as `safeJson` prints it. */
export function renderJson<Name extends OutputName>(document: Output<Name>): string {
  return safeJson(document);
}

/**
 * A value as JSON, indented, in which every control character is escaped, so that it may be printed to a terminal, and the
 * marks of logging commands, so that no build service takes a text for one of them.
 */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return `${text
    .replaceAll(/[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, escapeCharacter)
    .replaceAll(/##(?=\[|vso\[)/gu, String.raw`\u0023#`)}\n`;
}

function escapeCharacter(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
