// HTML as a browser reads it, within bounds: what is never closed begins anew in each block, without end in a page of a few MiB.

import { fromParse5 } from "hast-util-from-parse5";
import { type DefaultTreeAdapterMap, type TreeAdapter, defaultTreeAdapter, parse } from "parse5";
import type { Element } from "./page-html.ts";

/** Browsers stop at 512. */
const DEEPEST = 512;
/** Each is written before every line in it. */
const DEEPEST_QUOTE = 100;
/** A page of 4 MiB with 3000 procedures, or 5000 rows of 20 cells, has fewer. */
const MOST_ELEMENTS = 200_000;

const QUOTES: ReadonlySet<string> = new Set(["blockquote", "li", "dd"]);

/** Throws RangeError where elements lie too deep in one another, or are too many. */
export function parseHtml(text: string): Element {
  let [depth, quotes, made] = [0, 0, 0];
  const treeAdapter: TreeAdapter<DefaultTreeAdapterMap> = {
    ...defaultTreeAdapter,
    createElement(...of) {
      made += 1;
      if (made > MOST_ELEMENTS) throw new RangeError("Too many elements.");
      return defaultTreeAdapter.createElement(...of);
    },
    onItemPush({ tagName }) {
      depth += 1;
      if (QUOTES.has(tagName)) quotes += 1;
      if (depth > DEEPEST || quotes > DEEPEST_QUOTE) throw new RangeError("Nested too deep.");
    },
    onItemPop({ tagName }) {
      depth -= 1;
      if (QUOTES.has(tagName)) quotes -= 1;
    },
  };
  return fromParse5(parse(text, { treeAdapter }));
}
