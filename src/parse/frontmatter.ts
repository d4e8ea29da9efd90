// Splits a procedure's file into frontmatter and body. The only module that imports gray-matter, which only splits:
// left to itself it evaluates `---js` blocks, lets any line that begins with `---` close the block and takes the whole
// file where the block is not closed, so the delimiters are checked before it sees the text.

import matter from "gray-matter";
import type { Diagnostic } from "../model/diagnostic.ts";
import { type Locate, bomLength, errorAt, quoted } from "./place.ts";

export interface Frontmatter {
  /** The YAML between the delimiters. */
  readonly yaml: string;
  /** Offset of the YAML in the file, byte order mark counted. */
  readonly start: number;
  readonly body: string;
  /** Line of the body's first line, from 1; one past the last line of a file without a body. */
  readonly bodyLine: number;
}

const DELIMITER = "---";

/** gray-matter's regular expression for comments takes quadratic time over blank lines (measured: 60,000 take 7 s). */
const MOST_BLANK_LINES = 100;

const refuse = {
  parse(): never {
    throw new Error("frontmatter is YAML and never code");
  },
};

/** Every engine is replaced; options given at all also turn gray-matter's cache off. */
const OPTIONS = {
  language: "yaml",
  delimiters: DELIMITER,
  excerpt: false,
  engines: {
    // The yaml package reads the block, with places; see yaml-document.ts.
    yaml: { parse: () => ({}) },
    javascript: refuse,
    js: refuse,
    coffee: refuse,
    coffeescript: refuse,
    cson: refuse,
    json: refuse,
    toml: refuse,
  },
};

/**
 * The frontmatter and body of a procedure's text, or `syntax` diagnostics for every delimiter that is not exactly `---`
 * on a line of its own. Never throws and never evaluates anything.
 */
export function splitFrontmatter(
  path: string,
  text: string,
  locate: Locate,
): { readonly frontmatter: Frontmatter } | { readonly diagnostics: readonly Diagnostic[] } {
  const { faults, bodyStart } = delimitersIn(text);
  if (faults.length > 0) {
    const diagnostics = faults.map(({ start, end, message, hint }) =>
      errorAt("syntax", path, locate(start, end), message, hint),
    );
    return { diagnostics };
  }
  const bom = bomLength(text);
  // Not the body: gray-matter copies what it gets several times.
  const file = matter(text.slice(bom, bodyStart), OPTIONS);
  const start = bom + DELIMITER.length + (text.startsWith("\r\n", bom + DELIMITER.length) ? 2 : 1);
  const yaml = file.matter.replace(/^\r?\n/, "").replace(/\r$/, "");
  return { frontmatter: { yaml, start, body: text.slice(bodyStart), bodyLine: lineAfter(text, bodyStart) } };
}

interface Fault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly hint: string;
}

function delimitersIn(text: string): { readonly faults: readonly Fault[]; readonly bodyStart: number } {
  const opening = lineFrom(text, bomLength(text));
  const { closing, blankRun } = findClosing(text, opening.next);
  return { faults: faultsOf(text, opening, closing, blankRun), bodyStart: closing?.next ?? text.length };
}

function faultsOf(
  text: string,
  opening: Line,
  closing: Line | undefined,
  blankRun: number | undefined,
): readonly Fault[] {
  const carriageReturn = text.slice(0, closing?.start).search(/\r(?!\n)/);
  if (carriageReturn >= 0 && text.startsWith(DELIMITER, bomLength(text))) {
    const message = "Unexpected carriage return without a line feed.";
    return [{ start: carriageReturn, end: carriageReturn, message, hint: "Save the file with LF or CRLF line ends." }];
  }
  const fault = openingFault(text, opening);
  if (fault?.isMissing) return [fault];
  const faults: Fault[] = fault === undefined ? [] : [fault];
  if (closing === undefined) {
    const { start, end } = opening;
    const message = "Unclosed frontmatter: no line `---` follows this one.";
    faults.push({ start, end, message, hint: "Write `---` on a line of its own after the last key." });
  } else if (closing.content !== DELIMITER) {
    faults.push(delimiterFault(closing, "closing"));
  }
  if (blankRun !== undefined) {
    const message = `Unexpected run of more than ${MOST_BLANK_LINES} blank lines in the frontmatter.`;
    faults.push({ start: blankRun, end: blankRun, message, hint: "Delete them." });
  }
  return faults;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** Start of the next line; undefined at the end of the text. */
  readonly next: number | undefined;
  readonly content: string;
}

function lineFrom(text: string, start: number): Line {
  const lineFeed = text.indexOf("\n", start);
  const stop = lineFeed < 0 ? text.length : lineFeed;
  const end = lineFeed > start && text[stop - 1] === "\r" ? stop - 1 : stop;
  return { start, end, next: lineFeed < 0 ? undefined : lineFeed + 1, content: text.slice(start, end) };
}

function openingFault(text: string, line: Line): (Fault & { readonly isMissing: boolean }) | undefined {
  const { start, end, content } = line;
  if (content === DELIMITER) return undefined;
  if (content.startsWith(DELIMITER)) return { ...delimiterFault(line, "opening"), isMissing: false };
  const indented = /^\s+(?=---)/.exec(text.slice(start, start + 1000));
  if (indented !== null) {
    const message = "Unexpected white space before the frontmatter; the file's first line must be `---`.";
    return { start, end, message, hint: "Delete everything above and before `---`.", isMissing: true };
  }
  const message = "Missing frontmatter, expected `---` as the file's first line.";
  const hint = content.startsWith("+++")
    ? "Write the frontmatter as YAML between two lines `---`; TOML is not read."
    : "Begin the file with the procedure's keys (name, trigger, owner, last_updated) between two lines `---`.";
  return { start, end, message, hint, isMissing: true };
}

/** What is wrong with a line that begins with `---` and goes on. */
function delimiterFault({ start, end, content }: Line, side: "opening" | "closing"): Fault {
  const rest = content.slice(DELIMITER.length);
  const hint = `Write the ${side} line as \`---\` and nothing else.`;
  const place = { start: start + DELIMITER.length, end };
  if (rest.trim() === "") return { ...place, message: "Unexpected white space after `---`.", hint };
  if (side === "opening" && !rest.startsWith("-")) {
    const message = `Unexpected ${quoted(rest.trim())} after \`---\`: frontmatter is YAML and no other language is read or run.`;
    return { ...place, message, hint };
  }
  return { ...place, message: `Unexpected ${quoted(content)}, expected \`---\` on a line of its own.`, hint };
}

/** The first line that gray-matter would take for the end, and the first run of blank lines that it would choke on. */
function findClosing(
  text: string,
  from: number | undefined,
): { readonly closing: Line | undefined; readonly blankRun: number | undefined } {
  let [runStart, runLength] = [from ?? 0, 0];
  let blankRun: number | undefined;
  for (let at = from; at !== undefined;) {
    const line = lineFrom(text, at);
    if (line.content.startsWith(DELIMITER)) return { closing: line, blankRun };
    // The expression's \s and ^ also know U+2028 and U+2029 as line ends, within what is one line here.
    const breaks = line.content.split(/[\r\u2028\u2029]/).length;
    if (line.content.trim() === "") runLength += breaks;
    else [runStart, runLength] = [line.next ?? 0, 0];
    if (breaks > MOST_BLANK_LINES) blankRun ??= at;
    if (runLength > MOST_BLANK_LINES) blankRun ??= runStart;
    at = line.next;
  }
  return { closing: undefined, blankRun };
}

/** Number of the line that begins at an offset, or would if the text went on. */
function lineAfter(text: string, offset: number): number {
  let line = text.endsWith("\n", offset) ? 1 : 2;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}
