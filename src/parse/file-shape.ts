// Shapes of files' top mappings, of which a run makes what it meets: to make a schema takes zod longer than to check a value,
// and most files have few of the keys that there are.

import type * as z from "zod";

type Makers = Readonly<Record<string, () => z.ZodType>>;

type Shape<Makes extends Makers> = { readonly [Key in keyof Makes]: ReturnType<Makes[Key]> };

const requiredKeys = new WeakMap<object, ReadonlySet<string>>();

/** The shape of a mapping that must have the keys `required` and may have the others, by what makes the schema of each value. */
export function fileShape<const Makes extends Makers>(
  required: readonly (keyof Makes & string)[],
  makers: Makes,
): Shape<Makes> {
  const shape = {};
  for (const [key, make] of Object.entries(makers)) {
    Object.defineProperty(shape, key, { enumerable: true, get: once(make) });
  }
  requiredKeys.set(shape, new Set(required));
  return shape as Shape<Makes>;
}

/** Whether a mapping of this shape must have a key. */
export function isRequired(shape: z.ZodRawShape, key: string): boolean {
  return requiredKeys.get(shape)?.has(key) ?? true;
}

/** What makes a value when it is first asked for. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
