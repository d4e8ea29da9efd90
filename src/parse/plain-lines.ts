// The lines of a text, for `plain-markdown.ts` and its parts.

/** What a reader of plain Markdown throws where it is not sure; never leaves `plainMarkdown`. */
export const NOT_PLAIN = new Error("more than plain Markdown");

/** A text and its lines: offsets of their starts, and of their ends before the line end. */
export interface Source {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Lines `from` to `to` (exclusive), without what stands before the column `indent`, from 0. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly indent: number;
}

export interface Point {
  line: number;
  column: number;
  offset: number;
}

export interface Position {
  start: Point;
  end: Point;
}

/** A node, and the line after it. */
export interface Read<T> {
  readonly node: T;
  readonly next: number;
}

/** The inline text of a paragraph, heading or cell. */
export interface Run {
  /** Its lines without their indentation, with their line ends. */
  readonly text: string;
  /** A line but the first was indented: a code span over it would hold the spaces. */
  readonly isIndented: boolean;
  /** Where an index of `text` is in the source: as the start of something, or as its end. */
  readonly startAt: (index: number) => Point;
  readonly endAt: (index: number) => Point;
}

/** A text with the places of its lines. */
export function sourceOf(text: string): Source {
  const starts = [0];
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
    ends.push(text[at - 1] === "\r" ? at - 1 : at);
    starts.push(at + 1);
  }
  ends.push(text.length);
  return { text, starts, ends };
}

/** A line's text from a column on. */
export function lineOf({ text, starts, ends }: Source, line: number, column = 0): string {
  return text.slice((starts[line] ?? 0) + column, ends[line]);
}

/** A line's end, as it is written. */
export function lineEndOf({ text, starts, ends }: Source, line: number): string {
  return text.slice(ends[line], starts[line + 1]);
}

/** The column of a line's first character that is no space, from `indent` on; undefined in a blank line. */
export function columnOf({ text, starts, ends }: Source, line: number, indent: number): number | undefined {
  const start = starts[line] ?? 0;
  const end = ends[line] ?? 0;
  let at = start + indent;
  while (at < end && text.charCodeAt(at) === SPACE) at += 1;
  return at >= end ? undefined : at - start;
}

/** A line without what stands before its part, and without up to `more` further spaces. */
export function withoutIndent({ text, starts, ends }: Source, line: number, indent: number, more: number): string {
  const end = ends[line] ?? 0;
  let at = Math.min(end, (starts[line] ?? 0) + indent);
  const stop = Math.min(end, at + more);
  while (at < stop && text.charCodeAt(at) === SPACE) at += 1;
  return text.slice(at, end);
}

/** The place of an offset of the source, which lies in a line (counted from 0). */
export function pointAt({ starts }: Source, line: number, offset: number): Point {
  return { line: line + 1, column: offset - (starts[line] ?? 0) + 1, offset };
}

/** From a column of a line to the end of another. */
export function positionOfLines(source: Source, line: number, column: number, last: number): Position {
  return {
    start: pointAt(source, line, (source.starts[line] ?? 0) + column),
    end: pointAt(source, last, source.ends[last] ?? 0),
  };
}

/** A part of a line. */
export function runOfLine(source: Source, line: number, column: number, length: number): Run {
  const start = (source.starts[line] ?? 0) + column;
  const pointOf = (index: number): Point => ({ line: line + 1, column: column + index + 1, offset: start + index });
  return { text: source.text.slice(start, start + length), isIndented: false, startAt: pointOf, endAt: pointOf };
}

/** Whole lines, without what stands before and after their text. */
export function runOfLines(source: Source, { from, to, indent }: Part): Run {
  const { starts, ends } = source;
  /** For each line, where it begins in the run and in the source. */
  const begins: number[] = [];
  const offsets: number[] = [];
  let text = "";
  let isIndented = false;
  for (let line = from; line < to; line += 1) {
    const column = columnOf(source, line, indent) ?? 0;
    const start = (starts[line] ?? 0) + column;
    if (line > from && column > indent) isIndented = true;
    begins.push(text.length);
    offsets.push(start);
    text += source.text.slice(start, line + 1 === to ? ends[line] : starts[line + 1]);
  }
  // Places are asked for in reading order, nearly.
  let current = 0;
  const startAt = (index: number): Point => {
    while ((begins[current + 1] ?? Infinity) <= index) current += 1;
    while ((begins[current] ?? 0) > index) current -= 1;
    return pointAt(source, from + current, (offsets[current] ?? 0) + index - (begins[current] ?? 0));
  };
  const endAt = (index: number): Point => {
    const point = startAt(index);
    // What ends with a line end does so before the next line's indentation.
    const isLineStart = current > 0 && begins[current] === index;
    return isLineStart ? pointAt(source, from + current, starts[from + current] ?? 0) : point;
  };
  return { text: text.slice(0, lengthWithoutSpaces(text)), isIndented, startAt, endAt };
}

const SPACE = 32;

/** The length of a text without the spaces at its end. */
export function lengthWithoutSpaces(text: string): number {
  let end = text.length;
  while (text.charCodeAt(end - 1) === SPACE) end -= 1;
  return end;
}

/** What a sticky expression finds at a place. */
export function matchAt(pattern: RegExp, text: string, at = 0): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/** The length of what a sticky expression finds at a place; 0 where it finds nothing. */
export function lengthAt(pattern: RegExp, text: string, at = 0): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}
