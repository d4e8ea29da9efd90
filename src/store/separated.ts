/** What stands between separators in bytes that come in pieces. */
export interface Separated {
  /** Takes the next piece. */
  readonly take: (chunk: Buffer) => void;
  /** What stands behind the last separator. */
  readonly rest: () => Buffer;
}

/**
 * Hands over what stands before each separator (a byte), from one offset to another of some bytes; in time that follows the
 * number of bytes, however many pieces a part comes in.
 */
export function separated(separator: number, part: (bytes: Buffer, start: number, end: number) => void): Separated {
  let pieces: Buffer[] = [];
  return {
    take: (chunk) => {
      let start = 0;
      for (let end = chunk.indexOf(separator); end >= 0; end = chunk.indexOf(separator, start)) {
        if (pieces.length === 0) part(chunk, start, end);
        else {
          const whole = Buffer.concat([...pieces, chunk.subarray(start, end)]);
          pieces = [];
          part(whole, 0, whole.length);
        }
        start = end + 1;
      }
      if (start < chunk.length) pieces.push(chunk.subarray(start));
    },
    rest: () => Buffer.concat(pieces),
  };
}
