// Tables that say what is done when: each row is a procedure.

import type { ImportField } from "../data/import-headings.ts";
import { type Above, type PagePart, type PageRest, partFrom } from "./page-part.ts";
import { type Block, type Node, type PageTree, wordsOf } from "./page-node.ts";
import { fieldOf, headingOf, isValue, linkedIn, listOf, oneLine, withUnit, withoutNumber } from "./page-values.ts";
import { calendarOf, markedText } from "./task-calendar.ts";
import { RACI, areRaci, cadencesOf, isUnreadWhen, meantTrigger, triggerIn } from "./written-trigger.ts";

type Table = Extract<Block, { type: "table" }>;
type Row = Table["children"][number];

interface Column {
  readonly title: string;
  readonly field: ImportField | undefined;
  /** Of a column whose marks say that a task is done then: Daily, Weekly, Monthly beside one another, or the weekdays, or the months. */
  readonly cadence: string | undefined;
}

interface ReadColumn extends Column {
  /** Of a further column that says when. */
  readonly isAlsoWhen: boolean;
}

interface Cell extends ReadColumn {
  readonly lines: readonly Node[][];
}

/**
 * A table with a column that says what is done, and one that says when, or several that are cadences; what is above it may say
 * when, too. Not one of labels and their values.
 */
export function isTaskTable(block: Block, isGivenWhen: boolean): block is Table {
  if (block.type !== "table") return false;
  const at = titlesAt(block);
  const [header, ...rows] = block.children.slice(at);
  const columns = columnsOf(block, at);
  const areLabels = header?.children.length === 2 && rows.every(({ children: [label] }) => isLabel(label));
  const isWhen = columns.some(({ field, cadence }) => field === "trigger" || cadence !== undefined);
  // Contacts have a name, too.
  const isTask = columns.some(({ title }) => fieldOf(title) === "name" && !/^(?:name|title)$/i.test(title));
  const hasName = columns.some(({ field }) => field === "name");
  return rows.length > 0 && !areLabels && hasName && (isWhen || (isGivenWhen && isTask));
}

function isLabel(cell: Node | undefined): boolean {
  return cell !== undefined && fieldOf(wordsOf(cell)) !== undefined;
}

/** The rows of a spreadsheet; undefined where it has none. */
export function splitTable({ blocks }: PageTree): readonly (PagePart | PageRest)[] | undefined {
  const [table] = blocks;
  if (table?.type !== "table" || table.children.length < titlesAt(table) + 2) return undefined;
  return rowsOf(table, { given: new Map(), sections: new Map() });
}

/** Each row below the titles as a procedure, with what stands above the table. */
export function rowsOf(table: Table, above: Above): (PagePart | PageRest)[] {
  const at = titlesAt(table);
  const columns = columnsOf(table, at);
  let group: readonly (readonly [ImportField, string])[] = [];
  return table.children.flatMap((row, index): (PagePart | PageRest)[] => {
    const cells = cellsOf(row, columns);
    const words = oneLine(cells.map(({ lines }) => wordsIn(lines)).join(" "));
    if (index === at || words === "") return [];
    if (index === at - 1 && isTwoRows(table.children, at)) return [];
    if (index < at) return [restOf("it stands above the titles of the columns", words)];
    // "Weekly" alone in a row says when those below are done.
    const isAlone = cells.length === 1 && cells[0]?.field !== "trigger" && columns.length > 1;
    const when = isAlone ? groupIn(words, group[0]?.[1]) : undefined;
    if (when !== undefined) {
      group = [["trigger", when.trigger]];
      return when.isAll ? [] : [restOf("it says when those below are done", words)];
    }
    return [pieceOf(cells, words, { ...above, given: new Map([...above.given, ...group]) })];
  });
}

/**
 * What a row of a few words says of when those below it are done; and whether it says nothing else. "Check daily jobs" is a task,
 * as "Daily jobs" is among the daily ones.
 */
function groupIn(words: string, current: string | undefined): { trigger: string; isAll: boolean } | undefined {
  const trigger = triggerIn(words, true);
  if (trigger !== undefined && meantTrigger(withoutNumber(words)) !== undefined) return { trigger, isAll: true };
  if (trigger !== undefined && trigger !== current) return { trigger, isAll: false };
  return words.length <= LONGEST_GROUP && isUnreadWhen(words) ? { trigger: words, isAll: false } : undefined;
}

const LONGEST_GROUP = 40;

function restOf(why: string, words: string): PageRest {
  return { anchor: null, reason: `${why}: ${words.slice(0, 80)}` };
}

function cellsOf({ children }: Row, columns: readonly ReadColumn[]): Cell[] {
  const none = { title: "", field: undefined, cadence: undefined, isAlsoWhen: false };
  return children
    .map((cell, index) => ({ ...(columns[index] ?? none), lines: linesOf(cell as Node) }))
    .filter(
      ({ cadence, lines }) => lines.length > 0 && !(cadence !== undefined && NO_MARK.test(wordsIn(lines).trim())),
    );
}

const MARK = /^(?:[x✓✔✅☑☒●•■*1]\uFE0F?|\[x\]|\(tick\)|yes|y|ja|oui|true)$/iu;
const NO_MARK = /^(?:[-–—0]|\[ ?\]|\(error\)|no|n|n\/a|nein|non|false)$/iu;
const TOTAL = /^(?:(?:grand |sub-?)?totals?|sum|summe|gesamt):?$/i;

function pieceOf(cells: readonly Cell[], words: string, above: Above): PagePart | PageRest {
  const values = new Map(
    cells.flatMap(({ title, field, lines }) => {
      const text = oneLine(wordsIn(lines));
      return field === undefined ? [] : [[field, field === "effort" ? withUnit(title, text) : text] as const];
    }),
  );
  const name = values.get("name") ?? "";
  if (TOTAL.test(wordsIn(cells[0]?.lines ?? []).trim())) return restOf("a row is a total", words);
  if (!/\p{L}/u.test(name)) return restOf("a row does not say what is done", words);
  const cadences = cells.flatMap(({ cadence }) => (cadence === undefined ? [] : [cadence]));
  const others = cells.flatMap(({ isAlsoWhen, lines }) => (isAlsoWhen ? [oneLine(wordsIn(lines))] : []));
  const { when, unread } = whenOf(values.get("trigger"), others, cadences);
  if (when !== undefined) values.set("trigger", when);
  const blocks = [
    ...cells.flatMap(({ field, lines }) => (field === "name" ? linkedIn({ type: "", children: lines.flat() }) : [])),
    ...cells.flatMap(({ title, field, cadence, lines }) =>
      field === undefined && !(cadence !== undefined && MARK.test(wordsIn(lines).trim()))
        ? [paragraphOf(title, lines)]
        : [],
    ),
    ...cells.flatMap(({ field, lines }) =>
      field === undefined || field === "name" || isValue(field)
        ? []
        : [headingOf(field), listOf(lines.map(itemOf), field === "steps" ? 1 : null)],
    ),
  ];
  const part = partFrom(name, blocks, above);
  // As frontmatter they go before what the cells may say.
  const frontmatter = Object.fromEntries([...values].filter(([field]) => isValue(field)));
  const notes = unread.length === 0 ? [] : [`another column says of when, too: ${unread.join(", ").slice(0, 80)}`];
  return { ...part, tree: { ...part.tree, frontmatter, notes: [...part.tree.notes, ...notes] } };
}

/** What a row says of when: weekly in one column, on Friday in another; and what could not be put together with it. */
function whenOf(written: string | undefined, others: readonly string[], cadences: readonly string[]): When {
  if (written === undefined) {
    const [first = cadences.length > 0 ? markedText(cadences) : undefined, ...rest] = others;
    return { when: first, unread: rest };
  }
  const beside = [...others, ...cadences];
  const all = [written, ...beside].join(", ");
  return beside.length > 0 && meantTrigger(all) !== undefined
    ? { when: all, unread: [] }
    : { when: written, unread: beside };
}

interface When {
  readonly when: string | undefined;
  readonly unread: readonly string[];
}

/** Where the titles of the columns stand: spreadsheets have the name of the whole, a date and empty rows above them. */
function titlesAt({ children: rows }: Table): number {
  const found = [
    (titles: readonly string[]) =>
      titles.some((title) => fieldOf(title) === "trigger") ||
      matrixOf(titles).length > 0 ||
      calendarOf(titles).size > 0,
    (titles: readonly string[]) => titles.some((title) => fieldOf(title) === "name"),
    (titles: readonly string[]) => titles.filter((title) => title !== "").length > 1,
  ].map((isHeader) => rows.slice(0, MOST_ABOVE).findIndex((row) => isHeader(titlesOf(row))));
  return found.find((index) => index >= 0) ?? 0;
}

const MOST_ABOVE = 20;

/** The titles of the columns; where one has none, the one above it, as where those of some columns have a title together. */
function titlesIn({ children: rows }: Table, at: number): string[] {
  const above = isTwoRows(rows, at) ? titlesOf(rows[at - 1]) : [];
  return titlesOf(rows[at]).map((title, index) => (title === "" ? (above[index] ?? "") : title));
}

function isTwoRows(rows: readonly Row[], at: number): boolean {
  const above = titlesOf(rows[at - 1]);
  const isAbove = above.filter((title) => title !== "").length > 1;
  return isAbove && titlesOf(rows[at]).some((title, index) => title === "" && (above[index] ?? "") !== "");
}

function titlesOf(row: Row | undefined): string[] {
  return row?.children.map((cell) => oneLine(wordsOf(cell))) ?? [];
}

/** The cadences that titles beside one another are; none where fewer than two are one. */
function matrixOf(titles: readonly string[]): readonly (string | undefined)[] {
  const cadences = cadencesOf(titles);
  return cadences.filter((cadence) => cadence !== undefined).length > 1 ? cadences : [];
}

/** The columns of a calendar, where no cell below has words, as those of a timetable have. */
function markedCalendar(titles: readonly string[], rows: readonly Row[]): ReadonlyMap<number, string> {
  const calendar = calendarOf(titles);
  const isMark = (words: string): boolean => words === "" || MARK.test(words) || NO_MARK.test(words);
  const isMarked = (row: Row): boolean => titlesOf(row).every((words, index) => isMark(words) || !calendar.has(index));
  return calendar.size > 0 && rows.every(isMarked) ? calendar : new Map();
}

/** What the columns hold: of two for one field the first. */
function columnsOf(table: Table, at: number): readonly ReadColumn[] {
  const titles = titlesIn(table, at);
  const cadences = matrixOf(titles);
  const calendar = markedCalendar(titles, table.children.slice(at + 1));
  const isOwnerByLetter = areRaci(titles) && !titles.some((title) => fieldOf(title) === "owner");
  const columns = titles.map((title, index) => ({
    title,
    field: isOwnerByLetter && title === RACI[0] ? ("owner" as const) : fieldOf(title),
    cadence: calendar.get(index) ?? cadences[index],
  }));
  const fields = columns.map(({ field }) => field);
  const named = nameColumn(columns, table.children.slice(at + 1));
  const all = fields.includes("name") || named === undefined ? fields : fields.with(named, "name");
  const hasWhen = fields.includes("trigger");
  return columns.map((column, index) => {
    const field = all[index];
    const isFirst = field !== undefined && all.indexOf(field) === index;
    const isAlsoWhen = !isFirst && (field === "trigger" || (hasWhen && ALSO_WHEN.test(column.title)));
    return { ...column, field: isFirst ? field : undefined, isAlsoWhen };
  });
}

/** What says when only beside a column that says how often. */
const ALSO_WHEN =
  /^(?:due(?: date| by| on)?|deadline|day(?: of (?:the )?(?:week|month))?|weekday|month|timing|fällig(?:keit| am)?|termin|stichtag|tag|wochentag|monat|échéance|date limite|jour|mois)$/iu;

/** What is done stands in the first column that says nothing else, is in words, and tells the rows apart. */
function nameColumn(columns: readonly Column[], rows: readonly Row[]): number | undefined {
  const texts: string[][] = columns.map(() => []);
  for (const row of rows) for (const [index, words] of titlesOf(row).entries()) texts[index]?.push(words);
  const possible = columns.flatMap(({ field, cadence }, index) => {
    if (cadence !== undefined || (field !== undefined && field !== "steps" && field !== "validation")) return [];
    const words = texts[index]?.filter((it) => it !== "" && !TOTAL.test(it)) ?? [];
    const inWords = words.filter((it) => /\p{L}/u.test(it)).length;
    return inWords > 0 && inWords >= words.length / 2 ? [{ index, isOwn: new Set(words).size === words.length }] : [];
  });
  return (possible.find(({ isOwn }) => isOwn) ?? possible[0])?.index;
}

function paragraphOf(title: string, lines: readonly Node[][]): Block {
  const lead = { type: "text", value: title === "" ? "" : `${title}: ` };
  const words = lines.flatMap((line, index) => (index === 0 ? line : [{ type: "text", value: " " }, ...line]));
  return { type: "paragraph", children: [lead, ...words] } as Block;
}

function wordsIn(lines: readonly Node[][]): string {
  return lines.map((line) => line.map(wordsOf).join("")).join(" ");
}

/** A cell's lines, which `<br>` ends. */
function linesOf({ children = [] }: Node): Node[][] {
  const lines: Node[][] = [[]];
  for (const node of children) {
    if (node.type === "html" && /^<br\s*\/?>$/i.test(node.value ?? "")) lines.push([]);
    else lines.at(-1)?.push(node);
  }
  return lines.filter((line) => oneLine(line.map(wordsOf).join("")) !== "");
}

function itemOf(line: readonly Node[]): Node[] {
  return [{ type: "paragraph", children: withoutMark(line) }];
}

/** People number the lines of a cell by hand. */
function withoutMark(line: readonly Node[]): Node[] {
  const [first, ...others] = line;
  if (first?.type !== "text") return [...line];
  return [{ ...first, value: first.value?.replace(/^\s*(?:\d{1,2}[.)]|[-*•–])\s+/u, "") ?? "" }, ...others];
}
