/** The order of two values, as `toSorted` asks for it: of texts by UTF-16 code units, the same in every locale. */
export function compare<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
