// What a block writes, made fit to be shown and kept: bounded, without control characters, without secrets.

import { LONGEST_LINE } from "../model/automation.ts";
import { plainBlock, withoutControls } from "./plain-text.ts";

/** Characters kept of a block's output: so many from its beginning, and so many from its end. */
const KEPT_EACH = 1 << 17;
/** Characters of a block's output that are shown while it runs. */
const SHOWN = 1 << 20;
/** What stands for what is hidden. */
export const MASK = "***";
/** Characters at the end of a line that was cut: the beginning of a secret may stand there. */
const CUT_END = 1 << 13;
/** Parts of a value that are too common to be hidden wherever they stand. */
const SHORTEST_PART = 4;

export interface BlockOutput {
  /** Takes a line as it came, and gives what may be shown of it: a line with its end, or nothing. */
  readonly add: (line: string) => string;
  readonly kept: () => { readonly text: string; readonly leftOut: number };
}

/** Hides each of the values, and each line of one that has several, wherever it stands in a line. */
export function masked(values: readonly string[]): (line: string) => string {
  const parts = values.flatMap((value) => {
    const lines = withoutControls(value).split("\n");
    return lines.length === 1 ? lines : lines.filter((line) => line.trim().length >= SHORTEST_PART);
  });
  // The longest first: one value may be the beginning of another.
  const secrets = [...new Set(parts)].filter((part) => part !== "").toSorted((a, b) => b.length - a.length);
  return (line) => secrets.reduce((text, secret) => text.replaceAll(secret, MASK), line);
}

/** Gathers a block's output; control characters go before secrets are looked for, lest they stand between their letters. */
export function gatherOutput(mask: (line: string) => string): BlockOutput {
  let [head, tail, total, shown] = ["", "", 0, 0];
  return {
    add: (line) => {
      const safe = mask(withoutControls(line));
      const text = `${line.length < LONGEST_LINE ? safe : `${safe.slice(0, -CUT_END)} (line cut)`}\n`;
      total += text.length;
      if (tail === "" && head.length + text.length <= KEPT_EACH) head += text;
      else tail += text;
      // Not at each line: each cut copies all of it.
      if (tail.length > 4 * KEPT_EACH) tail = tail.slice(-KEPT_EACH);
      if (shown >= SHOWN) return "";
      shown += text.length;
      return plainBlock(shown < SHOWN ? text : `${text.slice(0, 200)}\n(more output is not shown)\n`);
    },
    kept: () => {
      const end = tail.slice(-KEPT_EACH);
      // From the start of a line on, where there is one.
      const cut =
        end.length === tail.length && total === head.length + tail.length
          ? tail
          : end.slice(end.slice(0, -1).indexOf("\n") + 1);
      const leftOut = total - head.length - cut.length;
      const mark = leftOut === 0 ? "" : `(${leftOut} characters left out)\n`;
      return { text: `${head}${mark}${cut}`, leftOut };
    },
  };
}
