// The lists of `plain-markdown.ts`.

import type { BlockContent, DefinitionContent, List, ListItem } from "mdast";
import {
  NOT_PLAIN,
  type Part,
  type Read,
  type Source,
  columnOf,
  lengthAt,
  lineOf,
  matchAt,
  pointAt,
  positionOfLines,
} from "./plain-lines.ts";

export type Flow = BlockContent | DefinitionContent;

export interface Marker {
  /** `-`, `*`, `+`, `.` or `)`. */
  readonly kind: string;
  readonly number: number | null;
  /** Column of the item's content. */
  readonly content: number;
}

/** What `plainList` asks of who reads other blocks. */
export interface BlockReader {
  readonly blocksIn: (source: Source, part: Part) => Flow[];
  /** Whether something else than a list begins in a line, so that it cannot go on with a paragraph. */
  readonly beginsBlock: (text: string) => boolean;
}

const MARKER = /(?:[-*+]|(\d{1,9})[.)])( *)/y;
const RULE = /([-*_])(?: *\1){2,} *$/y;
const TASK = /^\[([ xX])\](?:\s|$)/;

/** Whether a line is a thematic break. */
export function isRule(text: string): boolean {
  return lengthAt(RULE, text) > 0;
}

/** The marker of a list's item at a place; undefined where there is none. */
export function markerAt(source: Source, line: number, column: number): Marker | undefined {
  const text = lineOf(source, line, column);
  const found = matchAt(MARKER, text);
  if (found === undefined) return undefined;
  const [{ length }, number, spaces = ""] = found;
  // An item without content, or whose content is indented code.
  if (length === text.length || spaces.length > 4) throw NOT_PLAIN;
  if (spaces === "") return undefined;
  const kind = text[length - spaces.length - 1] ?? "";
  return { kind, number: number === undefined ? null : Number(number), content: column + length };
}

/** The list that begins at a place; undefined where none does. */
export function plainList(
  source: Source,
  part: Part,
  line: number,
  column: number,
  reader: BlockReader,
): Read<List> | undefined {
  const first = markerAt(source, line, column);
  if (first === undefined) return undefined;
  const children: ListItem[] = [];
  let spread = false;
  let [start, marker, end]: [number, Marker | undefined, number] = [line, first, line];
  while (marker !== undefined) {
    end = endOfItem(source, part, start, marker.content);
    const from = columnOf(source, start, part.indent) ?? 0;
    children.push(itemOf(source, { from: start, to: end, indent: marker.content }, from, reader));
    start = end;
    while (start < part.to && columnOf(source, start, part.indent) === undefined) start += 1;
    if (start === part.to) break;
    marker = nextMarker(source, part, start, first.kind, start === end, reader);
    if (marker !== undefined && start !== end) spread = true;
  }
  const position = positionOfLines(source, line, column, end - 1);
  return {
    node: { type: "list", ordered: first.number !== null, start: first.number, spread, children, position },
    next: end,
  };
}

/** The line after an item's last one. */
function endOfItem(source: Source, { to, indent }: Part, line: number, content: number): number {
  let end = line + 1;
  for (let next = line + 1; next < to; next += 1) {
    const column = columnOf(source, next, indent);
    if (column === undefined) continue;
    if (column < content) break;
    end = next + 1;
  }
  return end;
}

/** The marker of a list's next item; undefined where the list is over. */
function nextMarker(
  source: Source,
  { indent }: Part,
  line: number,
  kind: string,
  isDirect: boolean,
  { beginsBlock }: BlockReader,
): Marker | undefined {
  const column = columnOf(source, line, indent) ?? 0;
  if (column - indent <= 3) {
    const text = lineOf(source, line, column);
    if (isRule(text)) return undefined;
    const marker = markerAt(source, line, column);
    if (marker?.kind === kind) return marker;
    if (marker !== undefined && (marker.number ?? 1) === 1 && markerAt(source, line, marker.content) === undefined) {
      return undefined;
    }
    if (marker === undefined && beginsBlock(text)) return undefined;
  }
  // Directly after an item it goes on with the item's text.
  if (isDirect) throw NOT_PLAIN;
  return undefined;
}

function itemOf(source: Source, inside: Part, column: number, { blocksIn }: BlockReader): ListItem {
  const children = blocksIn(source, inside);
  const isAfterBlank = ({ position }: Flow, index: number): boolean =>
    index > 0 && (position?.start.line ?? 0) - (children[index - 1]?.position?.end.line ?? 0) > 1;
  return {
    type: "listItem",
    spread: children.some(isAfterBlank),
    checked: withoutBox(source, inside, children),
    children,
    position: positionOfLines(source, inside.from, column, inside.to - 1),
  };
}

/** Takes the box of a task out of an item's text, and says whether it is ticked; null where there is none. */
function withoutBox(source: Source, { from, indent }: Part, [first]: readonly Flow[]): boolean | null {
  const line = lineOf(source, from, indent);
  const [box, mark] = TASK.exec(line) ?? [];
  // A line end between the brackets counts as a space.
  if (/^\[ *$/.test(line)) throw NOT_PLAIN;
  if (box === undefined) return null;
  const text = first?.type === "paragraph" ? first.children[0] : undefined;
  if (first === undefined || text?.type !== "text" || !/\S/.test(line[box.length] ?? "")) throw NOT_PLAIN;
  if (text.value.length <= box.length) throw NOT_PLAIN;
  text.value = text.value.slice(box.length);
  const offset = (source.starts[from] ?? 0) + indent + box.length;
  for (const { position } of [text, first]) if (position !== undefined) position.start = pointAt(source, from, offset);
  return mark !== " ";
}
