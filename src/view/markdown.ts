import { plainLine } from "./plain-text.ts";

/** One line of text as Markdown that shows it as it is: no markup, no HTML, no link, no cell of its own. */
export function markdownText(text: string): string {
  return plainLine(text)
    .replaceAll(/[\\`*_{}[\]|~<>&]/g, (character) => `\\${character}`)
    .replaceAll(/\b(https?|ftp|www|mailto|xmpp)(?=[:.])|@/gi, "$&\u2060");
}

/** A GitHub-flavoured table; the cells are texts. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map((row) => line(row.map(markdownText)))].join("\n");
}
