/** A number as people write a measure's value; undefined where it is none. */
export function parseFigure(text: string): number | undefined {
  const isNumber = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text.trim());
  return isNumber && Number.isFinite(Number(text)) ? Number(text) : undefined;
}
