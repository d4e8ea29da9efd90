import { plainLine } from "./plain-text.ts";

/** One line of text as Markdown that shows it as it is: no markup, no HTML, no link, no cell of its own. */
export function markdownText(text: string): string {
  return escaped(plainLine(text));
}

function escaped(line: string): string {
  return line
    .replaceAll(/[\\`*_{}[\]|~<>&]/g, (character) => `\\${character}`)
    .replaceAll(/\b(https?|ftp|www|mailto|xmpp)(?=[:.])|@/gi, "$&\u2060");
}

/** Of the web and of mail, without the punctuation of the sentence that they stand in. */
const ADDRESS = /(https?:\/\/[^\s<>\\`]*[^\s<>\\`.,;:!?)\]}'"]|(?<![\w.+-])[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)+)/gi;

/** As `markdownText` of how somebody is reached: addresses are links, and can be copied. */
export function markdownContact(text: string): string {
  const parts = plainLine(text).split(ADDRESS);
  return parts.map((part, at) => (at % 2 === 0 ? escaped(part) : `<${part}>`)).join("");
}

/** A GitHub-flavoured table; the cells are texts. */
export function markdownTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(titles), line(titles.map(() => "---")), ...rows.map((row) => line(row.map(markdownText)))].join("\n");
}
