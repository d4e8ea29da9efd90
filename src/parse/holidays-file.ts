import { compare } from "../model/compare.ts";
import { isMap, isSeq, parseDocument } from "yaml";
import type { Holiday } from "../model/runbook.ts";
import { parseHolidays } from "./config.ts";
import { setKey, yamlValue } from "./edit.ts";

const ENTRY_DATE = /^\s*-.*\bdate:\s*["']?(\d{4}-\d{2}-\d{2})/;
const HEADER = `# The days that are no business days besides weekends. Edit freely: at run time only this file counts.
`;

/**
 * The text of holidays.yml with the holidays added that it lacks (by date and name) and the source named; everything
 * that stood there stays as it is. `text` is the file's, without a fault, or empty.
 */
export function mergeHolidays(
  text: string,
  holidays: readonly Holiday[],
  source: string,
): { text: string; added: Holiday[] } {
  if (/\r\n/.test(text) && !/(?<!\r)\n/.test(text)) {
    // What is added to a file of Windows ends its lines as the others do.
    const merged = mergeHolidays(text.replaceAll("\r\n", "\n"), holidays, source);
    return { ...merged, text: merged.text.replaceAll("\n", "\r\n") };
  }
  const known = parseHolidays("holidays.yml", text).value ?? [];
  const added = holidays.filter(({ date, name }) => !known.some((it) => it.date === date && it.name === name));
  if (known.length === 0 && !/\S/.test(text.replaceAll(/^(?:#.*|source:.*|holidays:\s*(?:\[\s*\])?\s*)$/gmu, ""))) {
    const comments = text.split("\n").filter((line) => line.startsWith("#"));
    const header = comments.length === 0 ? HEADER : `${comments.join("\n")}\n`;
    return { text: `${header}source: ${yamlValue(source)}\nholidays:\n${added.map(entryLine).join("")}`, added };
  }
  const spliced = setKey(added.reduce(insertEntry, text), "source", source);
  const result = parseHolidays("holidays.yml", spliced).value;
  if (result !== undefined && result.length === known.length + added.length) return { text: spliced, added };
  const through = throughYaml(text, added, source);
  if (parseHolidays("holidays.yml", through).value?.length === known.length + added.length)
    return { text: through, added };
  // Written anew, since losing a date would be worse than losing a comment.
  const all = [...known, ...added].toSorted((a, b) => compare(a.date, b.date));
  return { text: `${HEADER}source: ${yamlValue(source)}\nholidays:\n${all.map(entryLine).join("")}`, added };
}

/** Of an unusual layout: the lines may come to stand otherwise, with their comments. */
function throughYaml(text: string, added: readonly Holiday[], source: string): string {
  const document = parseDocument(text);
  const list = document.get("holidays");
  if (!isSeq(list)) return "";
  for (const { date, name } of added) {
    const later = list.items.findIndex((item) => isMap(item) && String(item.get("date")) > date);
    const entry = document.createNode({ date, name }, { flow: true });
    list.items.splice(later < 0 ? list.items.length : later, 0, entry);
  }
  document.set("source", source);
  return document.toString({ lineWidth: 0 });
}

function insertEntry(text: string, holiday: Holiday): string {
  const lines = text.split("\n");
  const later = lines.findIndex((line) => (ENTRY_DATE.exec(line)?.[1] ?? "") > holiday.date);
  const end = lines.at(-1) === "" ? lines.length - 1 : lines.length;
  return lines.toSpliced(later < 0 ? end : later, 0, entryLine(holiday).trimEnd()).join("\n");
}

function entryLine({ date, name }: Holiday): string {
  const isPlain = /^[\p{L}\p{N}][\p{L}\p{N} '’().&/-]*$/u.test(name);
  return `  - { date: ${date}, name: ${isPlain ? name : JSON.stringify(name)} }\n`;
}
