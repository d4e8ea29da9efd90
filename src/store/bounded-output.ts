/** Hands on what git writes up to so many bytes, for `onStdout`; at the next it stops git, which is to be run with `signal`. */
export function boundedOutput(
  mostBytes: number,
  take: (piece: Buffer) => void = () => {},
): { readonly onStdout: (piece: Buffer) => void; readonly signal: AbortSignal; readonly isTooMuch: () => boolean } {
  const stop = new AbortController();
  let left = mostBytes;
  return {
    onStdout: (piece) => {
      left -= piece.length;
      if (left < 0) stop.abort();
      else take(piece);
    },
    signal: stop.signal,
    isTooMuch: () => left < 0,
  };
}
