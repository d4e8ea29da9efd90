// The inline part of `plain-markdown.ts`: text, code spans, emphasis, links and images as people nearly always write them.

import type { PhrasingContent } from "mdast";
import { NOT_PLAIN, type Position, type Run, lengthAt, matchAt } from "./plain-lines.ts";

/** An emphasis that is open; `before` are the nodes before it. */
interface Opened {
  readonly marks: string;
  readonly from: number;
  readonly before: PhrasingContent[];
}

/** A node, and the index after it. */
interface Found {
  readonly node: PhrasingContent;
  readonly end: number;
}

/** What may be something else than text. */
const SPECIAL = /[\\`*_[!<&~@]|https?:\/\/|www\.|(?<! ) +\r?\n/gi;
const CODE_MARKS = /`+/y;
const EMPHASIS_MARKS = /\*+|_+/y;
const ESCAPE = /\\[!-/:-@[-`{-~\r\n]/y;
const ENTITY = /&[#\w]+;/y;
/** HTML, an address in angle brackets or a comment; `<` before a blank or a digit is text. */
const MARKUP = /<[a-z/!?]/iy;
const TAG = /<(?:[a-z][a-z\d-]* *\/?|\/[a-z][a-z\d-]* *)>/iy;
/** An address of the web in angle brackets; its first group is the address. */
export const BRACKETED_ADDRESS = /<(https?:\/\/[^\s<>\u0000-\u001f\u007f]*)>/y;
/** Between blanks, its host's labels without `-` at an end, and without what GFM takes from an address's end. */
const BARE_ADDRESS =
  /https?:\/\/[a-z\d]+(?:-+[a-z\d]+)*(?:\.[a-z\d]+(?:-+[a-z\d]+)*)+(?:\/(?:[\w./?=#%&-]*[a-z\d/])?)?(?=[.,]?(?:\s|$))/y;
/** An address without parentheses, blanks, entities and escapes, and what a title holds. */
const DESTINATION = /\((?:((?:[^\s\u0000-\u001f\u007f()<>\\&]|&(?![#\w]+;))+)(?: "([^"\\&\r\n]+)")?)?\)/y;
/** An image's words without markup. */
const ALTERNATIVE = /^(?:(?!https?:|www\.)[^\\`*_[\]!<&~@\r\n])*$/i;

/** The inline nodes of a run's part. Throws `NOT_PLAIN`. */
export function plainInline(run: Run, from: number, to: number, inLink = false): PhrasingContent[] {
  const { text } = run;
  const open: Opened[] = [];
  let nodes: PhrasingContent[] = [];
  /** The text that is not a node yet: where it begins, what is taken of it, and where the rest of it begins. */
  let [textFrom, taken, restFrom] = [from, "", from];
  /** The next `]`. */
  let bracket = from - 1;

  const endText = (end: number, next: number): void => {
    const value = taken + text.slice(restFrom, end);
    if (value !== "") nodes.push({ type: "text", value, position: positionOf(run, textFrom, end) });
    [textFrom, taken, restFrom] = [next, "", next];
  };
  const add = (at: number, { node, end }: Found): number => {
    endText(at, end);
    nodes.push(node);
    return end;
  };
  const linkAt = (at: number): Found | undefined => {
    if (bracket < at) bracket = indexOf(text, "]", at, to);
    return bracket === to ? undefined : plainLink(run, at, bracket, to, inLink);
  };

  let at = from;
  for (;;) {
    SPECIAL.lastIndex = at;
    const found = SPECIAL.exec(text);
    if (found === null || found.index >= to) break;
    at = found.index;
    const [special] = found;
    let next = at + 1;
    switch (special) {
      case "`": {
        const code = codeSpan(run, at, to);
        // Beyond a link's words there may be an end, and then they are no link's words; and having looked for it in the
        // lines below, micromark gives their line ends other places.
        if (code === undefined && (inLink || text.includes("\n"))) throw NOT_PLAIN;
        next = code === undefined ? at + lengthAt(CODE_MARKS, text, at) : add(at, code);
        break;
      }
      case "*":
      case "_": {
        next = at + lengthAt(EMPHASIS_MARKS, text, at);
        const marks = text.slice(at, next);
        const { opens, closes } = flanking(text, at, next);
        const top = open.at(-1);
        if ((opens && closes) || ((opens || closes) && marks.length > 2)) throw NOT_PLAIN;
        if (opens) {
          endText(at, next);
          open.push({ marks, from: at, before: nodes });
          nodes = [];
        } else if (closes && top !== undefined) {
          if (marks !== top.marks) throw NOT_PLAIN;
          endText(at, next);
          const type = marks.length === 1 ? "emphasis" : "strong";
          top.before.push({ type, children: nodes, position: positionOf(run, top.from, next) });
          nodes = top.before;
          open.pop();
        }
        break;
      }
      case "[":
      case "!": {
        const link = special === "[" || text[next] === "[" ? linkAt(at) : undefined;
        if (link !== undefined) next = add(at, link);
        break;
      }
      case "<":
        if (lengthAt(MARKUP, text, at) > 0) next = add(at, markupAt(run, at, inLink));
        break;
      case "&":
        if (lengthAt(ENTITY, text, at) > 0) throw NOT_PLAIN;
        break;
      case "\\":
        if (next === to || lengthAt(ESCAPE, text, at) > 0) throw NOT_PLAIN;
        break;
      case "@":
        // An address that GFM may link.
        if (/[\w.+-]/.test(text[at - 1] ?? " ")) throw NOT_PLAIN;
        break;
      case "~":
        // Before a word it can only begin what nothing ends.
        if (!/[\s(]/.test(text[at - 1] ?? " ") || !/\w/.test(text[next] ?? "")) throw NOT_PLAIN;
        break;
      default:
        if (special.endsWith("\n")) {
          next = at + special.length;
          const spaces = special.search(/[\r\n]/);
          // Two spaces break a line, one is dropped.
          if (spaces > 1) {
            add(at, { node: { type: "break", position: positionOf(run, at, next) }, end: next });
          } else {
            taken += text.slice(restFrom, at);
            restFrom = at + spaces;
            if (taken === "") textFrom = restFrom;
          }
        } else {
          // After an open bracket remark finds it later, and gives it no place.
          if (bracket > at) throw NOT_PLAIN;
          next = add(at, addressAt(run, at, to, inLink));
        }
    }
    at = next;
  }
  // Without an end they are text, joined with what stands beside them.
  if (open.length > 0) throw NOT_PLAIN;
  endText(to, to);
  return nodes;
}

function positionOf({ startAt, endAt }: Run, from: number, to: number): Position {
  return { start: startAt(from), end: endAt(to) };
}

function codeSpan(run: Run, from: number, to: number): Found | undefined {
  const { text } = run;
  const length = lengthAt(CODE_MARKS, text, from);
  for (let at = indexOf(text, "`", from + length, to); at < to; at = indexOf(text, "`", at, to)) {
    const found = lengthAt(CODE_MARKS, text, at);
    at += found;
    if (found !== length) continue;
    const value = text.slice(from + length, at - length);
    if (value.includes("\n") && (run.isIndented || / \r?\n/.test(value))) throw NOT_PLAIN;
    const isPadded = /^[ \r\n][^]*[ \r\n]$/.test(value) && value.trim() !== "";
    if (isPadded && value.includes("\n")) throw NOT_PLAIN;
    const position = positionOf(run, from, at);
    return { node: { type: "inlineCode", value: isPadded ? value.slice(1, -1) : value, position }, end: at };
  }
  return undefined;
}

/** A link or an image; undefined where the brackets, the last of them at `close`, are text. */
function plainLink(run: Run, at: number, close: number, to: number, inLink: boolean): Found | undefined {
  const { text } = run;
  const isImage = text[at] === "!";
  const from = at + (isImage ? 2 : 1);
  const words = text.slice(from, close);
  // A bracket further on may be their end.
  if (words.includes("[")) throw NOT_PLAIN;
  if (text[close + 1] !== "(" || close + 1 === to) {
    const isReference = text[close + 1] === "[" && text.includes("\n");
    if (isReference || /[`<]/.test(words)) throw NOT_PLAIN;
    return undefined;
  }
  if (inLink || (isImage && !ALTERNATIVE.test(words))) throw NOT_PLAIN;
  const [found = "", url = "", title = null] = matchAt(DESTINATION, text, close + 1) ?? [];
  const end = close + 1 + found.length;
  if (found === "" || end > to) throw NOT_PLAIN;
  const position = positionOf(run, at, end);
  if (isImage) return { node: { type: "image", title, url, alt: words, position }, end };
  return { node: { type: "link", title, url, children: plainInline(run, from, close, true), position }, end };
}

/** What an angle bracket begins: an address, or a tag without attributes. */
function markupAt(run: Run, at: number, inLink: boolean): Found {
  const { text } = run;
  const [address, url = ""] = matchAt(BRACKETED_ADDRESS, text, at) ?? [];
  if (address !== undefined) {
    if (inLink) throw NOT_PLAIN;
    return { node: linkOf(run, url, at, at + address.length, 1), end: at + address.length };
  }
  const end = at + lengthAt(TAG, text, at);
  if (end === at) throw NOT_PLAIN;
  return { node: { type: "html", value: text.slice(at, end), position: positionOf(run, at, end) }, end };
}

/** An address without brackets. */
function addressAt(run: Run, at: number, to: number, inLink: boolean): Found {
  const { text } = run;
  const end = at + lengthAt(BARE_ADDRESS, text, at);
  if (inLink || end === at || end > to || !/\s/.test(text[at - 1] ?? " ")) throw NOT_PLAIN;
  return { node: linkOf(run, text.slice(at, end), at, end, 0), end };
}

/** The link that an address is, within brackets of a width. */
function linkOf(run: Run, url: string, at: number, end: number, width: number): PhrasingContent {
  const words: PhrasingContent = { type: "text", value: url, position: positionOf(run, at + width, end - width) };
  return { type: "link", title: null, url, children: [words], position: positionOf(run, at, end) };
}

const WHITE_SPACE = /\s/;
const PUNCTUATION = /\p{P}|\p{S}/u;
const ATTENTION = /[*_~]/;

/** Whether marks of emphasis can open or close one: CommonMark 6.2, as micromark reads it beside further marks. */
function flanking(text: string, from: number, to: number): { readonly opens: boolean; readonly closes: boolean } {
  const [before, after] = [text[from - 1] ?? " ", text[to] ?? " "];
  const [isSpaceBefore, isSpaceAfter] = [WHITE_SPACE.test(before), WHITE_SPACE.test(after)];
  const [isMarkBefore, isMarkAfter] = [PUNCTUATION.test(before), PUNCTUATION.test(after)];
  const opens = !isSpaceAfter && (!isMarkAfter || isSpaceBefore || isMarkBefore || ATTENTION.test(after));
  const closes = !isSpaceBefore && (!isMarkBefore || isSpaceAfter || isMarkAfter || ATTENTION.test(before));
  if (text[from] === "*") return { opens, closes };
  return {
    opens: opens && (!closes || isSpaceBefore || isMarkBefore),
    closes: closes && (!opens || isSpaceAfter || isMarkAfter),
  };
}

/** The first place of a character before an end; else the end. */
function indexOf(text: string, character: string, from: number, to: number): number {
  const at = text.indexOf(character, from);
  return at < 0 || at > to ? to : at;
}
