// A taste of what `npm run stress` does at length.
import fc from "fast-check";
import { expect, it } from "vitest";
import { LINT_PROPERTIES } from "../helpers/lint-properties.ts";

it.each(Object.entries(LINT_PROPERTIES))("no rule throws or points outside a file, given %s", (_what, property) => {
  const { failed, counterexample, errorInstance } = fc.check(property, { numRuns: 12 });
  expect({ failed, counterexample, errorInstance }).toEqual({
    failed: false,
    counterexample: null,
    errorInstance: null,
  });
});
