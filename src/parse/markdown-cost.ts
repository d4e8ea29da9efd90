// How long micromark would look through a text, of what it looks for again and again. Only whoever loads remark asks.

/** Characters looked at in one paragraph, a few seconds' work. */
const MOST_LOOKED_AT = 30_000_000;
const BLANK_LINE = /\n[ \t\r]*\n/;
const SOUGHT = /<!--|<!\[|<[!?]|[[\]]/g;
const ENDS: Readonly<Record<string, string>> = { "<!--": "-->", "<![": "]]>", "<!": ">", "<?": "?>" };

/** Whether a paragraph begins HTML, or ends links, more often than a parser should be asked to look for the other end. */
export function isTooCostly(source: string): boolean {
  return source.split(BLANK_LINE).some((paragraph) => {
    let [lookedAt, open] = [0, 0];
    for (const { 0: found, index } of paragraph.matchAll(SOUGHT)) {
      const end = ENDS[found];
      if (end !== undefined) {
        const to = paragraph.indexOf(end, index + found.length);
        lookedAt += (to < 0 ? paragraph.length : to) - index;
      } else if (found === "[") open += 1;
      else if (open > 0) open -= 1;
      // What stands before it is seen in pieces, of some characters each.
      else lookedAt += index / 4;
      if (lookedAt > MOST_LOOKED_AT) return true;
    }
    return false;
  });
}
