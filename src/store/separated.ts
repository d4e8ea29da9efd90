/** What separates parts of what git writes. */
export const NUL = 0;
export const LINE_FEED = 10;

/** What stands between separators in text that comes in pieces. */
export interface Separated {
  /** Takes the next piece. */
  readonly take: (chunk: Buffer) => void;
  /** What stands behind the last separator. */
  readonly rest: () => string;
}

/**
 * Hands over what stands before each separator, decoded as UTF-8; in time that follows the number of bytes, however many
 * pieces a part comes in.
 */
export function separated(separator: typeof NUL | typeof LINE_FEED, part: (text: string) => void): Separated {
  let pieces: Buffer[] = [];
  const joined = (): string => Buffer.concat(pieces).toString("utf8");
  return {
    take: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(separator); end >= 0; end = chunk.indexOf(separator, start)) {
        if (pieces.length === 0) part(chunk.toString("utf8", start, end));
        else {
          pieces.push(chunk.subarray(start, end));
          const text = joined();
          pieces = [];
          part(text);
        }
        start = end + 1;
      }
      if (start < chunk.length) pieces.push(chunk.subarray(start));
    },
    rest: joined,
  };
}
