/** So many signs a piece: few enough to be held, so many that writing takes no time. */
const SIGNS = 1 << 16;

/** Many short texts, one after the other, in fewer and longer ones: V8 knows no text of more than 2^29 signs. */
export function* inPieces(texts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < SIGNS) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
