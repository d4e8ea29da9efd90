/** Values of which there are few, each with a number by which many can name it, from 0. */
export interface Numbering<Value> {
  readonly numberOf: (value: Value) => number;
  /** Of a number that was given. */
  readonly valueAt: (number: number) => Value;
}

/** No value yet. What is held of a new one is `held` of it. */
export function numbering<Value>(held: (value: Value) => Value = (value) => value): Numbering<Value> {
  const numbers = new Map<Value, number>();
  const values: Value[] = [];
  return {
    numberOf: (value) => {
      const known = numbers.get(value);
      if (known !== undefined) return known;
      const own = held(value);
      numbers.set(own, values.length);
      return values.push(own) - 1;
    },
    valueAt: (number) => values[number] as Value,
  };
}
