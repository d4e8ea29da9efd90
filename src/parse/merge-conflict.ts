import type { Diagnostic } from "../model/diagnostic.ts";
import { errorAt, locateIn } from "./place.ts";

/** A text in which a merge is not finished: it holds what both sides say, between git's marks. */
export function mergeConflict(path: string, text: string): Diagnostic | undefined {
  const start = text.startsWith(MARK) ? 0 : text.indexOf(`\n${MARK}`) + 1;
  if (start === 0 && !text.startsWith(MARK)) return undefined;
  const between = /^={7}\r?$/mu.exec(text.slice(start));
  if (between === null || !text.includes("\n>>>>>>> ", start + between.index)) return undefined;
  const message = "Unexpected marks of an unfinished merge, expected one text: both sides of a conflict stand here.";
  const hint =
    "Keep what is right and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`; indent them in an example.";
  return errorAt("syntax", path, locateIn(text)(start, start + MARK.length - 1), message, hint);
}

const MARK = "<<<<<<< ";
