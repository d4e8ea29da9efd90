// Edits of YAML text that keep every byte outside the edited value.

import { type Document, isMap, isScalar, parseDocument, stringify } from "yaml";

/** A value as YAML that reads back as the same text or list, on one line. */
export function yamlValue(value: string | readonly string[]): string {
  const options = { defaultStringType: "PLAIN", lineWidth: 0, flowCollectionPadding: false } as const;
  if (typeof value === "string") {
    // A JSON string is a YAML string on one line, whatever is in it.
    return /[\n\r\t]/.test(value) ? JSON.stringify(value) : stringify(value, options).trimEnd();
  }
  return `[${value.map((item) => stringify(item, { ...options, collectionStyle: "flow" }).trimEnd()).join(", ")}]`;
}

/**
 * The text with the value of a top-level key replaced, or the key added at the end of the mapping. The text is one YAML
 * document whose content is a mapping.
 */
export function setKey(text: string, key: string, value: string | readonly string[]): string {
  const document: Document = parseDocument(text);
  const { contents } = document;
  if (!isMap(contents)) throw new TypeError("A mapping was expected.");
  const pair = contents.items.find((item) => isScalar(item.key) && item.key.value === key);
  const range = (pair?.value as { range?: [number, number, number] } | null | undefined)?.range;
  if (range !== undefined) return `${text.slice(0, range[0])}${yamlValue(value)}${text.slice(range[1])}`;
  return `${text}${text.endsWith("\n") || text === "" ? "" : "\n"}${key}: ${yamlValue(value)}\n`;
}
