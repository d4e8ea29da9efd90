import { separated } from "./separated.ts";

const LINE_FEED = 10;

/** Takes text piece by piece, and hands it over line by line; a last line without its line feed is left out. */
export function lineReader(take: (line: string) => void): (chunk: Buffer) => void {
  return separated(LINE_FEED, (bytes, start, end) => take(bytes.toString("utf8", start, end))).take;
}
