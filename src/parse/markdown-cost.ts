// How long micromark would look through a text, of what it looks for again and again, and how much would have to be laid out that
// is not in it. Only whoever loads remark asks.

import { type AnyNode, nodesUnder } from "./markdown-tree.ts";

/** Characters looked at in one paragraph, and lines copied of a text: some seconds' work each. */
const MOST_LOOKED_AT = 30_000_000;
const MOST_COPIED = 20_000_000;
/** Marks and lines of a text, each at what it takes of time and memory, some 60 µs and 4 KB: ten seconds' work, and 600 MB. */
const MOST_MARKED = 150_000;
/** Cells that rows of a text's tables lack: whatever lays a table out fills each row up to the width of the widest. */
const MOST_FILLED = 200_000;
const BLANK_LINE = /\n[ \t\r]*\n/;
const SOUGHT = /<!--|<!\[|<[!?]|[[\]]/g;
const ENDS: Readonly<Record<string, string>> = { "<!--": "-->", "<![": "]]>", "<!": ">", "<?": "?>" };

/** A line under a heading, or a list or quote within another: for each of them micromark copies all lines before, as it does behind a list or quote. */
const COPYING =
  /^ {0,3}(?:=+|-+)[ \t\r]*$|^(?:\t| {2}|[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t]))[ \t]*(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])/;

const QUOTE_OR_ITEM = /^ {0,3}(?:>|[-+*][ \t]|\d{1,9}[.)][ \t])/;

const INDENTED_ITEM = /^([ \t]+)(?:[-+*]|\d{1,9}[.)])[ \t]/gm;
/** What begins a block; what may lead somewhere, part cells or set words off; any other mark, and the end of a line. */
const MARK = /^([ \t]*(?:[-+>#]|\d{1,9}[.)]))|([[\]|*_~])|[\\`&<\n]/gm;

/**
 * Whether a text has more marks, headings with a line under them or lists within lists, or a paragraph begins HTML or ends links
 * more often, than a parser should be asked to read.
 */
export function isTooCostly(source: string): boolean {
  return (
    marksIn(source) > MOST_MARKED ||
    linesCopied(source) > MOST_COPIED ||
    indentationLookedAt(source) > MOST_LOOKED_AT ||
    source.split(BLANK_LINE).some(hasTooManyBeginnings)
  );
}

function marksIn(source: string): number {
  let marks = 0;
  for (const [, block, dear] of source.matchAll(MARK)) {
    if (block !== undefined) marks += 4;
    else marks += dear === undefined ? 1 : 2;
  }
  return marks;
}

function linesCopied(source: string): number {
  let [copied, isWithin] = [0, false];
  for (const [before, line] of source.split("\n").entries()) {
    if (COPYING.test(line)) copied += before;
    if (QUOTE_OR_ITEM.test(line)) isWithin = true;
    else if (isWithin && /^\S/.test(line)) {
      copied += before;
      isWithin = false;
    }
  }
  return copied;
}

/** Of lists within lists, two columns a level: at the end of each micromark goes through all that is in it once more. */
function indentationLookedAt(source: string): number {
  let [levels, deepest] = [0, 0];
  for (const [, blanks = ""] of source.matchAll(INDENTED_ITEM)) {
    const level = blanks.replaceAll("\t", "    ").length / 2;
    levels += level;
    deepest = Math.max(deepest, level);
  }
  return levels * deepest;
}

function hasTooManyBeginnings(paragraph: string): boolean {
  let [lookedAt, open, links] = [0, 0, 0];
  for (const { 0: found, index } of paragraph.matchAll(SOUGHT)) {
    const end = ENDS[found];
    if (end !== undefined) {
      const to = paragraph.indexOf(end, index + found.length);
      lookedAt += (to < 0 ? paragraph.length : to) - index;
    } else if (found === "[") {
      open += 1;
      links += 1;
      lookedAt += links / 20;
    } else if (open > 0) open -= 1;
    // What stands before it is seen in pieces, of some characters each.
    else lookedAt += index / 4;
    if (lookedAt > MOST_LOOKED_AT) return true;
  }
  return false;
}

/** Whether rows of a tree's tables lack more cells than a table should be filled up with: many short rows under a wide one. */
export function isTooWide(top: AnyNode): boolean {
  let lacking = 0;
  for (const { type, children = [] } of nodesUnder(top)) {
    if (type !== "table") continue;
    const widths = children.map((row) => row.children?.length ?? 0);
    const widest = widths.reduce((most, width) => Math.max(most, width), 0);
    lacking += widths.reduce((sum, width) => sum + widest - width, 0);
  }
  return lacking > MOST_FILLED;
}
