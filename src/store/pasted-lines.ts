// What is pasted into a terminal, as against what is typed.

import { Transform } from "node:stream";

/** Has the terminal mark what is pasted (xterm's bracketed paste mode). */
export const MARK_PASTES = "\u001B[?2004h";
export const LEAVE_PASTES = "\u001B[?2004l";

const MARK = /\u001B\[20([01])~/;
/** Not the escape character alone: that is a key, behind which no other comes. */
const BEGUN_MARK = /\u001B\[(?:2(?:0[01]?)?)?$/;
const ENDS_IN_PASTE = /[\t\n\r]+/g;
/** Where a terminal marks nothing: nobody types behind Enter before the prompt has heard of it. */
const ENDS_BEFORE_TEXT = /[\n\r]+(?=[^\u0000-\u001F\u007F])/g;

/** The keys that a terminal sends, with the lines of what is pasted joined by spaces. */
export function joinedLines(): Transform {
  let begun = "";
  let isPasted = false;
  return new Transform({
    transform: (bytes: Buffer, _encoding, done) => {
      // Byte for byte: a character of several bytes may be cut between two pieces.
      const text = begun + bytes.toString("latin1");
      begun = BEGUN_MARK.exec(text)?.[0] ?? "";
      const parts = text.slice(0, text.length - begun.length).split(MARK);
      let joined = "";
      for (const [index, part] of parts.entries()) {
        if (index % 2 === 1) isPasted = part === "0";
        else joined += part.replaceAll(isPasted ? ENDS_IN_PASTE : ENDS_BEFORE_TEXT, " ");
      }
      done(null, Buffer.from(joined, "latin1"));
    },
  });
}
