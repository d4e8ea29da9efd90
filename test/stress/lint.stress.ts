import fc from "fast-check";
import { expect, it } from "vitest";
import { LINT_PROPERTIES, NESTED, expectNestedInside } from "../helpers/lint-properties.ts";

it.each(Object.entries(LINT_PROPERTIES))(
  "no rule throws or points outside a file, given %s",
  (_what, property) => {
    const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: 3000 });
    expect({ failed, counterexample, errorInstance }).toEqual({
      failed: false,
      counterexample: null,
      errorInstance: null,
    });
  },
  600_000,
);

it.each(NESTED)("no rule throws or points outside a file that nests without end", (text) => {
  expect(() => expectNestedInside(text)).not.toThrow();
});
